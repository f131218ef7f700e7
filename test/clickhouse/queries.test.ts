import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { evaluateQuery } from '../../src/emit/reference/query/index.ts';
import { queryLake } from '../../src/engine/query/query-lake.ts';
import { loadQuery } from '../../src/lang/aql/index.ts';
import { pushLake } from '../../src/store/clickhouse/push.ts';
import { temporaryFolder } from '../support/cli.ts';
import { chdb, engineFolder, inProcess, openSession } from '../support/clickhouse.ts';
import { NOON, store } from '../support/lake.ts';
import { caseNames, readActivities, readCase } from '../support/query-cases.ts';
import { nearly } from '../support/sql-rows.ts';

const folder = temporaryFolder();
const data = engineFolder();
const server = inProcess(data);
const session = openSession(data);
const databases = new Map<string, string>();

beforeAll(() => {
  expect(chdb).not.toBe('');
});

/** The address of a lake with these Activities: one for each set. */
async function lakeWith(events: string): Promise<string> {
  const known = databases.get(events);
  if (known !== undefined) return known;
  const name = `cases_${databases.size}`;
  await session.queryAsync(`CREATE DATABASE ${name}`);
  const lake = join(folder, `${name}.lake`);
  await store(lake, readActivities(events));
  const place = `clickhouse://tester@server:8123/${name}`;
  await pushLake(lake, place, { ...server, program: 'nephoscope test', now: () => NOON });
  databases.set(events, place);
  return place;
}

describe('queries over a lake on ClickHouse', () => {
  it.each(caseNames)('%s', async (name) => {
    const { text, options, events } = readCase(name);
    const { query } = loadQuery('query.aql', text, options);
    if (!query) return;
    const place = await lakeWith(events);
    const expected = evaluateQuery(query, readActivities(events));
    const { columns, rows } = await queryLake(query, place, { server });
    expect(columns).toEqual(expected.columns);
    expect([...rows]).toEqual(expected.rows.map((row) => row.map(nearly)));
  });
});
