import { mkdtempSync } from 'node:fs';
import {
  createServer,
  type Server as HttpServer,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { createClient } from '@clickhouse/client';
import { afterAll } from 'vitest';
import type { Client, ServerOptions } from '../../src/store/clickhouse/server.ts';

/** Where ClickHouse in process is installed: `npm run test:clickhouse` does. */
export const chdb: string = process.env['NEPHOSCOPE_CHDB'] ?? '';

interface Session {
  queryAsync(sql: string, options?: { readonly format?: string }): Promise<{ bytes(): Uint8Array }>;
  cleanup(): void;
}

const required = createRequire(join(chdb, 'package.json'));

/** Where an engine keeps its data: it writes there as long as its process runs, and test-clickhouse.mjs removes them all. */
export function engineFolder(): string {
  return mkdtempSync(join(chdb, 'data-'));
}

/** One engine a process, and one folder an engine. It is closed when the tests of the file are over. */
export function openSession(folder: string): Session {
  const { Session: Made } = required('chdb') as { Session: new (path: string) => Session };
  const session = new Made(folder);
  afterAll(() => session.cleanup());
  return session;
}

/** The official client, with ClickHouse in this process in the place of its connection. */
export function inProcess(folder: string): ServerOptions {
  const { createChdbConnection } = required('chdb/connection') as {
    createChdbConnection(options: { readonly path: string }): object;
  };
  return {
    createClient: (options) =>
      createClient({
        ...(options as object),
        connection: createChdbConnection({ path: folder }),
      } as Parameters<typeof createClient>[0]) as unknown as Client,
  };
}

/** The HTTP interface of ClickHouse over a session, as far as the client uses it. */
export interface Shim {
  /** `127.0.0.1:1234`. */
  readonly host: string;
  /** Statements, in the order in which they came. */
  readonly statements: string[];
  /** Does something else for a statement, and says so. */
  intercept: ((statement: string, response: ServerResponse) => boolean) | undefined;
  /** Of which statements the answer does not arrive. */
  lose: ((statement: string) => boolean) | undefined;
  close(): Promise<void>;
}

/** Answers come in pieces of so many bytes: lines are cut anywhere. */
const PIECE = 1000;

export async function startShim(
  session: Session,
  { user, password }: { readonly user: string; readonly password: string },
): Promise<Shim> {
  const statements: string[] = [];
  const server: HttpServer = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => response.destroy(error as Error));
  });
  const shim: Shim = {
    host: '',
    statements,
    intercept: undefined,
    lose: undefined,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { searchParams, pathname } = new URL(request.url ?? '/', 'http://shim');
    const body = await text(request);
    if (pathname === '/ping') {
      response.end('Ok.\n');
      return;
    }
    const [name, secret] = credentials(request);
    if (name !== user || secret !== password) {
      fail(
        response,
        403,
        516,
        `${name}: Authentication failed: password is incorrect, or there is no user with such name. (AUTHENTICATION_FAILED)`,
      );
      return;
    }
    const inAddress = searchParams.get('query');
    const statement = inAddress === null ? body : `${inAddress}\n${body}`;
    statements.push(inAddress ?? body);
    if (shim.intercept?.(statement, response)) return;
    try {
      const database = searchParams.get('database');
      if (database !== null) await session.queryAsync(`USE \`${database}\``);
      const settings = [...searchParams].filter(([key]) => !foreign.has(key));
      const set = settings.map(([key, value]) => `SET ${key} = '${value}'; `).join('');
      const result = await session.queryAsync(`${set}${statement}`);
      if (shim.lose?.(statement)) {
        response.destroy();
        return;
      }
      const bytes = Buffer.from(result.bytes());
      response.writeHead(200, { 'content-type': 'text/plain; charset=UTF-8' });
      for (let from = 0; from < bytes.length; from += PIECE)
        response.write(bytes.subarray(from, from + PIECE));
      response.end();
    } catch (error) {
      const message = (error as Error).message;
      const number = Number(/Code: (\d+)/.exec(message)?.[1] ?? 1);
      fail(response, number === 81 ? 404 : 500, number, message);
    }
  }

  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return Object.assign(shim, { host: `127.0.0.1:${(server.address() as AddressInfo).port}` });
}

/** What is about HTTP and not about the engine. */
const foreign: ReadonlySet<string> = new Set([
  'query',
  'query_id',
  'database',
  'session_id',
  'wait_end_of_query',
  'enable_http_compression',
  'send_progress_in_http_headers',
  'http_headers_progress_interval_ms',
]);

function credentials(request: IncomingMessage): readonly [string, string] {
  const given = Buffer.from((request.headers.authorization ?? '').replace(/^Basic /, ''), 'base64').toString(
    'utf8',
  );
  const at = given.indexOf(':');
  return [given.slice(0, at), given.slice(at + 1)];
}

function fail(response: ServerResponse, status: number, code: number, message: string): void {
  response.writeHead(status, { 'x-clickhouse-exception-code': String(code) });
  response.end(
    message.startsWith('Code:') ? message : `Code: ${code}. DB::Exception: ${message} (version 26.7.2)`,
  );
}
