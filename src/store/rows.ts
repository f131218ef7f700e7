/** A native record of an Activity, as it is kept when records were asked for. */
export interface StoredRecord {
  /** As the record names them; absent where it names none, or several. */
  readonly service?: string;
  readonly operation?: string;
  readonly container: string;
  readonly path?: string;
  readonly index: number;
  /** The record as JSON. */
  readonly text: string;
  /** The same without its secrets: what queries see. Absent where it has none. */
  readonly shown?: string;
}

/** An Activity on its way into the lake. */
export interface StoredActivity {
  readonly id: string;
  /** Epoch milliseconds. */
  readonly time: number;
  readonly provider: string;
  /** A change of compute that the catalogue knows. */
  readonly remembered: boolean;
  /** The Activity as `JSON.stringify` gives it. */
  readonly text: string;
  readonly records?: readonly StoredRecord[];
}

/** A record of an operation of several: kept, so that records of later imports can complete the operation. */
export interface OperationRecord {
  /** Digest of the fold key. */
  readonly operationKey: string;
  /** Digest of the duplicate key: equal for exact copies of one record. */
  readonly copyKey: string;
  readonly container: string;
  readonly path?: string;
  readonly index: number;
  readonly text: string;
}

/** An input that was read to its end. */
export interface FinishedInput {
  /** Where it is: an absolute path or a URL. */
  readonly place: string;
  readonly size: number;
  /** Changes when its content does: the time of its last change, an object's tag. */
  readonly version?: string;
}

/** Half of a surrogate pair as `JSON.stringify` writes it. */
const HALF = /((?<!\\)(?:\\\\)*)\\ud[89a-f][0-9a-f]{2}/g;

/**
 * JSON that engines can read: they refuse a text with half of a surrogate pair in it, and every query over that row with
 * it. `exact` is the text itself where it had to be changed.
 */
export function readable(text: string): { readonly text: string; readonly exact: string | null } {
  // The search alone is many times faster, and nearly nothing has it.
  if (!text.includes('\\ud')) return { text, exact: null };
  const changed = text.replace(HALF, '$1\ufffd');
  return changed === text ? { text, exact: null } : { text: changed, exact: text };
}

const DAY = 86_400_000;

/** The number of the day that a time is on, from 1970-01-01. */
export function dayOf(time: number): number {
  return Math.floor(time / DAY);
}

/** `2026-03-10`. */
export function dayName(day: number): string {
  return new Date(day * DAY).toISOString().split('T')[0] ?? '';
}
