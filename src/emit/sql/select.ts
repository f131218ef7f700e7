import type { Expression } from '../../ir/query/expression.ts';
import type { Aggregate, EventsSource, Query, Select } from '../../ir/query/query.ts';
import { some } from '../../ir/query/walk.ts';
import { type Dialect, SqlUnsupportedError } from './dialect.ts';
import { type EventsTable, expressionSql, type Scope } from './expression.ts';

/** A query that must not have more rows than it may: run before the statement. */
export interface RowLimit {
  readonly sql: string;
  readonly most: number;
}

export interface QuerySql {
  /** The statement; its columns are `c0`, `c1` … in the order of the query's items. */
  readonly sql: string;
  /** Each counts the rows of a query in an IN. */
  readonly limits: readonly RowLimit[];
}

/**
 * A query as one SQL statement.
 *
 * @throws SqlUnsupportedError for what the engine cannot say
 */
export function querySql(query: Query, dialect: Dialect, table: EventsTable): QuerySql {
  const limits: RowLimit[] = [];
  const scope: Scope = {
    dialect,
    table,
    tables: query.tables,
    select: (select, most) => {
      const sql = selectSql(select, scope, false);
      limits.push({ sql: `SELECT ${dialect.count(undefined)} AS c0 FROM (${sql})`, most });
      return `SELECT c0 FROM (${sql}) WHERE c0 IS NOT NULL`;
    },
  };
  return { sql: selectSql(query.select, scope, false), limits };
}

/**
 * The rows of events that a query reads, before everything but its window and those parts of its condition that SQL can
 * say: what is done in process starts from them. Columns `activity` and `records`, in the order of events.
 */
export function eventsSql(
  { select, tables }: Pick<Query, 'select' | 'tables'>,
  dialect: Dialect,
  table: EventsTable,
): string {
  const scope: Scope = {
    dialect,
    table,
    tables,
    select: () => {
      throw new SqlUnsupportedError('a query in a condition', dialect.name);
    },
  };
  const events = eventsOf(select);
  const wanted = events.where ? conjuncts(events.where) : [];
  const conditions = [
    ...windowSql(events.source, scope),
    ...wanted.flatMap((one) => sayable(() => expressionSql(one, scope))),
  ];
  const order = rowOrder(scope).map((key) => dialect.orderBy(key, 'ascending', undefined));
  return `SELECT ${table.json} AS activity, ${table.records} AS records FROM ${table.from}${whereSql(conditions)} ORDER BY ${order.join(', ')}`;
}

/** The Select at the bottom, whose rows are events. A condition above it is not about them. */
function eventsOf(select: Select): { readonly source: EventsSource; readonly where?: Expression } {
  const { source, where } = select;
  if (source.kind === 'select') return eventsOf(source.select);
  return { source, ...(where ? { where } : {}) };
}

function conjuncts(condition: Expression): readonly Expression[] {
  return condition.kind === 'and' ? condition.items.flatMap(conjuncts) : [condition];
}

function sayable(make: () => string): string[] {
  try {
    return [make()];
  } catch (error) {
    if (error instanceof SqlUnsupportedError) return [];
    throw error;
  }
}

/** @param asSource it stands in the FROM of another: its rows have their ordinal as `position_` */
function selectSql(select: Select, scope: Scope, asSource: boolean): string {
  const { dialect } = scope;
  if (select.sessions) throw new SqlUnsupportedError('SESSION BY', dialect.name);
  const { items, order, limit } = select;
  const keys = order.map((_key, index) => `o${index}`);
  const ordering = order.map(({ direction, collation }, index) =>
    dialect.orderBy(keys[index] ?? '', direction, collation),
  );
  const columns = items.map((_item, index) => `i${index} AS c${index}`);
  const by = ordering.length > 0 ? `ORDER BY ${ordering.join(', ')}` : '';
  const position = asSource
    ? [`CAST(row_number() OVER (${by}) - 1 AS ${realType(dialect)}) AS position_`]
    : [];
  return [
    `SELECT ${[...columns, ...position].join(', ')} FROM (${itemsSql(select, scope)})`,
    ...(by === '' ? [] : [by]),
    ...(limit === undefined ? [] : [`LIMIT ${limit}`]),
  ].join(' ');
}

function realType({ name }: Dialect): string {
  return name === 'duckdb' ? 'DOUBLE' : 'Float64';
}

/** The items as `i0` …, and what to order by as `o0` …. */
function itemsSql(select: Select, scope: Scope): string {
  const { items, order, distinct } = select;
  const { from, conditions } = rowsSql(select, scope);
  const values = items.map(({ value }) => expressionSql(value, scope));
  const named = values.map((value, index) => `${value} AS i${index}`);
  if (!distinct) {
    const keys = order.map(({ value }, index) => `${keySql(value, values, scope)} AS o${index}`);
    return `SELECT ${[...named, ...keys].join(', ')} FROM ${from}${whereSql(conditions)}`;
  }
  const isFree = order.some(({ value }) => some(value, ({ kind }) => kind === 'field' || kind === 'output'));
  if (isFree) throw new Error('a query for distinct rows is ordered by what is not among its columns');
  const keys = order.map(({ value }, index) => `${expressionSql(value, scope)} AS o${index}`);
  const columns = values.map((_value, index) => `i${index}`);
  return `SELECT ${[...columns, ...keys].join(', ')} FROM (SELECT DISTINCT ${named.join(', ')} FROM ${from}${whereSql(conditions)})`;
}

/** An item is written out again: a name of the same SELECT cannot be used in it everywhere. */
function keySql(key: Expression, items: readonly string[], scope: Scope): string {
  return key.kind === 'item' ? (items[key.index] ?? '') : expressionSql(key, scope);
}

/** What the items are made of: rows, or groups that have passed HAVING. */
function rowsSql(
  select: Select,
  scope: Scope,
): { readonly from: string; readonly conditions: readonly string[] } {
  const { source, where, grouping, having } = select;
  const from = source.kind === 'events' ? scope.table.from : `(${selectSql(source.select, scope, true)})`;
  const conditions = [
    ...(source.kind === 'events' ? windowSql(source, scope) : []),
    ...(where ? [expressionSql(where, scope)] : []),
  ];
  if (!grouping)
    return { from, conditions: [...conditions, ...(having ? [expressionSql(having, scope)] : [])] };
  const order = source.kind === 'events' ? rowOrder(scope) : ['position_'];
  const keys = grouping.keys.map((key, index) => `${expressionSql(key, scope)} AS k${index}`);
  const aggregates = grouping.aggregates.map(
    (one, index) => `${aggregateSql(one, order, scope)} AS a${index}`,
  );
  const columns = [...keys, ...aggregates];
  const chosen = columns.length > 0 ? columns : [`${scope.dialect.count(undefined)} AS a_`];
  const by = keys.length > 0 ? ` GROUP BY ${keys.map((_key, index) => `k${index}`).join(', ')}` : '';
  return {
    from: `(SELECT ${chosen.join(', ')} FROM ${from}${whereSql(conditions)}${by})`,
    conditions: having ? [expressionSql(having, scope)] : [],
  };
}

function windowSql({ window }: EventsSource, scope: Scope): string[] {
  if (!window) return [];
  const time = expressionSql(window.time, scope);
  const { number } = scope.dialect;
  return [`${time} >= ${number(window.from)}`, `${time} < ${number(window.to)}`];
}

function whereSql(conditions: readonly string[]): string {
  return conditions.length === 0 ? '' : ` WHERE ${conditions.join(' AND ')}`;
}

/** The order of events: time, then id. */
function rowOrder({ table, dialect }: Scope): string[] {
  return ['time', 'id'].map(
    (name) => table.column(name) ?? dialect.jsonValue(table.json, [name], name === 'time' ? 'time' : 'text'),
  );
}

function aggregateSql(aggregate: Aggregate, order: readonly string[], scope: Scope): string {
  const { dialect } = scope;
  const value = aggregate.kind === 'count-rows' ? '' : expressionSql(aggregate.value, scope);
  switch (aggregate.kind) {
    case 'count-rows':
      return dialect.count(undefined);
    case 'count':
      return dialect.count(value);
    case 'unique-count':
      return dialect.uniqueCount(value);
    case 'sum':
      return dialect.sum(value);
    case 'avg':
      return dialect.average(value);
    case 'min':
      return dialect.least(value);
    case 'max':
      return dialect.greatest(value);
    case 'stdev':
      return dialect.deviation(value, 'sample');
    case 'stdevp':
      return dialect.deviation(value, 'population');
    case 'first':
    case 'last':
      return dialect.byOrder(value, order, aggregate.kind);
  }
}
