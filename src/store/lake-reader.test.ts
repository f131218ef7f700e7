import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { activity } from '../../test/support/activities.ts';
import { temporaryFolder } from '../../test/support/cli.ts';
import { store } from '../../test/support/lake.ts';
import { LakeReader } from './lake-reader.ts';

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
});
