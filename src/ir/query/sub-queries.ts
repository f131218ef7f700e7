import type { Expression, InQuery } from './expression.ts';
import type { Value } from './leaf.ts';
import type { Aggregate, Select } from './query.ts';
import { expressionsOf } from './reads-records.ts';
import { childrenOf, mapChildren, type Rewrite } from './walk.ts';

/** A query in IN that has none itself, so that it can run first; undefined when there is none left. */
export function innermostSubQuery(select: Select): InQuery | undefined {
  const { source } = select;
  const below = source.kind === 'select' ? innermostSubQuery(source.select) : undefined;
  if (below) return below;
  for (const expression of expressionsOf(select)) {
    const found = inExpression(expression);
    if (found) return found;
  }
  return undefined;
}

function inExpression(expression: Expression): InQuery | undefined {
  if (expression.kind === 'in-query') return innermostSubQuery(expression.query) ?? expression;
  for (const child of childrenOf(expression)) {
    const found = inExpression(child);
    if (found) return found;
  }
  return undefined;
}

/** The Select with what a query in IN gave in the place of the query, wherever that query stands. */
export function withValues(select: Select, { query }: InQuery, values: readonly Value[]): Select {
  const known = values.filter((value) => value !== null);
  const text = JSON.stringify(query);
  const rewrite: Rewrite = (expression) => {
    if (expression.kind !== 'in-query') return mapChildren(expression, rewrite);
    if (JSON.stringify(expression.query) === text) {
      return { kind: 'in-list', value: rewrite(expression.value), values: known };
    }
    return { ...expression, value: rewrite(expression.value), query: mapSelect(expression.query, rewrite) };
  };
  return mapSelect(select, rewrite);
}

/** The Select with each of its expressions replaced, those of its source included. */
export function mapSelect(select: Select, rewrite: Rewrite): Select {
  const { source, where, sessions, grouping, having, items, order } = select;
  return {
    ...select,
    source: mapSource(source, rewrite),
    ...(where ? { where: rewrite(where) } : {}),
    ...(sessions
      ? {
          sessions: {
            ...sessions,
            time: rewrite(sessions.time),
            by: sessions.by.map(rewrite),
            begin: rewrite(sessions.begin),
            ...(sessions.end ? { end: rewrite(sessions.end) } : {}),
          },
        }
      : {}),
    ...(grouping
      ? {
          grouping: {
            keys: grouping.keys.map(rewrite),
            aggregates: grouping.aggregates.map((one) => mapAggregate(one, rewrite)),
          },
        }
      : {}),
    ...(having ? { having: rewrite(having) } : {}),
    items: items.map((item) => ({ ...item, value: rewrite(item.value) })),
    order: order.map((key) => ({ ...key, value: rewrite(key.value) })),
  };
}

function mapSource(source: Select['source'], rewrite: Rewrite): Select['source'] {
  if (source.kind === 'select') return { ...source, select: mapSelect(source.select, rewrite) };
  return source.window
    ? { ...source, window: { ...source.window, time: rewrite(source.window.time) } }
    : source;
}

/** The aggregate with its argument replaced. */
export function mapAggregate(aggregate: Aggregate, rewrite: Rewrite): Aggregate {
  return aggregate.kind === 'count-rows' ? aggregate : { ...aggregate, value: rewrite(aggregate.value) };
}
