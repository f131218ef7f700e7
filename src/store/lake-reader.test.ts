import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { activity } from '../../test/support/activities.ts';
import { temporaryFolder } from '../../test/support/cli.ts';
import { store } from '../../test/support/lake.ts';
import { LakeReader } from './lake-reader.ts';
import { lakePlaces } from './places.ts';

const folder = temporaryFolder();

async function rowsOf(reader: LakeReader, sql: string): Promise<number> {
  let count = 0;
  for await (const _ of reader.rows(sql)) count += 1;
  return count;
}

describe('rows', () => {
  it('are all of them, or an error: a stream that breaks off does not look like its end', async () => {
    const lake = join(folder, 'broken.lake');
    await store(lake, [activity({ id: 'a' })]);
    const reader = await LakeReader.open(lake);
    const failing = "SELECT CASE WHEN i = 150000 THEN error('no more') ELSE i END FROM range(200000) AS t(i)";
    await expect(rowsOf(reader, failing)).rejects.toMatchObject({ code: 'failed' });
    expect(await rowsOf(reader, 'SELECT i FROM range(200000) AS t(i)')).toBe(200_000);
    reader.close();
  });

  it('that do not fit into memory leave nothing in the folder in which the program runs', async () => {
    const lake = join(folder, 'large.lake');
    await store(lake, [activity({ id: 'a' })]);
    const before = readdirSync('.');
    const reader = await LakeReader.open(lake, { memoryMB: 150, threads: 1 });
    const sorted =
      'SELECT md5(CAST(i AS VARCHAR)) AS x, md5(CAST(i + 1 AS VARCHAR)) FROM range(2000000) AS t(i) ORDER BY x';
    let count = 0;
    for await (const _ of reader.rows(sorted)) {
      if (count === 0) expect(readdirSync('.')).toEqual(before);
      count += 1;
    }
    expect(count).toBe(2_000_000);
    reader.close();
    expect(readdirSync('.')).toEqual(before);
  });

  it('end when they are not wanted any more, however long the engine would take', async () => {
    const lake = join(folder, 'stopped.lake');
    await store(lake, [activity({ id: 'a' })]);
    const stop = new AbortController();
    const reader = await LakeReader.open(lake, { signal: stop.signal });
    const counting = rowsOf(
      reader,
      'SELECT count(*) FROM range(1000000) AS a, range(1000000) AS b WHERE a.range * b.range % 7 = 3',
    );
    await setImmediate();
    await setImmediate();
    stop.abort();
    expect(await counting).toBe(0);
    expect(await rowsOf(reader, 'SELECT 1')).toBe(0);
    reader.close();
  });
});

describe('a list of sealed files that cannot be read', () => {
  it('is not a lake that is not there', async () => {
    const lake = join(folder, 'unreadable.lake');
    await store(lake, [activity({ id: 'a' })]);
    const { manifest } = lakePlaces(lake);
    rmSync(manifest);
    mkdirSync(manifest);
    await expect(LakeReader.open(lake)).rejects.toMatchObject({
      code: 'damaged',
      message: expect.stringContaining('cannot be read: EISDIR'),
    });
  });
});
