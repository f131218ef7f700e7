import type { DuckDBConnection } from '@duckdb/node-api';
import { readFiles, replaceFiles } from './file-table.ts';
import { writeJournal } from './journal.ts';
import type { SealedFile } from './manifest.ts';
import type { LakePlaces } from './places.ts';
import type { SealOptions } from './seal.ts';
import { rowsOf, SealedWriter, versionOf } from './sealed-files.ts';

/** What compacting did. */
export interface CompactCounts {
  /** Files that were put together or written with today's columns, and those that came of them. */
  readonly replaced: number;
  readonly written: number;
}

/**
 * Puts the files of one provider and day together where there are several, and writes those anew that have columns of
 * another version. Of inputs that were read several times the last time is kept.
 */
export async function compact(
  connection: DuckDBConnection,
  { sealed }: LakePlaces,
  { now, program, onWritten }: SealOptions,
): Promise<CompactCounts> {
  const writer = await SealedWriter.create(connection, sealed);
  const replaced: SealedFile[] = [];
  for (const files of partitions(await readFiles(connection))) {
    const [first] = files;
    const isDone = files.length === 1 && first.columns === versionOf[first.kind];
    if (isDone) continue;
    await writer.write(first.kind, first.provider, first.day, rowsOf(first.kind, sealed, files));
    replaced.push(...files);
  }
  onWritten?.();
  await connection.run('BEGIN');
  const { written } = writer;
  await writeJournal(connection, sealed, { written, replaced, at: now, program, did: 'compacted' });
  await replaceFiles(connection, { written, replaced, now });
  await connection.run(
    'DELETE FROM inputs WHERE rowid NOT IN (SELECT max(rowid) FROM inputs GROUP BY place)',
  );
  await connection.run('COMMIT');
  return { replaced: replaced.length, written: written.length };
}

/** The files of each provider, day and kind; they come in that order. */
function partitions(files: readonly SealedFile[]): [SealedFile, ...SealedFile[]][] {
  const all = new Map<string, [SealedFile, ...SealedFile[]]>();
  for (const file of files) {
    const key = `${file.kind} ${file.provider} ${file.day}`;
    const known = all.get(key);
    if (known) known.push(file);
    else all.set(key, [file]);
  }
  return [...all.values()];
}
