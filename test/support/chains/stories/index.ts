import type { Scenario } from '../scenario.ts';
import { databases } from './databases.ts';
import { destruction } from './destruction.ts';
import { diskTheft } from './disk-theft.ts';
import { mining } from './mining.ts';
import { startScript } from './start-script.ts';
import { takeover } from './takeover.ts';
import { traces } from './traces.ts';
import { unexpected } from './unexpected.ts';
import { unusual } from './unusual.ts';

/** Every chain in every cloud where it exists. */
export const stories: readonly Scenario[] = [
  ...diskTheft,
  ...databases,
  ...mining,
  ...takeover,
  ...destruction,
  ...traces,
  ...startScript,
  ...unexpected,
  ...unusual,
];
