import type { Provider } from '../../activity/vocabulary.ts';
import type { Comparison, Correlation, CorrelationType, StepCondition } from '../../ir/correlation.ts';
import { needsCompleteWindow } from '../../ir/correlation.ts';
import type { NativeField } from './condition.ts';
import type { Plan } from './fold-plan.ts';
import type { NativeQuery } from './target.ts';

/** A value of an event: of a record, the first of the fields that is there; of a finding, a member of its group. */
export type EventValue =
  | { readonly kind: 'fields'; readonly name: string; readonly fields: readonly NativeField[] }
  | { readonly kind: 'group'; readonly place: number };

/** One of the rules that a correlation joins, and where its events have the group and the value. */
export interface CorrelationStep {
  readonly name: string;
  readonly query: NativeQuery | CorrelationQuery;
  readonly group: readonly EventValue[];
  readonly value?: EventValue;
}

/** A correlation over the logs of a cloud. */
export interface CorrelationQuery {
  readonly cloud: Provider;
  /** The services of the logs that its steps are in. */
  readonly services: readonly string[];
  readonly type: CorrelationType;
  readonly steps: readonly CorrelationStep[];
  /** How many members the group has. */
  readonly members: number;
  /** Milliseconds. */
  readonly timespan: number;
  readonly history?: number;
  readonly comparisons: readonly Comparison[];
  /** `temporal`: which steps have to be there, by their places. */
  readonly condition?: StepCondition;
  /** `temporal_ordered`: which steps can make each part. */
  readonly sequence?: readonly (readonly number[])[];
}

/** The same in the words of a target. */
export interface SaidCorrelation<Leaf, SomeTable> extends Omit<CorrelationQuery, 'steps'> {
  readonly steps: readonly SaidStep<Leaf, SomeTable>[];
}

export interface SaidStep<Leaf, SomeTable> {
  readonly name: string;
  /** What the rule asks of the rows of a table. */
  readonly plan?: Plan<Leaf>;
  readonly table?: SomeTable;
  readonly inner?: SaidCorrelation<Leaf, SomeTable>;
  /** Expressions. */
  readonly group: readonly string[];
  readonly value?: string;
}

/** The number of events or values from which on the condition holds; undefined: it is not of that kind. */
export function thresholdOf({ comparisons }: Pick<CorrelationQuery, 'comparisons'>): number | undefined {
  const bounds = comparisons.map(({ op, value }) => {
    if (op === 'gte') return Math.ceil(value);
    return op === 'gt' ? Math.floor(value) + 1 : undefined;
  });
  return bounds.includes(undefined) || bounds.length === 0 ? undefined : Math.max(...bounds.map(Number));
}

/** Why no SIEM can be told of a correlation; undefined when some can. */
export function refusalOf(correlation: Correlation): string | undefined {
  if (correlation.byLineage)
    return 'it groups by lineage, which resource came from which: a SIEM has no graph of resources; run it with nephoscope';
  if (needsCompleteWindow(correlation))
    return 'its condition can become false again as events come (less than, equal, not): it is judged on complete windows';
  const reasons: Partial<Record<CorrelationType, string>> = {
    rate: "it compares with the group's own history",
    unusual: 'it asks what is new for a principal or an account, which nephoscope remembers in a baseline',
    absence: 'it waits for what does not come',
    value_avg: 'averages are judged on complete windows',
    value_percentile: 'percentiles are judged on complete windows',
    value_median: 'medians are judged on complete windows',
  };
  return reasons[correlation.type];
}

const words = { d: 'day', h: 'hour', m: 'minute', s: 'second' } as const;

/** A duration in words: `1 day`, `15 minutes`. */
export function durationWords(milliseconds: number): string {
  const { count, unit } = durationText(milliseconds);
  return `${count} ${words[unit]}${count === 1 ? '' : 's'}`;
}

/** A duration in whole minutes, for languages that have none that are shorter; `difference`: it is longer for that. */
export function wholeMinutes(milliseconds: number): {
  readonly milliseconds: number;
  readonly difference?: string;
} {
  const whole = Math.ceil(milliseconds / 60_000) * 60_000;
  if (whole === milliseconds) return { milliseconds };
  const difference = `the window is ${durationWords(whole)}, not ${durationWords(milliseconds)}: it has to be whole minutes`;
  return { milliseconds: whole, difference };
}

/** What has to be read each time for a condition to be met at all. */
export function searchedTime({
  timespan,
  history = 0,
}: Pick<CorrelationQuery, 'timespan' | 'history'>): string {
  return `search at least ${durationWords(timespan + history)} each time, and run it often enough`;
}

const units = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1000],
] as const;

/** A duration with one unit: `24h` is `1d`. */
export function durationText(milliseconds: number): {
  readonly count: number;
  readonly unit: 'd' | 'h' | 'm' | 's';
} {
  const found = units.find(([, size]) => milliseconds % size === 0) ?? (['s', 1000] as const);
  return { count: Math.max(1, Math.ceil(milliseconds / found[1])), unit: found[0] };
}
