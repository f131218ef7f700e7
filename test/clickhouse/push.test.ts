import { cpSync, readdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Activity } from '../../src/activity/activity.ts';
import { queryLake } from '../../src/engine/query/query-lake.ts';
import { loadQuery } from '../../src/lang/aql/index.ts';
import { type LakePushOptions, type LakePushResult, pushLake } from '../../src/store/clickhouse/push.ts';
import { ServerReader } from '../../src/store/clickhouse/server-reader.ts';
import { serverStats } from '../../src/store/clickhouse/server-stats.ts';
import { openEngine } from '../../src/store/duckdb.ts';
import { LakeReader } from '../../src/store/lake-reader.ts';
import { lakeStats } from '../../src/store/stats.ts';
import { verifyLake } from '../../src/store/verify.ts';
import { activity } from '../support/activities.ts';
import { temporaryFolder } from '../support/cli.ts';
import { engineFolder, inProcess, openSession } from '../support/clickhouse.ts';
import { anyActivities, contentOf, NOON, openWriter, store, stored, wellFormed } from '../support/lake.ts';

const HOUR = 3_600_000;
const folder = temporaryFolder();
const data = engineFolder();
const server = inProcess(data);
const session = openSession(data);
let count = 0;

/** A lake and a database of their own. */
async function fresh(): Promise<{
  readonly lake: string;
  readonly place: string;
  readonly database: string;
}> {
  count += 1;
  const database = `push_${count}`;
  await session.queryAsync(`CREATE DATABASE ${database}`);
  return {
    lake: join(folder, `${database}.lake`),
    place: `clickhouse://tester@server/${database}`,
    database,
  };
}

async function push(
  lake: string,
  place: string,
  options: Partial<LakePushOptions> = {},
): Promise<LakePushResult> {
  return pushLake(lake, place, { ...server, program: 'nephoscope test', now: () => NOON, ...options });
}

async function rowsOf(sql: string): Promise<unknown[][]> {
  const result = await session.queryAsync(sql, { format: 'JSONCompact' });
  return (JSON.parse(Buffer.from(result.bytes()).toString('utf8')) as { data: unknown[][] }).data;
}

/** What readers see, by id. */
async function seen(place: string): Promise<Map<string, Activity>> {
  const reader = await ServerReader.open(place, server);
  const content = new Map<string, Activity>();
  const sql = `SELECT id, if(isNull(exact), activity, exact) FROM ${reader.from('activities')}`;
  for await (const [id, text] of reader.rows(sql)) {
    if (content.has(String(id))) throw new Error(`${id} is there twice`);
    content.set(String(id), JSON.parse(String(text)) as Activity);
  }
  await reader.close();
  return content;
}

/** Two providers on two days, with records: eight files. */
const day = 24 * HOUR;
const some = Array.from({ length: 12 }, (_, index) =>
  activity({
    id: `a${index}`,
    time: NOON - (index % 2) * day,
    provider: index % 4 < 2 ? 'aws' : 'gcp',
    operation: `Operation${index}`,
    raw: { eventName: `Operation${index}` },
  }),
);
const more = [activity({ id: 'b1', time: NOON }), activity({ id: 'b2', time: NOON - 5 * day })];

describe('lake push', () => {
  it('publishes what is sealed, and what came since', async () => {
    const { lake, place } = await fresh();
    await store(lake, some);
    const first = await push(lake, place);
    expect(first).toMatchObject({
      files: 8,
      activities: 12,
      records: 12,
      present: 0,
      replaced: 0,
      removed: 0,
    });
    expect(await seen(place)).toEqual(await contentOf(lake));
    expect(await push(lake, place)).toMatchObject({ files: 0, activities: 0, present: 8, replaced: 0 });
    await store(lake, more);
    expect(await push(lake, place)).toMatchObject({ files: 2, activities: 2, present: 8 });
    const content = await seen(place);
    expect(content).toEqual(await contentOf(lake));
    expect(content.size).toBe(14);
  });

  it('tells what is there, as of the lake itself', async () => {
    const { lake, place } = await fresh();
    await store(lake, [...some, activity({ id: 'undated', time: 0 })]);
    await push(lake, place);
    const there = await serverStats(place, server);
    const here = await lakeStats(lake);
    expect(there.providers).toEqual(here.providers);
    expect(there).toMatchObject({
      sealedFiles: here.sealedFiles,
      state: here.state,
      pushes: 1,
      pushed: NOON,
    });
  });

  it('takes the rows of replaced files away, later than readers need them', async () => {
    const { lake, place, database } = await fresh();
    await store(lake, some);
    await push(lake, place);
    await store(lake, more);
    await push(lake, place, { now: () => NOON + HOUR });
    const early = await ServerReader.open(place, server);
    const writer = await openWriter(lake, NOON + HOUR);
    await writer.compact();
    writer.close();
    const result = await push(lake, place, { now: () => NOON + 2 * HOUR });
    expect(result.replaced).toBeGreaterThan(1);
    expect(await seen(place)).toEqual(await contentOf(lake));
    // Who began before the push sees what was there then.
    const [before] = await collect(
      early.rows(`SELECT count(), uniqExact(id) FROM ${early.from('activities')}`),
    );
    expect(before).toEqual([14, 14]);
    await early.close();
    const named = async (): Promise<unknown[][]> =>
      rowsOf(`SELECT uniqExact(file) FROM ${database}.activities WHERE file NOT IN (SELECT arrayJoin(files) FROM ${database}.pushes
        WHERE version = (SELECT max(version) FROM ${database}.pushes))`);
    expect(Number((await named())[0]?.[0])).toBeGreaterThan(0);
    const later = await push(lake, place, { now: () => NOON + 3 * HOUR });
    expect(later).toMatchObject({ files: 0, replaced: 0 });
    expect(later.removed).toBe(result.replaced);
    expect(await named()).toEqual([[0]]);
    expect(await seen(place)).toEqual(await contentOf(lake));
    expect(await rowsOf(`SELECT count() FROM ${database}.pushes`)).toEqual([[1]]);
  });

  it('shows an Activity that later records completed once, as it is now', async () => {
    const { lake, place } = await fresh();
    const begun = activity({ id: 'op', outcome: 'pending', time: NOON });
    await storeOperation(lake, begun);
    await push(lake, place);
    expect((await seen(place)).get('op')?.outcome).toBe('pending');
    await storeOperation(lake, { ...begun, outcome: 'success' });
    await push(lake, place);
    const content = await seen(place);
    expect(content).toEqual(await contentOf(lake));
    expect(content.get('op')?.outcome).toBe('success');
  });

  it('gives the same wherever it is killed', async () => {
    const { lake } = await fresh();
    const before = `${lake}-before`;
    await store(lake, some.slice(0, 1));
    cpSync(lake, before);
    cpSync(`${lake}.sealed`, `${before}.sealed`, { recursive: true });
    const old = await contentOf(lake);
    await store(lake, more);
    const writer = await openWriter(lake);
    await writer.compact();
    writer.close();
    const now = await contentOf(lake);
    const first = await killedEverywhere(before, () => Promise.resolve(), new Map(), old);
    expect(first).toBe(2 + 2 * 2 + 1);
    const second = await killedEverywhere(lake, (place) => push(before, place), old, now);
    // Of two files one was made of two, and the other is new.
    expect(second).toBe(2 + 2 * 2 + 1);
  });

  it('goes on where a file could not be read', async () => {
    const { lake, place } = await fresh();
    await store(lake, some);
    const [path = ''] = readdirSync(`${lake}.sealed`, { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.endsWith('.parquet'),
    );
    const file = join(`${lake}.sealed`, path);
    renameSync(file, `${file}.away`);
    await expect(push(lake, place)).rejects.toMatchObject({ code: 'damaged' });
    renameSync(`${file}.away`, file);
    await push(lake, place);
    expect(await seen(place)).toEqual(await contentOf(lake));
  });

  it('does not count rows twice that a push which died in the middle of a file has left', async () => {
    const { lake, place, database } = await fresh();
    await store(lake, some);
    await push(lake, place);
    const [[path]] = (await rowsOf(
      `SELECT path FROM ${database}.files WHERE kind = 'activities' LIMIT 1`,
    )) as [[string]];
    await session.queryAsync(`DELETE FROM ${database}.pushes WHERE true`);
    await session.queryAsync(`DELETE FROM ${database}.files WHERE path = '${path}'`);
    expect(await push(lake, place)).toMatchObject({ files: 1, present: 7, removed: 1 });
    expect(await seen(place)).toEqual(await contentOf(lake));
  });

  it('puts right what happened to rows on the server', async () => {
    const { lake, place, database } = await fresh();
    await store(lake, some);
    await push(lake, place);
    const paths = await rowsOf(`SELECT path FROM ${database}.files ORDER BY kind, path LIMIT 2`);
    const [twice, lost] = paths.flat();
    await session.queryAsync(
      `INSERT INTO ${database}.activities SELECT * FROM ${database}.activities WHERE file = '${twice}'`,
    );
    await session.queryAsync(`DELETE FROM ${database}.activities WHERE file = '${lost}'`);
    await expect(seen(place)).rejects.toThrow('is there twice');
    expect(await push(lake, place)).toMatchObject({ files: 2, present: 6, removed: 2 });
    expect(await seen(place)).toEqual(await contentOf(lake));
  });

  it('stops between two files when it is asked to, and goes on', async () => {
    const { lake, place } = await fresh();
    await store(lake, some);
    const stop = new AbortController();
    const stopped = await push(lake, place, {
      signal: stop.signal,
      onStep: (step) => {
        if (step === 'complete') stop.abort();
      },
    });
    expect(stopped).toMatchObject({ interrupted: true, files: 1 });
    await expect(seen(place)).rejects.toThrow('there is no lake here');
    expect(await push(lake, place)).toMatchObject({ interrupted: false, files: 7, present: 1 });
    expect(await seen(place)).toEqual(await contentOf(lake));
  });

  it('says what is not sealed, and lets readers go on being told', async () => {
    const { lake, place } = await fresh();
    await store(lake, some);
    const writer = await openWriter(lake);
    const run = await writer.beginImport(false);
    run.staging.addActivity(stored(more[0]!));
    await run.commit();
    writer.close(false);
    expect(await push(lake, place)).toMatchObject({ activities: 12, unsealed: 1 });
    const reader = await LakeReader.open(lake);
    expect(reader.writer).toMatchObject({ alive: false });
    reader.close();
  });

  it('refuses another lake, an older copy, and one that went another way', async () => {
    const { lake, place } = await fresh();
    await store(lake, some);
    const copy = `${lake}-copy`;
    cpSync(lake, copy);
    cpSync(`${lake}.sealed`, `${copy}.sealed`, { recursive: true });
    await store(lake, more);
    await push(lake, place);
    const other = `${lake}-other`;
    await store(other, more);
    await expect(push(other, place)).rejects.toMatchObject({ code: 'other-lake' });
    await expect(push(copy, place)).rejects.toThrow(/older copy, or has gone another way/);
    await store(copy, [activity({ id: 'c1' })]);
    await expect(push(copy, place)).rejects.toMatchObject({ code: 'other-lake' });
    expect(await seen(place)).toEqual(await contentOf(lake));
  });

  it('does not take the files of a copy that was being pushed for its own', async () => {
    const { lake, place } = await fresh();
    await store(lake, some);
    const copy = `${lake}-copy`;
    cpSync(lake, copy);
    cpSync(`${lake}.sealed`, `${copy}.sealed`, { recursive: true });
    await push(lake, place);
    await store(copy, [activity({ id: 'copied', operation: 'Other' })]);
    const steps = await stepsOf((onStep) => push(lake, place, { onStep }));
    expect(steps).toBe(2);
    // All but the last step: rows and files of the copy are there under the name that the lake gives its next file, too.
    await killedAt(3, (onStep) => push(copy, place, { onStep }));
    await store(lake, [activity({ id: 'own' })]);
    await push(lake, place);
    const content = await seen(place);
    expect(content).toEqual(await contentOf(lake));
    expect(content.has('copied')).toBe(false);
  });

  it('refuses lakes without anything, tables of something else, and newer ones', async () => {
    const { lake, place, database } = await fresh();
    await expect(push(lake, place)).rejects.toMatchObject({ code: 'missing' });
    (await openWriter(lake)).close();
    await expect(push(lake, place)).rejects.toThrow('nothing is sealed yet');
    await store(lake, some);
    await expect(seen(place)).rejects.toMatchObject({ code: 'missing' });
    await session.queryAsync(`CREATE TABLE ${database}.records (a Int32) ENGINE = MergeTree ORDER BY a`);
    await expect(push(lake, place)).rejects.toMatchObject({ code: 'not-a-lake' });
    await expect(seen(place)).rejects.toThrow('a table records of something else');
    await session.queryAsync(`DROP TABLE ${database}.records SYNC`);
    await push(lake, place);
    await session.queryAsync(
      `INSERT INTO ${database}.lake SELECT 99, lake, applied, program FROM ${database}.lake`,
    );
    await expect(push(lake, place)).rejects.toMatchObject({ code: 'newer' });
    await expect(seen(place)).rejects.toThrow('schema 99; this one knows up to 1');
  });

  it('takes lakes that are older than their journal, and files with other columns', async () => {
    const { lake, place } = await fresh();
    await store(lake, some);
    const engine = await openEngine(lake);
    await engine.connection.run('DELETE FROM journal');
    await engine.connection.run("UPDATE files SET columns = 'older' WHERE kind = 'activities'");
    engine.close();
    await push(lake, place);
    expect(await seen(place)).toEqual(await contentOf(lake));
    expect(await push(lake, place)).toMatchObject({ files: 0, present: 8 });
    await expectFound(place, some[0]!);
    const { head, lake: id } = await serverStats(place, server);
    expect((await verifyLake(lake)).head).toBe(head);
    expect(id).toBe(head);
  });

  it('says what is missing when rows were taken away', async () => {
    const { lake, place, database } = await fresh();
    await store(lake, some);
    await push(lake, place);
    await session.queryAsync(`DELETE FROM ${database}.files WHERE provider = 'gcp'`);
    await expect(seen(place)).rejects.toMatchObject({ code: 'damaged' });
  });

  it('asks the JSON where rows have the columns of another nephoscope', async () => {
    const { lake, place, database } = await fresh();
    await store(lake, some);
    await push(lake, place);
    await session.queryAsync(
      `ALTER TABLE ${database}.files UPDATE columns = 'older' WHERE kind = 'activities' SETTINGS mutations_sync = 2`,
    );
    await session.queryAsync(
      `ALTER TABLE ${database}.activities DROP COLUMN verb SETTINGS mutations_sync = 2`,
    );
    const { query } = loadQuery(
      'q',
      "SELECT qid FROM events WHERE \"Verb\" = 'create' AND qid = 'Operation3'",
      { now: NOON, allTimes: true },
    );
    const ask = async (): Promise<unknown> => [...(await queryLake(query!, place, { server })).rows];
    expect(await ask()).toEqual([['Operation3']]);
    // The next push has the column again; rows that were there before have nothing in it.
    await push(lake, place);
    expect(await ask()).toEqual([['Operation3']]);
  });
});

describe('hostile content', () => {
  it('comes back as it was, whatever its texts hold', async () => {
    await fc.assert(
      fc.asyncProperty(anyActivities, async (activities) => {
        if (activities.length === 0) return;
        const { lake, place, database } = await fresh();
        await store(lake, activities);
        await push(lake, place);
        expect(await seen(place)).toEqual(await contentOf(lake));
        const found = await rowsOf(`SELECT id, operation, account FROM ${database}.activities ORDER BY id`);
        const wanted = activities.map(({ id, operation, account }) => [
          id,
          wellFormed(operation),
          wellFormed(account ?? ''),
        ]);
        expect(found).toEqual(wanted.toSorted(([a = ''], [b = '']) => (a < b ? -1 : 1)));
        for (const one of activities.slice(0, 3)) await expectFound(place, one);
        await session.queryAsync(`DROP DATABASE ${database}`);
      }),
      { numRuns: 5 },
    );
  });

  it('is a name of a database, too', async () => {
    const name = "it's `a` \\ lake; DROP TABLE files; --";
    const lake = join(folder, "an 'odd' name.lake");
    await store(lake, some);
    await session.queryAsync(`CREATE DATABASE \`${name.replaceAll(/[\\`]/g, '\\$&')}\``);
    const place = `clickhouse://server/${encodeURIComponent(name)}`;
    await push(lake, place);
    expect(await push(lake, place)).toMatchObject({ files: 0, present: 8 });
    expect(await seen(place)).toEqual(await contentOf(lake));
    await expectFound(place, some[0]!);
  });
});

/** A query with the texts of an Activity as literals finds it. */
async function expectFound(place: string, { id, operation, account }: Activity): Promise<void> {
  const text = (value: string): string => `'${wellFormed(value).replaceAll("'", "''")}'`;
  const asked = `SELECT "id" FROM events WHERE qid = ${text(operation)} AND "Account ID" = ${text(account ?? '')}`;
  const { query, diagnostics } = loadQuery('q', asked, { now: NOON, allTimes: true });
  if (!query) throw new Error(JSON.stringify(diagnostics));
  const { rows } = await queryLake(query, place, { server });
  expect([...rows].flat()).toContain(id);
}

async function collect(rows: AsyncIterable<readonly unknown[]>): Promise<(readonly unknown[])[]> {
  const found: (readonly unknown[])[] = [];
  for await (const row of rows) found.push(row);
  return found;
}

type Killable = (onStep: () => void) => Promise<unknown>;

/** How many steps it has. */
async function stepsOf(run: Killable): Promise<number> {
  let steps = 0;
  await run(() => {
    steps += 1;
  });
  return steps;
}

/** Dies behind a step; false when it had come to its end before. */
async function killedAt(step: number, run: Killable): Promise<boolean> {
  let left = step;
  try {
    await run(() => {
      if (left === 0) throw new Error('killed');
      left -= 1;
    });
    return false;
  } catch (error) {
    if ((error as Error).message !== 'killed') throw error;
    return true;
  }
}

/** Kills a push behind each of its steps, each time from the beginning, and then goes on; tells how many steps there are. */
async function killedEverywhere(
  lake: string,
  begin: (place: string) => Promise<unknown>,
  old: ReadonlyMap<string, Activity>,
  now: ReadonlyMap<string, Activity>,
): Promise<number> {
  for (let step = 0; ; step += 1) {
    const { place, database } = await fresh();
    await begin(place);
    const killed = await killedAt(step, (onStep) => push(lake, place, { onStep }));
    const content = await seen(place).catch(() => new Map<string, Activity>());
    // What was there before, or all of it.
    expect(content).toEqual(content.size === old.size ? old : now);
    await push(lake, place);
    expect(await seen(place)).toEqual(now);
    const unnamed = `SELECT count() FROM ${database}.activities WHERE file NOT IN (SELECT path FROM ${database}.files)`;
    expect(await rowsOf(unnamed)).toEqual([[0]]);
    if (killed) continue;
    // What was replaced is gone when nobody reads by what was before.
    await push(lake, place, { now: () => NOON + 2 * HOUR });
    expect(await seen(place)).toEqual(now);
    const [rows] = await rowsOf(`SELECT count(), uniqExact(id) FROM ${database}.activities`);
    expect(rows).toEqual([now.size, now.size]);
    const [files] = await rowsOf(
      `SELECT count(), uniqExact(path), length((SELECT any(files) FROM ${database}.pushes)) FROM ${database}.files`,
    );
    expect(new Set(files).size).toBe(1);
    return step;
  }
}

async function storeOperation(lake: string, one: Activity): Promise<void> {
  const writer = await openWriter(lake);
  const run = await writer.beginImport(false);
  const { id, time, provider } = one;
  run.staging.addActivity(
    { id, time, provider, remembered: true, text: JSON.stringify(one) },
    { operationKey: 'operation-1', replaces: true },
  );
  await run.commit();
  await writer.seal();
  writer.close();
}
