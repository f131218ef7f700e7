import { definition as elastic } from './elastic/elastic.ts';
import { definition as sentinel } from './sentinel/sentinel.ts';
import { definition as splunk } from './splunk/splunk.ts';
import type { SiemTarget } from './target.ts';

/** The SIEMs that rules can be carried to. */
export const targets: readonly SiemTarget[] = [sentinel, splunk, elastic];
