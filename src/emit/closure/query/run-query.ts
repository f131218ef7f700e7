import type { Activity } from '../../../activity/activity.ts';
import type { InQuery } from '../../../ir/query/expression.ts';
import type { Value, ValueType } from '../../../ir/query/leaf.ts';
import type { Query, QueryTable, Select } from '../../../ir/query/query.ts';
import { innermostSubQuery, withValues } from '../../../ir/query/sub-queries.ts';
import { compileEvents } from './events.ts';
import { createQueryRun } from './query-run.ts';
import { QueryLimitError, type RunOptions } from './select-run.ts';

export interface QueryColumn {
  readonly name: string;
  readonly type: ValueType;
}

export interface QueryResult {
  readonly columns: readonly QueryColumn[];
  readonly rows: Iterable<readonly Value[]>;
}

/**
 * Runs a query over Activities that are at hand, in any order; with their native records in `raw` where it reads them.
 *
 * @throws QueryLimitError when more has to be kept than the limits allow
 */
export function runQuery(
  query: Query,
  activities: Iterable<Activity>,
  options: RunOptions = {},
): QueryResult {
  const all = [...activities];
  let { select } = query;
  for (let inner = innermostSubQuery(select); inner; inner = innermostSubQuery(select)) {
    select = withValues(select, inner, valuesOf(inner, runSelect(inner.query, query.tables, all, options)));
  }
  return {
    columns: columnsOf(query),
    rows: runSelect(select, query.tables, all, options),
  };
}

/** The columns of the result. */
export function columnsOf({ select }: Query): readonly QueryColumn[] {
  return select.items.map(({ name, type }) => ({ name, type }));
}

/**
 * What the query of an IN gives.
 *
 * @throws QueryLimitError when it gives too many rows
 */
export function valuesOf({ most }: InQuery, rows: Iterable<readonly Value[]>): readonly Value[] {
  const values: Value[] = [];
  for (const [value = null] of rows) {
    if (values.length >= most) {
      throw new QueryLimitError(
        `the sub-query of IN gives more than ${most.toLocaleString('en-US')} rows: narrow it, or give it a LIMIT.`,
      );
    }
    values.push(value);
  }
  return values;
}

function runSelect(
  select: Select,
  tables: Readonly<Record<string, QueryTable>>,
  activities: readonly Activity[],
  options: RunOptions,
): Iterable<readonly Value[]> {
  const run = createQueryRun(select, tables, options);
  const read = compileEvents(run.reading, tables);
  for (const activity of activities) {
    const row = read(activity);
    if (row) run.add(row);
  }
  return run.finish();
}
