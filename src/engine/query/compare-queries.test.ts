import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { loadQuery } from '../../lang/aql/index.ts';
import { compareQueries, type FilesComparison } from './compare-queries.ts';

const folder = mkdtempSync(join(tmpdir(), 'compare-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** RunInstances and DescribeInstances of three users. */
const records = ['mara', 'mara', 'ines', 'jo'].flatMap((userName, index) =>
  ['RunInstances', 'DescribeInstances'].map((eventName) => ({
    eventVersion: '1.08',
    eventID: `${eventName}-${index}`,
    eventTime: `2026-03-10T10:0${index}:00Z`,
    eventSource: 'ec2.amazonaws.com',
    eventName,
    awsRegion: 'eu-west-1',
    recipientAccountId: '210987654321',
    userIdentity: {
      type: 'IAMUser',
      userName,
      arn: `arn:aws:iam::210987654321:user/${userName}`,
      accountId: '210987654321',
    },
    sourceIPAddress: '203.0.113.7',
  })),
);
const path = join(folder, 'trail.json');
writeFileSync(path, JSON.stringify({ Records: records }));

async function compare(before: string, after: string): Promise<FilesComparison> {
  const [first, second] = [before, after].map(
    (text) => loadQuery('q', text, { now: 0, allTimes: true }).query,
  );
  if (!first || !second) throw new Error('both can run');
  return compareQueries([path], first, second, { threads: 1 });
}

describe('queries with a row for each event', () => {
  it('are compared event by event, rows that look the same included', async () => {
    const all = `SELECT username, "Operation" FROM events WHERE "Operation" = 'RunInstances'`;
    const { columns, changes, same } = await compare(all, `${all} AND username = 'mara'`);
    expect(columns.map(({ name }) => name)).toEqual(['username', 'Operation']);
    expect(changes).toEqual([
      { kind: 'removed', values: ['jo', 'RunInstances'] },
      { kind: 'removed', values: ['ines', 'RunInstances'] },
    ]);
    expect(same).toBe(2);
  });

  it('say what is another value for the same event; LIMIT and the order of columns do not count', async () => {
    const { columns, changes, same } = await compare(
      `SELECT username, CASE WHEN username = 'jo' THEN 'high' ELSE 'low' END AS risk FROM events WHERE "Operation" = 'RunInstances' LIMIT 1`,
      `SELECT CASE WHEN username = 'mara' THEN 'high' ELSE 'low' END AS RISK, username, "Region" FROM events WHERE "Operation" = 'RunInstances' AND username != 'ines'`,
    );
    expect(columns.map(({ name }) => name)).toEqual(['username', 'risk', 'Region']);
    expect(changes).toEqual([
      { kind: 'changed', values: ['jo', 'low', 'eu-west-1'], before: ['jo', 'high', null] },
      { kind: 'removed', values: ['ines', 'low', null] },
      { kind: 'changed', values: ['mara', 'high', 'eu-west-1'], before: ['mara', 'low', null] },
      { kind: 'changed', values: ['mara', 'high', 'eu-west-1'], before: ['mara', 'low', null] },
    ]);
    expect(same).toBe(0);
  });
});

describe('other queries', () => {
  it('are compared row by row', async () => {
    const grouped = (condition: string): string =>
      `SELECT username, COUNT(*) AS n FROM events ${condition} GROUP BY username`;
    const { changes, same } = await compare(
      grouped(''),
      grouped(`WHERE "Operation" = 'RunInstances' OR username = 'jo'`),
    );
    expect(changes).toEqual([
      { kind: 'removed', values: ['ines', 2] },
      { kind: 'removed', values: ['mara', 4] },
      { kind: 'added', values: ['ines', 1] },
      { kind: 'added', values: ['mara', 2] },
    ]);
    expect(same).toBe(1);
  });

  it('rows that are there several times count so often', async () => {
    const { changes, same } = await compare(
      `SELECT n FROM (SELECT "Operation" AS n FROM events)`,
      `SELECT n FROM (SELECT "Operation" AS n FROM events WHERE username = 'mara')`,
    );
    expect(changes.map(({ kind, values }) => [kind, ...values]).toSorted()).toEqual([
      ['removed', 'DescribeInstances'],
      ['removed', 'DescribeInstances'],
      ['removed', 'RunInstances'],
      ['removed', 'RunInstances'],
    ]);
    expect(same).toBe(4);
  });
});
