import { type Correlation, holds } from '../../ir/correlation.ts';
import type { Entry } from './entry.ts';
import type { Rolling } from './rolling.ts';

/**
 * For each number of steps the sequence that began last: whatever sequence is still within the time, this one is. And
 * for each step its latest event, since events of one time count in any order.
 */
interface OrderedState {
  chains: (readonly Entry[] | null)[];
  latest: (Entry | null)[];
}

/** temporal_ordered: the rules matched one after the other; what happened in between does not matter. */
export function orderedRolling({ rules, sequence, comparisons }: Correlation): Rolling<OrderedState> {
  const steps = sequence ?? rules.map((_rule, index) => [index]);
  const begins = (chain: readonly Entry[] | null | undefined): number =>
    chain?.[0]?.time ?? Number.NEGATIVE_INFINITY;
  const measure = ({ chains }: OrderedState, since: number): number =>
    chains.reduce((longest, chain, index) => (begins(chain) >= since ? index + 1 : longest), 0);
  const extend = (state: OrderedState, step: number, entry: Entry): void => {
    const before = step === 0 ? [] : state.chains[step - 1];
    if (!before || before.some(({ id, rule }) => id === entry.id && rule === entry.rule)) return;
    const chain = [...before, entry];
    if (begins(chain) < begins(state.chains[step])) return;
    state.chains[step] = chain;
    const next = state.latest[step + 1];
    if (next && next.time === entry.time) extend(state, step + 1, next);
  };
  return {
    create: () => ({ chains: steps.map(() => null), latest: steps.map(() => null) }),
    copy: ({ chains, latest }) => ({ chains: [...chains], latest: [...latest] }),
    add: (state, entry) => {
      // The last step first, so that one event is not two steps of one sequence.
      for (let step = steps.length - 1; step >= 0; step -= 1) {
        if (!steps[step]?.includes(entry.rule)) continue;
        state.latest[step] = entry;
        extend(state, step, entry);
      }
    },
    measure,
    isMet: (state, since) => {
      const length = measure(state, since);
      return comparisons.length === 0 ? length === steps.length : length > 0 && holds(comparisons, length);
    },
    evidence: (state, since) => [...(state.chains[measure(state, since) - 1] ?? [])],
  };
}
