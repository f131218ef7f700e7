import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { run } from '../../src/cli/run.ts';
import type { Terminal } from '../../src/cli/terminal.ts';
import { evaluateQuery } from '../../src/emit/reference/query/index.ts';
import { queryLake } from '../../src/engine/query/query-lake.ts';
import { loadQuery } from '../../src/lang/aql/index.ts';
import { pushLake } from '../../src/store/clickhouse/push.ts';
import { Server } from '../../src/store/clickhouse/server.ts';
import { serverStats } from '../../src/store/clickhouse/server-stats.ts';
import { lakeStats } from '../../src/store/stats.ts';
import { temporaryFolder } from '../support/cli.ts';
import { engineFolder, openSession, type Shim, startShim } from '../support/clickhouse.ts';
import { importPaths, NOON, store } from '../support/lake.ts';
import { caseRoot, readActivities, readCase } from '../support/query-cases.ts';
import { nearly } from '../support/sql-rows.ts';

const VARIABLE = 'NEPHOSCOPE_CLICKHOUSE_PASSWORD';
const SECRET = "p@ss'w/rd:%";
const folder = temporaryFolder();
const lake = join(folder, 'history.lake');
const activities = readActivities(join(caseRoot, 'activities.ndjson'));
const session = openSession(engineFolder());
let shim: Shim;
let place = '';

beforeAll(async () => {
  await session.queryAsync('CREATE DATABASE history');
  await session.queryAsync('CREATE DATABASE empty');
  shim = await startShim(session, { user: 'mara', password: SECRET });
  place = `clickhouse://mara@${shim.host}/history`;
  await store(lake, activities);
  process.env[VARIABLE] = SECRET;
});

afterEach(() => {
  shim.intercept = undefined;
  shim.lose = undefined;
  process.env[VARIABLE] = SECRET;
});

afterAll(async () => {
  delete process.env[VARIABLE];
  await shim.close();
});

interface Run {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** The command line in this process: what answers is in it, too. No password is ever printed. */
async function nephoscope(...args: readonly string[]): Promise<Run> {
  let [out, err] = ['', ''];
  const terminal: Terminal = {
    out: async (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
    outIsTerminal: false,
    errIsTerminal: false,
    width: 120,
    outColour: false,
    errColour: false,
    now: () => NOON,
    interrupt: new AbortController().signal,
  };
  const code = await run(args, terminal);
  for (const secret of [SECRET, encodeURIComponent(SECRET), 'hunter2']) {
    expect(out).not.toContain(secret);
    expect(err).not.toContain(secret);
  }
  return { code, out, err };
}

describe('the command line over HTTP', () => {
  it('pushes, and tells what is there', async () => {
    const pushed = await nephoscope('lake', 'push', '--lake', lake, '--to', place);
    expect(pushed).toMatchObject({ code: 0 });
    expect(pushed.err).toContain(`${place}: `);
    expect(pushed.err).toContain(`${activities.length} rows of activities`);
    const again = await nephoscope('lake', 'push', '--lake', lake, '--to', place);
    expect(again.err).toContain('0 files pushed');
    const stats = await nephoscope('lake', 'stats', '--lake', place);
    expect(stats.code).toBe(0);
    expect(stats.out).toContain(place);
    expect(stats.out).toMatch(/aws +\d+ activities/);
    const json = await nephoscope('lake', 'stats', '--lake', place, '-f', 'json');
    expect(JSON.parse(json.out)).toMatchObject({ place, pushes: 1, pushed: NOON });
  });

  it('asks', async () => {
    const asked = 'SELECT username, COUNT(*) AS n FROM events GROUP BY username ORDER BY n DESC, username';
    const there = await nephoscope('query', asked, '--lake', place, '--all-times', '-f', 'ndjson');
    const here = await nephoscope('query', asked, '--lake', lake, '--all-times', '-f', 'ndjson');
    expect(there).toMatchObject({ code: 0, out: here.out });
    expect(there.err).toContain('in SQL');
    expect(here.out.length).toBeGreaterThan(50);
    const explained = await nephoscope('query', asked, '--lake', place, '--explain');
    expect(explained.out).toContain('FROM `history`.`activities`');
    expect(explained.out).toContain('toFloat64(count())');
    const outside = await nephoscope(
      'query',
      'SELECT qid FROM events LAST 1 HOURS',
      '--now',
      '2031-01-01T00:00:00Z',
      '--lake',
      place,
    );
    expect(outside.err).toContain('nothing lies in the window');
  });

  it('hunts', async () => {
    const there = await nephoscope('hunt', '--lake', place, '-f', 'ndjson', '--min-level', 'informational');
    const here = await nephoscope('hunt', '--lake', lake, '-f', 'ndjson', '--min-level', 'informational');
    expect(there).toMatchObject({ code: 0, out: here.out });
    expect(here.out.length).toBeGreaterThan(50);
  });

  it('takes a password out of the address, and shows it nowhere', async () => {
    delete process.env[VARIABLE];
    const withSecret = place.replace('mara@', `mara:${encodeURIComponent(SECRET)}@`);
    expect(await nephoscope('lake', 'stats', '--lake', withSecret)).toMatchObject({ code: 0 });
    expect(await nephoscope('lake', 'push', '--lake', lake, '--to', withSecret)).toMatchObject({ code: 0 });
    expect(await nephoscope('hunt', '--lake', withSecret, '-f', 'json')).toMatchObject({ code: 0 });
    expect(await nephoscope('hunt', '--lake', withSecret, '-f', 'html')).toMatchObject({ code: 0 });
    const refused = [
      ['lake', 'import', 'examples', '--lake', withSecret],
      ['lake', 'compact', '--lake', withSecret],
      ['lake', 'export', '--lake', withSecret],
      ['lake', 'verify', '--lake', withSecret],
      ['lake', 'push', '--lake', withSecret, '--to', place],
      ['lake', 'push', '--lake', lake, '--to', `${withSecret}/more`],
      ['lake', 'push', '--lake', lake, '--to', `${withSecret}?x=1`],
      ['lake', 'push', '--lake', lake, '--to', `mysql://mara:hunter2@host/db`],
      ['query', 'SELECT qid FROM events', '--explain', '--lake', `${withSecret}?x=1`],
    ];
    for (const args of refused) {
      const { code, err } = await nephoscope(...args);
      expect([args, code]).toEqual([args, 3]);
      expect(err).toMatch(/file|expected clickhouse/);
    }
  });

  it.each([
    ['a wrong password', () => place.replace('mara@', 'mara:hunter2@'), 'the user or the password is wrong'],
    ['another user', () => place.replace('mara@', 'lena:hunter2@'), 'the user or the password is wrong'],
    ['a database that is missing', () => place.replace('/history', '/nowhere'), 'there is no such database'],
    [
      'no server',
      () => 'clickhouse://mara:hunter2@127.0.0.1:1/history',
      'does not answer as a ClickHouse server',
    ],
    [
      'TLS where there is none',
      () => place.replace('clickhouse:', 'clickhouses:'),
      'does not answer as a ClickHouse server',
    ],
  ])('tells of %s', async (_what, address, says) => {
    const asked = await nephoscope('query', 'SELECT qid FROM events', '--lake', address());
    expect(asked.code).toBe(4);
    expect(asked.err).toContain(says);
    const pushed = await nephoscope('lake', 'push', '--lake', lake, '--to', address());
    expect(pushed.err).toContain(says);
    expect([4, 5]).toContain(pushed.code);
  });

  it('tells of a database without a lake, of another server, and of an old one', async () => {
    const empty = await nephoscope('lake', 'stats', '--lake', place.replace('/history', '/empty'));
    expect(empty).toMatchObject({ code: 4 });
    expect(empty.err).toContain('there is no lake here: push one');
    const other = createServer((_request, response) => {
      response.writeHead(404, { 'content-type': 'text/html' });
      response.end('<h1>Not Found</h1>');
    });
    await new Promise<void>((resolve) => {
      other.listen(0, '127.0.0.1', resolve);
    });
    const { port } = other.address() as AddressInfo;
    const foreign = await nephoscope('lake', 'stats', '--lake', `clickhouse://127.0.0.1:${port}/db`);
    expect(foreign).toMatchObject({ code: 4 });
    expect(foreign.err).toContain('does not answer as a ClickHouse server: <h1>Not Found</h1>');
    other.closeAllConnections();
    other.close();
    shim.intercept = (_statement, response) => {
      response.end('["18.16.1"]\n');
      return true;
    };
    const old = await nephoscope('lake', 'stats', '--lake', place);
    expect(old.err).toContain('is ClickHouse 18.16.1; nephoscope needs 24.12 or newer');
  });

  it('tells when the server fails in the middle of the rows', async () => {
    shim.intercept = (statement, response) => {
      if (!statement.includes('activities')) return false;
      response.write('["RunInstances"]\n');
      response.end('Code: 241. DB::Exception: Memory limit exceeded (MEMORY_LIMIT_EXCEEDED)\n');
      return true;
    };
    const failed = await nephoscope('query', 'SELECT qid FROM events', '--all-times', '--lake', place);
    expect(failed.code).toBeGreaterThan(3);
    expect(failed.err).toContain('Memory limit exceeded');
    expect(failed.err).not.toContain('internal error');
    shim.intercept = (statement, response) => {
      if (!statement.includes('activities')) return false;
      response.write('["RunInstances"]\n["Run', () => response.destroy());
      return true;
    };
    const cut = await nephoscope('query', 'SELECT qid FROM events', '--all-times', '--lake', place);
    expect(cut.code).toBeGreaterThan(3);
    expect(cut.err).not.toContain('internal error');
  });
});

describe('secrets of records', () => {
  it('are not shown to queries', async () => {
    const path = join(folder, 'secret.ndjson');
    const record = {
      eventVersion: '1.08',
      userIdentity: {
        type: 'IAMUser',
        arn: 'arn:aws:iam::111122223333:user/mara',
        accountId: '111122223333',
      },
      eventTime: '2026-03-10T09:15:04Z',
      eventSource: 'ec2.amazonaws.com',
      eventName: 'RunInstances',
      eventID: 'x1',
      recipientAccountId: '111122223333',
      // Half of a surrogate pair, which engines refuse to read.
      userAgent: 'a\ud800b',
      requestParameters: { userData: 'c2VjcmV0IGtleQ==', imageId: 'ami-1' },
    };
    writeFileSync(path, JSON.stringify(record));
    const other = join(folder, 'secret.lake');
    await importPaths(other, [path], { withRecords: true });
    await session.queryAsync('CREATE DATABASE secret');
    const there = place.replace('/history', '/secret');
    expect(await nephoscope('lake', 'push', '--lake', other, '--to', there)).toMatchObject({ code: 0 });
    for (const text of [
      'SELECT payload, username FROM events',
      "SELECT payload, SessionId FROM events SESSION BY starttime username BEGIN qid ILIKE '%run%'",
    ]) {
      const { out, code } = await nephoscope('query', text, '--lake', there, '--all-times', '-f', 'ndjson');
      expect(code).toBe(0);
      expect(out).toContain('ami-1');
      expect(out).not.toContain('c2VjcmV0');
    }
  });
});

describe('a push over HTTP', () => {
  it.each(['activities', 'records', 'files', 'pushes', 'lake'])(
    'goes on where the answer to an INSERT into %s was lost',
    async (table) => {
      const database = `lost_${table}`;
      await session.queryAsync(`CREATE DATABASE ${database}`);
      const to = place.replace('/history', `/${database}`);
      const options = { program: 'nephoscope test', now: () => NOON };
      shim.lose = (statement) => statement.includes(`INSERT INTO \`${database}\`.\`${table}\``);
      await expect(pushLake(lake, to, options)).rejects.toMatchObject({ code: 'unreachable' });
      shim.lose = undefined;
      await pushLake(lake, to, options);
      const stats = await serverStats(to);
      const here = await lakeStats(lake);
      expect(stats.providers).toEqual(here.providers);
      expect(stats.pushes).toBe(1);
    },
  );
});

describe('rows over HTTP', () => {
  it('come one after the other, before the last one is there', async () => {
    const server = await Server.connect(place);
    let finish = (): void => undefined;
    shim.intercept = (_statement, response) => {
      response.write('[1]\n[2]\n');
      finish = () => response.end('[3]\n');
      return true;
    };
    const rows = server.rows('SELECT number FROM numbers(3)');
    expect((await rows.next()).value).toEqual([1]);
    finish();
    expect((await rows.next()).value).toEqual([2]);
    expect((await rows.next()).value).toEqual([3]);
    expect((await rows.next()).done).toBe(true);
    await server.close();
  });

  it('end when they are asked to', async () => {
    const stop = new AbortController();
    shim.intercept = (statement, response) => {
      if (!statement.includes('ORDER BY o0')) return false;
      response.write('["RunInstances"]\n', () => stop.abort());
      return true;
    };
    const { query } = loadQuery('q', 'SELECT qid FROM events', { now: NOON, allTimes: true });
    if (!query) throw new Error('no query');
    const { rows, interrupted } = await queryLake(query, place, { signal: stop.signal });
    expect(interrupted).toBe(true);
    expect([...rows]).toEqual([]);
  });

  it.each([
    'aggregates',
    'payload',
    'text-search',
    'sub-query-star',
    'sessions',
    'ilike-unicode',
    'order-collate',
  ])('are those of the case %s', async (name) => {
    const { text, options, events } = readCase(name);
    const { query } = loadQuery('query.aql', text, options);
    expect(events).toContain('activities.ndjson');
    if (!query) throw new Error(name);
    const expected = evaluateQuery(query, activities);
    const { rows } = await queryLake(query, place);
    expect([...rows]).toEqual(expected.rows.map((row) => row.map(nearly)));
  });
});
