import { readdirSync, rmSync } from 'node:fs';
import { join, sep } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { appendColumns } from './duckdb.ts';
import type { LakeState, SealedFile } from './manifest.ts';
import type { LakePlaces } from './places.ts';

/** Columns of the table, and what they are in a list of sealed files. */
export const sealedFileColumns = [
  ['path', 'path'],
  ['kind', 'kind'],
  ['provider', 'provider'],
  ['day', 'day'],
  ['rows', 'rows'],
  ['bytes', 'bytes'],
  ['first', 'first'],
  ['last', 'last'],
  ['first_start', 'firstStart'],
  ['last_start', 'lastStart'],
  ['operations', 'operations'],
  ['columns', 'columns'],
] as const;

/** The sealed files, those of one provider and day together. */
export async function readFiles(connection: DuckDBConnection): Promise<SealedFile[]> {
  const list = sealedFileColumns.map(([column]) => `"${column}"`).join(', ');
  const result = await connection.runAndReadAll(
    `SELECT ${list} FROM files ORDER BY kind, provider, day, path`,
  );
  return result.getRows().map((row) => {
    const entries = sealedFileColumns.map(([, name], index) => {
      const value = row[index];
      return [name, typeof value === 'bigint' ? Number(value) : value];
    });
    return Object.fromEntries(entries) as SealedFile;
  });
}

/** Names the files that were written, and no longer those that they replace; in the transaction that is open. */
export async function replaceFiles(
  connection: DuckDBConnection,
  {
    written,
    replaced,
    now,
  }: {
    readonly written: readonly SealedFile[];
    readonly replaced: readonly SealedFile[];
    readonly now: number;
  },
): Promise<void> {
  const big = (of: (file: SealedFile) => number): bigint[] => written.map((file) => BigInt(of(file)));
  await appendColumns(connection, 'files', [
    written.map(({ path }) => path),
    written.map(({ kind }) => kind),
    written.map(({ provider }) => provider),
    written.map(({ day }) => day),
    big(({ rows }) => rows),
    big(({ bytes }) => bytes),
    big(({ first }) => first),
    big(({ last }) => last),
    big(({ firstStart }) => firstStart),
    big(({ lastStart }) => lastStart),
    big(({ operations }) => operations),
    written.map(({ columns }) => columns),
  ]);
  for (const { path } of replaced) {
    await connection.run('DELETE FROM files WHERE path = $1', [path]);
    await connection.run('INSERT INTO garbage VALUES ($1, $2)', [path, BigInt(now)]);
  }
}

/** How long a file that was replaced stays for those who still read by an older list. */
const KEPT_MS = 3_600_000;

/**
 * Removes what nobody names: files that a process wrote before it died, and those that were replaced long enough ago.
 *
 * @returns how many files were removed
 */
export async function sweep(
  connection: DuckDBConnection,
  { sealed }: LakePlaces,
  now: number,
): Promise<number> {
  const old = await connection.runAndReadAll('SELECT path FROM garbage WHERE removed <= $1', [
    BigInt(now - KEPT_MS),
  ]);
  for (const [path] of old.getRows()) rmSync(join(sealed, String(path)), { force: true });
  await connection.run('DELETE FROM garbage WHERE removed <= $1', [BigInt(now - KEPT_MS)]);
  const named = await connection.runAndReadAll('SELECT path FROM files UNION ALL SELECT path FROM garbage');
  const known = new Set(named.getRows().map(([path]) => String(path)));
  const orphans = parquetFiles(sealed).filter((path) => !known.has(path));
  for (const path of orphans) rmSync(join(sealed, path), { force: true });
  return old.getRows().length + orphans.length;
}

/** Files that have the names which sealing gives, with `/` between folders. */
function parquetFiles(folder: string): string[] {
  let all: string[];
  try {
    all = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  } catch {
    // Nothing was sealed yet.
    return [];
  }
  return all
    .map((path) => path.split(sep).join('/'))
    .filter((path) => /^(activities|records)\/provider=[^/]+\/day=[^/]+\/\d{6,}-\d+\.parquet$/.test(path));
}

/** What the lake's file holds besides the list of sealed files. */
export async function readState(connection: DuckDBConnection): Promise<LakeState> {
  const result = await connection.runAndReadAll(
    `SELECT (SELECT count(*) FROM imports), (SELECT max(finished) FROM imports), (SELECT count(DISTINCT place) FROM inputs),
      (SELECT count(*) FROM operation_records), (SELECT count(*) FROM staged_activities)
        + (SELECT count(*) FROM operation_records WHERE changed)`,
  );
  const [imports, lastImport, inputs, operationRecords, unsealed] = result.getRows()[0] ?? [];
  return {
    imports: Number(imports),
    lastImport: typeof lastImport === 'bigint' ? Number(lastImport) : null,
    inputs: Number(inputs),
    operationRecords: Number(operationRecords),
    unsealed: Number(unsealed),
  };
}
