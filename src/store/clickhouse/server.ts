import { Readable } from 'node:stream';
import { LakeError } from '../lake-error.ts';
import { type ServerAddress, serverAddress } from './address.ts';
import { serverFailed } from './server-error.ts';
import { backquoted } from './sql-text.ts';

/** What is used of a client of `@clickhouse/client`. */
export interface Client {
  query(statement: {
    readonly query: string;
    readonly format: 'JSONCompactEachRow';
    readonly abort_signal?: AbortSignal;
  }): Promise<{ stream(): AsyncIterable<readonly { readonly text: string }[]>; close(): void }>;
  command(statement: { readonly query: string }): Promise<unknown>;
  exec(statement: {
    readonly query: string;
    readonly values: Readable;
  }): Promise<{ readonly stream: Readable }>;
  close(): Promise<void>;
}

/** What a client is made with. */
export interface ClientOptions {
  readonly url: string;
  readonly username: string;
  readonly password: string;
  readonly database: string;
  readonly application: string;
  readonly request_timeout: number;
  readonly log: { readonly level: 127 };
  readonly clickhouse_settings: Readonly<Record<string, string | number>>;
}

export interface ServerOptions {
  /** Makes the client in another way: with certificates of one's own, say. */
  readonly createClient?: (options: ClientOptions) => Client;
  /** Instead of what the environment has. */
  readonly password?: string;
}

const PACKAGE = '@clickhouse/client';
/** For the first answer: a server in a cloud may have to wake up. */
const FIRST_ANSWER_MS = 60_000;
/** Without a byte in either direction; merging what was inserted takes its time. */
const SILENCE_MS = 600_000;
/** What a client has to say comes as an error; it would write it to the terminal a second time. */
const NO_LOG = 127;
/** The oldest release whose functions are known to be as the statements need them. */
const OLDEST: readonly [number, number] = [24, 12];

/** What a profile of the server may have set otherwise, and statements go by. */
const settings = {
  // AQL may be long, and its tables of letters are.
  max_query_size: 64 * 1024 * 1024,
  max_ast_elements: 10_000_000,
  max_expanded_ast_elements: 10_000_000,
  // What is sorted and grouped goes to the disk of the server, beyond.
  max_bytes_before_external_sort: 1_000_000_000,
  max_bytes_before_external_group_by: 1_000_000_000,
  cancel_http_readonly_queries_on_client_close: 1,
  join_use_nulls: 0,
  transform_null_in: 0,
  output_format_json_quote_64bit_integers: 0,
  output_format_json_quote_denormals: 0,
};

/** Of inserts. Blocks that were there before and were deleted must not be taken for copies, and left out. */
const inserting =
  'async_insert = 0, insert_deduplicate = 0, input_format_parallel_parsing = 0, input_format_null_as_default = 1, ' +
  'max_insert_block_size = 20480';

/** A ClickHouse server and the database of a lake on it. */
export class Server {
  /** As it may be shown. */
  readonly place: string;
  private readonly client: Client;
  private readonly address: ServerAddress;

  private constructor(client: Client, address: ServerAddress) {
    this.client = client;
    this.address = address;
    this.place = address.shown;
  }

  /**
   * Asks the server who it is.
   *
   * @param place `clickhouse://user@host:8123/database`
   * @throws LakeError when the address is none, or there is no server, user or database, or it is too old
   */
  static async connect(place: string, { createClient, password }: ServerOptions = {}): Promise<Server> {
    const address = serverAddress(place, password);
    const make = createClient ?? (await loadClient());
    const { url, username, password: secret, database } = address;
    const client = make({
      url,
      username,
      password: secret,
      database,
      application: 'nephoscope',
      request_timeout: SILENCE_MS,
      log: { level: NO_LOG },
      clickhouse_settings: settings,
    });
    const server = new Server(client, address);
    try {
      await server.refuseStrangers();
      return server;
    } catch (error) {
      await server.close();
      throw error;
    }
  }

  /** A table of the lake, with its database. */
  table(name: string): string {
    return `${backquoted(this.address.database)}.${backquoted(name)}`;
  }

  /** The database as a name in a text. */
  get database(): string {
    return this.address.database;
  }

  /** The rows of a query, as they come. */
  async *rows(query: string, signal?: AbortSignal): AsyncGenerator<readonly unknown[]> {
    const result = await this.client
      .query({ query, format: 'JSONCompactEachRow', ...(signal ? { abort_signal: signal } : {}) })
      .catch((error: unknown) => {
        throw serverFailed(error, this.address);
      });
    const stop = (): void => result.close();
    signal?.addEventListener('abort', stop, { once: true });
    try {
      for await (const some of result.stream()) for (const { text } of some) yield this.valuesIn(text);
    } catch (error) {
      throw serverFailed(error, this.address);
    } finally {
      signal?.removeEventListener('abort', stop);
      result.close();
    }
  }

  /** All rows of a query that has few. */
  async all(query: string): Promise<(readonly unknown[])[]> {
    const found: (readonly unknown[])[] = [];
    for await (const row of this.rows(query)) found.push(row);
    return found;
  }

  async run(query: string): Promise<void> {
    await this.client.command({ query }).catch((error: unknown) => {
      throw serverFailed(error, this.address);
    });
  }

  /**
   * Inserts rows as they come. What was inserted when it fails stays.
   *
   * @param lines each a row as a list in JSON
   */
  async insert(table: string, columns: readonly string[], lines: AsyncIterable<string>): Promise<void> {
    const names = columns.map(backquoted).join(', ');
    const query = `INSERT INTO ${this.table(table)} (${names}) SETTINGS ${inserting} FORMAT JSONCompactEachRow`;
    // What goes wrong in the lake of files on the way is no failure of the server.
    const failures: unknown[] = [];
    const values = Readable.from(inPieces(noting(lines, failures)), { objectMode: false });
    try {
      const { stream } = await this.client.exec({ query, values });
      for await (const _answer of stream);
    } catch (error) {
      throw failures.length > 0 ? failures[0] : serverFailed(error, this.address);
    } finally {
      values.destroy();
    }
    if (failures.length > 0) throw failures[0];
  }

  async close(): Promise<void> {
    await this.client.close();
  }

  private async refuseStrangers(): Promise<void> {
    const answer: (readonly unknown[])[] = [];
    for await (const row of this.rows('SELECT version()', AbortSignal.timeout(FIRST_ANSWER_MS)))
      answer.push(row);
    const version = String(answer[0]?.[0]);
    const [major = 0, minor = 0] = version.split('.').map(Number);
    if (major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1])) return;
    throw new LakeError(
      `${this.place} is ClickHouse ${version}; nephoscope needs ${OLDEST.join('.')} or newer.`,
      { code: 'failed' },
    );
  }

  /** A server that fails on the way writes so among the rows, where the client does not notice. */
  private valuesIn(line: string): readonly unknown[] {
    try {
      return JSON.parse(line) as readonly unknown[];
    } catch (error) {
      throw serverFailed(new Error(`the rows broke off: ${line}`, { cause: error }), this.address);
    }
  }
}

async function* noting(lines: AsyncIterable<string>, failures: unknown[]): AsyncGenerator<string> {
  try {
    yield* lines;
  } catch (error) {
    failures.push(error);
    throw error;
  }
}

const PIECE_CHARACTERS = 256 * 1024;

/** Lines put together, so that few and large pieces are sent. */
async function* inPieces(lines: AsyncIterable<string>): AsyncGenerator<Buffer> {
  let waiting: string[] = [];
  let characters = 0;
  for await (const line of lines) {
    waiting.push(line, '\n');
    characters += line.length;
    if (characters < PIECE_CHARACTERS) continue;
    yield Buffer.from(waiting.join(''));
    waiting = [];
    characters = 0;
  }
  if (waiting.length > 0) yield Buffer.from(waiting.join(''));
}

async function loadClient(): Promise<(options: ClientOptions) => Client> {
  try {
    const { createClient } = await import('@clickhouse/client');
    return (options) => createClient(options) as unknown as Client;
  } catch (error) {
    throw new LakeError(
      `a lake on a server needs a package that is not installed; run: npm install ${PACKAGE}`,
      {
        code: 'not-available',
        cause: error,
      },
    );
  }
}
