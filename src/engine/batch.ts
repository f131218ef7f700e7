import type { Activity } from '../activity/activity.ts';
import type { PortableHead } from '../clouds/portable-head.ts';
import type { InputProblem } from '../decode/decode.ts';
import type { RuleMatch } from '../detect/observation.ts';
import type { RejectedPlace } from '../report/run-stats.ts';
import type { OperationRecord, StoredActivity } from '../store/rows.ts';
import type { FoundRow } from './query/event-queries.ts';

/** An Activity that something is kept of: what crosses threads. */
export interface Observed {
  readonly activity: Activity;
  /** It is a change of compute. */
  readonly remembered: boolean;
  /** The rules that matched and are kept; those below the level asked for that no correlation needs are counted only. */
  readonly matches: readonly RuleMatch[];
}

/** What happened to one input as a whole. */
export interface InputResult {
  readonly path: string;
  readonly compressedBytes: number;
  readonly textBytes: number;
  /** Records that no cloud knows: how many, and the names of the members of the first. */
  readonly unknown?: { readonly records: number; readonly keys: string };
  readonly problem?:
    | InputProblem
    | { readonly kind: 'unreadable' | 'no-permission' | 'not-found'; readonly detail: string };
}

/**
 * What a part of the input yielded. Activities are known by the fingerprint of their records' duplicate keys: an
 * Activity whose records were all seen before is a copy, and does not count.
 */
export interface Batch {
  readonly recordsRead: number;
  readonly skipped: Readonly<Record<string, number>>;
  readonly rejected: Readonly<Record<string, number>>;
  readonly rejectedPlaces: readonly RejectedPlace[];
  /** Two words a record that stands alone; its ordinal is what `observed` and `quiet` refer to. */
  readonly keys: Uint32Array;
  readonly observed: readonly { readonly at: number; readonly observed: Observed }[];
  /** Matches that are counted and not kept: pairs of ordinal and rule. */
  readonly quiet: Uint32Array;
  /** Activities asked for as output (`normalize`), with their ordinals. */
  readonly activities: readonly { readonly at: number; readonly activity: Activity }[];
  /** Rows that queries ask for, with the ordinals of their Activities. */
  readonly rows: readonly { readonly at: number; readonly found: FoundRow }[];
  /** Activities for the lake, with their ordinals. */
  readonly stored: readonly { readonly at: number; readonly stored: StoredActivity }[];
  /** Records of operations of several, for the lake: it puts the operations together. Two words of key each. */
  readonly operationRecords: readonly OperationRecord[];
  readonly operationKeys: Uint32Array;
  /** Earliest and latest event time, epoch milliseconds. */
  readonly first: number;
  readonly last: number;
  readonly inputs: readonly InputResult[];
}

/** A batch of nothing. */
export function emptyBatch(): Batch {
  return {
    recordsRead: 0,
    skipped: {},
    rejected: {},
    rejectedPlaces: [],
    keys: new Uint32Array(0),
    observed: [],
    quiet: new Uint32Array(0),
    activities: [],
    rows: [],
    stored: [],
    operationRecords: [],
    operationKeys: new Uint32Array(0),
    first: Number.POSITIVE_INFINITY,
    last: Number.NEGATIVE_INFINITY,
    inputs: [],
  };
}

/** An operation of several records, evaluated as the one Activity that it is. */
export interface FoldedActivity {
  readonly records: number;
  /** Exact copies that were dropped. */
  readonly copies: number;
  readonly observed?: Observed;
  /** Rules that matched and are counted only. */
  readonly quiet: readonly number[];
  /** Event time of the earliest record. */
  readonly time: number;
  /** The Activity lies outside the time asked for. */
  readonly outside: boolean;
  readonly activity?: Activity;
  readonly rows?: readonly FoundRow[];
  readonly stored?: StoredActivity;
}

/** What a worker makes of the operations that it holds, when all inputs have been read. */
export interface FoldBatch {
  readonly folded: readonly FoldedActivity[];
  /** Records of operations of which other workers hold records, too. */
  readonly shared: readonly { readonly key: string; readonly head: PortableHead; readonly copies: number }[];
}
