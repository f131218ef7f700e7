import type { Activity } from '../../activity/activity.ts';
import { digest } from '../../core/digest.ts';
import type { Json } from '../../core/json.ts';
import type { Level } from '../../core/levels.ts';
import { compareTexts } from '../../core/text-order.ts';
import type { RuleMetadata } from '../../ir/rule.ts';
import type { Verdict } from '../authorise/verdict.ts';
import type { InstanceNetwork } from '../incident/network.ts';
import type { ScorePart } from '../score/score.ts';

/** One event that a finding rests on. */
export interface Evidence {
  /** Epoch milliseconds; absent for a record without a readable time. */
  readonly time?: number;
  /** The rules that matched it, as far as the finding is about them. */
  readonly rules: readonly Pick<RuleMetadata, 'id' | 'title'>[];
  readonly activity?: Activity;
  /** The native record that the first of the rules matched, when it was asked for. */
  readonly record?: Json;
  /** Names of the dimensions in which it was new, and of those that were still being learned. */
  readonly fresh: readonly string[];
  readonly learning: readonly string[];
}

/** What a person should look at: a rule's match, or a correlation of several; scored and explained. */
export interface Finding {
  /** The same on every run over the same input with the same rules. */
  readonly id: string;
  /** Raised when a late event changes what was reported before. */
  readonly revision: number;
  readonly kind: 'signal' | 'correlation';
  readonly rule: RuleMetadata;
  /** By the score. */
  readonly level: Level;
  /** 0–100. */
  readonly score: number;
  readonly parts: readonly ScorePart[];
  /** Event time of the first event, epoch milliseconds; absent for a record without a readable time. */
  readonly time?: number;
  readonly endTime?: number;
  /** Values of the correlation's group. */
  readonly group?: Readonly<Record<string, string | null>>;
  /** The component of the resource graph, named by its smallest resource. */
  readonly lineage?: string;
  /** What the correlation compared when its condition began to hold. */
  readonly value?: number;
  /** How many events belong to it; `evidence` may hold fewer. */
  readonly count: number;
  readonly evidence: readonly Evidence[];
  /** The Activity that completed it. */
  readonly activity?: Activity;
  /** The native record that the rule matched; there when it was asked for, and always without an Activity. */
  readonly record?: Json;
  /** What the declared authorisations say, when there are any. */
  readonly authorisation?: Verdict;
  /** What the instances that it made or changed did on the network, as far as flow and DNS logs were given. */
  readonly network?: readonly InstanceNetwork[];
  /** The incident that it belongs to. */
  readonly incident?: string;
  /** The technique whose guide says what to do; `nephoscope show` prints it. */
  readonly guide?: string;
}

/** @param anchor id of the first Activity, or a digest of the record */
export function findingId(rule: Pick<RuleMetadata, 'id' | 'digest'>, group: string, anchor: string): string {
  return group === '' ? digest(rule.id, rule.digest, anchor) : digest(rule.id, rule.digest, group, anchor);
}

/** In event time; equal times by Activity, then by rule: the same whatever the order of the input. */
export function compareFindings(a: Finding, b: Finding): number {
  return (
    (a.time ?? 0) - (b.time ?? 0) ||
    compareTexts(a.activity?.id ?? '', b.activity?.id ?? '') ||
    compareTexts(a.rule.id, b.rule.id) ||
    compareTexts(a.id, b.id)
  );
}

/** An authorisation covers all of it: it belongs into the ledger, not before a person. */
export function isSuppressed({ authorisation }: Finding): boolean {
  return authorisation?.kind === 'full';
}
