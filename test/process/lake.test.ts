import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { nephoscope, start, temporaryFolder } from '../support/cli.ts';
import { someRecords, writers } from '../support/hunting.ts';

const folder = temporaryFolder();
let lakes = 0;
const newLake = (): string => {
  lakes += 1;
  return join(folder, `${lakes}.lake`);
};

function imported(...more: string[]): string {
  const lake = newLake();
  expect(nephoscope(['lake', 'import', 'examples', '--lake', lake, ...more]).code).toBe(0);
  return lake;
}

describe('lake import', () => {
  it('says what was read, and what became of it', () => {
    const lake = newLake();
    const first = nephoscope(['lake', 'import', 'examples', '--lake', lake]);
    expect(first).toEqual({
      code: 0,
      out: '',
      err:
        '271 read = 271 in activities + 0 duplicates + 0 skipped + 0 rejected\n' +
        '236 activities = 236 added + 0 there already + 0 completed by records that came now\n',
    });
    const second = nephoscope(['lake', 'import', 'examples/aws', 'examples', '--lake', lake, '--again']);
    expect(second.err).toBe(
      '271 read = 271 in activities + 0 duplicates + 0 skipped + 0 rejected\n' +
        '213 activities = 0 added + 213 there already + 0 completed by records that came now\n' +
        '58 records of operations were there already\n',
    );
    const third = nephoscope(['lake', 'import', 'examples', '--lake', lake]);
    expect(third.err).toContain('19 inputs imported before and not changed since');
    expect(nephoscope(['lake', 'import', 'examples', '--lake', lake, '-q'])).toEqual({
      code: 0,
      out: '',
      err: '',
    });
  });

  it('reads an input again that has grown', () => {
    const lake = newLake();
    const path = join(folder, 'growing.ndjson');
    const write = writers['ndjson'];
    const records = someRecords(3, 20);
    writeFileSync(path, write?.(records.slice(0, 10)) ?? '');
    expect(nephoscope(['lake', 'import', path, '--lake', lake]).err).toContain('10 read');
    writeFileSync(path, write?.(records.slice(0, 30)) ?? '');
    const { err } = nephoscope(['lake', 'import', path, '--lake', lake]);
    expect(err).toContain('30 read');
    expect(err).toMatch(/= 20 added \+ 10 there already/);
  });

  it('tries an input again that could not be read to its end', () => {
    const lake = newLake();
    const path = join(folder, 'cut.json.gz');
    const whole = writers['json.gz']?.(someRecords(4, 20)) ?? Buffer.of();
    writeFileSync(path, whole.subarray(0, whole.length - 500));
    expect(nephoscope(['lake', 'import', path, 'examples', '--lake', lake]).err).toContain(
      'cut.json.gz: corrupt',
    );
    const { code, err } = nephoscope(['lake', 'import', path, 'examples', '--lake', lake, '--strict']);
    expect(code).toBe(4);
    expect(err).toContain('cut.json.gz: corrupt');
    expect(err).toContain('19 inputs imported before');
  });

  it('reads standard input, and says when there is nothing', () => {
    const lake = newLake();
    const input = writers['ndjson']?.(someRecords(5, 10)) ?? Buffer.of();
    expect(nephoscope(['lake', 'import', '-', '--lake', lake], { input })).toMatchObject({ code: 0 });
    expect(nephoscope(['lake', 'import', 'no-such-folder', '--lake', lake])).toMatchObject({
      code: 4,
      err: expect.stringContaining('nothing to import: no-such-folder: no such file or folder'),
    });
    // No lake is made for it.
    const misspelt = join(folder, 'misspelt.lake');
    expect(nephoscope(['lake', 'import', 'no-such-folder', '--lake', misspelt]).code).toBe(4);
    expect(existsSync(misspelt)).toBe(false);
  });

  it('gives the same with several threads', () => {
    const logs = join(folder, 'logs');
    const records = someRecords(6, 200);
    // More inputs than one task takes.
    mkdirSync(logs);
    for (let file = 0; file < 1100; file += 1) {
      const part = records.filter((_, index) => index % 1100 === file || index % 400 === file);
      writeFileSync(join(logs, `${String(file).padStart(4, '0')}.ndjson`), writers['ndjson']?.(part) ?? '');
    }
    const [one, several] = [newLake(), newLake()];
    const run = (lake: string, threads: string): string =>
      nephoscope(['lake', 'import', logs, '--lake', lake, '--threads', threads, '--records']).err;
    expect(run(several, '3')).toBe(run(one, '1'));
    for (const more of [[], ['--records']]) {
      const [first, second] = [one, several].map(
        (lake) => nephoscope(['lake', 'export', '--lake', lake, ...more]).out,
      );
      expect(second).toBe(first);
      expect(first?.split('\n').length).toBeGreaterThan(600);
    }
  });
});

describe('a lake that somebody writes', () => {
  it('is not written by another, who is told; readers are told, and read what is sealed', async () => {
    const lake = imported();
    const writer = start(['lake', 'import', '-', '--lake', lake]);
    while (!existsSync(`${lake}.lock`)) await setImmediate();
    const who = `process ${writer.pid} on ${hostname()} (lake import) since `;

    const second = nephoscope(['lake', 'import', 'examples', '--lake', lake]);
    expect(second.code).toBe(5);
    expect(second.err).toContain(`${lake} is being written by ${who}`);
    expect(second.err).toContain('what is sealed can be read meanwhile');
    expect(nephoscope(['lake', 'compact', '--lake', lake]).err).toContain(who);
    for (const words of [
      ['hunt', '-f', 'ndjson'],
      ['lake', 'stats'],
      ['lake', 'export'],
    ]) {
      const reader = nephoscope([...words, '--lake', lake]);
      expect(reader.code).toBe(0);
      expect(reader.err).toContain(`note: the lake is being written by ${who}`);
      expect(reader.out).not.toBe('');
    }

    const ended = new Promise((resolve) => writer.on('exit', resolve));
    writer.stdin?.end(writers['ndjson']?.(someRecords(7, 10)));
    expect(await ended).toBe(0);
    expect(existsSync(`${lake}.lock`)).toBe(false);
    expect(nephoscope(['lake', 'stats', '--lake', lake]).err).toBe('');
  });

  it('is gone on with when that one was killed', async () => {
    const lake = imported();
    const writer = start(['lake', 'import', '-', '--lake', lake]);
    while (!existsSync(`${lake}.lock`)) await setImmediate();
    const ended = new Promise((resolve) => writer.on('exit', resolve));
    writer.kill('SIGKILL');
    await ended;
    expect(nephoscope(['lake', 'stats', '--lake', lake]).err).toMatch(
      /note: an import was not finished: process \d+ .* has died/,
    );
    expect(nephoscope(['lake', 'import', 'examples', '--lake', lake]).err).toMatch(
      /note: process \d+ on .* had died on the way; gone on with what it left/,
    );
    expect(nephoscope(['lake', 'stats', '--lake', lake]).err).toBe('');
  });
});

describe('hunt --lake', () => {
  it('finds what a hunt over the files finds', () => {
    const lake = imported('--records');
    const files = nephoscope(['hunt', 'examples', '-f', 'ndjson', '-m', 'informational']);
    const stored = nephoscope(['hunt', '--lake', lake, '-f', 'ndjson', '-m', 'informational']);
    expect(stored.code).toBe(0);
    expect(stored.out).toBe(files.out);
    expect(stored.err).toMatch(
      /Records +271 read = 124 in activities \+ 0 duplicates \+ 147 skipped \(by-predicate 147\)/,
    );
  });

  it('keeps to the time asked for', () => {
    const lake = imported();
    const range = ['--from', '2026-03-10T09:00:00Z', '--to', '2026-03-10T15:00:00Z', '-f', 'ndjson', '-q'];
    const stored = nephoscope(['hunt', '--lake', lake, ...range]);
    expect(stored.out).toBe(nephoscope(['hunt', 'examples', ...range]).out);
    expect(stored.out).not.toBe('');
  });

  it('says when nothing lies in the time asked for', () => {
    const run = nephoscope(['hunt', '--lake', imported(), '--from', '2026-06-01']);
    expect(run.err).toMatch(
      /^note: the lake has Activities from 2026-03-10T00:05:\S+ to 2026-03-10T\S+: nothing is inside the time asked for/,
    );
    expect(run.code).toBe(0);
  });

  it('a lake or an export below a file is an error in words', () => {
    const below = join(folder, 'plain', 'x.parquet');
    writeFileSync(join(folder, 'plain'), '');
    for (const args of [
      ['import', 'examples', '--lake', below],
      ['export', '--lake', imported(), '-o', below],
    ]) {
      const run = nephoscope(['lake', ...args]);
      expect(run.err).not.toContain('internal error');
      expect([4, 5]).toContain(run.code);
    }
  });

  it('says which rules could not see what they look at', () => {
    const rule = join(folder, 'native.yml');
    writeFileSync(
      rule,
      'title: Native\nlogsource: { product: aws, service: cloudtrail }\ndetection:\n  s: { eventName: RunInstances }\n  condition: s\n',
    );
    const words = ['-r', rule, '--no-pack', '-f', 'ndjson'];
    const without = nephoscope(['hunt', '--lake', imported(), ...words]);
    expect(without.err).toContain('warning: 1 rule skipped: they look at native records');
    expect(without.out).toBe('');
    const stored = nephoscope(['hunt', '--lake', imported('--records'), ...words]);
    expect(stored.err).not.toContain('warning');
    expect(stored.out).toBe(nephoscope(['hunt', 'examples', ...words]).out);
    expect(stored.out).not.toBe('');
  });

  it.each([
    [['hunt'], 3, /nothing to read: give files, folders or globs, - for standard input, or --lake FILE/],
    [['hunt', 'examples', '--lake', 'x'], 3, /give paths or --lake, not both/],
    [['hunt', '--lake', 'no-such.lake'], 4, /no-such.lake: there is no lake here/],
    [['lake', 'compact', '--lake', 'no-such.lake'], 4, /there is no lake here/],
    [['lake', 'import', 'examples'], 3, /required option '--lake <file>' not specified/],
    [
      ['lake', 'import', 'examples', '--lake', 'package.json'],
      4,
      /package.json is no lake: it is no DuckDB file/,
    ],
  ])('%j is refused', (words, code, message) => {
    const run = nephoscope(words);
    expect(run.code).toBe(code);
    expect(run.err).toMatch(message);
    expect(existsSync('no-such.lake')).toBe(false);
  });

  it('does not write over the lake', () => {
    const lake = imported();
    const sealed = join(`${lake}.sealed`, 'manifest.json');
    for (const words of [
      ['hunt', '-o', lake],
      ['hunt', '-o', sealed],
      ['lake', 'export', '-o', lake],
      ['lake', 'export', '-f', 'parquet', '-o', sealed],
    ]) {
      const run = nephoscope([...words, '--lake', lake, '--force']);
      expect(run.code).toBe(3);
      expect(run.err).toMatch(/would be written over/);
    }
    expect(nephoscope(['lake', 'stats', '--lake', lake]).code).toBe(0);
  });
});

describe('lake stats', () => {
  it('tells what is there, as text and as JSON', () => {
    const lake = imported('--records');
    const text = nephoscope(['lake', 'stats', '--lake', lake]).out;
    expect(text).toMatch(/^Lake +.*\.lake \(\d+\.\d MB\), 6 sealed files \(0\.\d MB\)\n/);
    expect(text).toMatch(
      /\naws +211 activities on 1 day \(0\.\d MB\), 2026-03-10T00:05:07.000Z to 2026-03-10T23:45:08.000Z; 211 with their records\n/,
    );
    expect(text).toMatch(/\nImports +1 import of 19 inputs, the last at \d{4}-/);
    expect(text).not.toContain('Advice');
    const stats = JSON.parse(nephoscope(['lake', 'stats', '--lake', lake, '-f', 'json']).out);
    expect(stats).toMatchObject({
      sealedFiles: 6,
      toCompact: 0,
      writer: null,
      state: { imports: 1, inputs: 19, operationRecords: 58, unsealed: 0 },
    });
    expect(stats.providers.map((one: { activities: number }) => one.activities)).toEqual([211, 13, 12]);
  });
});

describe('lake compact', () => {
  it('puts the files of a day together, and changes nothing else', () => {
    const lake = newLake();
    for (const cloud of ['aws', 'azure', 'gcp']) {
      const { err } = nephoscope(['lake', 'import', `examples/${cloud}`, '--lake', lake]);
      expect(err).toContain(' added');
    }
    const records = join(folder, 'more.ndjson');
    writeFileSync(records, writers['ndjson']?.(someRecords(8, 10)) ?? '');
    nephoscope(['lake', 'import', records, '--lake', lake]);
    nephoscope(['lake', 'import', 'examples', '--lake', lake, '--records', '--again']);
    const before = nephoscope(['lake', 'export', '--lake', lake]).out;
    expect(nephoscope(['lake', 'stats', '--lake', lake]).out).toContain('Advice');
    expect(nephoscope(['lake', 'compact', '--lake', lake]).err).toMatch(
      /^\d+ files put together in \d files?\n$/,
    );
    expect(nephoscope(['lake', 'export', '--lake', lake]).out).toBe(before);
    expect(nephoscope(['lake', 'stats', '--lake', lake]).out).not.toContain('Advice');
    expect(nephoscope(['lake', 'compact', '--lake', lake]).err).toBe('nothing to put together\n');
  });
});

describe('lake export', () => {
  it('writes what normalize prints, in the order of time', () => {
    const lake = imported();
    const lines = (text: string): string[] => text.trimEnd().split('\n');
    const exported = lines(nephoscope(['lake', 'export', '--lake', lake]).out);
    expect(exported.toSorted()).toEqual(lines(nephoscope(['normalize', 'examples', '-q']).out).toSorted());
    const times = exported.map((line) => JSON.parse(line).time);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    const part = ['--from', '2026-03-10T09:00:00Z', '--to', '2026-03-10T10:00:00Z'];
    expect(lines(nephoscope(['lake', 'export', '--lake', lake, ...part]).out)).toEqual(
      exported.filter((line) => new Date(JSON.parse(line).time).toISOString().startsWith('2026-03-10T09')),
    );
  });

  it('writes native records without their secrets', () => {
    const lake = newLake();
    const path = join(folder, 'secret.ndjson');
    const [record] = someRecords(9, 1);
    writeFileSync(
      path,
      JSON.stringify({
        ...record,
        eventName: 'RunInstances',
        requestParameters: { userData: 'c2VjcmV0IGtleQ==' },
      }),
    );
    nephoscope(['lake', 'import', path, '--lake', lake, '--records']);
    const { out } = nephoscope(['lake', 'export', '--lake', lake, '--records']);
    expect(JSON.parse(out).eventName).toBe('RunInstances');
    expect(out).not.toContain('c2VjcmV0');
  });

  it('writes a Parquet file, once', () => {
    const lake = imported();
    const path = join(folder, 'out.parquet');
    const words = ['lake', 'export', '--lake', lake, '-o', path];
    expect(nephoscope(words)).toEqual({ code: 0, out: '', err: '' });
    expect(readFileSync(path).subarray(0, 4).toString()).toBe('PAR1');
    expect(nephoscope(words)).toMatchObject({ code: 3, err: expect.stringContaining('--force') });
    expect(nephoscope([...words, '--force']).code).toBe(0);
    expect(readdirSync(folder).filter((name) => name.endsWith('.part'))).toEqual([]);
  });
});
