import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { nephoscope, temporaryFolder } from '../support/cli.ts';

const folder = temporaryFolder();
const lake = join(folder, 'day.lake');

beforeAll(() => {
  const { code, err } = nephoscope(['lake', 'import', 'examples', '--records', '--lake', lake]);
  expect(err).toContain('activities');
  expect(code).toBe(0);
});

describe('query --lake', () => {
  it.each([
    ['in SQL', 'SELECT username, COUNT(*) AS n FROM events GROUP BY username ORDER BY n DESC'],
    ['in SQL', "SELECT payload FROM events WHERE username ILIKE '%tess%'"],
    [
      'in SQL',
      "SELECT qid FROM events WHERE username IN (SELECT username FROM events WHERE qid = 'RunInstances')",
    ],
    [
      'in process: SESSION BY',
      `SELECT SessionId, qid FROM events SESSION BY starttime username BEGIN qid ILIKE '%run%'`,
    ],
  ])('%s gives what the files give: %s', (how, text) => {
    const history = nephoscope(['query', text, '--lake', lake, '--all-times', '-f', 'ndjson']);
    const files = nephoscope(['query', text, 'examples', '--all-times', '-f', 'ndjson']);
    expect(history.code).toBe(0);
    expect(history.out.length).toBeGreaterThan(50);
    expect(history.out).toBe(files.out);
    expect(history.err).toContain(how);
  });

  it.each([
    [
      '',
      `SELECT username, "Operation" FROM events WHERE username NOT ILIKE '%runner%' AND "Operation" ILIKE '%snapshot%'`,
    ],
    [
      'grouped',
      `SELECT username, COUNT(*) AS n FROM events WHERE "Operation" ILIKE '%snapshot%' GROUP BY username`,
    ],
  ])('--compare shows which rows differ, as over the files (%s)', (_, text) => {
    const other = join(folder, 'other.aql');
    writeFileSync(other, text.replace('%snapshot%', '%volume%'));
    const args = ['--compare', other, '--all-times', '-f', 'ndjson'];
    const history = nephoscope(['query', text, '--lake', lake, ...args]);
    const files = nephoscope(['query', text, 'examples', ...args]);
    expect(history.code).toBe(0);
    expect(history.out).toContain('"change":"-"');
    expect(history.out).toBe(files.out);
    const summary = /.* only as written .*/.exec(files.err)?.[0] ?? 'none';
    expect(history.err).toContain(summary);
  });

  it('--explain shows the statement', () => {
    const { out } = nephoscope([
      'query',
      "SELECT qid FROM events WHERE username = 'O''Neil' LAST 1 HOURS",
      '--explain',
    ]);
    expect(out).toContain('\nSQL\nSELECT ');
    expect(out).toContain("'O''Neil'");
  });

  it('--explain shows the statement for a lake on a server, which is not asked', () => {
    const { code, out } = nephoscope([
      'query',
      "SELECT qid FROM events WHERE username = 'O''Neil' LAST 1 HOURS",
      '--explain',
      '--lake',
      'clickhouse://reader@nowhere.invalid/history',
    ]);
    expect(code).toBe(0);
    expect(out).toContain('FROM `history`.`activities` WHERE file IN');
    expect(out).toContain(String.raw`'O\'Neil'`);
  });

  it.each([
    ['lake', 'import', 'examples'],
    ['lake', 'compact'],
    ['lake', 'export'],
    ['lake', 'verify'],
    ['lake', 'push', '--to', 'clickhouse://writer@nowhere.invalid/history'],
  ])('%s %s works on a file', (...args) => {
    const { code, err } = nephoscope([
      ...args,
      '--lake',
      'clickhouse://reader:hunter2@nowhere.invalid/history',
    ]);
    expect(code).toBe(3);
    expect(err).toMatch(
      /clickhouse:\/\/reader:\*\*\*@nowhere.invalid\/history is a lake on a server: .*file/,
    );
    expect(err).not.toContain('hunter2');
  });

  it('says when a server does not answer', () => {
    for (const args of [['query', 'SELECT qid FROM events'], ['hunt'], ['lake', 'stats']]) {
      const { code, err } = nephoscope([
        ...args,
        '--lake',
        'clickhouse://reader:hunter2@127.0.0.1:1/history',
      ]);
      expect(code).toBe(4);
      expect(err).toContain('clickhouse://reader@127.0.0.1:1/history does not answer');
      expect(err).not.toContain('hunter2');
    }
  });

  it('refuses paths beside a lake, and a lake that is none', () => {
    const both = nephoscope(['query', 'SELECT qid FROM events', 'examples', '--lake', lake]);
    expect(both.code).toBe(3);
    expect(both.err).toContain('not both');
    const none = nephoscope(['query', 'SELECT qid FROM events', '--lake', `${lake}-none`]);
    expect(none.code).toBe(4);
  });

  it('shows no secrets of records', () => {
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
    expect(nephoscope(['lake', 'import', path, '--records', '--lake', other]).code).toBe(0);
    for (const text of [
      'SELECT payload, username FROM events',
      "SELECT payload, SessionId FROM events SESSION BY starttime username BEGIN qid ILIKE '%run%'",
    ]) {
      const { out, code } = nephoscope(['query', text, '--lake', other, '--all-times', '-f', 'ndjson']);
      expect(code).toBe(0);
      expect(out).toContain('ami-1');
      expect(out).not.toContain('c2VjcmV0');
    }
  });

  it('looks at the files of the time that is asked for, and says when there are none', () => {
    const asked = (now: string, last: string): { out: string; err: string } =>
      nephoscope([
        'query',
        `SELECT qid FROM events LAST ${last}`,
        '--lake',
        lake,
        '--now',
        now,
        '-f',
        'ndjson',
      ]);
    const inside = asked('2026-03-10T12:00:00Z', '3 HOURS');
    expect(inside.err).toMatch(/^\d+ rows; 236 Activities in the files of that time, in SQL\n$/);
    expect(inside.out).not.toBe('');
    const outside = asked('2026-06-01T00:00:00Z', '2 DAYS');
    expect(outside.out).toBe('');
    expect(outside.err).toMatch(
      /^0 rows; 0 Activities in the files of that time, in SQL\nnote: the lake has Activities from 2026-03-10T00:05:\S+ to 2026-03-10T\S+: nothing lies in the window; see --now and --all-times\n$/,
    );
  });
});
