import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { withColumns } from './columns.ts';
import { readFiles, replaceFiles } from './file-table.ts';
import { writeJournal } from './journal.ts';
import type { SealedFile } from './manifest.ts';
import type { LakePlaces } from './places.ts';
import { type Kind, rowsOf, SealedWriter } from './sealed-files.ts';
import { literal } from './sql-text.ts';

/** What sealing made of the Activities that were staged: each is one of the three. */
export interface SealCounts {
  readonly added: number;
  /** Were in the lake before, or came twice. */
  readonly present: number;
  /** Stand in for Activities of their operation that were in the lake, made of fewer records. */
  readonly completed: number;
}

/** When, by whom, and what is told when the files are on the disk. */
export interface SealOptions {
  /** Epoch milliseconds. */
  readonly now: number;
  /** Name and version. */
  readonly program: string;
  readonly onWritten?: () => void;
}

const kinds = ['activities', 'records'] as const;

const tables: Readonly<Record<Kind, string>> = { activities: 'staged_activities', records: 'staged_records' };

/**
 * Writes what is staged into Parquet files, one for each provider and day, and takes it out of the lake's file. Copies of
 * what is sealed are left out; files with Activities that others stand in for are written anew without them.
 *
 * The files are on the disk before one transaction names them: a process that dies before leaves files that nobody names,
 * one that dies behind leaves nothing to do.
 */
export async function seal(
  connection: DuckDBConnection,
  places: LakePlaces,
  { now, program, onWritten }: SealOptions,
): Promise<SealCounts> {
  const total = await count(connection, 'staged_activities');
  if (total === 0 && (await count(connection, 'staged_records')) === 0)
    return { added: 0, present: 0, completed: 0 };
  const files = await readFiles(connection);
  const writer = await SealedWriter.create(connection, places.sealed);
  await dropStagedCopies(connection);
  for (const kind of kinds) await dropPresent(connection, places, kind, files);
  const added = await count(connection, 'staged_activities WHERE NOT replaces');
  const completed = await count(connection, 'staged_activities WHERE replaces');
  const replaced = completed > 0 ? await rewrite(connection, places, files, writer) : [];
  for (const kind of kinds) await writePartitions(connection, kind, writer);
  onWritten?.();
  await publish(connection, places, { written: writer.written, replaced, now, program });
  return { added, completed, present: total - added - completed };
}

/** Of an Activity that came twice, the one that came first stays: both are the same record. */
async function dropStagedCopies(connection: DuckDBConnection): Promise<void> {
  for (const [table, key] of [
    ['staged_activities', 'id'],
    ['staged_records', 'id, part'],
  ] as const) {
    await connection.run(
      `DELETE FROM ${table} WHERE seq IN (
        SELECT seq FROM (
          SELECT seq, row_number() OVER (PARTITION BY ${key} ORDER BY seq) AS place FROM ${table}
          WHERE id IN (SELECT id FROM ${table} GROUP BY ${key} HAVING count(*) > 1))
        WHERE place > 1)`,
    );
  }
}

/** The same record has the same time, and so the same file's day. */
async function dropPresent(
  connection: DuckDBConnection,
  { sealed }: LakePlaces,
  kind: Kind,
  files: readonly SealedFile[],
): Promise<void> {
  const partitions = await partitionsOf(connection, kind);
  const touched = new Set(partitions.map(({ provider, day }) => `${provider} ${day}`));
  const there = files.filter((file) => file.kind === kind && touched.has(`${file.provider} ${file.day}`));
  if (there.length === 0) return;
  await connection.run(
    `DELETE FROM ${tables[kind]} WHERE operation_key IS NULL AND id IN (
      SELECT id FROM ${rowsOf(kind, sealed, there)} WHERE id IN (SELECT id FROM ${tables[kind]}))`,
  );
}

/** Writes the files anew that hold Activities, or records, of operations that are replaced. */
async function rewrite(
  connection: DuckDBConnection,
  { sealed }: LakePlaces,
  files: readonly SealedFile[],
  writer: SealedWriter,
): Promise<SealedFile[]> {
  const keys = '(SELECT operation_key FROM staged_activities WHERE replaces)';
  const replaced: SealedFile[] = [];
  for (const kind of kinds) {
    const candidates = files.filter((file) => file.kind === kind && file.operations > 0);
    const stale = await countByFile(connection, sealed, kind, candidates, `operation_key IN ${keys}`);
    for (const file of candidates) {
      const rows = stale.get(join(sealed, file.path)) ?? 0;
      if (rows === 0) continue;
      replaced.push(file);
      if (rows === file.rows) continue;
      const all = rowsOf(kind, sealed, [file]);
      const rest = `(SELECT * FROM ${all} WHERE operation_key IS NULL OR operation_key NOT IN ${keys})`;
      await writer.write(kind, file.provider, file.day, rest);
    }
  }
  return replaced;
}

async function countByFile(
  connection: DuckDBConnection,
  folder: string,
  kind: Kind,
  files: readonly SealedFile[],
  condition: string,
): Promise<Map<string, number>> {
  if (files.length === 0) return new Map();
  const result = await connection.runAndReadAll(
    `SELECT filename, count(*) FROM ${rowsOf(kind, folder, files, ', filename')} WHERE ${condition} GROUP BY filename`,
  );
  return new Map(result.getRows().map(([path, rows]) => [String(path), Number(rows)]));
}

async function writePartitions(
  connection: DuckDBConnection,
  kind: Kind,
  writer: SealedWriter,
): Promise<void> {
  for (const { provider, day } of await partitionsOf(connection, kind)) {
    const staged = `(SELECT * FROM ${tables[kind]} WHERE provider = ${literal(provider)} AND day = ${day})`;
    const rows = kind === 'records' ? staged : withColumns(staged);
    await writer.write(kind, provider, day, rows);
  }
}

async function publish(
  connection: DuckDBConnection,
  { sealed }: LakePlaces,
  change: {
    readonly written: readonly SealedFile[];
    readonly replaced: readonly SealedFile[];
    readonly now: number;
    readonly program: string;
  },
): Promise<void> {
  await connection.run('BEGIN');
  await writeJournal(connection, sealed, { ...change, at: change.now, did: 'sealed' });
  await replaceFiles(connection, change);
  await connection.run('DELETE FROM staged_activities');
  await connection.run('DELETE FROM staged_records');
  await connection.run('COMMIT');
}

async function partitionsOf(
  connection: DuckDBConnection,
  kind: Kind,
): Promise<{ provider: string; day: number }[]> {
  const result = await connection.runAndReadAll(
    `SELECT DISTINCT provider, day FROM ${tables[kind]} ORDER BY provider, day`,
  );
  return result.getRows().map(([provider, day]) => ({ provider: String(provider), day: Number(day) }));
}

async function count(connection: DuckDBConnection, from: string): Promise<number> {
  const [rows = 0] = await numbers(connection, `SELECT count(*) FROM ${from}`);
  return rows;
}

async function numbers(connection: DuckDBConnection, sql: string): Promise<number[]> {
  const result = await connection.runAndReadAll(sql);
  return (result.getRows()[0] ?? []).map(Number);
}
