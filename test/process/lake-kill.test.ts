import { spawnSync } from 'node:child_process';
import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { Random } from '../../bench/generate/random.ts';
import type { Activity } from '../../src/activity/activity.ts';
import { LakeReader } from '../../src/store/lake-reader.ts';
import { verifyLake } from '../../src/store/verify.ts';
import { temporaryFolder } from '../support/cli.ts';
import { someRecords, writers } from '../support/hunting.ts';
import { NOON } from '../support/lake.ts';

/**
 * An import in a process of its own that kills itself at the n-th time that it does something: with SIGKILL, after which
 * nothing of it runs any more. Small buffers make it flush and commit often.
 */
const child = `
import { compactLake, importIntoLake } from ${JSON.stringify(pathToFileURL('dist/index.js').href)};
const [lake, folder, step, count, threads, sealRows] = process.argv.slice(2);
let left = Number(count);
const options = {
  program: 'nephoscope test', now: () => ${NOON}, flushCharacters: 40_000, commitRows: 150, sealRows: Number(sealRows),
  onStep: (now) => {
    if (now === step && --left === 0) process.kill(process.pid, 'SIGKILL');
  },
};
const result = folder === 'compact'
  ? { ...(await compactLake(lake, options)), stats: {} }
  : await importIntoLake([folder], { lake, threads: Number(threads), withRecords: true, ...options });
console.log(JSON.stringify({ sealed: result.sealed, inputsBefore: result.inputsBefore, resumed: result.resumed,
  tookOver: result.tookOver !== undefined, records: result.stats.records }));
`;

interface Outcome {
  readonly killed: boolean;
  readonly result?: {
    readonly sealed: { readonly added: number; readonly present: number; readonly completed: number };
    readonly inputsBefore: number;
    readonly resumed: { readonly activities: number; readonly operationRecords: number };
    readonly tookOver: boolean;
  };
}

const folder = temporaryFolder();
const script = join(folder, 'child.mjs');
const logs = join(folder, 'logs');
let whole: Map<string, Activity>;
let records: Map<string, number>;

function runImport(
  lake: string,
  step = '',
  count = 0,
  { threads = 1, what = logs, sealRows = 1_000_000 } = {},
): Outcome {
  const words = [script, lake, what, step, ...[count, threads, sealRows].map(String)];
  const run = spawnSync(process.execPath, words, { encoding: 'utf8' });
  if (run.signal === 'SIGKILL') return { killed: true };
  if (run.status !== 0) throw new Error(run.stderr);
  return { killed: false, result: JSON.parse(run.stdout) };
}

async function read(
  lake: string,
): Promise<{ activities: Map<string, Activity>; records: Map<string, number> }> {
  const reader = await LakeReader.open(lake);
  const activities = new Map<string, Activity>();
  for await (const { activity } of reader.activities()) {
    if (activities.has(activity.id)) throw new Error(`${activity.id} is in the lake twice`);
    activities.set(activity.id, activity);
  }
  const counts = new Map<string, number>();
  for await (const { id } of reader.records()) counts.set(id, (counts.get(id) ?? 0) + 1);
  reader.close();
  // Whenever it died, what is sealed is what the journal says.
  expect((await verifyLake(lake)).problems.filter(({ kind }) => kind !== 'list')).toEqual([]);
  return { activities, records: counts };
}

beforeAll(async () => {
  writeFileSync(script, child);
  const random = new Random(5);
  const all = someRecords(31, 120);
  const copies = Array.from({ length: 30 }, () => random.pick(all));
  const mixed = random.shuffle([...all, ...copies]);
  cpSync('examples/aws', logs, { recursive: true });
  // Blank lines make the files so large that each is read by itself: copies and operations are spread over them.
  const padding = '\n'.repeat(4_500_000);
  const kinds = ['ndjson', 'json', 'array.json'];
  for (let file = 0; file < 12; file += 1) {
    const kind = kinds[file % kinds.length] ?? '';
    const part = mixed.filter((_, index) => index % 12 === file);
    const path = join(logs, `${String(file).padStart(2, '0')}.${kind}`);
    writeFileSync(path, `${writers[kind]?.(part) ?? ''}${padding}`);
  }
  const lake = join(folder, 'whole.lake');
  expect(runImport(lake).killed).toBe(false);
  ({ activities: whole, records } = await read(lake));
  expect(whole.size).toBeGreaterThan(400);
});

describe('an import that is killed', () => {
  it.each([
    ['flushed', 1],
    ['flushed', 3],
    ['committed', 1],
    ['committed', 2],
    ['committed', 4],
    ['folded', 1],
    ['written', 1],
    ['sealed', 1],
    ['published', 1],
  ])('after it has %s (time %d) is gone on with: nothing is lost, nothing twice', async (step, count) => {
    const lake = join(folder, `${step}-${count}.lake`);
    expect(runImport(lake, step, count).killed).toBe(true);
    // What readers see meanwhile is whole or nothing, and they are told.
    const reader = await LakeReader.open(lake);
    expect(reader.writer).toMatchObject({ alive: false, doing: 'lake import' });
    reader.close();
    const between = await read(lake);
    expect(between.activities.size === 0 || between.activities.size === whole.size).toBe(true);

    const { result } = runImport(lake);
    expect(result?.tookOver).toBe(true);
    const after = await read(lake);
    expect(after.activities).toStrictEqual(whole);
    expect(after.records).toStrictEqual(records);
    // And a third time there is nothing left to do.
    const { result: again } = runImport(lake);
    expect(again).toMatchObject({
      sealed: { added: 0, present: 0, completed: 0 },
      resumed: { activities: 0, operationRecords: 0 },
      tookOver: false,
    });
  });

  it('again and again, comes to its end all the same', async () => {
    const lake = join(folder, 'again.lake');
    const steps = ['flushed', 'committed', 'committed', 'folded', 'written', 'sealed'];
    for (const step of steps) expect(runImport(lake, step, 1).killed).toBe(true);
    expect(runImport(lake).killed).toBe(false);
    const after = await read(lake);
    expect(after.activities).toStrictEqual(whole);
    expect(after.records).toStrictEqual(records);
  });

  it.each([
    ['written', 1],
    ['sealed', 2],
    ['committed', 5],
  ])('is when it seals on the way, too (%s, time %d)', async (step, count) => {
    const lake = join(folder, `seals-${step}.lake`);
    const often = { sealRows: 200, threads: 2 };
    expect(runImport(lake, step, count, often).killed).toBe(true);
    const { result } = runImport(lake, '', 0, often);
    expect(result?.sealed.added).toBeGreaterThan(0);
    const after = await read(lake);
    expect(after.activities).toStrictEqual(whole);
    expect(after.records).toStrictEqual(records);
  });

  it('keeps the inputs that were read to their end', () => {
    const lake = join(folder, 'inputs.lake');
    expect(runImport(lake, 'committed', 3).killed).toBe(true);
    const { result } = runImport(lake);
    expect(result?.inputsBefore).toBeGreaterThan(0);
    expect(result?.resumed.activities).toBeGreaterThan(0);
  });

  it.each([
    ['written', 1],
    // Before it compacts, it seals what was left.
    ['sealed', 2],
    ['published', 2],
  ])('and compacting that is, after it has %s', async (step, count) => {
    const lake = join(folder, `compact-${step}.lake`);
    // Two imports with an Activity each, so that a day has two files.
    for (const part of [join(logs, '00.ndjson'), join(logs, '01.json'), logs])
      runImport(lake, '', 0, { what: part });
    expect(runImport(lake, step, count, { what: 'compact' }).killed).toBe(true);
    expect((await read(lake)).activities).toStrictEqual(whole);
    expect(runImport(lake, '', 0, { what: 'compact' }).killed).toBe(false);
    const after = await read(lake);
    expect(after.activities).toStrictEqual(whole);
    expect(after.records).toStrictEqual(records);
    const reader = await LakeReader.open(lake);
    const days = reader.manifest.files.map(({ kind, provider, day }) => `${kind} ${provider} ${day}`);
    expect(new Set(days).size).toBe(days.length);
    reader.close();
  });

  it('with several threads is gone on with as well', async () => {
    const lake = join(folder, 'threads.lake');
    expect(runImport(lake, 'committed', 1, { threads: 3 }).killed).toBe(true);
    expect(runImport(lake, '', 0, { threads: 3 }).killed).toBe(false);
    expect((await read(lake)).activities).toStrictEqual(whole);
  });
});
