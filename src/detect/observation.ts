import type { Activity } from '../activity/activity.ts';
import type { Json } from '../core/json.ts';

/** A rule that matched an Activity (or a record that is no cloud's). */
export interface RuleMatch {
  /** The rule's place in the list of rules. */
  readonly rule: number;
  /** The values of the fields that correlations ask of this rule, in the order of its plan. */
  readonly values: readonly (readonly string[])[];
  /** The record that the rule matched, when it is kept. */
  readonly record?: Json;
}

/** What the detection that remembers gets to see of one event. */
export interface Observation {
  readonly id: string;
  /** Epoch milliseconds; absent when the record has no readable time: then nothing is remembered of it. */
  readonly time?: number;
  /** Absent for a record that is no cloud's. */
  readonly activity?: Activity;
  /**
   * A change of compute: only those make lineage and baselines, so that these do not depend on which rules look at what
   * else.
   */
  readonly remembered: boolean;
  readonly matches: readonly RuleMatch[];
}

/** An observation with a time. */
export type Dated = Observation & { readonly time: number };

/** The order of events: by time, then by id, so that it does not depend on the order in which they came. */
export function compareEvents(
  a: { readonly time: number; readonly id: string },
  b: { readonly time: number; readonly id: string },
): number {
  if (a.time !== b.time) return a.time - b.time;
  if (a.id === b.id) return 0;
  return a.id < b.id ? -1 : 1;
}
