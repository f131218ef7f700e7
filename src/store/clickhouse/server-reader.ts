import type { SealedFile } from '../manifest.ts';
import { type Kind, versionOf } from '../sealed-files.ts';
import { type Pushed, pathsIn, readPushed } from './pushed.ts';
import { Server, type ServerOptions } from './server.ts';

export interface ServerReaderOptions extends ServerOptions {
  /** Sealed files with Activities that are looked at; all of them when absent. */
  readonly only?: (file: SealedFile) => boolean;
  /** Ends what the server is doing: there are no more rows then. */
  readonly signal?: AbortSignal;
}

/**
 * Reads a lake on a ClickHouse server as the newest push has left it when it is opened: a push meanwhile changes nothing for an
 * hour.
 */
export class ServerReader {
  readonly pushed: Pushed & { readonly lake: string };
  /** Of the files with Activities that were asked for. */
  readonly files: readonly SealedFile[];
  private readonly server: Server;
  private readonly signal: AbortSignal | undefined;

  private constructor(
    server: Server,
    pushed: ServerReader['pushed'],
    only: (file: SealedFile) => boolean,
    signal: AbortSignal | undefined,
  ) {
    this.server = server;
    this.signal = signal;
    this.pushed = pushed;
    this.files = pushed.files.filter((file) => file.kind === 'activities' && only(file));
  }

  /**
   * @param place `clickhouse://user@host:8123/database`
   * @throws LakeError
   */
  static async open(
    place: string,
    { only = () => true, signal, ...options }: ServerReaderOptions = {},
  ): Promise<ServerReader> {
    const server = await Server.connect(place, options);
    try {
      return new ServerReader(server, await readPushed(server), only, signal);
    } catch (error) {
      await server.close();
      throw error;
    }
  }

  /** Where it is, without a password. */
  get place(): string {
    return this.server.place;
  }

  /** Whether all rows have the columns that this nephoscope knows; the JSON has everything always. */
  get hasColumns(): boolean {
    return this.files.every(({ columns }) => columns === versionOf.activities);
  }

  /** The rows of the files as a query. Records lie on the days on which their Activities do. */
  from(kind: Kind): string {
    const days = this.files.map(({ day }) => day);
    return rowsFrom(this.server, kind, this.pushed.version, days);
  }

  /** The rows of a query, as they come. */
  async *rows(sql: string): AsyncGenerator<readonly unknown[]> {
    if (this.signal?.aborted) return;
    try {
      yield* this.server.rows(sql, this.signal);
    } catch (error) {
      if (!this.signal?.aborted) throw error;
    }
  }

  async close(): Promise<void> {
    await this.server.close();
  }
}

/**
 * The rows of a kind as a query in parentheses.
 *
 * @param version the push that is read by; undefined: the newest
 * @param days of the files that are looked at; undefined: all
 */
export function rowsFrom(
  server: Pick<Server, 'table'>,
  kind: Kind,
  version: number | undefined,
  days: readonly number[] | undefined,
): string {
  const within = days === undefined ? '' : ` AND ${daysSql([...new Set(days)])}`;
  return `(SELECT * EXCEPT (file, day) FROM ${server.table(kind)} WHERE file IN (${pathsIn(server, version)})${within})`;
}

/** Days in a statement: beyond, only the first and the last are named. */
const MOST_DAYS = 1000;

function daysSql(days: readonly number[]): string {
  if (days.length === 0) return 'false';
  const sorted = days.toSorted((a, b) => a - b);
  if (sorted.length <= MOST_DAYS) return `day IN (${sorted.join(', ')})`;
  return `day BETWEEN ${sorted[0]} AND ${sorted.at(-1)}`;
}
