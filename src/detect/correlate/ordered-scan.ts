import { type Correlation, holds } from '../../ir/correlation.ts';
import type { Entry } from './entry.ts';
import { dropBefore, firstFrom } from './queue.ts';
import type { Rolling } from './rolling.ts';

/** Events of a group that are looked through; the oldest are let go. */
const MOST_SCANNED = 1000;

/**
 * temporal_ordered where one rule stands for several steps (`login, change, login`): each step needs an event of its own,
 * so the events themselves are kept and looked through. From the oldest on, every moment takes as many steps as it can:
 * whoever is further earlier is never worse off.
 */
export function scannedRolling(
  { comparisons }: Correlation,
  steps: readonly (readonly number[])[],
): Rolling<Entry[]> {
  const scan = (entries: readonly Entry[], since: number): Entry[] => {
    const chain: Entry[] = [];
    for (let from = firstFrom(entries, since); from < entries.length; ) {
      let to = from;
      while (to < entries.length && entries[to]?.time === entries[from]?.time) to += 1;
      chain.push(...longest(steps, chain.length, entries.slice(from, to)));
      from = to;
    }
    return chain;
  };
  return {
    create: () => [],
    copy: (state) => [...state],
    add: (state, entry, since) => {
      state.push(entry);
      dropBefore(state, since, MOST_SCANNED);
    },
    measure: (state, since) => scan(state, since).length,
    isMet: (state, since) => {
      const { length } = scan(state, since);
      return comparisons.length === 0 ? length === steps.length : length > 0 && holds(comparisons, length);
    },
    evidence: scan,
  };
}

/** The most steps that the events of one moment can make, from a step on; each event serves one. */
function longest(
  steps: readonly (readonly number[])[],
  step: number,
  moment: readonly Entry[],
): readonly Entry[] {
  const rules = steps[step];
  if (!rules) return [];
  let best: readonly Entry[] = [];
  for (const entry of moment) {
    if (!rules.includes(entry.rule)) continue;
    const others = moment.filter((one) => one !== entry);
    const chain = [entry, ...longest(steps, step + 1, others)];
    if (chain.length > best.length) best = chain;
    // Another event of the same rule could do no more.
    if (rules.length === 1 || step + chain.length === steps.length) break;
  }
  return best;
}
