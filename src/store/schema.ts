import type { DuckDBConnection } from '@duckdb/node-api';
import { LakeError } from './lake-error.ts';
import type { LakePlaces } from './places.ts';

/** One step from a version of the schema to the next. */
export interface Migration {
  readonly version: number;
  readonly statements: readonly string[];
}

/**
 * The tables of the lake's file, as steps: a step that was released is never changed again. The columns of fields are not
 * among them: sealed files say with which columns they were written, and the others are made of the JSON.
 */
export const migrations: readonly Migration[] = [
  {
    version: 1,
    statements: [
      `CREATE TABLE imports (
        number INTEGER PRIMARY KEY, started BIGINT, finished BIGINT, program VARCHAR, with_records BOOLEAN)`,
      // Inputs that were read to their end, as they were then.
      `CREATE TABLE inputs (
        place VARCHAR, size BIGINT, version VARCHAR, with_records BOOLEAN, import INTEGER, finished BIGINT)`,
      // What has come and is not sealed yet, in the order in which it came.
      `CREATE TABLE staged_activities (
        seq BIGINT, id VARCHAR, day INTEGER, provider VARCHAR, operation_key VARCHAR, replaces BOOLEAN,
        remembered BOOLEAN, activity VARCHAR, exact VARCHAR)`,
      `CREATE TABLE staged_records (
        seq BIGINT, id VARCHAR, part INTEGER, operation_key VARCHAR, day INTEGER, time BIGINT, provider VARCHAR,
        service VARCHAR, operation VARCHAR, container VARCHAR, path VARCHAR, place BIGINT, record VARCHAR,
        exact VARCHAR, shown VARCHAR)`,
      // The records of operations of several: later ones may complete them. Those that are folded are in an Activity;
      // what has changed since has to be folded again.
      `CREATE TABLE operation_records (
        seq BIGINT, operation_key VARCHAR, copy_key VARCHAR, container VARCHAR, path VARCHAR, place BIGINT,
        folded BOOLEAN, changed BOOLEAN, with_records BOOLEAN, record VARCHAR, exact VARCHAR)`,
      `CREATE TABLE files (
        path VARCHAR PRIMARY KEY, kind VARCHAR, provider VARCHAR, day INTEGER, rows BIGINT, bytes BIGINT, first BIGINT,
        last BIGINT, first_start BIGINT, last_start BIGINT, operations BIGINT, columns VARCHAR)`,
      'CREATE SEQUENCE seals',
      // Files that were replaced; whoever reads may still hold the list that names them.
      'CREATE TABLE garbage (path VARCHAR PRIMARY KEY, removed BIGINT)',
    ],
  },
  {
    version: 2,
    // What was done to the sealed files, each entry with the hash of the one before.
    statements: ['CREATE TABLE journal (number INTEGER PRIMARY KEY, entry VARCHAR, hash VARCHAR)'],
  },
];

/**
 * Brings the file up to the newest version that the program knows, all steps in one transaction.
 *
 * @returns the version
 * @throws LakeError `newer` and `not-a-lake`
 */
export async function migrate(
  connection: DuckDBConnection,
  { file }: LakePlaces,
  now: number,
  options: { readonly program: string; readonly migrations?: readonly Migration[] },
): Promise<number> {
  const steps = options.migrations ?? migrations;
  const found = await versionOf(connection, file);
  const known = steps.at(-1)?.version ?? 0;
  if (found > known) throw newer(file, found, known);
  const missing = steps.filter(({ version }) => version > found);
  if (missing.length === 0) return found;
  await connection.run('BEGIN');
  try {
    await connection.run(
      'CREATE TABLE IF NOT EXISTS migrations (version INTEGER PRIMARY KEY, applied BIGINT, program VARCHAR)',
    );
    for (const { version, statements } of missing) {
      for (const statement of statements) await connection.run(statement);
      await connection.run('INSERT INTO migrations VALUES ($1, $2, $3)', [
        version,
        BigInt(now),
        options.program,
      ]);
    }
    await connection.run('COMMIT');
  } catch (error) {
    await connection.run('ROLLBACK').catch(() => undefined);
    throw error;
  }
  return known;
}

export function newer(place: string, found: number, known: number): LakeError {
  return new LakeError(
    `${place} was written by a newer nephoscope (schema ${found}; this one knows up to ${known}): update nephoscope.`,
    { code: 'newer' },
  );
}

/** 0 for an empty file. */
async function versionOf(connection: DuckDBConnection, file: string): Promise<number> {
  const tables = await connection.runAndReadAll(
    'SELECT table_name FROM duckdb_tables() WHERE NOT internal AND database_name = current_database()',
  );
  const names = tables.getRows().map(([name]) => String(name));
  if (names.length === 0) return 0;
  if (!names.includes('migrations')) {
    throw new LakeError(
      `${file} is a DuckDB file of something else (it has ${names.slice(0, 3).join(', ')}). Choose another name.`,
      { code: 'not-a-lake' },
    );
  }
  const result = await connection.runAndReadAll('SELECT coalesce(max(version), 0) FROM migrations');
  return Number(result.getRows()[0]?.[0] ?? 0);
}
