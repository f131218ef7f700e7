import type { DimensionName } from './dimension-names.ts';
import type { Field } from './nodes.ts';
import type { RuleMetadata } from './rule.ts';

/**
 * The types of Sigma correlations (specification 2.1; `value_median` is an extension of pySigma), and ours:
 * `first_seen`, `rate`, `absence` and `unusual`.
 */
export const correlationTypes = [
  'event_count',
  'value_count',
  'temporal',
  'temporal_ordered',
  'value_sum',
  'value_avg',
  'value_percentile',
  'value_median',
  'first_seen',
  'rate',
  'absence',
  'unusual',
] as const;
export type CorrelationType = (typeof correlationTypes)[number];

/** Types that Sigma does not have. */
export const ownCorrelationTypes: ReadonlySet<CorrelationType> = new Set([
  'first_seen',
  'rate',
  'absence',
  'unusual',
]);

export const comparisonOps = ['gt', 'gte', 'lt', 'lte', 'eq', 'neq'] as const;
export type ComparisonOp = (typeof comparisonOps)[number];

export interface Comparison {
  readonly op: ComparisonOp;
  readonly value: number;
}

/** An extended condition: which of the referenced rules have to be there. */
export type StepCondition =
  | { readonly kind: 'and' | 'or'; readonly items: readonly StepCondition[] }
  | { readonly kind: 'not'; readonly item: StepCondition }
  /** A referenced rule by its place in `rules`. */
  | { readonly kind: 'step'; readonly rule: number };

/** A field of the events that a correlation looks at, and where each referenced rule's events have it. */
export interface EventField {
  /** As the correlation writes it: a field's name, or an alias. */
  readonly name: string;
  /** One for each of `rules`, in their order. A correlation's findings have the members of their group. */
  readonly in: readonly (Field | { readonly kind: 'group'; readonly name: string })[];
}

/** Different values, and events with numbers, that a group keeps; what is older is let go. */
export const MOST_VALUES = 100_000;

/** A correlation, ready to run. Plain data: it survives JSON unchanged. */
export interface Correlation extends RuleMetadata {
  readonly kind: 'correlation';
  readonly type: CorrelationType;
  /** Ids of rules or of other correlations, in the order of the document. */
  readonly rules: readonly string[];
  readonly groupBy: readonly EventField[];
  /** Our extension `group-by: [lineage]`: events of one connected component of the resource graph. */
  readonly byLineage: boolean;
  /** Milliseconds. */
  readonly timespan: number;
  /** All of them have to hold. */
  readonly comparisons: readonly Comparison[];
  /** `temporal` with an extended condition; `rules` are those that it names. */
  readonly steps?: StepCondition;
  /** `temporal_ordered`: which rules can make each step, by their places in `rules`. */
  readonly sequence?: readonly (readonly number[])[];
  /** The value of the `value_*` types and of `first_seen`; several fields are one tuple. */
  readonly value: readonly EventField[];
  /** `value_percentile`: 0–100. */
  readonly percentile?: number;
  /** `rate`: how far back the group's own history goes; `first_seen`: how old a group must be. Milliseconds. */
  readonly history?: number;
  /** `rate`: fewer events than this never fire. */
  readonly minimum?: number;
  /** `unusual`: dimensions of the baseline, in one of which an event has to be new. */
  readonly dimensions?: readonly DimensionName[];
  /** The referenced rules alert on their own, too. */
  readonly generate: boolean;
}

/**
 * Whether more events can make the condition false. Such a condition is judged on complete windows, after they have
 * ended (DESIGN: it waits for the watermark); the others are judged at each event, on the time before it.
 */
export function needsCompleteWindow({ comparisons, steps, type }: Correlation): boolean {
  const canLapse = comparisons.some(({ op }) => op !== 'gt' && op !== 'gte');
  return type === 'absence' || canLapse || (steps !== undefined && hasNot(steps));
}

function hasNot(condition: StepCondition): boolean {
  if (condition.kind === 'not') return true;
  return condition.kind !== 'step' && condition.items.some(hasNot);
}

/** Whether a number satisfies all comparisons. */
export function holds(comparisons: readonly Comparison[], value: number): boolean {
  return comparisons.every(({ op, value: limit }) => compare[op](value, limit));
}

const compare: Readonly<Record<ComparisonOp, (value: number, limit: number) => boolean>> = {
  gt: (value, limit) => value > limit,
  gte: (value, limit) => value >= limit,
  lt: (value, limit) => value < limit,
  lte: (value, limit) => value <= limit,
  eq: (value, limit) => value === limit,
  neq: (value, limit) => value !== limit,
};

/** Whether the extended condition holds when exactly these rules are there. */
export function stepsHold(condition: StepCondition, there: (rule: number) => boolean): boolean {
  if (condition.kind === 'step') return there(condition.rule);
  if (condition.kind === 'not') return !stepsHold(condition.item, there);
  const { items, kind } = condition;
  return kind === 'and'
    ? items.every((item) => stepsHold(item, there))
    : items.some((item) => stepsHold(item, there));
}
