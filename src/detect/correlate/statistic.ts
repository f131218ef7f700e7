import { type Correlation, holds } from '../../ir/correlation.ts';
import type { Entry } from './entry.ts';
import { countEvents } from './episode.ts';
import { firstFrom } from './queue.ts';
import { MOST_EVIDENCE, MOST_KEPT, type Rolling } from './rolling.ts';
import { addSorted, percentileOf, removeSorted, type SortedBlocks } from './sorted-blocks.ts';

interface StatisticState {
  /** Events with numbers, the oldest first; those before `from` have left. */
  entries: Entry[];
  from: number;
  /** What each adds to the sum, and how many numbers it has. */
  sums: number[];
  counts: number[];
  /** How many numbers there are. */
  count: number;
  /** A compensated sum (Neumaier): the total is `sum + lost`. */
  sum: number;
  lost: number;
  /** The values in order; for percentiles and medians only. */
  sorted: SortedBlocks;
}

const NEAR = 16;

/**
 * value_sum, value_avg, value_percentile, value_median. An event without a number adds no value; one with several adds
 * each of them. Percentiles interpolate linearly between the two nearest ranks (SQL's PERCENTILE_CONT); the median is the
 * 50th.
 */
export function statisticRolling(correlation: Correlation): Rolling<StatisticState> {
  const { type, comparisons, percentile = 50 } = correlation;
  const isRanked = type === 'value_percentile' || type === 'value_median';
  const rank = type === 'value_median' ? 50 : percentile;
  const fields = fieldsOf(correlation);
  const measure = (state: StatisticState, since: number): number | undefined => {
    leave(state, since, isRanked);
    if (state.count === 0) return undefined;
    if (isRanked) return percentileOf(state.sorted, rank);
    return (state.sum + state.lost) / (type === 'value_sum' ? 1 : state.count);
  };
  return {
    create: () => ({ entries: [], from: 0, sums: [], counts: [], count: 0, sum: 0, lost: 0, sorted: [] }),
    copy: (state) => ({
      ...state,
      entries: [...state.entries],
      sums: [...state.sums],
      counts: [...state.counts],
      sorted: state.sorted.map((block) => [...block]),
    }),
    add: (state, entry, since) => {
      leave(state, since, isRanked);
      const numbers = numbersOf(entry);
      if (numbers.length === 0 || isKnown(state, entry, fields)) return;
      const sum = numbers.reduce((total, number) => total + number, 0);
      state.entries.push(entry);
      state.sums.push(sum);
      state.counts.push(numbers.length);
      state.count += numbers.length;
      accumulate(state, sum);
      if (isRanked) for (const number of numbers) addSorted(state.sorted, number);
      else if (state.entries.length - state.from > MOST_KEPT) joinOldest(state);
    },
    measure,
    isMet: (state, since) => {
      const value = measure(state, since);
      return value !== undefined && holds(comparisons, value);
    },
    span: ({ entries, from }, since) => {
      const within = entries.slice(Math.max(from, firstFrom(entries, since)));
      return within[0] && { first: within[0].time, count: countEvents(within) };
    },
    evidence: ({ entries, from }, since) =>
      entries.slice(Math.max(from, firstFrom(entries, since))).slice(-MOST_EVIDENCE),
  };
}

/** For each rule, by its place, which field it reads its value from. */
function fieldsOf({ value }: Correlation): readonly string[] {
  const [field] = value;
  return (field?.in ?? []).map((one) =>
    'kind' in one ? `group ${one.name}` : `event ${JSON.stringify(one.sources)}`,
  );
}

/** Whether the event's values of that field have been added: several of the rules may match it. */
function isKnown({ entries, from }: StatisticState, entry: Entry, fields: readonly string[]): boolean {
  // What one event adds stands together; no more than findings of inner correlations lie in between.
  for (const { id, rule } of entries.slice(Math.max(from, entries.length - NEAR)))
    if (id === entry.id && fields[rule] === fields[entry.rule]) return true;
  return false;
}

function numbersOf({ value }: Entry): readonly number[] {
  if (typeof value === 'number') return [value];
  return typeof value === 'object' ? value : [];
}

function leave(state: StatisticState, since: number, isRanked: boolean): void {
  const { entries } = state;
  while (state.from < entries.length) {
    const oldest = entries[state.from] as Entry;
    if (oldest.time >= since && !(isRanked && entries.length - state.from > MOST_KEPT)) break;
    state.count -= state.counts[state.from] as number;
    accumulate(state, -(state.sums[state.from] as number));
    if (isRanked) for (const number of numbersOf(oldest)) removeSorted(state.sorted, number);
    state.from += 1;
  }
  // What is left of rounding must not depend on how long a group has been idle.
  if (state.from === entries.length)
    Object.assign(state, { entries: [], sums: [], counts: [], from: 0, sum: 0, lost: 0 });
  else if (state.from > 64 && state.from > entries.length / 2) {
    state.entries = entries.slice(state.from);
    state.sums = state.sums.slice(state.from);
    state.counts = state.counts.slice(state.from);
    state.from = 0;
  }
}

/**
 * Sums and averages of more events than are kept: neighbours of the older half become one and leave together, with the
 * later of the two. Letting them go would hide large numbers behind many small ones.
 */
function joinOldest(state: StatisticState): void {
  const end = state.from + MOST_KEPT / 2;
  const entries: Entry[] = [];
  const sums: number[] = [];
  const counts: number[] = [];
  for (let at = state.from; at < end; at += 2) {
    entries.push(state.entries[at + 1] as Entry);
    sums.push((state.sums[at] as number) + (state.sums[at + 1] as number));
    counts.push((state.counts[at] as number) + (state.counts[at + 1] as number));
  }
  state.entries = [...entries, ...state.entries.slice(end)];
  state.sums = [...sums, ...state.sums.slice(end)];
  state.counts = [...counts, ...state.counts.slice(end)];
  state.from = 0;
}

function accumulate(state: StatisticState, value: number): void {
  const sum = state.sum + value;
  state.lost += Math.abs(state.sum) >= Math.abs(value) ? state.sum - sum + value : value - sum + state.sum;
  state.sum = sum;
}
