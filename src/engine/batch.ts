import type { Activity } from '../activity/activity.ts';
import type { FoldGroup } from '../clouds/fold-table.ts';
import type { Json } from '../core/json.ts';
import type { InputProblem } from '../decode/decode.ts';
import type { RejectedPlace } from '../report/run-stats.ts';

/** A signal before its rule is put in: what crosses threads. */
export interface Hit {
  /** Index into the rules of the run. */
  readonly rule: number;
  readonly activity: Activity;
  readonly record?: Json;
}

/** What happened to one input as a whole. */
export interface InputResult {
  readonly path: string;
  readonly compressedBytes: number;
  readonly textBytes: number;
  readonly problem?:
    | InputProblem
    | { readonly kind: 'unreadable' | 'no-permission' | 'not-found'; readonly detail: string };
}

/**
 * What a part of the input yielded. Activities are known by the fingerprint of their records' duplicate keys: an
 * Activity whose records were all seen before is a copy, and its hits do not count.
 */
export interface Batch {
  readonly recordsRead: number;
  readonly skipped: Readonly<Record<string, number>>;
  readonly rejected: Readonly<Record<string, number>>;
  readonly rejectedPlaces: readonly RejectedPlace[];
  /** Two words a record that stands alone; its ordinal is what `hits` and `quiet` refer to. */
  readonly keys: Uint32Array;
  readonly hits: readonly { readonly at: number; readonly hit: Hit }[];
  /** Hits that are counted and not kept (below the level asked for): pairs of ordinal and rule. */
  readonly quiet: Uint32Array;
  /** Operations of several records that are complete. */
  readonly folded: readonly FoldedActivity[];
  /** Operations of which records may still come from elsewhere. */
  readonly open: readonly FoldGroup[];
  /** Activities asked for as output (`normalize`), with their ordinals. */
  readonly activities: readonly { readonly at: number; readonly activity: Activity }[];
  /** Earliest and latest event time, epoch milliseconds. */
  readonly first: number;
  readonly last: number;
  readonly inputs: readonly InputResult[];
}

export interface FoldedActivity {
  readonly key: string;
  /** Two words a record. */
  readonly keys: Uint32Array;
  readonly copies: number;
  readonly hits: readonly Hit[];
  /** Rules that matched below the level asked for. */
  readonly quiet: readonly number[];
  /** Event time of the earliest record. */
  readonly time: number;
  /** The Activity lies outside the time asked for. */
  readonly outside: boolean;
  readonly activity?: Activity;
}
