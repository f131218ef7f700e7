import type { Scenario } from '../scenario.ts';
import { bursts } from './bursts.ts';
import { databases } from './databases.ts';
import { destruction } from './destruction.ts';
import { discovery } from './discovery.ts';
import { diskTheft } from './disk-theft.ts';
import { exposure } from './exposure.ts';
import { mining } from './mining.ts';
import { places } from './places.ts';
import { recovery } from './recovery.ts';
import { routes } from './routes.ts';
import { sharing } from './sharing.ts';
import { staging } from './staging.ts';
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
  ...places,
  ...takeover,
  ...destruction,
  ...traces,
  ...staging,
  ...startScript,
  ...unexpected,
  ...unusual,
  ...bursts,
  ...discovery,
  ...recovery,
  ...sharing,
  ...routes,
  ...exposure,
];
