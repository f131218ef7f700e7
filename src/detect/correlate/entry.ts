/** What a correlation remembers of an event that one of its rules matched. */
export interface Entry {
  /** Event time, epoch milliseconds. */
  readonly time: number;
  /** Id of the Activity, or of the inner correlation's finding. */
  readonly id: string;
  /** The rule that matched: its place in the correlation's `rules`. */
  readonly rule: number;
  /** A mechanism did it, not a person. */
  readonly automated: boolean;
  /** Where the Activity is kept. */
  readonly at: number;
  /** The inner finding's key, when the event is one. */
  readonly inner?: string;
  /** What the correlation looks at: a number or several for sums and averages, the tuple's text for distinct values. */
  readonly value?: number | readonly number[] | string;
}

/** The order of events: by time, then by id, so that it does not depend on the order in which they came. */
export function compareEntries(a: Entry, b: Entry): number {
  if (a.time !== b.time) return a.time - b.time;
  if (a.id !== b.id) return a.id < b.id ? -1 : 1;
  return a.rule - b.rule;
}
