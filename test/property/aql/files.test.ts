import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { Activity } from '../../../src/activity/activity.ts';
import type { Json } from '../../../src/core/json.ts';
import { evaluateQuery } from '../../../src/emit/reference/query/index.ts';
import { huntFiles } from '../../../src/engine/hunt-files.ts';
import { type QueryFilesOptions, queryFiles } from '../../../src/engine/query/query-files.ts';
import type { Query } from '../../../src/ir/query/query.ts';
import { loadQuery } from '../../../src/lang/aql/load.ts';
import { redact } from '../../../src/report/redact.ts';
import { someRecords, writers } from '../../support/hunting.ts';

const folder = mkdtempSync(join(tmpdir(), 'aql-files-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Two halves, with a piece that both have: copies lie in different files and tasks. */
const records = someRecords(11, 120);
const files = Object.entries(writers).flatMap(([extension, write], index) => {
  const from = Math.floor((records.length / 6) * index);
  const path = join(folder, `part-${index}.${extension}`);
  writeFileSync(path, write(records.slice(from, from + Math.floor(records.length / 6) + 20)));
  return path;
});

async function readAll(): Promise<Activity[]> {
  const activities: Activity[] = [];
  await huntFiles(files, [], {
    minRank: 0,
    keepRecord: true,
    everyActivity: true,
    remember: false,
    from: Number.NEGATIVE_INFINITY,
    to: Number.POSITIVE_INFINITY,
    threads: 1,
    onActivity: (activity) => activities.push({ ...activity, raw: redact(activity.raw as Json) }),
  });
  return activities;
}

const queries: Readonly<Record<string, string>> = {
  operations:
    'SELECT Provider, "Operation", COUNT(*) AS n FROM events GROUP BY Provider, "Operation" ORDER BY n DESC',
  'one operation': `SELECT devicetime, username, "Resource", sourceip FROM events WHERE "Operation" IN ('RunInstances', 'Microsoft.Compute/virtualMachines/write')`,
  'an operation by part of its name': `SELECT "id", "Operation" FROM events WHERE "Operation" ILIKE '%snapshot%' AND "Outcome" = 'success'`,
  'verb and object': `SELECT username, COUNT(*), UNIQUECOUNT("Region"), MAX(devicetime) FROM events WHERE "Verb" = 'create' AND "Object" IN ('instance', 'snapshot') GROUP BY username`,
  'what only the body decides': `SELECT "id" FROM events WHERE "Verb" = 'modify' OR "Verb" = 'share'`,
  'a source and no more': `SELECT COUNT(*) FROM events WHERE LOGSOURCETYPENAME(devicetype) ILIKE '%google%'`,
  'nothing at all': `SELECT "id" FROM events WHERE "Operation" = 'NoSuchThing'`,
  unknown: `SELECT "id" FROM events WHERE username IS NULL ORDER BY "id"`,
  records: `SELECT "id", "Event ID", STRLEN(payload) AS size FROM events WHERE payload ILIKE '%volume%'`,
  sessions: `SELECT sessionId, "id" FROM events WHERE "Object" = 'instance' SESSION BY devicetime username BEGIN "Verb" = 'create' TIMEOUT 600000`,
  'a query in a query': `SELECT n, COUNT(*) FROM (SELECT username, COUNT(*) AS n FROM events GROUP BY username) GROUP BY n`,
  'a query in IN': `SELECT "Operation", COUNT(*) FROM events WHERE username IN (SELECT username FROM events WHERE "Outcome" = 'denied') GROUP BY "Operation"`,
  distinct: 'SELECT DISTINCT "Region", Provider FROM events ORDER BY "Region" DESC LIMIT 7',
  'the latest': 'SELECT "id", devicetime FROM events LIMIT 25',
};

/** Windows: none, one that cuts through the middle, by either time. */
function load(text: string, all: readonly Activity[]): readonly Query[] {
  const times = all.map(({ time }) => time).toSorted((a, b) => a - b);
  const [from, to] = [times[Math.floor(times.length / 4)], times[Math.floor((times.length * 3) / 4)]];
  const window = ` START ${from} STOP ${to}`;
  return [
    loadQuery('q', text, { now: 0, allTimes: true }),
    loadQuery('q', text + window, { now: 0 }),
    loadQuery('q', text + window, { now: 0, windowColumn: 'devicetime' }),
  ].map(({ query, diagnostics }) => {
    expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    return query as Query;
  });
}

describe('queries over files agree with the reference over all Activities', async () => {
  const all = await readAll();
  const ways: Readonly<Record<string, Partial<QueryFilesOptions>>> = {
    'in this thread': {},
    'in two threads': { threads: 2 },
    'without the scanner': { scan: false },
    'with the plain scanner, in two threads': { threads: 2, scan: { plain: true } },
  };
  it.each(Object.keys(queries))('%s', async (name) => {
    for (const query of load(queries[name] as string, all)) {
      const expected = evaluateQuery(query, all);
      for (const [way, options] of Object.entries(ways)) {
        const { results } = await queryFiles(files, [query], { threads: 1, ...options });
        expect([...(results[0]?.rows ?? [])], way).toEqual(expected.rows);
      }
    }
  });

  it('several at once', async () => {
    const loaded = Object.values(queries).map((text) => load(text, all)[0] as Query);
    const { results, stats } = await queryFiles(files, loaded, { threads: 2 });
    expect(results.map(({ rows }) => [...rows])).toEqual(
      loaded.map((query) => evaluateQuery(query, all).rows),
    );
    const { read, inActivities, duplicates } = stats.records;
    const rest = [stats.records.skipped, stats.records.rejected].flatMap((counts) => Object.values(counts));
    expect(read).toBe(inActivities + duplicates + rest.reduce((sum, one) => sum + one, 0));
    expect(duplicates).toBeGreaterThan(0);
  });
});
