import { fold } from '../../../ir/fold.ts';
import type { Value } from '../../../ir/query/leaf.ts';
import type { QueryTable } from '../../../ir/query/query.ts';
import type { Reader } from './expression.ts';

/** The value under keys in a lookup table. */
export function compileLookup<Row>(table: QueryTable, keys: readonly Reader<Row>[]): Reader<Row> {
  if (table.kind !== 'lookup') throw new Error('the table of a lookup has to be one of values');
  const values = new Map<string | number, Value>();
  for (const { keys: written, value } of table.entries) values.set(keyOf(written, table.ignoreCase), value);
  const find = keyReader(keys, table.ignoreCase);
  return (row) => {
    const key = find(row);
    return key === null ? null : (values.get(key) ?? null);
  };
}

/** Whether a table has a row. */
export function compileMembership<Row>(table: QueryTable, values: readonly Reader<Row>[]): Reader<Row> {
  if (table.kind !== 'rows') throw new Error('the table of a test has to be one of rows');
  const rows = new Set(table.rows.map((row) => keyOf(row, table.ignoreCase)));
  const find = keyReader(values, table.ignoreCase);
  return (row) => {
    const key = find(row);
    return key === null ? null : rows.has(key);
  };
}

function keyReader<Row>(
  readers: readonly Reader<Row>[],
  ignoreCase: boolean,
): (row: Row) => string | number | null {
  return (row) => {
    const values: Value[] = [];
    for (const reader of readers) {
      const value = reader(row);
      if (value === null) return null;
      values.push(value);
    }
    return keyOf(values, ignoreCase);
  };
}

function keyOf(values: readonly Value[], ignoreCase: boolean): string | number {
  const [first] = values;
  if (values.length === 1 && typeof first === 'number') return first;
  const texts = values.map((value) => (ignoreCase && typeof value === 'string' ? fold(value) : value));
  return texts.length === 1 ? String(texts[0]) : JSON.stringify(texts);
}
