import { existsSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { activity } from '../../test/support/activities.ts';
import { temporaryFolder } from '../../test/support/cli.ts';
import { NOON, openWriter, store } from '../../test/support/lake.ts';
import { LakeReader } from './lake-reader.ts';
import { holderText, isAlive, lockHolder } from './lock.ts';
import { lakePlaces } from './places.ts';

const folder = temporaryFolder();
let lakes = 0;
const newLake = (): string => {
  lakes += 1;
  return join(folder, `${lakes}.lake`);
};

/** More than any system gives out. */
const NOBODY = 2 ** 30;

function holder(part: object = {}): string {
  return JSON.stringify({ pid: NOBODY, host: hostname(), since: NOON, doing: 'lake import', ...part });
}

describe('the right to write', () => {
  it('is held while a lake is open, by name, and let go', async () => {
    const lake = newLake();
    const places = lakePlaces(lake);
    const writer = await openWriter(lake);
    expect(JSON.parse(readFileSync(places.lock, 'utf8'))).toEqual({
      pid: process.pid,
      host: hostname(),
      since: NOON,
      doing: 'a test',
    });
    expect(isAlive(lockHolder(places)!, places)).toBe(true);
    writer.close();
    expect(existsSync(places.lock)).toBe(false);
    (await openWriter(lake)).close();
  });

  it('is not given twice in one process, whatever the lake is called by', async () => {
    const lake = newLake();
    const writer = await openWriter(lake);
    const other = join(folder, 'another-name.lake');
    symlinkSync(lake, other);
    for (const name of [lake, other]) {
      await expect(openWriter(name)).rejects.toMatchObject({
        code: 'taken',
        message: expect.stringMatching(
          /is being written by process \d+ on .* \(a test\) since 2026-03-10T12:00:00.000Z; this process/,
        ),
      });
    }
    writer.close();
  });

  it('is taken over from a process that died', async () => {
    const lake = newLake();
    (await openWriter(lake)).close();
    writeFileSync(lakePlaces(lake).lock, holder());
    const writer = await openWriter(lake);
    expect(holderText(writer.tookOver!)).toBe(
      `process ${NOBODY} on ${hostname()} (lake import) since 2026-03-10T12:00:00.000Z`,
    );
    writer.close();
    expect(existsSync(lakePlaces(lake).lock)).toBe(false);
  });

  it('is taken over from one whose number another process has now: the engine says who has the file', async () => {
    const lake = newLake();
    (await openWriter(lake)).close();
    writeFileSync(lakePlaces(lake).lock, holder({ pid: process.ppid }));
    const writer = await openWriter(lake);
    expect(writer.tookOver).toMatchObject({ pid: process.ppid });
    writer.close();
  });

  it('is not taken from a process on another machine, which cannot be looked at', async () => {
    const lake = newLake();
    (await openWriter(lake)).close();
    const { lock, file } = lakePlaces(lake);
    writeFileSync(lock, holder({ host: 'elsewhere' }));
    await expect(openWriter(lake)).rejects.toThrow(
      `${file} is being written by process ${NOBODY} on elsewhere (lake import) since 2026-03-10T12:00:00.000Z; ` +
        `if that process has ended, remove ${lock}.`,
    );
  });

  it.each(['', '{', '[]', '{"pid":"1"}', holder({ since: 1e300 })])(
    'is not held by nonsense: %s',
    async (text) => {
      const lake = newLake();
      (await openWriter(lake)).close();
      writeFileSync(lakePlaces(lake).lock, text);
      (await openWriter(lake)).close();
    },
  );
});

describe('readers', () => {
  it('see what is sealed while somebody writes, and who that is', async () => {
    const lake = newLake();
    await store(lake, [activity({ id: 'sealed' })]);
    const writer = await openWriter(lake);
    const run = await writer.beginImport(false);
    run.staging.addActivity({ id: 'staged', time: NOON, provider: 'aws', remembered: true, text: '{}' });
    await run.commit();
    const reader = await LakeReader.open(lake);
    expect(reader.writer).toMatchObject({ alive: true, doing: 'a test' });
    const ids: string[] = [];
    for await (const one of reader.activities()) ids.push(one.activity.id);
    expect(ids).toEqual(['sealed']);
    reader.close();
    writer.close();
  });

  it('are told of a process that died', async () => {
    const lake = newLake();
    await store(lake, [activity()]);
    writeFileSync(lakePlaces(lake).lock, holder());
    const reader = await LakeReader.open(lake);
    expect(reader.writer).toMatchObject({ alive: false, pid: NOBODY });
    reader.close();
  });
});
