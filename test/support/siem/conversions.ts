import { type CarriedRule, carryRules, type SiemTarget } from '../../../src/convert/index.ts';
import { pack } from '../chains/hunting.ts';

const known = new Map<string, readonly CarriedRule[]>();

/** What the shipped pack is carried to, worked out once for all tests of a process. */
export function carriedBy(target: SiemTarget): readonly CarriedRule[] {
  const carried = known.get(target.name) ?? carryRules([...pack.rules, ...pack.correlations], target);
  known.set(target.name, carried);
  return carried;
}
