import type { Expression } from './expression.ts';
import type { Select } from './query.ts';
import { childrenOf } from './walk.ts';

/** Whether some expression of a query reads the native records. */
export function readsRecords(select: Select): boolean {
  if (select.source.kind === 'select' && readsRecords(select.source.select)) return true;
  return expressionsOf(select).some(inExpression);
}

function inExpression(expression: Expression): boolean {
  if (expression.kind === 'record-value' || expression.kind === 'record-text') return true;
  if (expression.kind === 'in-query' && readsRecords(expression.query)) return true;
  return childrenOf(expression).some(inExpression);
}

/** Every expression of a Select, without those of the queries in it. */
export function expressionsOf({
  source,
  where,
  sessions,
  grouping,
  having,
  items,
  order,
}: Select): readonly Expression[] {
  return [
    ...(source.kind === 'events' && source.window ? [source.window.time] : []),
    ...(where ? [where] : []),
    ...(sessions
      ? [sessions.time, ...sessions.by, sessions.begin, ...(sessions.end ? [sessions.end] : [])]
      : []),
    ...(grouping
      ? [
          ...grouping.keys,
          ...grouping.aggregates.flatMap((one) => (one.kind === 'count-rows' ? [] : [one.value])),
        ]
      : []),
    ...(having ? [having] : []),
    ...items.map(({ value }) => value),
    ...order.map(({ value }) => value),
  ];
}
