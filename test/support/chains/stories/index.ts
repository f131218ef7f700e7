import type { Scenario } from '../scenario.ts';
import { destruction } from './destruction.ts';
import { diskTheft } from './disk-theft.ts';
import { startScript } from './start-script.ts';

/** Every chain in every cloud where it exists. */
export const stories: readonly Scenario[] = [...diskTheft, ...destruction, ...startScript];
