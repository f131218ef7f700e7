import type { Activity } from '../activity/activity.ts';
import { digest } from '../core/digest.ts';
import type { Json } from '../core/json.ts';
import type { Rule } from '../ir/rule.ts';

/** One rule matched one Activity, or one record that is not a cloud's. */
export interface Signal {
  /** The same on every run over the same input with the same rule. */
  readonly id: string;
  readonly rule: Rule;
  /** Epoch milliseconds; absent for a record of elsewhere without a readable time. */
  readonly time?: number;
  readonly activity?: Activity;
  /** The native record that the rule matched; there when it was asked for, and always without an Activity. */
  readonly record?: Json;
}

/** @param subject id of the Activity, or a digest of the record */
export function signalId(rule: Rule, subject: string): string {
  return digest(rule.id, rule.digest, subject);
}

/** In event time; equal times by Activity, then by rule: the same whatever the order of the input. */
export function compareSignals(a: Signal, b: Signal): number {
  return (
    (a.time ?? 0) - (b.time ?? 0) ||
    order(a.activity?.id ?? '', b.activity?.id ?? '') ||
    order(a.rule.id, b.rule.id) ||
    order(a.id, b.id)
  );
}

function order(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
