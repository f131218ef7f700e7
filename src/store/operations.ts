import type { DuckDBConnection, DuckDBValue } from '@duckdb/node-api';
import { streamRows } from './duckdb.ts';

/** A record of an operation as it was kept. */
export interface KeptRecord {
  readonly container: string;
  readonly path?: string;
  readonly index: number;
  /** As JSON. */
  readonly text: string;
}

/** All records of one operation key that were ever imported. */
export interface KeptOperation {
  readonly operationKey: string;
  /** Its Activities are in the lake, made of fewer records. */
  readonly known: boolean;
  /** Native records were asked for. */
  readonly withRecords: boolean;
  readonly records: readonly KeptRecord[];
}

/**
 * Leaves one of each exact copy: the one that is folded already, else the one that stands first. When the copy that goes
 * was asked for with its records and the one that stays was not, that is remembered.
 */
async function dropCopies(connection: DuckDBConnection): Promise<number> {
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE copies AS
      SELECT seq, place, first_value(seq) OVER (PARTITION BY operation_key, copy_key ORDER BY place) AS stays,
        with_records
      FROM (
        SELECT seq, operation_key, copy_key, with_records, row_number() OVER (
          PARTITION BY operation_key, copy_key ORDER BY NOT folded, path, place, seq) AS place
        FROM operation_records
        WHERE operation_key IN (SELECT operation_key FROM operation_records WHERE changed))`,
  );
  await connection.run(
    `UPDATE operation_records SET with_records = true, changed = true
      WHERE NOT with_records AND seq IN (SELECT stays FROM copies WHERE with_records)`,
  );
  const dropped = await connection.run(
    'DELETE FROM operation_records WHERE seq IN (SELECT seq FROM copies WHERE place > 1)',
  );
  await connection.run('DROP TABLE copies');
  return dropped.rowsChanged;
}

/**
 * Makes ready for `openOperations`: copies go, and so does what was staged of operations to which records came since.
 * In a transaction of its own: the records are there to make it anew.
 *
 * @returns how many copies there were
 */
export async function prepareOperations(connection: DuckDBConnection): Promise<number> {
  await connection.run('BEGIN');
  const copies = await dropCopies(connection);
  for (const table of ['staged_activities', 'staged_records']) {
    await connection.run(
      `DELETE FROM ${table} WHERE operation_key IN (SELECT operation_key FROM operation_records WHERE changed)`,
    );
  }
  await connection.run('COMMIT');
  return copies;
}

/**
 * The operations to which records came since they were last made to Activities, each with all its records.
 *
 * @param connection used for nothing else meanwhile
 */
export async function* openOperations(connection: DuckDBConnection): AsyncGenerator<KeptOperation> {
  const chunks = streamRows(
    connection,
    `WITH open AS (
        SELECT operation_key, bool_or(folded) AS known, bool_or(with_records) AS wanted
        FROM operation_records GROUP BY operation_key HAVING bool_or(changed))
      SELECT operation_key, known, wanted, container, path, place, coalesce(exact, record)
      FROM operation_records JOIN open USING (operation_key) ORDER BY operation_key, path, place, seq`,
  );
  let open: Mutable | undefined;
  for await (const rows of chunks) {
    for (const row of rows) {
      const operationKey = String(row[0]);
      if (open?.operationKey !== operationKey) {
        if (open) yield open;
        open = { operationKey, known: row[1] === true, withRecords: row[2] === true, records: [] };
      }
      open.records.push(keptRecord(row));
    }
  }
  if (open) yield open;
}

type Mutable = { -readonly [K in keyof KeptOperation]: KeptOperation[K] } & { records: KeptRecord[] };

function keptRecord(row: readonly DuckDBValue[]): KeptRecord {
  const [container, path, place, text] = row.slice(3);
  return {
    container: String(container),
    ...(typeof path === 'string' ? { path } : {}),
    index: Number(place),
    text: String(text),
  };
}

/** What `openOperations` gave was made to Activities and staged. */
export async function markFolded(connection: DuckDBConnection): Promise<void> {
  await connection.run('UPDATE operation_records SET folded = true, changed = false WHERE changed');
}
