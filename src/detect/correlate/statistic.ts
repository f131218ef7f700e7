import { type Correlation, holds } from '../../ir/correlation.ts';
import type { Entry } from './entry.ts';
import { MOST_EVIDENCE, MOST_KEPT, type Rolling } from './rolling.ts';
import { addSorted, percentileOf, removeSorted, type SortedBlocks } from './sorted-blocks.ts';

interface StatisticState {
  /** Events with a number, the oldest first; those before `from` have left. */
  entries: Entry[];
  from: number;
  /** A compensated sum (Neumaier): the total is `sum + lost`. */
  sum: number;
  lost: number;
  /** The values in order; for percentiles and medians only. */
  sorted: SortedBlocks;
}

/**
 * value_sum, value_avg, value_percentile, value_median. An event without a number adds no value. Percentiles interpolate
 * linearly between the two nearest ranks (SQL's PERCENTILE_CONT); the median is the 50th.
 */
export function statisticRolling({
  type,
  comparisons,
  percentile = 50,
}: Correlation): Rolling<StatisticState> {
  const isRanked = type === 'value_percentile' || type === 'value_median';
  const rank = type === 'value_median' ? 50 : percentile;
  const measure = (state: StatisticState, since: number): number | undefined => {
    leave(state, since, isRanked);
    const count = state.entries.length - state.from;
    if (count === 0) return undefined;
    if (isRanked) return percentileOf(state.sorted, rank);
    return (state.sum + state.lost) / (type === 'value_sum' ? 1 : count);
  };
  return {
    create: () => ({ entries: [], from: 0, sum: 0, lost: 0, sorted: [] }),
    copy: (state) => ({
      ...state,
      entries: [...state.entries],
      sorted: state.sorted.map((block) => [...block]),
    }),
    add: (state, entry, since) => {
      leave(state, since, isRanked);
      if (typeof entry.value !== 'number') return;
      state.entries.push(entry);
      accumulate(state, entry.value);
      if (isRanked) addSorted(state.sorted, entry.value);
    },
    measure,
    isMet: (state, since) => {
      const value = measure(state, since);
      return value !== undefined && holds(comparisons, value);
    },
    evidence: ({ entries, from }, since) =>
      entries
        .slice(from)
        .filter(({ time }) => time >= since)
        .slice(-MOST_EVIDENCE),
  };
}

function leave(state: StatisticState, since: number, isRanked: boolean): void {
  const { entries } = state;
  while (state.from < entries.length) {
    const oldest = entries[state.from] as Entry;
    if (oldest.time >= since && entries.length - state.from <= MOST_KEPT) break;
    state.from += 1;
    accumulate(state, -(oldest.value as number));
    if (isRanked) removeSorted(state.sorted, oldest.value as number);
  }
  // What is left of rounding must not depend on how long a group has been idle.
  if (state.from === entries.length) Object.assign(state, { entries: [], from: 0, sum: 0, lost: 0 });
  else if (state.from > 64 && state.from > entries.length / 2) {
    state.entries = entries.slice(state.from);
    state.from = 0;
  }
}

function accumulate(state: StatisticState, value: number): void {
  const sum = state.sum + value;
  state.lost += Math.abs(state.sum) >= Math.abs(value) ? state.sum - sum + value : value - sum + state.sum;
  state.sum = sum;
}
