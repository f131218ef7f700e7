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

/**
 * temporal_ordered: the rules matched one after the other; what happened in between does not matter. No rule stands for
 * two steps.
 */
export function orderedRolling(
  { comparisons }: Correlation,
  steps: readonly (readonly number[])[],
): Rolling<OrderedState> {
  const begins = (chain: readonly Entry[] | null | undefined): number =>
    chain?.[0]?.time ?? Number.NEGATIVE_INFINITY;
  const measure = ({ chains }: OrderedState, since: number): number =>
    chains.reduce((longest, chain, index) => (begins(chain) >= since ? index + 1 : longest), 0);
  const extend = (state: OrderedState, step: number, entry: Entry): void => {
    const before = step === 0 ? [] : state.chains[step - 1];
    if (!before) return;
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
      const step = steps.findIndex((rules) => rules.includes(entry.rule));
      if (step === -1) return;
      state.latest[step] = entry;
      extend(state, step, entry);
    },
    measure,
    isMet: (state, since) => {
      const length = measure(state, since);
      return comparisons.length === 0 ? length === steps.length : length > 0 && holds(comparisons, length);
    },
    evidence: (state, since) => [...(state.chains[measure(state, since) - 1] ?? [])],
  };
}
