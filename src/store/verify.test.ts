import { appendFileSync, copyFileSync, cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { activity } from '../../test/support/activities.ts';
import { temporaryFolder } from '../../test/support/cli.ts';
import { NOON, openWriter, store } from '../../test/support/lake.ts';
import { openEngine } from './duckdb.ts';
import type { Manifest } from './manifest.ts';
import { lakePlaces } from './places.ts';
import { type LakeProblemKind, verifyLake } from './verify.ts';

const folder = temporaryFolder();
let lakes = 0;

/** A lake of two imports into the same day, which is then compacted, and of another day: four entries. */
async function someLake(): Promise<string> {
  lakes += 1;
  const lake = join(folder, `${lakes}.lake`);
  await store(lake, [activity({ id: 'a' }), activity({ id: 'b' })]);
  await store(lake, [activity({ id: 'c' })]);
  const writer = await openWriter(lake);
  await writer.compact();
  writer.close();
  await store(lake, [activity({ id: 'd', at: '2026-03-12T00:00:00Z' })]);
  return lake;
}

async function change(lake: string, sql: string): Promise<void> {
  const engine = await openEngine(lake);
  await engine.connection.run(sql);
  engine.close();
}

async function kindsOf(lake: string, expectHead?: string): Promise<LakeProblemKind[]> {
  const { problems } = await verifyLake(lake, expectHead === undefined ? {} : { expect: expectHead });
  return problems.map(({ kind }) => kind);
}

/** The path of the first sealed file that is named. */
function sealedFile(lake: string): string {
  const { manifest, sealed } = lakePlaces(lake);
  const { files } = JSON.parse(readFileSync(manifest, 'utf8')) as Manifest;
  return join(sealed, files[0]?.path ?? '');
}

describe('a lake that nobody touched', () => {
  it('is as it was sealed, and continues from every head that it had', async () => {
    const lake = join(folder, 'heads.lake');
    const heads: string[] = [];
    for (const id of ['a', 'b', 'c']) {
      await store(lake, [activity({ id })]);
      const found = await verifyLake(lake);
      expect(found).toMatchObject({
        problems: [],
        at: NOON,
        entries: heads.length + 1,
        files: heads.length + 1,
      });
      heads.push(found.head ?? '');
    }
    expect(new Set(heads).size).toBe(3);
    for (const head of heads) expect(await kindsOf(lake, head.slice(0, 12))).toEqual([]);
  });

  it('has an entry for what was put together, and none for nothing', async () => {
    const lake = await someLake();
    expect(await verifyLake(lake)).toMatchObject({ entries: 4, files: 2, problems: [] });
    await store(lake, [activity({ id: 'd', at: '2026-03-12T00:00:00Z' })]);
    expect(await verifyLake(lake)).toMatchObject({ entries: 4, files: 2, problems: [] });
  });

  it('that has no file yet is one', async () => {
    const lake = join(folder, 'empty.lake');
    await store(lake, []);
    expect(await verifyLake(lake)).toMatchObject({ entries: 0, files: 0, head: null, problems: [] });
  });

  it('whose journal began late has what was there before in its first entry', async () => {
    const lake = await someLake();
    await change(lake, 'DELETE FROM journal');
    await store(lake, [activity({ id: 'e', at: '2026-03-13T00:00:00Z' })]);
    expect(await verifyLake(lake)).toMatchObject({ entries: 2, files: 3, problems: [] });
  });
});

describe('a change is told', () => {
  it.each<[string, (lake: string) => Promise<void> | void, LakeProblemKind[]]>([
    ['of a sealed file', (lake) => appendFileSync(sealedFile(lake), 'x'), ['file-changed']],
    ['that takes a sealed file away', (lake) => rmSync(sealedFile(lake)), ['file-missing']],
    [
      'of the list for readers',
      (lake) => {
        const { manifest } = lakePlaces(lake);
        const content = JSON.parse(readFileSync(manifest, 'utf8')) as Manifest;
        writeFileSync(manifest, JSON.stringify({ ...content, files: content.files.slice(1) }));
      },
      ['list'],
    ],
    ['of the list of files', (lake) => change(lake, 'DELETE FROM files'), ['list', 'list']],
    [
      'of an entry',
      (lake) =>
        change(lake, `UPDATE journal SET entry = replace(entry, '"rows":2', '"rows":3') WHERE number = 1`),
      ['entry', 'rows'],
    ],
    [
      'of an entry and its hash',
      (lake) =>
        change(
          lake,
          `UPDATE journal SET entry = replace(entry, 'nephoscope test', 'x'), hash = sha256(replace(entry, 'nephoscope test', 'x'))
          WHERE number = 2`,
        ),
      ['entry'],
    ],
    [
      'that makes an entry nonsense',
      (lake) => change(lake, `UPDATE journal SET entry = '{' WHERE number = 4`),
      ['entry', 'entry', 'list', 'list'],
    ],
    // Entry 3 has neither its number nor what was before it.
    [
      'that takes an entry out',
      (lake) => change(lake, 'DELETE FROM journal WHERE number = 2'),
      ['entry', 'entry', 'entry', 'rows'],
    ],
  ])('%s', async (_, attack, kinds) => {
    const lake = await someLake();
    await attack(lake);
    expect(await kindsOf(lake)).toEqual(kinds);
  });

  it('when the lake is put back to what it was, by the head that was noted', async () => {
    const lake = join(folder, 'back.lake');
    await store(lake, [activity({ id: 'a' })]);
    const places = lakePlaces(lake);
    const copy = `${lake}.copy`;
    copyFileSync(lake, copy);
    cpSync(places.sealed, `${copy}.sealed`, { recursive: true });
    await store(lake, [activity({ id: 'b' })]);
    const { head } = await verifyLake(lake);
    rmSync(places.sealed, { recursive: true });
    copyFileSync(copy, lake);
    cpSync(`${copy}.sealed`, places.sealed, { recursive: true });
    expect(await kindsOf(lake)).toEqual([]);
    expect(await kindsOf(lake, head ?? '')).toEqual(['head']);
  });
});

describe('what cannot be verified', () => {
  it('is no lake', async () => {
    await expect(verifyLake(join(folder, 'none.lake'))).rejects.toMatchObject({ code: 'missing' });
  });

  it('is written by somebody', async () => {
    const lake = await someLake();
    const writer = await openWriter(lake);
    await expect(verifyLake(lake)).rejects.toMatchObject({ code: 'taken' });
    writer.close();
  });

  it('has lost its file', async () => {
    const lake = await someLake();
    rmSync(lake);
    await expect(verifyLake(lake)).rejects.toThrow(/is gone: without it nothing can be compared/);
  });

  it('has no journal', async () => {
    const lake = await someLake();
    await change(lake, 'DROP TABLE journal');
    await expect(verifyLake(lake)).rejects.toThrow(/has no journal yet/);
  });
});
