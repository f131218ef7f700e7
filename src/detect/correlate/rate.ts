import { type Correlation, holds } from '../../ir/correlation.ts';
import type { Entry } from './entry.ts';
import { firstFrom } from './queue.ts';
import { MOST_EVIDENCE, MOST_KEPT, type Rolling } from './rolling.ts';

interface RateState {
  /** Time of the group's first event. */
  born: number;
  /** Events within the timespan. */
  recent: Entry[];
  /** Events that have left it: how many in each period of a timespan's length, the oldest first. */
  past: [period: number, count: number][];
}

/** How far back a group's own history goes when the correlation does not say. */
const HISTORY_TIMESPANS = 336;
const FEWEST = 2;

/**
 * rate (an extension of ours): the number of events within the timespan, divided by the group's own average for a
 * timespan over its history. A group that is younger than two timespans is learning: it never fires. A history without
 * events counts as one event in all of it.
 */
export function rateRolling(correlation: Correlation): Rolling<RateState> {
  const { timespan, comparisons, minimum = FEWEST } = correlation;
  const history = historyOf(correlation);
  const measure = (state: RateState, since: number): number | undefined => {
    const periods = (Math.min(history, since + timespan - state.born) - timespan) / timespan;
    if (periods < 1) return undefined;
    const first = Math.floor((since + timespan - history) / timespan);
    const before = state.past.reduce((sum, [period, count]) => sum + (period >= first ? count : 0), 0);
    const leaving = firstFrom(state.recent, since);
    const average = Math.max(1, before + leaving) / periods;
    return (state.recent.length - leaving) / average;
  };
  return {
    create: () => ({ born: Number.POSITIVE_INFINITY, recent: [], past: [] }),
    copy: ({ born, recent, past }) => ({
      born,
      recent: [...recent],
      past: past.map(([period, count]) => [period, count]),
    }),
    add: (state, entry, since) => {
      if (state.recent.at(-1)?.id === entry.id) return;
      state.born = Math.min(state.born, entry.time);
      // Moved in bulk: those that have left and wait count as history already.
      const left = firstFrom(state.recent, since);
      const leaving = state.recent.length > MOST_KEPT * 2 ? Math.max(left, MOST_KEPT) : left;
      if (leaving > Math.max(64, state.recent.length / 2)) {
        for (const { time } of state.recent.splice(0, leaving))
          remember(state.past, Math.floor(time / timespan));
      }
      state.recent.push(entry);
      const oldest = Math.floor((entry.time - history) / timespan);
      while ((state.past[0]?.[0] ?? oldest) < oldest) state.past.shift();
    },
    measure,
    isMet: (state, since) => {
      const value = measure(state, since);
      const count = state.recent.length - firstFrom(state.recent, since);
      return value !== undefined && count >= minimum && holds(comparisons, value);
    },
    evidence: ({ recent }, since) => recent.slice(firstFrom(recent, since)).slice(-MOST_EVIDENCE),
  };
}

/** How far back a rate looks, milliseconds. */
export function historyOf({ history, timespan }: Correlation): number {
  return history ?? timespan * HISTORY_TIMESPANS;
}

function remember(past: RateState['past'], period: number): void {
  const latest = past.at(-1);
  if (latest?.[0] === period) latest[1] += 1;
  else past.push([period, 1]);
}
