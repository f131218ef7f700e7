import {
  copyFileSync,
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { activity } from '../../test/support/activities.ts';
import { temporaryFolder } from '../../test/support/cli.ts';
import { contentOf, NOON, openWriter, store, stored } from '../../test/support/lake.ts';
import { openEngine } from './duckdb.ts';
import { LakeReader } from './lake-reader.ts';
import { LakeWriter } from './lake-writer.ts';
import type { Manifest } from './manifest.ts';
import { lakePlaces } from './places.ts';
import { type Migration, migrations } from './schema.ts';

const folder = temporaryFolder();
let lakes = 0;
const newLake = (): string => {
  lakes += 1;
  return join(folder, `${lakes}.lake`);
};

const HOUR = 3_600_000;
const some = (...ids: string[]): ReturnType<typeof activity>[] => ids.map((id) => activity({ id }));

function manifestOf(lake: string): Manifest {
  return JSON.parse(readFileSync(lakePlaces(lake).manifest, 'utf8')) as Manifest;
}

/** All Parquet files below the folder, whether anything names them or not. */
function parquetOf(lake: string): string[] {
  return readdirSync(lakePlaces(lake).sealed, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.parquet'))
    .toSorted();
}

describe('sealing', () => {
  it('makes one file for each provider and day, sorted by operation and time', async () => {
    const lake = newLake();
    const activities = [
      activity({ id: 'b', operation: 'RunInstances', at: '2026-03-10T23:59:59.999Z' }),
      activity({ id: 'c', operation: 'CreateSnapshot', at: '2026-03-10T12:00:00Z' }),
      activity({ id: 'a', operation: 'CreateSnapshot', at: '2026-03-10T10:00:00Z' }),
      activity({ id: 'd', operation: 'CreateSnapshot', at: '2026-03-11T00:00:00Z' }),
      activity({ id: 'e', provider: 'gcp', at: '2026-03-10T10:00:00Z' }),
      activity({ id: 'f', time: 0 }),
    ];
    await store(lake, activities);
    expect(parquetOf(lake)).toEqual([
      'activities/provider=aws/day=1970-01-01/000001-0.parquet',
      'activities/provider=aws/day=2026-03-10/000001-1.parquet',
      'activities/provider=aws/day=2026-03-11/000001-2.parquet',
      'activities/provider=gcp/day=2026-03-10/000001-3.parquet',
    ]);
    expect(manifestOf(lake).files[1]).toMatchObject({
      path: 'activities/provider=aws/day=2026-03-10/000001-1.parquet',
      rows: 3,
      first: Date.parse('2026-03-10T10:00:00Z'),
      last: Date.parse('2026-03-10T23:59:59.999Z'),
    });
    const reader = await LakeReader.open(lake);
    const ids: unknown[] = [];
    const day = join(lakePlaces(lake).sealed, parquetOf(lake)[1] ?? '');
    for await (const [id] of reader.rows(`SELECT id FROM read_parquet('${day}')`)) ids.push(id);
    expect(ids).toEqual(['a', 'c', 'b']);
    reader.close();
  });

  it('keeps what is there: an Activity that comes again is left out', async () => {
    const lake = newLake();
    await store(lake, some('a', 'b'));
    const writer = await openWriter(lake);
    const run = await writer.beginImport(false);
    for (const [id, operation] of [
      ['b', 'Other'],
      ['c', 'First'],
      ['c', 'Second'],
    ] as const) {
      run.staging.addActivity(stored(activity({ id, operation })));
    }
    await run.commit();
    expect(await writer.seal()).toEqual({ added: 1, present: 2, completed: 0 });
    writer.close();
    const content = await contentOf(lake);
    expect([...content].map(([id, one]) => [id, one.operation]).toSorted()).toEqual([
      ['a', 'CreateSnapshot'],
      ['b', 'CreateSnapshot'],
      ['c', 'First'],
    ]);
  });

  it('puts an operation in the place of what was known of it, in files of its own and of others, of another day, too', async () => {
    const lake = newLake();
    const first = await openWriter(lake);
    const run = await first.beginImport(true);
    const record = { service: 's', operation: 'o', container: 'c', index: 0 };
    const add = (
      to: typeof run,
      id: string,
      at: string,
      operation: string,
      of?: string,
      replaces = false,
    ): void => {
      const one = activity({ id, at, operation });
      const { time, provider } = one;
      const records = of === undefined ? [] : [{ ...record, text: JSON.stringify(operation) }];
      to.staging.addActivity(
        { id, time, provider, remembered: true, text: JSON.stringify(one), records },
        of === undefined ? undefined : { operationKey: of, replaces },
      );
    };
    add(run, 'alone', '2026-03-10T01:00:00Z', 'Read');
    add(run, 'begun', '2026-03-10T02:00:00Z', 'Begun', 'key-1');
    add(run, 'other', '2026-03-10T03:00:00Z', 'Other', 'key-2');
    add(run, 'gone', '2026-03-11T03:00:00Z', 'Begun', 'key-3');
    await run.commit();
    expect(await first.seal()).toEqual({ added: 4, present: 0, completed: 0 });
    first.close();

    const second = await openWriter(lake);
    const more = await second.beginImport(true);
    add(more, 'begun', '2026-03-09T23:00:00Z', 'Whole', 'key-1', true);
    add(more, 'begun-2', '2026-03-10T02:30:00Z', 'Again', 'key-1', true);
    add(more, 'found', '2026-03-11T04:00:00Z', 'Whole', 'key-3', true);
    await more.commit();
    expect(await second.seal()).toEqual({ added: 0, present: 0, completed: 3 });
    second.close();

    const content = await contentOf(lake);
    expect([...content].map(([id, { operation }]) => `${id} ${operation}`).toSorted()).toEqual([
      'alone Read',
      'begun Whole',
      'begun-2 Again',
      'found Whole',
      'other Other',
    ]);
    const reader = await LakeReader.open(lake);
    const records: string[] = [];
    for await (const one of reader.records()) records.push(`${one.id} ${one.text}`);
    expect(records).toEqual(['begun "Whole"', 'begun-2 "Again"', 'found "Whole"', 'other "Other"']);
    reader.close();
  });
});

describe('what a process that died left behind', () => {
  it('is swept: files that nothing names, and replaced ones after an hour', async () => {
    const lake = newLake();
    await store(lake, some('a'));
    const [path = ''] = parquetOf(lake);
    const sealed = lakePlaces(lake).sealed;
    const orphan = join(sealed, path.replace('000001', '000002'));
    copyFileSync(join(sealed, path), orphan);
    const foreign = join(sealed, 'activities/notes.txt');
    writeFileSync(foreign, 'mine');
    (await openWriter(lake)).close();
    expect(existsSync(orphan)).toBe(false);
    expect(existsSync(foreign)).toBe(true);
    expect(parquetOf(lake)).toEqual([path]);
    expect((await contentOf(lake)).size).toBe(1);
  });

  it('the list for readers is made again', async () => {
    const lake = newLake();
    await store(lake, some('a'));
    const { manifest } = lakePlaces(lake);
    const before = manifestOf(lake);
    rmSync(manifest);
    (await openWriter(lake, NOON + HOUR)).close();
    expect(manifestOf(lake)).toEqual({ ...before, written: NOON + HOUR });
  });
});

describe('the schema', () => {
  const next: Migration = {
    version: (migrations.at(-1)?.version ?? 0) + 1,
    statements: ['ALTER TABLE imports ADD COLUMN note VARCHAR', "UPDATE imports SET note = 'old'"],
  };

  it('is brought up step by step, and nothing is lost', async () => {
    const lake = newLake();
    await store(lake, some('a', 'b'));
    const options = { now: () => NOON + HOUR, program: 'nephoscope next', doing: 'a test' };
    (await LakeWriter.open(lake, { ...options, migrations: [...migrations, next] })).close();
    const engine = await openEngine(lake);
    const steps = await engine.connection.runAndReadAll('SELECT * FROM migrations ORDER BY version');
    expect(steps.getRows()).toEqual([
      ...migrations.map(({ version }) => [version, BigInt(NOON), 'nephoscope test']),
      [next.version, BigInt(NOON + HOUR), 'nephoscope next'],
    ]);
    const notes = await engine.connection.runAndReadAll('SELECT number, note FROM imports');
    expect(notes.getRows()).toEqual([[1, 'old']]);
    engine.close();
    expect((await contentOf(lake)).size).toBe(2);
  });

  it('of a step that fails is left as it was', async () => {
    const lake = newLake();
    await store(lake, some('a'));
    const broken = { ...next, statements: [...next.statements, 'ALTER TABLE nowhere ADD COLUMN x VARCHAR'] };
    const options = { now: () => NOON, program: 'nephoscope next', doing: 'a test' };
    await expect(LakeWriter.open(lake, { ...options, migrations: [...migrations, broken] })).rejects.toThrow(
      /nowhere/,
    );
    (await openWriter(lake)).close();
    (await LakeWriter.open(lake, { ...options, migrations: [...migrations, next] })).close();
  });

  it('of a newer program is refused by name, for writing and for reading', async () => {
    const lake = newLake();
    await store(lake, some('a'));
    const options = { now: () => NOON, program: 'nephoscope next', doing: 'a test' };
    (await LakeWriter.open(lake, { ...options, migrations: [...migrations, next] })).close();
    await expect(openWriter(lake)).rejects.toMatchObject({
      code: 'newer',
      message: `${lakePlaces(lake).file} was written by a newer nephoscope (schema 3; this one knows up to 2): update nephoscope.`,
    });
    const { manifest } = lakePlaces(lake);
    writeFileSync(manifest, JSON.stringify({ ...manifestOf(lake), format: 2 }));
    await expect(LakeReader.open(lake)).rejects.toMatchObject({ code: 'newer' });
  });
});

describe('columns of another version', () => {
  it('are made of the JSON', async () => {
    const lake = newLake();
    await store(lake, [activity({ id: 'old', operation: 'Old' }), activity({ id: 'x', provider: 'gcp' })]);
    const { manifest } = lakePlaces(lake);
    const { files, ...rest } = manifestOf(lake);
    writeFileSync(
      manifest,
      JSON.stringify({
        ...rest,
        files: files.map((file) => (file.provider === 'aws' ? { ...file, columns: 'of old' } : file)),
      }),
    );
    const reader = await LakeReader.open(lake);
    const rows: unknown[] = [];
    for await (const row of reader.rows(
      'SELECT id, operation, principal_key, resources_type, remembered FROM activities ORDER BY id',
    )) {
      rows.push(row.map((value) => (typeof value === 'object' && value ? Object.values(value)[0] : value)));
    }
    const who = 'aws:arn:aws:iam::210987654321:user/mara';
    expect(rows).toEqual([
      ['old', 'Old', who, ['snapshot', 'volume'], true],
      ['x', 'CreateSnapshot', who, ['snapshot', 'volume'], true],
    ]);
    reader.close();
  });
});

describe('what is no lake', () => {
  it.each([
    ['a text', 'hello, this is a text of some length', /is no DuckDB file. Choose another name/],
    ['a folder', undefined, /cannot be read: EISDIR/],
  ])('%s is refused', async (_, content, message) => {
    const path = content === undefined ? folder : newLake();
    if (content !== undefined) writeFileSync(path, content);
    await expect(openWriter(path)).rejects.toMatchObject({
      code: 'not-a-lake',
      message: expect.stringMatching(message),
    });
    expect(existsSync(`${path}.lock`)).toBe(false);
  });

  it("a DuckDB file of somebody else's is refused", async () => {
    const path = newLake();
    const engine = await openEngine(path);
    await engine.connection.run('CREATE TABLE orders (number INTEGER)');
    engine.close();
    await expect(openWriter(path)).rejects.toThrow(/is a DuckDB file of something else \(it has orders\)/);
    // The lock is let go.
    await expect(openWriter(path)).rejects.toThrow(/something else/);
  });

  it('a place where nothing is cannot be read, and one in no folder not be made', async () => {
    await expect(LakeReader.open(newLake())).rejects.toMatchObject({ code: 'missing' });
    await expect(openWriter(join(folder, 'no', 'folder', 'x.lake'))).rejects.toMatchObject({
      code: 'failed',
    });
  });

  it('a lake whose file is gone is not begun anew over what it sealed', async () => {
    const lake = newLake();
    await store(lake, some('a'));
    renameSync(lake, `${lake}.away`);
    await expect(openWriter(lake)).rejects.toThrow(/is gone, but what it sealed is there/);
    renameSync(`${lake}.away`, lake);
    expect((await contentOf(lake)).size).toBe(1);
  });

  it.each([
    ['{"format":1,"files":[]}', /expected \{"format", "state", "files"\}/],
    ['nonsense', /expected/],
    ['{"format":1,"state":{},"files":[{"path":"../x"}]}', /entry 0 of "files" is no sealed file/],
  ])('a list that is damaged is named: %s', async (text, message) => {
    const lake = newLake();
    await store(lake, some('a'));
    writeFileSync(lakePlaces(lake).manifest, text);
    await expect(LakeReader.open(lake)).rejects.toMatchObject({
      code: 'damaged',
      message: expect.stringMatching(message),
    });
  });

  it('a sealed file that is gone or damaged is named', async () => {
    const lake = newLake();
    await store(lake, some('a'));
    const path = join(lakePlaces(lake).sealed, parquetOf(lake)[0] ?? '');
    writeFileSync(path, 'PAR1 and nothing more');
    await expect(contentOf(lake)).rejects.toMatchObject({ code: 'damaged' });
    rmSync(path);
    await expect(contentOf(lake)).rejects.toMatchObject({ code: 'damaged' });
  });
});
