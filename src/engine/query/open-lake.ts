import { clickhouseDialect } from '../../emit/sql/clickhouse.ts';
import type { Dialect } from '../../emit/sql/dialect.ts';
import { duckdbDialect } from '../../emit/sql/duckdb.ts';
import type { EventsTable } from '../../emit/sql/expression.ts';
import { isServerLake, serverAddress } from '../../store/clickhouse/address.ts';
import type { ServerOptions } from '../../store/clickhouse/server.ts';
import { rowsFrom, ServerReader } from '../../store/clickhouse/server-reader.ts';
import { backquoted } from '../../store/clickhouse/sql-text.ts';
import { LakeReader, periodOf } from '../../store/lake-reader.ts';
import type { SealedFile } from '../../store/manifest.ts';
import { lakeTable, serverTable } from './lake-table.ts';

/** The events of a lake for SQL. */
export interface AskedTable {
  dialect(): Dialect;
  table(readsRecords: boolean): EventsTable;
}

/** A lake that is asked, wherever it is. */
export interface AskedLake extends AskedTable {
  /** With Activities, of those that are looked at. */
  readonly files: readonly SealedFile[];
  readonly writer: LakeReader['writer'];
  /** Of everything in it. */
  readonly period: LakeReader['period'];
  rows(sql: string): AsyncIterable<readonly unknown[]>;
  close(): void | Promise<void>;
}

export interface OpenOptions {
  /** Which files with Activities are looked at. */
  readonly only: (file: SealedFile) => boolean;
  readonly server: ServerOptions;
  /** Ends what is asked: there are no more rows then. */
  readonly signal?: AbortSignal;
}

/**
 * @param lake a file, or the address of a server, which is not asked
 * @throws LakeError when the address is none
 */
export function askedTable(lake: string | undefined): AskedTable {
  if (lake === undefined || !isServerLake(lake)) return { dialect: duckdbDialect, table: lakeTable };
  const { database } = serverAddress(lake);
  const server = { table: (name: string) => `${backquoted(database)}.${backquoted(name)}` };
  const from = (kind: SealedFile['kind']): string => rowsFrom(server, kind, undefined, undefined);
  return { dialect: clickhouseDialect, table: (readsRecords) => serverTable(from, readsRecords, true) };
}

/**
 * @param lake a file, or the address of a server
 * @throws LakeError
 */
export async function openLake(lake: string, { server, ...options }: OpenOptions): Promise<AskedLake> {
  if (isServerLake(lake)) return serverLake(await ServerReader.open(lake, { ...server, ...options }));
  const reader = await LakeReader.open(lake, options);
  const { writer, period } = reader;
  return {
    dialect: duckdbDialect,
    table: lakeTable,
    files: reader.files('activities'),
    writer,
    period,
    rows: (sql) => reader.rows(sql),
    close: () => reader.close(),
  };
}

function serverLake(reader: ServerReader): AskedLake {
  return {
    dialect: clickhouseDialect,
    table: (readsRecords) => serverTable((kind) => reader.from(kind), readsRecords, reader.hasColumns),
    files: reader.files,
    writer: undefined,
    period: periodOf(reader.pushed),
    rows: (sql) => reader.rows(sql),
    close: () => reader.close(),
  };
}
