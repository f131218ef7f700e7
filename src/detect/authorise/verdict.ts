import type { ExceptionFamily } from '../../changes/change-record.ts';
import type { Dimension } from './limits.ts';

/**
 * - `full`: an open authorisation covers all of it.
 * - `partial`: one covers a part; `missing` says what it does not.
 * - `expired`: one would cover it, at another time.
 * - `forged`: it names a change that is not known, not approved, or somebody else's.
 * - `none`: nothing covers it.
 */
export type VerdictKind = 'none' | 'full' | 'partial' | 'expired' | 'forged';

/** What the declared authorisations say of an Activity. Frozen plain data. */
export interface Verdict {
  readonly kind: VerdictKind;
  /** Id of the authorisation that decided; of `forged`, the id that was named. */
  readonly change?: string;
  readonly title?: string;
  readonly family?: ExceptionFamily;
  /** What of the authorisation limits and fits. */
  readonly matched: readonly Dimension[];
  /** What is not covered, in words with the value found. */
  readonly missing: readonly string[];
  /** One sentence for a person. */
  readonly reason: string;
}

export function verdict({ matched, missing, ...rest }: Verdict): Verdict {
  return Object.freeze({
    ...rest,
    matched: Object.freeze([...matched]),
    missing: Object.freeze([...missing]),
  });
}

const SHOWN = 5;

/**
 * The verdict of a finding from those of its Activities: `full` only if all are, `forged` as soon as one is. A finding that
 * is covered here and not there is covered in part. The order of the verdicts does not matter.
 */
export function combine(verdicts: readonly Verdict[]): Verdict {
  const kinds = new Map<VerdictKind, Verdict[]>();
  for (const one of verdicts) kinds.set(one.kind, [...(kinds.get(one.kind) ?? []), one]);
  const of = (kind: VerdictKind): readonly Verdict[] => (kinds.get(kind) ?? []).toSorted(compareVerdicts);
  const [forged] = of('forged');
  if (forged) return forged;
  const [first] = verdicts;
  if (!first) return verdict({ kind: 'none', matched: [], missing: [], reason: 'there is nothing to judge' });
  if (verdicts.length === 1) return first;
  const isEvery = (kind: VerdictKind): boolean => of(kind).length === verdicts.length;
  if (isEvery('none')) return of('none')[0] ?? first;
  if (isEvery('full')) return together('full', of('full'), [], 'covered by');
  const covering = [...of('full'), ...of('partial')];
  const kind = covering.length > 0 ? 'partial' : 'expired';
  const parts = covering.length > 0 ? covering : of('expired');
  const uncovered = verdicts.length - parts.length;
  const gap = uncovered > 0 ? [`${uncovered} of ${verdicts.length} operations: nothing covers them`] : [];
  const words = kind === 'partial' ? 'covered in part by' : 'covered, at another time, by';
  return together(kind, parts, [...missingOf(parts), ...gap], words);
}

/** One verdict for several of Activities: what they all have in common, and the ids of the authorisations. */
function together(
  kind: VerdictKind,
  parts: readonly Verdict[],
  missing: readonly string[],
  words: string,
): Verdict {
  const [first] = parts;
  const ids = [...new Set(parts.flatMap(({ change }) => change ?? []))].toSorted();
  const rest = ids.length > SHOWN ? ` and ${ids.length - SHOWN} more` : '';
  return verdict({
    kind,
    ...(first?.change !== undefined && { change: first.change }),
    ...(first?.title !== undefined && { title: first.title }),
    ...(first?.family !== undefined && { family: first.family }),
    matched: (first?.matched ?? []).filter((one) => parts.every((part) => part.matched.includes(one))),
    missing,
    reason: `${words} ${ids.slice(0, SHOWN).join(', ')}${rest}`,
  });
}

function missingOf(verdicts: readonly Verdict[]): string[] {
  return [...new Set(verdicts.flatMap(({ missing }) => missing))].toSorted();
}

function compareVerdicts(a: Verdict, b: Verdict): number {
  const left = JSON.stringify([a.change ?? '', a.missing, a.matched, a.reason]);
  const right = JSON.stringify([b.change ?? '', b.missing, b.matched, b.reason]);
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
