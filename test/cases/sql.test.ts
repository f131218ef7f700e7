import { existsSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { evaluateQuery } from '../../src/emit/reference/query/index.ts';
import { eventsSql } from '../../src/emit/sql/select.ts';
import { loadQuery } from '../../src/lang/aql/index.ts';
import { caseNames, readActivities, readCase } from '../support/query-cases.ts';
import { clickhouseWith, duckdbWith, type SqlEngine } from '../support/sql-engines.ts';
import { nearly, sqlOf, typed } from '../support/sql-rows.ts';

/** Where ClickHouse in process is installed: `npm run test:clickhouse` does, since it is half a gigabyte. */
const chdb = process.env['NEPHOSCOPE_CHDB'] ?? '';

const sessions = [
  'session-chain',
  'sessions',
  'sessions-begin-explicit-end',
  'sessions-by-expressions',
  'sessions-explicit',
  'sessions-timeout',
  'sessions-timewindow',
  'sessions-without-time',
];

/** What cannot be said in SQL, by engine: these queries run in process, on what SQL could narrow down. */
const anywhere = [
  'date-format',
  'date-parse',
  'in-query-in-an-argument',
  'lint-dates',
  'order-collate',
  'replace-empty',
  ...sessions,
];
const inProcess: Readonly<Record<string, readonly string[]>> = {
  duckdb: ['addresses', ...anywhere],
  clickhouse: anywhere,
};

const engines = new Map<string, Promise<SqlEngine>>();

/** One for each set of Activities. */
function engineFor(name: string, events: string): Promise<SqlEngine> {
  const key = `${name} ${events}`;
  const made = engines.get(key);
  if (made) return made;
  const activities = readActivities(events);
  const engine =
    name === 'duckdb' ? duckdbWith(activities) : Promise.resolve().then(() => clickhouseWith(activities, chdb));
  engines.set(key, engine);
  return engine;
}

afterAll(async () => {
  for (const engine of engines.values()) (await engine).close();
});

const targets = ['duckdb', ...(existsSync(chdb) ? ['clickhouse'] : [])];

describe.each(targets)('queries as SQL of %s', (target) => {
  const unsaid: string[] = [];

  it.each(caseNames)('%s', async (name) => {
    const { text, options, events } = readCase(name);
    const { query } = loadQuery('query.aql', text, options);
    if (!query) return;
    const engine = await engineFor(target, events);
    const made = sqlOf(query, engine);
    if (!made) {
      unsaid.push(name);
      // What is left to be done in process starts from rows that SQL gives.
      await engine.run(eventsSql(query, engine.dialect(), engine.table));
      return;
    }
    const expected = evaluateQuery(query, readActivities(events));
    const rows = await engine.run(made.sql);
    const got = rows.map((row) => row.map((value, index) => typed(value, expected.columns[index]?.type)));
    expect(got).toEqual(expected.rows.map((row) => row.map(nearly)));
  });

  it('what runs in process is known', () => expect(unsaid).toEqual(inProcess[target]));
});
