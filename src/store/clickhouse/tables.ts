import { derivedColumns, fieldColumns, ownColumns } from '../columns.ts';
import { LakeError } from '../lake-error.ts';
import { newer } from '../schema.ts';
import { type Kind, recordColumns } from '../sealed-files.ts';
import type { Server } from './server.ts';
import { backquoted, quoted } from './sql-text.ts';

/** What our tables say of themselves, so that tables of something else are not taken for them. */
const MARK = 'nephoscope';
const tableNames = ['activities', 'records', 'files', 'pushes', 'lake'] as const;

const types: Readonly<Record<string, string>> = {
  VARCHAR: 'Nullable(String)',
  INTEGER: 'Nullable(Int32)',
  BIGINT: 'Nullable(Int64)',
  DOUBLE: 'Nullable(Float64)',
  BOOLEAN: 'Nullable(Bool)',
  // Lists are never NULL here: no list is an empty one.
  'VARCHAR[]': 'Array(Nullable(String))',
};
/** What every row has; the order of the rows goes by it. */
const always = {
  activities: ['id', 'time', 'provider', 'operation', 'activity'],
  records: ['id', 'part', 'time', 'provider', 'record'],
} as const;
/** Long texts, of which one is much like the other. */
const long: ReadonlySet<string> = new Set(['activity', 'exact', 'record', 'shown']);

interface Column {
  readonly name: string;
  readonly type: string;
}

/** The columns of the rows, as sealed files have them. */
export const serverColumns: Readonly<Record<Kind, readonly Column[]>> = {
  activities: [...fieldColumns, ...derivedColumns, ...ownColumns].map(({ name, type }) =>
    columnOf('activities', name, type),
  ),
  records: recordColumns.map(({ name, type }) => columnOf('records', name, type)),
};

function columnOf(kind: Kind, name: string, type: string): Column {
  const written = types[type] ?? '';
  const isThere = (always[kind] as readonly string[]).includes(name);
  return { name, type: isThere ? written.replace(/^Nullable\((.*)\)$/, '$1') : written };
}

function declared({ name, type }: Column): string {
  return `${backquoted(name)} ${type}${long.has(name) ? ' CODEC(ZSTD(1))' : ''}`;
}

/** In months: what is asked for by time opens no others, and a file goes into one. */
const partition = 'PARTITION BY (provider, intDiv(day, 32))';

/** Steps from a version of the schema to the next; each can be done again. A step that was released is never changed. */
const migrations: readonly { readonly version: number; readonly statements: readonly string[] }[] = [
  {
    version: 1,
    statements: [
      `activities (file LowCardinality(String), day Int32, ${serverColumns.activities.map(declared).join(', ')})
        ENGINE = MergeTree ${partition} ORDER BY (operation, time, id)`,
      `records (file LowCardinality(String), day Int32, ${serverColumns.records.map(declared).join(', ')})
        ENGINE = MergeTree ${partition} ORDER BY (id, part)`,
      // The sealed files whose rows are all there, whether readers are told of them or not.
      `files (path String, sha256 String, kind String, provider String, day Int32, rows Int64, bytes Int64, first Int64,
        last Int64, first_start Int64, last_start Int64, operations Int64, columns String) ENGINE = MergeTree ORDER BY path`,
      // What readers see: the files of the newest of these.
      `pushes (version Int64, at Int64, program String, head String, state String, files Array(String))
        ENGINE = MergeTree ORDER BY version`,
      // The versions of the schema, and which lake it is: the hash of the first entry of its journal.
      'lake (version Int32, lake String, applied Int64, program String) ENGINE = MergeTree ORDER BY version',
    ],
  },
];
const KNOWN = migrations.at(-1)?.version ?? 0;

/** What the database has of our tables. */
export interface ServerSchema {
  /** 0 when there is none yet. */
  readonly version: number;
  /** The lake that was pushed; undefined before. */
  readonly lake: string | undefined;
}

/** @throws LakeError `not-a-lake`, `newer`, and what the server says */
export async function schemaOf(server: Server): Promise<ServerSchema> {
  const names = tableNames.map(quoted).join(', ');
  const tables = await server.all(
    `SELECT name, comment FROM system.tables WHERE database = ${quoted(server.database)} AND name IN (${names})`,
  );
  const [foreign] = tables.find(([, comment]) => comment !== MARK) ?? [];
  if (foreign !== undefined) {
    throw new LakeError(
      `${server.place} has a table ${String(foreign)} of something else: push into a database of its own.`,
      { code: 'not-a-lake' },
    );
  }
  // Not all are there: a push was killed while it made them.
  if (!tables.some(([name]) => name === 'lake')) return { version: 0, lake: undefined };
  const [row] = await server.all(
    `SELECT max(version), any(lake), count() FROM ${server.table('lake')} HAVING count() > 0`,
  );
  if (!row) return { version: 0, lake: undefined };
  const version = Number(row[0]);
  if (version > KNOWN) throw newer(server.place, version, KNOWN);
  return { version, lake: String(row[1]) };
}

/**
 * Makes the tables, or brings them up to today's schema.
 *
 * @param lake which is going to be pushed
 * @throws LakeError `other-lake`, `not-a-lake`, `newer`
 */
export async function prepareTables(
  server: Server,
  { lake, now, program }: { readonly lake: string; readonly now: number; readonly program: string },
): Promise<void> {
  const found = await schemaOf(server);
  if (found.lake !== undefined && found.lake !== lake) {
    throw new LakeError(
      `${server.place} holds another lake (${found.lake.slice(0, 12)}, and this one is ${lake.slice(0, 12)}): ` +
        'push into a database of its own.',
      { code: 'other-lake' },
    );
  }
  for (const { version, statements } of migrations) {
    if (version <= found.version) continue;
    for (const statement of statements) {
      const [name = ''] = statement.split(' ', 1);
      const rest = statement.slice(name.length);
      await server.run(`CREATE TABLE IF NOT EXISTS ${server.table(name)}${rest} COMMENT ${quoted(MARK)}`);
    }
    const row = JSON.stringify([version, lake, now, program]);
    await server.insert('lake', ['version', 'lake', 'applied', 'program'], one(row));
  }
  for (const kind of ['activities', 'records'] as const) await addColumns(server, kind);
}

/** Columns that a nephoscope before did not have; in its rows they are empty. */
async function addColumns(server: Server, kind: Kind): Promise<void> {
  const found = await server.all(
    `SELECT name FROM system.columns WHERE database = ${quoted(server.database)} AND table = ${quoted(kind)}`,
  );
  const known = new Set(found.map(([name]) => name));
  for (const column of serverColumns[kind].filter(({ name }) => !known.has(name))) {
    await server.run(`ALTER TABLE ${server.table(kind)} ADD COLUMN IF NOT EXISTS ${declared(column)}`);
  }
}

/** One row to insert. */
export async function* one(row: string): AsyncGenerator<string> {
  yield row;
}
