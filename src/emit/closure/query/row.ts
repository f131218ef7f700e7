import type { Value } from '../../../ir/query/leaf.ts';

/** A row on its way: the values that the rest of the query asks for, and its place in the order of the source. */
export interface QueryRow {
  /** Epoch milliseconds of the Activity; ordinal of the row of a sub-query. */
  readonly time: number;
  /** Id of the Activity; empty for rows of a sub-query. */
  readonly id: string;
  readonly values: readonly Value[];
}

/** The order of the source: time, then id. */
export function comparePlaces(a: Pick<QueryRow, 'time' | 'id'>, b: Pick<QueryRow, 'time' | 'id'>): number {
  if (a.time !== b.time) return a.time - b.time;
  if (a.id === b.id) return 0;
  return a.id < b.id ? -1 : 1;
}
