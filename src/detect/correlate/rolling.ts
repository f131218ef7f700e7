import { MOST_VALUES } from '../../ir/correlation.ts';
import type { Entry } from './entry.ts';

/**
 * How one type of correlation looks at the events of a group. The state is plain data: it can be stored as JSON. Events
 * come in the order of time.
 */
export interface Rolling<S> {
  create(): S;
  copy(state: S): S;
  /** @param since events before this time are not needed any more */
  add(state: S, entry: Entry, since: number): void;
  /** What the condition is about, over the events from `since` on; undefined when there is nothing to compare. */
  measure(state: S, since: number): number | undefined;
  /** Whether that satisfies the condition. */
  isMet(state: S, since: number): boolean;
  /** How many events from `since` on there are and when the first one was, where more are known of than `evidence` gives. */
  span?(state: S, since: number): { readonly first: number; readonly count: number } | undefined;
  /** The events that show it, the oldest first; not more than a person reads. */
  evidence(state: S, since: number): Entry[];
}

/** Evidence that is kept of a window. */
export const MOST_EVIDENCE = 100;
/** Events or values that one group keeps; what is older is let go. */
export const MOST_KEPT: number = MOST_VALUES;
