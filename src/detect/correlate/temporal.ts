import { type Correlation, holds, stepsHold } from '../../ir/correlation.ts';
import type { Entry } from './entry.ts';
import type { Rolling } from './rolling.ts';

/** For each rule the latest event that it matched. */
type TemporalState = (Entry | null)[];

/**
 * temporal: all rules (or as many, or in such a combination, as the condition says) matched within the time, in any
 * order. absence: the first rule matched and none of the others.
 */
export function temporalRolling(correlation: Correlation): Rolling<TemporalState> {
  const { rules, comparisons, steps, type } = correlation;
  const isThere = (state: TemporalState, rule: number, since: number): boolean => {
    const latest = state[rule];
    return latest !== null && latest !== undefined && latest.time >= since;
  };
  const measure = (state: TemporalState, since: number): number =>
    state.reduce((sum, _latest, rule) => sum + (isThere(state, rule, since) ? 1 : 0), 0);
  return {
    create: () => rules.map(() => null),
    copy: (state) => [...state],
    add: (state, entry) => {
      state[entry.rule] = entry;
    },
    measure,
    isMet: (state, since) => {
      if (type === 'absence') return isThere(state, 0, since) && measure(state, since) === 1;
      if (steps) return stepsHold(steps, (rule) => isThere(state, rule, since));
      const count = measure(state, since);
      return comparisons.length === 0 ? count === rules.length : count > 0 && holds(comparisons, count);
    },
    evidence: (state, since) =>
      state
        .filter((latest) => latest !== null && latest.time >= since)
        .toSorted((a, b) => (a?.time ?? 0) - (b?.time ?? 0)) as Entry[],
  };
}
