import { type Correlation, holds } from '../../ir/correlation.ts';
import type { Entry } from './entry.ts';
import type { Rolling } from './rolling.ts';

type Chain = readonly Entry[] | null;

/**
 * For each number of steps the sequence that began last, as `chains`: whatever sequence is still within the time, this
 * one is. Events of one time count in any order, so those of the present one are kept, beside the sequences from before.
 */
interface ScanState {
  /** Sequences of events before the moment. */
  before: Chain[];
  /** Sequences with the moment's events. */
  chains: Chain[];
  /** Events of one time: of each rule no more than there are steps for it. */
  moment: Entry[];
}

/**
 * temporal_ordered where one rule stands for several steps (`login, change, login`): each step needs an event of its own.
 */
export function scannedRolling(
  { comparisons }: Correlation,
  steps: readonly (readonly number[])[],
): Rolling<ScanState> {
  const measure = ({ chains }: ScanState, since: number): number =>
    chains.reduce((most, chain, index) => ((chain?.[0]?.time ?? since - 1) >= since ? index + 1 : most), 0);
  return {
    create: () => ({ before: steps.map(() => null), chains: steps.map(() => null), moment: [] }),
    copy: ({ before, chains, moment }) => ({
      before: [...before],
      chains: [...chains],
      moment: [...moment],
    }),
    add: (state, entry) => {
      if (state.moment[0]?.time !== entry.time) {
        state.before = state.chains;
        state.moment = [];
      }
      const places = steps.filter((rules) => rules.includes(entry.rule)).length;
      if (state.moment.filter(({ rule }) => rule === entry.rule).length >= places) return;
      state.moment.push(entry);
      state.chains = extended(steps, state.before, state.moment);
    },
    measure,
    isMet: (state, since) => {
      const length = measure(state, since);
      return comparisons.length === 0 ? length === steps.length : length > 0 && holds(comparisons, length);
    },
    evidence: (state, since) => [...(state.chains[measure(state, since) - 1] ?? [])],
  };
}

/**
 * The sequences after a moment. A shorter one never began earlier than a longer one: the sequence of so many steps that
 * begins last is the shortest from before that the moment's events can bring there.
 */
function extended(
  steps: readonly (readonly number[])[],
  before: readonly Chain[],
  moment: readonly Entry[],
): Chain[] {
  const chains = [...before];
  for (let from = 0; from < steps.length; from += 1) {
    const chain = from === 0 ? [] : before[from - 1];
    if (!chain) break;
    const served = new Map<Entry, number>();
    for (let step = from; step < steps.length && serve(step, steps, moment, served, new Set()); step += 1) {
      const own = [...chain, ...inOrder(served)];
      if (begin(own) > begin(chains[step] ?? [])) chains[step] = own;
    }
  }
  return chains;
}

function begin(chain: readonly Entry[]): number {
  return chain[0]?.time ?? Number.NEGATIVE_INFINITY;
}

/** Finds an event for a step; one that serves another step may be freed for it (augmenting paths). */
function serve(
  step: number,
  steps: readonly (readonly number[])[],
  moment: readonly Entry[],
  served: Map<Entry, number>,
  tried: Set<Entry>,
): boolean {
  for (const entry of moment) {
    if (tried.has(entry) || !steps[step]?.includes(entry.rule)) continue;
    tried.add(entry);
    const other = served.get(entry);
    if (other !== undefined && !serve(other, steps, moment, served, tried)) continue;
    served.set(entry, step);
    return true;
  }
  return false;
}

/** The moment's events in the order of the steps that they serve. */
function inOrder(served: ReadonlyMap<Entry, number>): Entry[] {
  return [...served].sort(([, a], [, b]) => a - b).map(([entry]) => entry);
}
