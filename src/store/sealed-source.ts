import type { DuckDBConnection } from '@duckdb/node-api';
import { streamRows } from './duckdb.ts';
import { readFiles, readState } from './file-table.ts';
import { filesOf, readJournal } from './journal.ts';
import type { LakeState, SealedFile } from './manifest.ts';
import type { LakePlaces } from './places.ts';
import { readingFailed, rowsOf } from './sealed-files.ts';
import { identifier, literal } from './sql-text.ts';

/** A sealed file as it is copied elsewhere. */
export interface SourceFile extends SealedFile {
  /** Of its bytes, in hexadecimal digits, as the journal has it. */
  readonly sha256: string;
}

/** What is sealed in a lake, for a copy elsewhere, while nobody else writes it. */
export interface SealedSource {
  /** The hashes of the journal's entries: the first says which lake it is, the last how far it has come. */
  readonly hashes: readonly string[];
  readonly files: readonly SourceFile[];
  readonly state: LakeState;
  /** The rows of a file, each as a list in JSON: its path, its day, and these of today's columns. */
  rows(file: SealedFile, columns: readonly string[]): AsyncGenerator<string>;
}

/** @throws LakeError `damaged` when a file is not in the journal */
export async function sealedSource(
  connection: DuckDBConnection,
  another: () => Promise<DuckDBConnection>,
  places: LakePlaces,
): Promise<SealedSource> {
  const entries = await readJournal(connection);
  const known = filesOf(entries, places.file);
  const files = await readFiles(connection);
  return {
    hashes: entries.map(({ hash }) => hash),
    files: files.map((file) => ({ ...file, sha256: known(file.path) })),
    state: await readState(connection),
    rows: async function* ({ path, day, kind, ...file }, columns) {
      const values = [literal(path), String(day), ...columns.map(identifier)].join(', ');
      const from = rowsOf(kind, places.sealed, [{ path, day, kind, ...file }]);
      const reading = await another();
      try {
        const sql = `SELECT CAST(json_array(${values}) AS VARCHAR) FROM ${from}`;
        for await (const lines of streamRows(reading, sql)) for (const [line] of lines) yield String(line);
      } catch (error) {
        throw readingFailed(error, places.file);
      } finally {
        reading.closeSync();
      }
    },
  };
}
