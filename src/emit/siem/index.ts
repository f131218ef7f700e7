import { definition as chronicle } from './chronicle/chronicle.ts';
import { definition as elastic } from './elastic/elastic.ts';
import { definition as logscale } from './logscale/logscale.ts';
import { definition as qradar } from './qradar/qradar.ts';
import { definition as sentinel } from './sentinel/sentinel.ts';
import { definition as splunk } from './splunk/splunk.ts';
import { definition as sumo } from './sumo/sumo.ts';
import type { SiemTarget } from './target.ts';

/** The SIEMs that rules can be carried to. */
export const targets: readonly SiemTarget[] = [sentinel, splunk, elastic, logscale, chronicle, sumo, qradar];
