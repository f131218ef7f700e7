import type { Activity } from '../../activity/activity.ts';
import type { Level } from '../../core/levels.ts';
import type { ScorePart } from '../score/score.ts';
import type { IncidentNetwork } from './network.ts';

/** One line of an incident's story. */
export interface StoryLine {
  readonly time: number;
  readonly activity: Activity;
  /** Titles of the rules whose findings rest on it; none for what the same actor did around them. */
  readonly rules: readonly string[];
}

/** Findings that belong together because they share an actor or a resource lineage. */
export interface Incident {
  readonly id: string;
  readonly title: string;
  readonly level: Level;
  readonly score: number;
  readonly parts: readonly ScorePart[];
  /** Epoch milliseconds. */
  readonly time: number;
  readonly endTime: number;
  /** Ids, in event time. */
  readonly findings: readonly string[];
  readonly principals: readonly string[];
  readonly accounts: readonly string[];
  readonly regions: readonly string[];
  readonly techniques: readonly string[];
  /** Those of them whose guides say what to do. */
  readonly guides?: readonly string[];
  /** Names of the components of the resource graph. */
  readonly lineages: readonly string[];
  /** What happened, in event time: the findings' events, and what the same actor did to the same resources. */
  readonly story: readonly StoryLine[];
  /** Lines that were left out, because there were too many. */
  readonly omitted: number;
  /** What its instances did on the network; absent when it made or changed none. */
  readonly network?: IncidentNetwork;
}
