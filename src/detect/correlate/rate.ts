import { type Correlation, holds } from '../../ir/correlation.ts';
import type { Entry } from './entry.ts';
import { MOST_EVIDENCE, MOST_KEPT, type Rolling } from './rolling.ts';

interface RateState {
  /** Time of the group's first event. */
  born: number;
  /** Times of the events of the history and of the timespan, each once, and how many events have it. */
  times: number[];
  counts: number[];
  /** Those before `from` have left the history; the timespan begins at `inside`. */
  from: number;
  inside: number;
  /** Events of the history before the timespan, and of the timespan. */
  before: number;
  count: number;
  /** The latest events. */
  latest: Entry[];
}

/** How far back a group's own history goes when the correlation does not say. */
const HISTORY_TIMESPANS = 336;
const FEWEST = 2;

/**
 * rate (an extension of ours): the number of events within the timespan, divided by the group's own average for a
 * timespan over its history. A group that is younger than two timespans is learning: it never fires; one that had no
 * event for as long as its history goes begins anew. A history without events counts as one event in all of it.
 */
export function rateRolling(correlation: Correlation): Rolling<RateState> {
  const { timespan, comparisons, minimum = FEWEST } = correlation;
  const history = historyOf(correlation);
  const measure = (state: RateState, since: number): number | undefined => {
    leave(state, since, since + timespan - history);
    const periods = (Math.min(history, since + timespan - state.born) - timespan) / timespan;
    return periods < 1 ? undefined : state.count / (Math.max(1, state.before) / periods);
  };
  return {
    create: () => ({
      born: Number.MAX_SAFE_INTEGER,
      times: [],
      counts: [],
      from: 0,
      inside: 0,
      before: 0,
      count: 0,
      latest: [],
    }),
    copy: (state) => ({
      ...state,
      times: state.times.slice(),
      counts: state.counts.slice(),
      latest: state.latest.slice(),
    }),
    add: (state, entry, since) => {
      if (isKnown(state.latest, entry)) return;
      leave(state, since, entry.time - history);
      if (state.before + state.count === 0) state.born = entry.time;
      remember(state, entry);
    },
    measure,
    isMet: (state, since) => {
      const value = measure(state, since);
      return value !== undefined && state.count >= Math.max(1, minimum) && holds(comparisons, value);
    },
    span: (state, since) => {
      leave(state, since, since + timespan - history);
      const first = state.times[state.inside];
      return first === undefined ? undefined : { first, count: state.count };
    },
    evidence: ({ latest }, since) => latest.filter(({ time }) => time >= since).slice(-MOST_EVIDENCE),
  };
}

/** How far back a rate looks, milliseconds. */
export function historyOf({ history, timespan }: Correlation): number {
  return history ?? timespan * HISTORY_TIMESPANS;
}

/** An event that several of the rules match counts once. */
function isKnown(latest: readonly Entry[], { id, time }: Entry): boolean {
  for (let at = latest.length - 1; at >= 0 && latest[at]?.time === time; at -= 1)
    if (latest[at]?.id === id) return true;
  return false;
}

function leave(state: RateState, since: number, oldest: number): void {
  const { times, counts } = state;
  for (; (times[state.inside] ?? since) < since; state.inside += 1) {
    const count = counts[state.inside] as number;
    state.count -= count;
    state.before += count;
  }
  // The timespan is never longer than the history looked at: what leaves that has left the timespan.
  for (; state.from < state.inside && (times[state.from] as number) < oldest; state.from += 1)
    state.before -= counts[state.from] as number;
  if (state.from <= 64 || state.from <= times.length / 2) return;
  state.times = times.slice(state.from);
  state.counts = counts.slice(state.from);
  state.inside -= state.from;
  state.from = 0;
}

function remember(state: RateState, entry: Entry): void {
  const { times, counts, latest } = state;
  state.count += 1;
  latest.push(entry);
  if (latest.length > MOST_EVIDENCE * 2) latest.splice(0, MOST_EVIDENCE);
  if (times.at(-1) === entry.time) {
    counts[counts.length - 1] = (counts.at(-1) ?? 0) + 1;
    return;
  }
  times.push(entry.time);
  counts.push(1);
  if (times.length - state.from > MOST_KEPT) coarsen(state);
}

/** Joins neighbouring times of the older half: they leave together, with the later of the two. */
function coarsen(state: RateState): void {
  const begin = state.times[state.inside] ?? Number.POSITIVE_INFINITY;
  const end = state.from + MOST_KEPT / 2;
  const times: number[] = [];
  const counts: number[] = [];
  for (let at = state.from; at < end; at += 2) {
    times.push(state.times[at + 1] as number);
    counts.push((state.counts[at] as number) + (state.counts[at + 1] as number));
  }
  state.times = [...times, ...state.times.slice(end)];
  state.counts = [...counts, ...state.counts.slice(end)];
  state.from = 0;
  const total = state.before + state.count;
  state.inside = state.times.findIndex((time) => time >= begin);
  state.before = state.counts.slice(0, state.inside).reduce((sum, count) => sum + count, 0);
  state.count = total - state.before;
}
