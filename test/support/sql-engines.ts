import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import type { Activity } from '../../src/activity/activity.ts';
import { clickhouseDialect } from '../../src/emit/sql/clickhouse.ts';
import type { Dialect } from '../../src/emit/sql/dialect.ts';
import { duckdbDialect } from '../../src/emit/sql/duckdb.ts';
import type { EventsTable } from '../../src/emit/sql/expression.ts';

/** An engine with one table of Activities. */
export interface SqlEngine {
  readonly dialect: () => Dialect;
  readonly table: EventsTable;
  run(sql: string): Promise<unknown[][]>;
  close(): void;
}

const fields = ['id', 'provider', 'operation', 'service', 'verb', 'outcome', 'account'] as const;

function rowOf(activity: Activity): object {
  const { raw, ...rest } = activity;
  const records =
    raw === undefined ? [] : (Array.isArray(raw) ? raw : [raw]).map((one) => JSON.stringify(one));
  const columns = Object.fromEntries(fields.map((name) => [name, activity[name] ?? null]));
  const name = activity.principal.name ?? null;
  return { ...columns, time: activity.time, principal_name: name, activity: JSON.stringify(rest), records };
}

const columns = new Map<string, string>([
  ...fields.map((name) => [name, name] as const),
  ['time', 'time'],
  ['principal.name', 'principal_name'],
]);
const table: EventsTable = {
  from: 'events',
  column: (path) => columns.get(path),
  json: 'activity',
  records: 'records',
};

function rowsFile(activities: readonly Activity[]): { path: string; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'nephoscope-sql-'));
  const path = join(folder, 'rows.ndjson');
  writeFileSync(path, activities.map((one) => `${JSON.stringify(rowOf(one))}\n`).join(''));
  return { path, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

const texts = [...fields, 'principal_name', 'activity'];

export async function duckdbWith(activities: readonly Activity[]): Promise<SqlEngine> {
  const instance = await DuckDBInstance.create(':memory:', { autoinstall_known_extensions: 'false' });
  const connection = await instance.connect();
  const rows = rowsFile(activities);
  const types = [...texts.map((name) => `${name}: 'VARCHAR'`), "time: 'BIGINT'", "records: 'VARCHAR[]'"];
  await connection.run(
    `CREATE TABLE events AS SELECT * FROM read_json('${rows.path}', format = 'newline_delimited', columns = {${types.join(', ')}}, maximum_object_size = 100000000)`,
  );
  rows.remove();
  return {
    dialect: duckdbDialect,
    table,
    run: async (sql) => (await connection.runAndReadAll(sql)).getRowsJson() as unknown[][],
    close: () => connection.closeSync(),
  };
}

interface Session {
  query(sql: string, format?: string): string;
}

let session: Session | undefined;
let tables = 0;

/** One in a process: it cannot have two. */
function sessionOf(folder: string): Session {
  if (session) return session;
  const { Session } = createRequire(join(folder, 'package.json'))('chdb') as { Session: new () => Session };
  session = new Session();
  session.query('CREATE DATABASE IF NOT EXISTS t');
  // As the client asks for it: tables of letters make long statements.
  session.query('SET max_query_size = 16777216');
  return session;
}

/** @param folder where chdb is installed */
export function clickhouseWith(activities: readonly Activity[], folder: string): SqlEngine {
  const engine = sessionOf(folder);
  tables += 1;
  const name = `t.events${tables}`;
  const rows = rowsFile(activities);
  const types = [
    ...texts.map((name) => `${name} ${name === 'activity' ? 'String' : 'Nullable(String)'}`),
    'time Nullable(Int64)',
    'records Array(String)',
  ];
  engine.query(
    `CREATE TABLE ${name} ENGINE = MergeTree ORDER BY tuple() AS SELECT * FROM file('${rows.path}', 'JSONEachRow', '${types.join(', ')}')`,
  );
  rows.remove();
  return {
    dialect: clickhouseDialect,
    table: { ...table, from: name },
    run: async (sql) => (JSON.parse(engine.query(sql, 'JSONCompact')) as { data: unknown[][] }).data,
    close: () => void engine.query(`DROP TABLE ${name}`),
  };
}
