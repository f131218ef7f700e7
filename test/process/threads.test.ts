import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { Random } from '../../bench/generate/random.ts';
import type { HuntFilesOptions, HuntFilesResult } from '../../src/engine/hunt-files.ts';
import { outcomeOf, someRecords, someRules, writers } from '../support/hunting.ts';

// Worker threads run the built files.
const built = (await import(pathToFileURL('dist/index.js').href)) as typeof import('../../src/index.ts');
const rules = someRules();
const folder = mkdtempSync(join(tmpdir(), 'threads-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Records with copies among them, in files of every shape and size, operations spread over files. */
function writeFiles(
  seed: number,
  files: number,
): { readonly paths: readonly string[]; readonly copies: number } {
  const random = new Random(seed);
  const all = someRecords(seed, 500);
  const copies = 40;
  const records = random.shuffle([...all, ...Array.from({ length: copies }, () => random.pick(all))]);
  const extensions = Object.keys(writers);
  const paths = Array.from({ length: files }, (_, index) => {
    const extension = random.pick(extensions);
    const path = join(folder, `${seed}-${files}-${String(index).padStart(4, '0')}.${extension}`);
    const part = records.filter((_record, at) => at % files === index);
    writeFileSync(path, (writers[extension] as (list: typeof records) => Buffer)(part));
    return path;
  });
  return { paths, copies };
}

function hunt(
  paths: readonly string[],
  threads: number,
  changed: Partial<HuntFilesOptions> = {},
): Promise<HuntFilesResult> {
  return built.huntFiles(paths, rules, {
    minRank: 1,
    keepRecord: false,
    everyActivity: false,
    remember: true,
    from: Number.NEGATIVE_INFINITY,
    to: Number.POSITIVE_INFINITY,
    threads,
    scan: false,
    ...changed,
  });
}

test.each([1, 3, 40, 700])('%i files: 1, 2 and 4 threads give the same signals and counts', async (files) => {
  const { paths, copies } = writeFiles(files, files);
  const one = await hunt(paths, 1);
  expect(one.stats.records.duplicates).toBe(copies);
  expect(one.findings.length).toBeGreaterThan(20);
  for (const threads of [2, 4]) {
    const many = await hunt(paths, threads);
    expect(outcomeOf(many)).toEqual(outcomeOf(one));
    expect(many.stats.inputs).toEqual(one.stats.inputs);
    expect(many.stats.bytes).toEqual(one.stats.bytes);
    expect(many.findings.map(({ activity }) => activity?.id)).toEqual(
      one.findings.map(({ activity }) => activity?.id),
    );
  }
});

test.each([1, 3, 40, 700])('%i files, scanned: threads change nothing', async (files) => {
  const { paths } = writeFiles(files, files);
  const parsed = await hunt(paths, 1);
  const one = await hunt(paths, 1, { scan: {} });
  // Written in pretty-printed or concatenated form nothing is passed over.
  if (files > 1) expect(one.stats.records.skipped['by-scanner']).toBeGreaterThan(100);
  expect(one.findings).toEqual(parsed.findings);
  expect(one.stats.signals).toEqual(parsed.stats.signals);
  for (const threads of [2, 4])
    expect(outcomeOf(await hunt(paths, threads, { scan: {} }))).toEqual(outcomeOf(one));
});

test('an input that is handed over in several batches is counted as one input', async () => {
  const path = join(folder, 'long.ndjson');
  const [record] = someRecords(1, 1);
  const lines = Array.from({ length: 45_000 }, (_, index) =>
    JSON.stringify({ ...record, eventID: `${index}` }),
  );
  writeFileSync(path, lines.join('\n'));
  const broken = join(folder, 'broken.json');
  writeFileSync(broken, 'no records here');
  for (const threads of [1, 2]) {
    const { stats } = await hunt([path, broken], threads);
    expect(stats.records.read).toBe(lines.length);
    expect(stats.inputs).toEqual({ read: 2, withProblems: 1 });
    expect(stats.problems.map(({ kind }) => kind)).toEqual(['unknown-format']);
    expect(stats.bytes.text).toBeGreaterThan(lines.length * 100);
  }
});

test.runIf(existsSync('../shared/data'))(
  'the shared samples (needs that folder): threads change nothing',
  async () => {
    const one = await hunt(['../shared/data'], 1, { minRank: 0 });
    expect(one.stats.records.read).toBeGreaterThan(3000);
    for (const threads of [2, 4]) {
      const many = await hunt(['../shared/data'], threads, { minRank: 0 });
      expect(outcomeOf(many)).toEqual(outcomeOf(one));
      expect(many.stats.rejectedPlaces.length).toBe(one.stats.rejectedPlaces.length);
    }
  },
);
