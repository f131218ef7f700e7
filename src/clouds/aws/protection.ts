import type { JsonObject } from '../../core/json.ts';
import { type ExtractionPlan, textsOf } from '../extraction-plan.ts';

const generic = /^disableApi(?:Termination|Stop)$/;

/**
 * What a change makes of the protection of a machine: `disableApiTermination` and its kin, also in the generic form
 * `{attribute, value}`. undefined: the record does not say.
 */
export function protectionOf(record: JsonObject, plan: ExtractionPlan): boolean | undefined {
  const isGeneric = generic.test(textsOf(plan, 'attribute', record)[0] ?? '');
  const found =
    textsOf(plan, 'protection', record)[0] ??
    textsOf(plan, 'stopProtection', record)[0] ??
    (isGeneric ? textsOf(plan, 'attributeValue', record)[0] : undefined);
  const value = found?.toLowerCase();
  if (value === 'true') return true;
  return value === 'false' ? false : undefined;
}
