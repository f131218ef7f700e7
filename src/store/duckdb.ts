import type { DuckDBConnection, DuckDBValue } from '@duckdb/node-api';
import { LakeError } from './lake-error.ts';

export interface EngineOptions {
  /** What the engine may hold in memory; beyond, it writes to temporary files. */
  readonly memoryMB?: number;
  readonly threads?: number;
  /** Where it writes what does not fit. */
  readonly temporaryFolder?: string;
  /** Nothing is written to the file, and others may read it meanwhile. */
  readonly readOnly?: boolean;
}

/** A connection to the engine, and how to be done with it. */
export interface Engine {
  readonly connection: DuckDBConnection;
  /** One more connection, for reading while the first one writes. */
  another(): Promise<DuckDBConnection>;
  close(): void;
}

/** Enough for sorting some million Activities with temporary files. */
const MEMORY_MB = 1024;
/**
 * What is staged is sealed soon, and gone: compressing it into the file before would cost as much as reading it. Until then
 * it stands in the log of the file, and survives the process there.
 */
const CHECKPOINT_MB = 1024;

/**
 * The one place that opens DuckDB. Through the instance cache: two instances on one file in one process would lose rows
 * without a word. Extensions are never fetched from the network.
 *
 * @param path a file, or `:memory:` for an engine of its own that holds nothing
 * @throws LakeError `not-available` when the engine is not there; what it says when it cannot open the file
 */
export async function openEngine(path: string, options: EngineOptions = {}): Promise<Engine> {
  const { DuckDBInstance } = await loadDuckDb();
  const { memoryMB = MEMORY_MB, threads, temporaryFolder, readOnly = false } = options;
  const settings = {
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    memory_limit: `${memoryMB}MB`,
    checkpoint_threshold: `${CHECKPOINT_MB}MB`,
    ...(readOnly ? { access_mode: 'READ_ONLY' } : {}),
    ...(threads === undefined ? {} : { threads: String(threads) }),
    ...(temporaryFolder === undefined ? {} : { temp_directory: temporaryFolder }),
  };
  const instance = await DuckDBInstance.fromCache(path === ':memory:' ? nextMemory() : path, settings);
  const connection = await instance.connect();
  await connection.run("SET TimeZone = 'UTC'");
  return {
    connection,
    another: () => instance.connect(),
    close: () => {
      connection.closeSync();
      instance.closeSync();
    },
  };
}

let memories = 0;

/** Engines in memory are shared by name, too. */
function nextMemory(): string {
  memories += 1;
  return `:memory:lake-${memories}`;
}

/**
 * The rows of a query, chunk by chunk, as they come. When the engine fails on the way its stream ends as if there were no
 * more: only the transaction knows, and is asked.
 *
 * @param connection used for nothing else meanwhile
 * @throws LakeError `failed` when there are rows that could not be read
 */
export async function* streamRows(
  connection: DuckDBConnection,
  sql: string,
  values: readonly DuckDBValue[] = [],
): AsyncGenerator<DuckDBValue[][]> {
  await connection.run('BEGIN');
  const result = await connection.stream(sql, [...values]);
  for (;;) {
    const chunk = await result.fetchChunk();
    if (!chunk || chunk.rowCount === 0) break;
    yield chunk.getRows();
  }
  try {
    await connection.run('SELECT 1');
  } catch (error) {
    throw new LakeError(
      'the lake could not be read to its end: there is not enough memory or no room for temporary files, or a file is damaged.',
      { code: 'failed', cause: error },
    );
  }
  await connection.run('COMMIT');
}

/** Rows that the engine takes at once. */
const CHUNK_ROWS = 2048;

/** Appends rows, given column by column, to a table; in the transaction that is open. */
export async function appendColumns(
  connection: DuckDBConnection,
  table: string,
  columns: readonly (readonly DuckDBValue[])[],
): Promise<void> {
  const rows = columns[0]?.length ?? 0;
  if (rows === 0) return;
  const { DuckDBDataChunk } = await loadDuckDb();
  const appender = await connection.createAppender(table);
  try {
    const types = columns.map((_, index) => appender.columnType(index));
    for (let from = 0; from < rows; from += CHUNK_ROWS) {
      const count = Math.min(CHUNK_ROWS, rows - from);
      const chunk = DuckDBDataChunk.create(types, count);
      for (const [index, values] of columns.entries()) {
        chunk.setColumnValues(index, count === rows ? values : values.slice(from, from + count));
      }
      appender.appendDataChunk(chunk);
    }
    appender.flushSync();
  } finally {
    appender.closeSync();
  }
}

async function loadDuckDb(): Promise<typeof import('@duckdb/node-api')> {
  try {
    return await import('@duckdb/node-api');
  } catch (error) {
    throw new LakeError(
      `the lake needs DuckDB, which is not there for ${process.platform}-${process.arch}: it comes with nephoscope unless ` +
        'optional packages are left out. Run: npm install @duckdb/node-api (without --omit=optional).',
      { code: 'not-available', cause: error },
    );
  }
}
