import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { nephoscope, start, temporaryFolder } from '../support/cli.ts';
import { someRecords, writers } from '../support/hunting.ts';

const folder = temporaryFolder();
const lake = join(folder, 'safe.lake');
const everything = ['SELECT qid FROM events', '--all-times', '--force'];

beforeAll(() => {
  expect(nephoscope(['lake', 'import', 'examples', '--lake', lake]).code).toBe(0);
});

describe('what a query reads', () => {
  it('is not written over: a lake', () => {
    for (const output of [lake, `${lake}.wal`, join(`${lake}.sealed`, 'manifest.json')]) {
      const run = nephoscope(['query', ...everything, '--lake', lake, '-o', output]);
      expect(run.code).toBe(3);
      expect(run.err).toMatch(/is one of the inputs: it would be written over/);
    }
    expect(nephoscope(['lake', 'import', 'examples', '--lake', lake]).code).toBe(0);
    // A name that only begins like its own is free.
    expect(nephoscope(['query', ...everything, '--lake', lake, '-o', `${lake}.sealed-rows.csv`]).code).toBe(
      0,
    );
  });

  it.each([[[]], [['--diff']]])('is not written over: evidence (%j)', (more) => {
    const path = join(folder, 'evidence.ndjson');
    writeFileSync(path, writers['ndjson']?.(someRecords(3, 5)) ?? '');
    const before = readFileSync(path);
    const run = nephoscope(['query', ...everything, ...more, path, '-o', path]);
    expect(run.code).toBe(3);
    expect(run.err).toMatch(/is one of the inputs/);
    expect(readFileSync(path)).toEqual(before);
  });
});

describe('a lake', () => {
  it('in the folder that is imported is not taken for a log', () => {
    const logs = join(folder, 'logs');
    cpSync('examples/aws', logs, { recursive: true });
    const inside = join(logs, 'own.lake');
    const words = ['lake', 'import', logs, '--lake', inside];
    expect(nephoscope(words).err).toContain('211 added');
    expect(nephoscope([...words, '--strict'])).toMatchObject({
      code: 0,
      err: expect.not.stringContaining('unknown'),
    });
  });

  it('whose import was interrupted says so to readers, until the next one goes on', async () => {
    const cut = join(folder, 'cut.lake');
    const writer = start(['lake', 'import', 'examples', '-', '--lake', cut]);
    while (!existsSync(`${cut}.lock`)) await setImmediate();
    const ended = new Promise((resolve) => writer.on('exit', resolve));
    writer.kill('SIGINT');
    expect(await ended).toBe(130);
    expect(nephoscope(['lake', 'stats', '--lake', cut]).err).toContain('note: an import was not finished');
    expect(nephoscope(['lake', 'import', 'examples', '--lake', cut]).code).toBe(0);
    expect(nephoscope(['lake', 'stats', '--lake', cut]).err).toBe('');
  });

  it('says what is the matter, without calling it a bug', () => {
    const tooMany = `SELECT qid FROM events WHERE "id" IN (SELECT "id" FROM events)`;
    const many = join(folder, 'many.lake');
    const path = join(folder, 'many.ndjson');
    writeFileSync(path, writers['ndjson']?.(someRecords(4, 10_500)) ?? '');
    expect(nephoscope(['lake', 'import', path, '--lake', many]).code).toBe(0);
    const query = nephoscope(['query', tooMany, '--all-times', '--lake', many]);
    expect(query.code).toBe(3);
    expect(query.err).toMatch(/error: .*IN .*rows/);

    for (const name of ['x.parquet', 'x']) {
      const to = join(folder, 'no-such-folder', name);
      const out = nephoscope(['lake', 'export', '--lake', lake, '-f', 'parquet', '-o', to]);
      expect(out.code).toBe(5);
      expect(out.err).toMatch(/no-such-folder.* cannot be written: /);
      expect(out.err).not.toContain('sealed file');
    }
  });
});
