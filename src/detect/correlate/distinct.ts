import { type Correlation, holds } from '../../ir/correlation.ts';
import { eventsNeeded } from './count.ts';
import type { Entry } from './entry.ts';
import { countEvents } from './episode.ts';
import { MOST_EVIDENCE, MOST_KEPT, type Rolling } from './rolling.ts';

/** The latest event of each value, the one that was seen longest ago first. */
type DistinctState = Map<string, Entry>;

const within = (state: DistinctState, since: number): Entry[] =>
  [...state.values()].filter(({ time }) => time >= since);

/** value_count: how many different values (or tuples of values) there are. An event without the value counts for nothing. */
export function distinctRolling({ comparisons }: Correlation, complete: boolean): Rolling<DistinctState> {
  const needed = complete ? MOST_KEPT : Math.min(MOST_KEPT, eventsNeeded(comparisons));
  const measure = (state: DistinctState, since: number): number => {
    let old = 0;
    for (const { time } of state.values()) {
      if (time >= since) break;
      old += 1;
    }
    return state.size - old;
  };
  return {
    create: () => new Map(),
    copy: (state) => new Map(state),
    add: (state, entry, since) => {
      if (entry.value === undefined) return;
      const value = String(entry.value);
      if (!(complete && state.has(value))) {
        state.delete(value);
        state.set(value, entry);
      }
      for (const [key, { time }] of state) {
        if (time >= since && state.size <= needed) break;
        state.delete(key);
      }
    },
    measure,
    isMet: (state, since) => measure(state, since) > 0 && holds(comparisons, measure(state, since)),
    span: (state, since) => {
      const [first, ...others] = within(state, since);
      return first && { first: first.time, count: countEvents([first, ...others]) };
    },
    evidence: (state, since) => within(state, since).slice(-MOST_EVIDENCE),
  };
}
