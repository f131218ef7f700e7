import { createHash, hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { DuckDBConnection } from '@duckdb/node-api';
import { readFiles } from './file-table.ts';
import { LakeError } from './lake-error.ts';
import type { SealedFile } from './manifest.ts';

/** A sealed file as the journal knows it. */
export interface JournalFile {
  readonly path: string;
  readonly rows: number;
  /** Of its bytes, in hexadecimal digits. */
  readonly sha256: string;
}

/** What was done to the sealed files in one transaction. */
export interface JournalEntry {
  /** From 1, without gaps. */
  readonly number: number;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly program: string;
  /** `began`: the files of a lake that was older than its journal. */
  readonly did: 'began' | 'sealed' | 'compacted';
  readonly written: readonly JournalFile[];
  /** Paths. */
  readonly replaced: readonly string[];
  /** The hash of the entry before, so that none can be changed or taken out without those behind it. */
  readonly before: string;
}

/** An entry as it is stored: the hash is of this text. */
export interface StoredEntry {
  readonly text: string;
  /** SHA-256 in hexadecimal digits. */
  readonly hash: string;
}

/** What the first entry has before it. */
export const BEGINNING: string = '0'.repeat(64);

export function hashOf(text: string): string {
  return hash('sha256', text, 'hex');
}

/** SHA-256 of a file's bytes in hexadecimal digits; throws what the file system does. */
export async function fileDigest(path: string): Promise<string> {
  const digest = createHash('sha256');
  await pipeline(createReadStream(path), digest);
  return digest.digest('hex');
}

/** The entries in their order. */
export async function readJournal(connection: DuckDBConnection): Promise<StoredEntry[]> {
  const result = await connection.runAndReadAll('SELECT entry, hash FROM journal ORDER BY number');
  return result.getRows().map(([text, stored]) => ({ text: String(text), hash: String(stored) }));
}

/**
 * Puts down what is done to the sealed files, in the transaction that is open, before the list of files changes. Nothing is
 * put down when nothing is done.
 *
 * @param sealed the folder of sealed files
 */
export async function writeJournal(
  connection: DuckDBConnection,
  sealed: string,
  change: Pick<JournalEntry, 'at' | 'program' | 'did'> & {
    readonly written: readonly SealedFile[];
    readonly replaced: readonly SealedFile[];
  },
): Promise<void> {
  const { written, replaced } = change;
  if (written.length === 0 && replaced.length === 0) return;
  await beginJournal(connection, sealed, change);
  await append(connection, sealed, change);
}

/** Puts down what a lake that is older than its journal has sealed; nothing when there is a journal, or nothing sealed. */
export async function beginJournal(
  connection: DuckDBConnection,
  sealed: string,
  { at, program }: Pick<JournalEntry, 'at' | 'program'>,
): Promise<void> {
  if ((await lastOf(connection)) !== undefined) return;
  const older = await readFiles(connection);
  if (older.length > 0)
    await append(connection, sealed, { at, program, did: 'began', written: older, replaced: [] });
}

/**
 * The SHA-256 of files by their path, as they were written down.
 *
 * @throws LakeError `damaged` when an entry does not have its hash, or no entry names the file that is asked for
 */
export function filesOf(entries: readonly StoredEntry[], place: string): (path: string) => string {
  const damaged = (what: string): LakeError =>
    new LakeError(`${place}: ${what}; lake verify tells more.`, { code: 'damaged' });
  const known = new Map<string, string>();
  for (const { text, hash: stored } of entries) {
    if (hashOf(text) !== stored) throw damaged('an entry of the journal was changed');
    const { written } = JSON.parse(text) as JournalEntry;
    for (const { path, sha256 } of written) known.set(path, sha256);
  }
  return (path) => {
    const found = known.get(path);
    if (found === undefined) throw damaged(`no entry of the journal names ${path}`);
    return found;
  };
}

async function append(
  connection: DuckDBConnection,
  sealed: string,
  { at, program, did, written, replaced }: Parameters<typeof writeJournal>[2],
): Promise<void> {
  const last = await lastOf(connection);
  const files: JournalFile[] = [];
  for (const { path, rows } of written)
    files.push({ path, rows, sha256: await fileDigest(join(sealed, path)) });
  const entry: JournalEntry = {
    number: (last?.number ?? 0) + 1,
    at,
    program,
    did,
    written: files,
    replaced: replaced.map(({ path }) => path),
    before: last?.hash ?? BEGINNING,
  };
  const text = JSON.stringify(entry);
  await connection.run('INSERT INTO journal VALUES ($1, $2, $3)', [entry.number, text, hashOf(text)]);
}

async function lastOf(
  connection: DuckDBConnection,
): Promise<{ readonly number: number; readonly hash: string } | undefined> {
  const result = await connection.runAndReadAll(
    'SELECT number, hash FROM journal ORDER BY number DESC LIMIT 1',
  );
  const [row] = result.getRows();
  return row && { number: Number(row[0]), hash: String(row[1]) };
}
