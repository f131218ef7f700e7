import { clickhouseDialect } from '../emit/sql/clickhouse.ts';
import { isServerLake } from '../store/clickhouse/address.ts';
import type { ServerOptions } from '../store/clickhouse/server.ts';
import { ServerReader, type ServerReaderOptions } from '../store/clickhouse/server-reader.ts';
import { LakeError } from '../store/lake-error.ts';
import { filesIn, LakeReader, periodOf, rangeSql, type TimeRange } from '../store/lake-reader.ts';
import type { SealedFile } from '../store/manifest.ts';

/** A lake as a hunt sees it: `activities` and `records` of a time, and what engines say in different words. */
export interface HuntedLake {
  /** What it is called, without a password. */
  readonly name: string;
  /** Who writes it, or did when it died. */
  readonly writer: LakeReader['writer'];
  /** From the first to the last Activity of all that the lake has. */
  readonly period: LakeReader['period'];
  /** Sealed files with rows of that time. */
  files(kind: SealedFile['kind']): readonly SealedFile[];
  /** The rows of a query that begins with SELECT, as they come. */
  rows(sql: string): AsyncIterable<readonly unknown[]>;
  /** The texts of a list behind one another, with the character 31 between them; NULL or nothing for none. */
  joined(list: string): string;
  sorted(list: string): string;
  /**
   * A condition: expressions of texts have the values of one of some rows; NULL is a value like any other.
   *
   * @param name of a table that an engine may make for it
   */
  isAmong(
    name: string,
    expressions: readonly string[],
    rows: readonly (readonly (string | null)[])[],
  ): Promise<string>;
  close(): void | Promise<void>;
}

interface HuntedOptions {
  readonly memoryMB?: number;
  readonly server?: ServerOptions;
  /** Ends what is asked: there are no more rows then. */
  readonly signal?: AbortSignal;
}

/**
 * @param lake a file, or the address of a server
 * @throws LakeError
 */
export async function openHunted(
  lake: string,
  range: TimeRange,
  { memoryMB, server, signal }: HuntedOptions,
): Promise<HuntedLake> {
  const ending = signal ? { signal } : {};
  if (isServerLake(lake)) return huntedServer(lake, range, { ...server, ...ending });
  const memory = memoryMB === undefined ? {} : { memoryMB };
  const reader = await LakeReader.open(lake, { range, ...memory, ...ending });
  return {
    name: lake,
    writer: reader.writer,
    period: reader.period,
    files: (kind) => reader.files(kind),
    rows: (sql) => reader.rows(sql),
    joined: (list) => `array_to_string(${list}, chr(31))`,
    sorted: (list) => `list_sort(${list})`,
    isAmong: async (name, expressions, rows) => {
      const names = expressions.map((_expression, index) => `d${index}`);
      const columns = names.map((column) => `${column} VARCHAR`).join(', ');
      await reader.addTable(
        name,
        columns,
        names.map((_column, index) => rows.map((row) => row[index] ?? null)),
      );
      const same = expressions.map((one, index) => `${name}.d${index} IS NOT DISTINCT FROM ${one}`);
      return `EXISTS (SELECT 1 FROM ${name} WHERE ${same.join(' AND ')})`;
    },
    close: () => reader.close(),
  };
}

async function huntedServer(
  lake: string,
  range: TimeRange,
  options: ServerReaderOptions,
): Promise<HuntedLake> {
  const only = (file: SealedFile): boolean => filesIn([file], range).length > 0;
  const reader = await ServerReader.open(lake, { ...options, only });
  if (!reader.hasColumns) {
    await reader.close();
    throw new LakeError(
      `${reader.place} was pushed by a nephoscope with other columns: hunt over the file that was pushed, or push it into an empty database.`,
      { code: 'failed' },
    );
  }
  const { text } = clickhouseDialect();
  const view = (kind: SealedFile['kind']): string =>
    `${kind} AS (SELECT * FROM ${reader.from(kind)} WHERE ${rangeSql(range)})`;
  const views = `WITH ${view('activities')}, ${view('records')}`;
  // Of values that may be NULL, texts that are not.
  const value = (given: string | null): string => (given === null ? text('') : text(`=${given}`));
  return {
    name: reader.place,
    writer: undefined,
    period: periodOf(reader.pushed),
    files: (kind) => filesIn(reader.pushed.files, range).filter((file) => file.kind === kind),
    rows: (sql) => reader.rows(`${views} ${sql}`),
    joined: (list) => `arrayStringConcat(arrayMap(one -> ifNull(one, ''), ${list}), char(31))`,
    sorted: (list) => `arraySort(${list})`,
    isAmong: async (_name, expressions, rows) => {
      if (rows.length === 0) return 'false';
      const found = expressions.map((one) => `ifNull(concat('=', ${one}), '')`);
      const wanted = rows.map((row) => `(${row.map(value).join(', ')})`);
      return `(${found.join(', ')}) IN (${wanted.join(', ')})`;
    },
    close: () => reader.close(),
  };
}
