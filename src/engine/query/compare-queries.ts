import type { QueryColumn } from '../../emit/closure/query/index.ts';
import { QueryLimitError } from '../../emit/closure/query/index.ts';
import type { Value } from '../../ir/query/leaf.ts';
import type { Query } from '../../ir/query/query.ts';
import type { RunStats } from '../../report/run-stats.ts';
import type { Listing } from '../../sources/index.ts';
import { type FilesQueryResult, type QueryFilesOptions, queryFiles } from './query-files.ts';
import { type QueryLakeOptions, type QueryLakeResult, queryLake } from './query-lake.ts';

/** A row that the two queries do not agree about. */
export interface RowChange {
  readonly kind: 'removed' | 'added' | 'changed';
  /** By the columns of the comparison: what the second query gives, or, for what it does not, what the first one does. */
  readonly values: readonly Value[];
  /** What the first query gives for the same event, where that is something else. */
  readonly before?: readonly Value[];
}

export interface QueryComparison {
  /** The columns of the first query, then those that only the second has. */
  readonly columns: readonly QueryColumn[];
  readonly changes: readonly RowChange[];
  readonly same: number;
}

export interface FilesComparison extends QueryComparison {
  readonly stats: RunStats;
  readonly interrupted: boolean;
}

export interface LakeComparison extends QueryComparison {
  /** What the first query says of the lake; its rows are compared. */
  readonly lake: Omit<QueryLakeResult, 'rows'>;
  readonly interrupted: boolean;
}

/** Rows that are compared. */
const MOST_ROWS = 500_000;
const HIDDEN = 'event';

/**
 * Runs two queries over the same files, in one reading, and says in which rows they differ. Queries with a row for each event
 * are compared event by event, whatever their LIMIT; others row by row.
 *
 * @throws as `queryFiles`; QueryLimitError, too, when there are too many rows to compare
 */
export async function compareQueries(
  places: readonly string[] | Listing,
  before: Query,
  after: Query,
  options: QueryFilesOptions,
): Promise<FilesComparison> {
  let counters: Pick<FilesComparison, 'stats' | 'interrupted'> | undefined;
  const comparison = await compared(before, after, async (asked) => {
    const { results, ...rest } = await queryFiles(places, asked, options);
    counters = rest;
    return results;
  });
  if (!counters) throw new Error('the files were not read');
  const { stats, interrupted } = counters;
  return { ...comparison, stats, interrupted };
}

/**
 * The same over a lake: each query is run by itself.
 *
 * @throws as `queryLake`; QueryLimitError, too, when there are too many rows to compare
 */
export async function compareQueriesOnLake(
  lake: string,
  before: Query,
  after: Query,
  options: QueryLakeOptions,
): Promise<LakeComparison> {
  const results: QueryLakeResult[] = [];
  const comparison = await compared(before, after, async (asked) => {
    for (const query of asked) results.push(await queryLake(query, lake, options));
    return results;
  });
  const [first] = results;
  if (!first) throw new Error('the lake was not asked');
  const { rows: _rows, ...about } = first;
  return { ...comparison, lake: about, interrupted: results.some(({ interrupted }) => interrupted) };
}

async function compared(
  before: Query,
  after: Query,
  run: (asked: readonly Query[]) => Promise<readonly FilesQueryResult[]>,
): Promise<QueryComparison> {
  const byEvent = givesEvents(before) && givesEvents(after);
  const [first, second] = await run(byEvent ? [withEvent(before), withEvent(after)] : [before, after]);
  if (!first || !second) throw new Error('two queries give two results');
  const columns = unionOf(columnsOf(first.columns, byEvent), columnsOf(second.columns, byEvent));
  const rowsOf = (result: FilesQueryResult): Rows => read(result.rows, result.columns, columns, byEvent);
  return { columns, ...differences(rowsOf(first), rowsOf(second)) };
}

/** Whether each row of the result is one event. */
function givesEvents({ select }: Query): boolean {
  return select.source.kind === 'events' && !select.grouping && !select.distinct;
}

/** The query with the id of the event before its columns, and without LIMIT. */
function withEvent(query: Query): Query {
  const { limit: _limit, order, ...select } = query.select;
  const shift = order.map((key) =>
    key.value.kind === 'item' ? { ...key, value: { ...key.value, index: key.value.index + 1 } } : key,
  );
  const id = { name: HIDDEN, type: 'text', value: { kind: 'field', path: 'id', type: 'text' } } as const;
  return { ...query, select: { ...select, order: shift, items: [id, ...select.items] } };
}

function columnsOf(columns: readonly QueryColumn[], byEvent: boolean): readonly QueryColumn[] {
  return byEvent ? columns.slice(1) : columns;
}

function unionOf(first: readonly QueryColumn[], second: readonly QueryColumn[]): readonly QueryColumn[] {
  const names = new Set(first.map(({ name }) => name.toLowerCase()));
  return [...first, ...second.filter(({ name }) => !names.has(name.toLowerCase()))];
}

/** Rows by what they are the same by: the event, or all of their values; each with how often it is there. */
type Rows = ReadonlyMap<string, { readonly values: readonly Value[]; count: number }>;

function read(
  rows: Iterable<readonly Value[]>,
  own: readonly QueryColumn[],
  columns: readonly QueryColumn[],
  byEvent: boolean,
): Rows {
  const names = own.map(({ name }) => name.toLowerCase());
  const indices = columns.map(({ name }) => names.indexOf(name.toLowerCase(), byEvent ? 1 : 0));
  const found = new Map<string, { readonly values: readonly Value[]; count: number }>();
  for (const row of rows) {
    const values = indices.map((index) => (index < 0 ? null : (row[index] ?? null)));
    const key = byEvent ? String(row[0]) : JSON.stringify(values);
    const known = found.get(key);
    if (known) known.count += 1;
    else found.set(key, { values, count: 1 });
    if (found.size > MOST_ROWS) {
      throw new QueryLimitError(
        `more than ${MOST_ROWS.toLocaleString('en-US')} rows are too many to compare: narrow the queries, or their time.`,
      );
    }
  }
  return found;
}

function differences(before: Rows, after: Rows): Pick<QueryComparison, 'changes' | 'same'> {
  const changes: RowChange[] = [];
  let same = 0;
  const add = (kind: 'removed' | 'added', values: readonly Value[], count: number): void => {
    for (let index = 0; index < count; index += 1) changes.push({ kind, values });
  };
  for (const [key, { values, count }] of before) {
    const other = after.get(key);
    add('removed', values, count - Math.min(count, other?.count ?? 0));
    if (!other) continue;
    if (JSON.stringify(other.values) === JSON.stringify(values)) same += Math.min(count, other.count);
    else changes.push({ kind: 'changed', values: other.values, before: values });
  }
  for (const [key, { values, count }] of after)
    add('added', values, count - Math.min(count, before.get(key)?.count ?? 0));
  return { changes, same };
}
