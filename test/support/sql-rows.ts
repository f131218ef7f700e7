import { expect } from 'vitest';
import { SqlUnsupportedError } from '../../src/emit/sql/dialect.ts';
import { type QuerySql, querySql } from '../../src/emit/sql/select.ts';
import type { Query } from '../../src/ir/query/query.ts';
import type { SqlEngine } from './sql-engines.ts';

/** The query as a statement of the engine; undefined when SQL cannot say it. */
export function sqlOf(query: Query, engine: SqlEngine): QuerySql | undefined {
  try {
    return querySql(query, engine.dialect(), engine.table);
  } catch (error) {
    if (error instanceof SqlUnsupportedError) return undefined;
    throw error;
  }
}

/** A value as an engine prints it, as the value that AQL has. */
export function typed(value: unknown, type: string | undefined): unknown {
  if (value === null) return null;
  if (type === 'boolean') return value === true || value === 1;
  return type === 'number' || type === 'time' ? Number(value) : value;
}

/** Sums and deviations of fractions may differ in their last digit. */
export function nearly(value: unknown): unknown {
  return typeof value === 'number' && !Number.isInteger(value) ? expect.closeTo(value, 10) : value;
}
