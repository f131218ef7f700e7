import type { Diagnostic, Span } from '../../core/diagnostic.ts';
import { MOST_VALUES } from '../../ir/correlation.ts';
import type { CorrelationDraft } from './correlation.ts';
import { correlationCondition } from './correlation-diagnostics.ts';
import { get, type MapNode } from './located.ts';
import type { Report } from './report.ts';

type Draft = Pick<CorrelationDraft, 'type' | 'condition' | 'timespan' | 'history'>;

/** Types that look at one number of an event. */
const numeric: ReadonlySet<string> = new Set(['value_sum', 'value_avg', 'value_percentile', 'value_median']);

/** Refuses a correlation whose condition could never hold, or would ignore a part of what it says. Gives whether it did. */
export function refuseImpossible(body: MapNode, draft: Draft, report: Report): boolean {
  const node = get(body, 'condition');
  const placeOf = (key: string): Span =>
    (node?.kind === 'map' ? get(node, key)?.at : undefined) ?? draft.condition.at;
  const found = [
    ...values(draft, placeOf),
    ...(draft.type === 'rate' ? rates(draft, get(body, 'history')?.at ?? body.at, placeOf) : []),
  ];
  for (const diagnostic of found) report(diagnostic);
  return found.length > 0;
}

function values({ type, condition }: Draft, placeOf: (key: string) => Span): Diagnostic[] {
  if (numeric.has(type) && condition.fields.length > 1)
    return [correlationCondition(`${type} looks at one \`field\``, placeOf('field'))];
  if (type !== 'value_count') return [];
  return condition.comparisons.flatMap(({ op, value }) => {
    const most = op === 'gte' || op === 'lt' ? MOST_VALUES : MOST_VALUES - 1;
    if (value <= most) return [];
    const text = `value_count keeps ${MOST_VALUES} values of a group: \`${op}: ${value}\` is beyond that`;
    return [correlationCondition(text, placeOf(op), 'Count over a shorter time, or group by another field.')];
  });
}

function rates(
  { condition, timespan, history }: Draft,
  historyAt: Span,
  placeOf: (key: string) => Span,
): Diagnostic[] {
  const lapsing = condition.comparisons.filter(({ op }) => op !== 'gt' && op !== 'gte');
  const found = lapsing.map(({ op }) =>
    correlationCondition(`a rate is compared by gt and gte, not by ${op}`, placeOf(op)),
  );
  if (history === undefined || history >= 2 * timespan) return found;
  const text = 'the `history` of a rate has to be at least two timespans, else there is no average';
  return [...found, correlationCondition(text, historyAt)];
}
