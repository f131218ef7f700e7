import type { Activity } from '../../../activity/activity.ts';
import type { Value, ValueType } from '../../../ir/query/leaf.ts';
import type { Query, Select, SortKey } from '../../../ir/query/query.ts';
import { aggregate } from './aggregate.ts';
import { compareValues, evaluate, type Facts, type World } from './expression.ts';
import { sessionsOf } from './sessions.ts';

export interface QueryResult {
  readonly columns: readonly { readonly name: string; readonly type: ValueType }[];
  readonly rows: readonly (readonly Value[])[];
}

/**
 * The result of a query, the slow and obvious way: every step of a Select makes a new list. What all other ways to run a
 * query are compared with.
 *
 * @param activities any order; with their native records in `raw` where the query reads them
 */
export function evaluateQuery(query: Query, activities: readonly Activity[]): QueryResult {
  const world: World = { tables: query.tables, run: (select) => run(select, activities, world) };
  return {
    columns: query.select.items.map(({ name, type }) => ({ name, type })),
    rows: world.run(query.select),
  };
}

function run(select: Select, activities: readonly Activity[], world: World): readonly (readonly Value[])[] {
  const { where, sessions, grouping, having, items, distinct, order, limit } = select;
  let rows = sourceRows(select, activities, world);
  if (where) rows = rows.filter((row) => evaluate(where, row, world) === true);
  if (sessions) {
    const numbers = sessionsOf(sessions, rows, world);
    rows = rows.map((row, index) => ({ ...row, session: numbers[index] ?? null }));
  }
  if (grouping) rows = groups(grouping, rows, world);
  if (having) rows = rows.filter((row) => evaluate(having, row, world) === true);
  rows = rows.map((row) => ({ ...row, items: items.map(({ value }) => evaluate(value, row, world)) }));
  if (distinct) {
    rows = rows.filter(
      (row, index) =>
        rows.findIndex((other) => JSON.stringify(other.items) === JSON.stringify(row.items)) === index,
    );
  }
  const keys = new Map(rows.map((row) => [row, order.map(({ value }) => evaluate(value, row, world))]));
  const sorted = rows.toSorted((a, b) => compareRows(order, keys.get(a) ?? [], keys.get(b) ?? []));
  return sorted.slice(0, limit).map((row) => row.items ?? []);
}

/** The rows of the source in its order: Activities by time, then id; rows of another query as it gives them. */
function sourceRows({ source }: Select, activities: readonly Activity[], world: World): Facts[] {
  if (source.kind === 'select') {
    return run(source.select, activities, world).map((outputs, position) => ({ outputs, position }));
  }
  const { window } = source;
  const rows = activities
    .toSorted((a, b) => a.time - b.time || compareValues(a.id, b.id))
    .map((activity): Facts => ({ activity }));
  if (!window) return rows;
  return rows.filter((row) => {
    const time = evaluate(window.time, row, world);
    return typeof time === 'number' && time >= window.from && time < window.to;
  });
}

function groups(grouping: NonNullable<Select['grouping']>, rows: readonly Facts[], world: World): Facts[] {
  const found = new Map<string, { keys: Value[]; rows: Facts[] }>();
  if (grouping.keys.length === 0) found.set('[]', { keys: [], rows: [] });
  for (const row of rows) {
    const keys = grouping.keys.map((key) => evaluate(key, row, world));
    const text = JSON.stringify(keys);
    const group = found.get(text) ?? { keys, rows: [] };
    group.rows.push(row);
    found.set(text, group);
  }
  return [...found.values()].map((group) => ({
    keys: group.keys,
    aggregates: grouping.aggregates.map((one) => aggregate(one, group.rows, world)),
  }));
}

function compareRows(order: readonly SortKey[], a: readonly Value[], b: readonly Value[]): number {
  for (const [index, { direction, collation }] of order.entries()) {
    const [left, right] = [a[index] ?? null, b[index] ?? null];
    if (left === null && right === null) continue;
    if (left === null) return 1;
    if (right === null) return -1;
    const compared =
      collation === undefined
        ? compareValues(left, right)
        : String(left).localeCompare(String(right), collation);
    if (compared !== 0) return direction === 'ascending' ? compared : -compared;
  }
  return 0;
}
