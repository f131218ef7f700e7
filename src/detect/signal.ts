import type { Activity } from '../activity/activity.ts';
import { digest } from '../core/digest.ts';
import type { Json } from '../core/json.ts';
import type { Rule } from '../ir/rule.ts';

/** One rule matched one Activity. */
export interface Signal {
  /** The same on every run over the same input with the same rule. */
  readonly id: string;
  readonly rule: Rule;
  readonly activity: Activity;
  /** The native record that the rule matched, or the first of the Activity; there when it was asked for. */
  readonly record?: Json;
}

export function signalId(rule: Rule, activityId: string): string {
  return digest(rule.id, rule.digest, activityId);
}

/** In event time; equal times by Activity, then by rule: the same whatever the order of the input. */
export function compareSignals(a: Signal, b: Signal): number {
  return (
    a.activity.time - b.activity.time ||
    order(a.activity.id, b.activity.id) ||
    order(a.rule.id, b.rule.id) ||
    order(a.id, b.id)
  );
}

function order(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
