import { type Comparison, type Correlation, holds } from '../../ir/correlation.ts';
import type { Entry } from './entry.ts';
import { dropBefore, firstFrom } from './queue.ts';
import { MOST_EVIDENCE, type Rolling } from './rolling.ts';

interface CountState {
  entries: Entry[];
  /** Events of a complete window; those that are not kept included. */
  count: number;
}

/**
 * event_count. An Activity counts once, however many of the rules it matched. For "at least n" the latest n events
 * suffice: the n-th from the end tells whether n lie in the time.
 */
export function countRolling({ comparisons }: Correlation, complete: boolean): Rolling<CountState> {
  const needed = complete ? MOST_EVIDENCE : eventsNeeded(comparisons);
  const measure = ({ entries, count }: CountState, since: number): number =>
    complete ? count : entries.length - firstFrom(entries, since);
  return {
    create: () => ({ entries: [], count: 0 }),
    copy: ({ entries, count }) => ({ entries: [...entries], count }),
    add: (state, entry, since) => {
      if (state.entries.at(-1)?.id === entry.id) return;
      state.count += 1;
      if (complete && state.entries.length >= needed) return;
      state.entries.push(entry);
      if (!complete) dropBefore(state.entries, since, needed);
    },
    measure,
    isMet: (state, since) => measure(state, since) > 0 && holds(comparisons, measure(state, since)),
    span: (state, since) => {
      const first = state.entries[firstFrom(state.entries, since)];
      return first && { first: first.time, count: measure(state, since) };
    },
    evidence: ({ entries }, since) => {
      const first = firstFrom(entries, since);
      return entries.slice(first, first + MOST_EVIDENCE);
    },
  };
}

/** The smallest whole number that satisfies all lower limits. */
export function eventsNeeded(comparisons: readonly Comparison[]): number {
  return comparisons.reduce((most, { op, value }) => {
    if (op === 'gte') return Math.max(most, Math.ceil(value));
    return op === 'gt' ? Math.max(most, Math.floor(value) + 1) : most;
  }, 1);
}
