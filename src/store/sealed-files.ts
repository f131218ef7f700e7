import { mkdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { columnNames, columnsVersion, withColumns } from './columns.ts';
import { engineFailed, LakeError } from './lake-error.ts';
import { persist, type SealedFile } from './manifest.ts';
import { dayName } from './rows.ts';
import { fileList, literal } from './sql-text.ts';

export type Kind = SealedFile['kind'];

/** How rows lie in a sealed file: what is asked for stands together. */
const order: Readonly<Record<Kind, string>> = {
  activities: '"operation", "time", "id"',
  records: '"operation", "time", "id", "part"',
};

/** Rows that are compressed together: what is skipped, and what a writer holds in memory, goes by these. */
const ROW_GROUP = 20_480;

/** The columns of native records. */
export const recordColumns = [
  { name: 'id', type: 'VARCHAR' },
  { name: 'part', type: 'INTEGER' },
  { name: 'operation_key', type: 'VARCHAR' },
  // Of the Activity, so that its records are where it is.
  { name: 'time', type: 'BIGINT' },
  { name: 'provider', type: 'VARCHAR' },
  { name: 'service', type: 'VARCHAR' },
  { name: 'operation', type: 'VARCHAR' },
  { name: 'container', type: 'VARCHAR' },
  { name: 'path', type: 'VARCHAR' },
  { name: 'place', type: 'BIGINT' },
  { name: 'record', type: 'VARCHAR' },
  { name: 'exact', type: 'VARCHAR' },
  // Without its secrets, where it has some: what queries see.
  { name: 'shown', type: 'VARCHAR' },
] as const;

const recordNames = recordColumns.map(({ name }) => `"${name}"`).join(', ');

/** All columns of a kind of rows, in their order. */
export const columnsOf: Readonly<Record<Kind, string>> = { activities: columnNames, records: recordNames };

/** With which columns files of a kind are written now. */
export const versionOf: Readonly<Record<Kind, string>> = { activities: columnsVersion, records: '1' };

/**
 * The rows of sealed files of one kind as a sub-query with today's columns: files that were written with others have theirs
 * made of the JSON.
 */
export function rowsOf(kind: Kind, folder: string, files: readonly SealedFile[], more = ''): string {
  const isCurrent = ({ columns }: SealedFile): boolean => columns === versionOf[kind];
  const current = files.filter(isCurrent);
  const older = files.filter((file) => !isCurrent(file));
  const parts: string[] = [];
  const options = more === '' ? '' : ', filename = true';
  const read = (some: readonly SealedFile[]): string =>
    `read_parquet(${fileList(some.map(({ path }) => join(folder, path)))}${options})`;
  if (current.length > 0) parts.push(`SELECT ${columnsOf[kind]}${more} FROM ${read(current)}`);
  if (older.length > 0) {
    parts.push(`SELECT ${columnsOf[kind]}${more} FROM ${withColumns(read(older), more)}`);
  }
  return `(${parts.join(' UNION ALL ')})`;
}

type Measured = Pick<SealedFile, 'rows' | 'first' | 'last' | 'firstStart' | 'lastStart' | 'operations'>;

/** Writes Parquet files below the folder of sealed files, and tells what is in them. */
export class SealedWriter {
  private readonly connection: DuckDBConnection;
  private readonly folder: string;
  private readonly seal: string;
  private count = 0;
  readonly written: SealedFile[] = [];

  private constructor(connection: DuckDBConnection, folder: string, number: number) {
    this.connection = connection;
    this.folder = folder;
    this.seal = String(number).padStart(6, '0');
  }

  /** No two writers have the same number, so that no file is ever written over. */
  static async create(connection: DuckDBConnection, folder: string): Promise<SealedWriter> {
    const result = await connection.runAndReadAll("SELECT nextval('seals')");
    return new SealedWriter(connection, folder, Number(result.getRows()[0]?.[0]));
  }

  /** Writes the rows of a query that are all of one provider and one day; nothing when there are none. */
  async write(kind: Kind, provider: string, day: number, from: string): Promise<void> {
    const name = `${this.seal}-${this.count}.parquet`;
    const path = [kind, `provider=${provider}`, `day=${dayName(day)}`, name].join('/');
    this.count += 1;
    const place = join(this.folder, path);
    mkdirSync(dirname(place), { recursive: true });
    await this.connection.run(
      `COPY (SELECT ${columnsOf[kind]} FROM ${from} ORDER BY ${order[kind]}) TO ${literal(place)} ` +
        `(FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE ${ROW_GROUP})`,
    );
    persist(place);
    persist(dirname(place));
    this.written.push({
      path,
      kind,
      provider,
      day,
      bytes: statSync(place).size,
      columns: versionOf[kind],
      ...(await this.measure(kind, place)),
    });
  }

  private async measure(kind: Kind, place: string): Promise<Measured> {
    // Records are looked for by the time of their Activity.
    const start = kind === 'activities' ? 'coalesce("ingestedTime", nullif("time", 0))' : '"time"';
    const result = await this.connection.runAndReadAll(
      `SELECT count(*), min("time"), max("time"), min(${start}), max(${start}), count(operation_key) FROM read_parquet(${fileList([place])})`,
    );
    const [rows = 0, first = 0, last = 0, firstStart = 0, lastStart = 0, operations = 0] = (
      result.getRows()[0] ?? []
    ).map(Number);
    return { rows, first, last, firstStart, lastStart, operations };
  }
}

/** The error of a query over sealed files, in words where a file is the cause: one that is gone, or damaged. */
export function readingFailed(error: unknown, place: string): unknown {
  if (!(error instanceof Error) || !/\.parquet/.test(error.message)) {
    return engineFailed(error, place, 'read');
  }
  const [said = ''] = error.message.split('\n');
  return new LakeError(
    `${place}: a sealed file cannot be read: ${said}. If another process has just replaced it, try again.`,
    { code: 'damaged', cause: error },
  );
}
