import type { Activity } from '../../activity/activity.ts';
import type { Json } from '../../core/json.ts';
import {
  columnsOf,
  compileEvents,
  createQueryRun,
  QueryLimitError,
  type RunLimits,
  runLimits,
  valuesOf,
} from '../../emit/closure/query/index.ts';
import { SqlUnsupportedError } from '../../emit/sql/dialect.ts';
import { eventsSql, type QuerySql, querySql } from '../../emit/sql/select.ts';
import type { Value, ValueType } from '../../ir/query/leaf.ts';
import type { Query, Select } from '../../ir/query/query.ts';
import { readsRecords } from '../../ir/query/reads-records.ts';
import { innermostSubQuery, withValues } from '../../ir/query/sub-queries.ts';
import type { ServerOptions } from '../../store/clickhouse/server.ts';
import type { LakeReader } from '../../store/lake-reader.ts';
import { filesFor } from './lake-files.ts';
import { type AskedLake, type AskedTable, askedTable, openLake } from './open-lake.ts';
import type { FilesQueryResult } from './query-files.ts';
import { RowSpill } from './row-spill.ts';

/** How a query runs over a lake. */
export interface LakePlan {
  readonly sql: string;
  /** What SQL cannot say of it: the statement narrows the events down, and the rest is done in process. */
  readonly inProcess?: string;
}

export interface QueryLakeOptions {
  /** What may be kept in memory. */
  readonly memory?: RunLimits;
  /** Ends the query early; it then has no rows. */
  readonly signal?: AbortSignal;
  /** How a lake on a server is asked. */
  readonly server?: ServerOptions;
}

export interface QueryLakeResult extends FilesQueryResult {
  readonly plan: LakePlan;
  /** Activities in the files that were looked at. */
  readonly activities: number;
  readonly writer: LakeReader['writer'];
  /** Of everything in the lake. */
  readonly period: LakeReader['period'];
  readonly interrupted: boolean;
}

/**
 * What would be run: the statement, and whether it is the whole query.
 *
 * @param lake a file, or the address of a server, which is not asked
 * @throws LakeError when the address is none
 */
export function lakePlan(query: Query, lake?: string): LakePlan {
  return planOf(query, askedTable(lake));
}

function planOf(query: Query, { dialect, table }: AskedTable): LakePlan {
  const events = table(query.readsRecords);
  try {
    return { sql: querySql(query, dialect(), events).sql };
  } catch (error) {
    if (!(error instanceof SqlUnsupportedError)) throw error;
    return { sql: eventsSql(query, dialect(), events), inProcess: error.what };
  }
}

/**
 * Runs a query over a lake: in SQL, and what SQL cannot say in process, with the same result.
 *
 * @param lake a file, or `clickhouse://user@host:8123/database`
 * @throws LakeError; QueryLimitError when more has to be kept than the limits allow
 */
export async function queryLake(
  query: Query,
  lake: string,
  { memory = runLimits, signal, server = {} }: QueryLakeOptions = {},
): Promise<QueryLakeResult> {
  const asked = await openLake(lake, {
    only: filesFor(query.select),
    server,
    ...(signal ? { signal } : {}),
  });
  try {
    const plan = planOf(query, asked);
    const rows =
      plan.inProcess === undefined
        ? await inSql(query, querySql(query, asked.dialect(), asked.table(query.readsRecords)), asked)
        : await inProcess(query, asked, memory);
    const activities = asked.files.reduce((sum, file) => sum + file.rows, 0);
    const { writer, period } = asked;
    const interrupted = signal?.aborted ?? false;
    return {
      columns: columnsOf(query),
      rows: interrupted ? [] : rows,
      plan,
      activities,
      writer,
      period,
      interrupted,
    };
  } finally {
    await asked.close();
  }
}

async function inSql(
  query: Query,
  { sql, limits }: QuerySql,
  lake: AskedLake,
): Promise<Iterable<readonly Value[]>> {
  for (const { sql: counting, most } of limits) {
    const [row] = await all(lake.rows(counting));
    const count = Number(row?.[0] ?? 0);
    if (count > most)
      throw new QueryLimitError(`the query in IN has ${count} rows; ${most} are the most it may have.`);
  }
  const types = query.select.items.map(({ type }) => type);
  // In the order in which they come; what is long waits in temporary files.
  const rows = new RowSpill((a, b) => Number(a.keys[0]) - Number(b.keys[0]));
  let place = 0;
  for await (const row of lake.rows(sql)) {
    rows.add({ keys: [place], values: row.map((value, index) => typed(value, types[index])) });
    place += 1;
  }
  return valuesIn(rows);
}

function* valuesIn(rows: RowSpill): Generator<readonly Value[]> {
  for (const { values } of rows.inOrder()) yield values;
}

/** Queries in IN first, each over its own events. */
async function inProcess(
  query: Query,
  lake: AskedLake,
  limits: RunLimits,
): Promise<Iterable<readonly Value[]>> {
  let { select } = query;
  for (let inner = innermostSubQuery(select); inner; inner = innermostSubQuery(select)) {
    select = withValues(select, inner, valuesOf(inner, await runHere(inner.query, query, lake, limits)));
  }
  return runHere(select, query, lake, limits);
}

async function runHere(
  select: Select,
  { tables }: Query,
  lake: AskedLake,
  limits: RunLimits,
): Promise<Iterable<readonly Value[]>> {
  const run = createQueryRun(select, tables, { limits, createSorter: (compare) => new RowSpill(compare) });
  const read = compileEvents(run.reading, tables);
  const sql = eventsSql({ select, tables }, lake.dialect(), lake.table(readsRecords(select)));
  for await (const [text, records] of lake.rows(sql)) {
    const row = read(activityOf(String(text), records));
    if (row) run.add(row);
  }
  return run.finish();
}

function activityOf(text: string, records: unknown): Activity {
  const activity = JSON.parse(text) as Activity;
  const items = itemsOf(records);
  return items.length === 0 ? activity : { ...activity, raw: items.map((one) => JSON.parse(one) as Json) };
}

/** Lists of DuckDB hold their elements under `items`. */
function itemsOf(list: unknown): readonly string[] {
  if (Array.isArray(list)) return list.map(String);
  if (typeof list !== 'object' || list === null || !('items' in list)) return [];
  return (list.items as readonly unknown[]).map(String);
}

function typed(value: unknown, type: ValueType | undefined): Value {
  if (value === null || value === undefined) return null;
  // Comparisons are numbers in ClickHouse.
  if (type === 'boolean') return value === true || value === 1;
  return type === 'number' || type === 'time' ? Number(value) : String(value);
}

async function all<T>(rows: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const row of rows) found.push(row);
  return found;
}
