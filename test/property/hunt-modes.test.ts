import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { Random } from '../../bench/generate/random.ts';
import { recognise } from '../../src/clouds/index.ts';
import type { JsonObject } from '../../src/core/json.ts';
import { levels } from '../../src/core/levels.ts';
import { defaultLimits } from '../../src/decode/index.ts';
import { type HuntFilesOptions, type HuntFilesResult, huntFiles } from '../../src/engine/hunt-files.ts';
import { outcomeOf, someRecords, someRules, writers } from '../support/hunting.ts';

const rules = someRules();
const folder = mkdtempSync(join(tmpdir(), 'hunt-modes-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const options: HuntFilesOptions = {
  minRank: 0,
  keepRecord: false,
  everyActivity: false,
  remember: true,
  from: Number.NEGATIVE_INFINITY,
  to: Number.POSITIVE_INFINITY,
  threads: 1,
  // What the scanner leaves out is counted otherwise: `scan-modes.test.ts`.
  scan: false,
};
/** Everything goes through the streaming path, in small pieces. */
const streamed = { limits: { ...defaultLimits, wholeBytes: 100 } };

let folders = 0;

/** Writes each list of records to a file of its own and hunts over the folder. */
async function hunt(
  lists: readonly (readonly JsonObject[])[],
  extension = 'ndjson',
  changed: Partial<HuntFilesOptions> = {},
): Promise<HuntFilesResult> {
  const names = lists.map((records, index) => {
    const name = join(folder, `${folders}-${String(index).padStart(4, '0')}.${extension}`);
    writeFileSync(name, (writers[extension] as (records: readonly JsonObject[]) => Buffer)(records));
    return name;
  });
  folders += 1;
  return huntFiles(names, rules, { ...options, ...changed });
}

/** Cuts a list at random places. */
function cut<T>(values: readonly T[], pieces: number, random: Random): T[][] {
  const places = [0, ...Array.from({ length: pieces - 1 }, () => random.below(values.length)), values.length];
  places.sort((a, b) => a - b);
  return places.slice(1).map((end, index) => values.slice(places[index], end));
}

const seeds = [11, 12];
const records = new Map(seeds.map((seed) => [seed, someRecords(seed)]));
const plain = new Map(
  await Promise.all(
    seeds.map(async (seed) => [seed, await hunt([records.get(seed) as JsonObject[]])] as const),
  ),
);

test.each(seeds)(
  'seed %i: every record is recognised and some match, so that sameness means something',
  (seed) => {
    const { stats, findings } = plain.get(seed) as HuntFilesResult;
    expect(stats.records.skipped).toEqual({});
    expect(stats.records.rejected).toEqual({});
    expect(stats.records.read).toBe(records.get(seed)?.length);
    expect(stats.activities).toBeLessThan(stats.records.read);
    expect(findings.length).toBeGreaterThan(100);
    expect(Object.keys(stats.signals.byRule).length).toBeGreaterThan(15);
  },
);

test.each(seeds.flatMap((seed) => Object.keys(writers).map((extension) => [seed, extension] as const)))(
  'seed %i: %s, whole and streamed, gives the same signals and counts',
  async (seed, extension) => {
    const expected = outcomeOf(plain.get(seed) as HuntFilesResult);
    const lists = [records.get(seed) as JsonObject[]];
    expect(outcomeOf(await hunt(lists, extension))).toEqual(expected);
    expect(outcomeOf(await hunt(lists, extension, streamed))).toEqual(expected);
  },
);

test.each(seeds)(
  'seed %i: any cut into files and any order gives the same signals and counts',
  async (seed) => {
    const random = new Random(seed);
    const expected = outcomeOf(plain.get(seed) as HuntFilesResult);
    for (const pieces of [2, 7, 60]) {
      const all = [...(records.get(seed) as JsonObject[])];
      expect(outcomeOf(await hunt(cut(all, pieces, random), 'json.gz'))).toEqual(expected);
      expect(outcomeOf(await hunt(cut(random.shuffle(all), pieces, random)))).toEqual(expected);
    }
  },
);

test.each(seeds)('seed %i: copies are counted exactly and change nothing else', async (seed) => {
  const random = new Random(seed);
  const all = records.get(seed) as JsonObject[];
  const before = plain.get(seed) as HuntFilesResult;
  for (const copies of [1, 17, 400]) {
    const more = random.shuffle([...all, ...Array.from({ length: copies }, () => random.pick(all))]);
    for (const pieces of [1, 9]) {
      const { findings, stats } = await hunt(cut(more, pieces, random), 'ndjson');
      expect(stats.records.duplicates).toBe(before.stats.records.duplicates + copies);
      expect(stats.records.inActivities).toBe(before.stats.records.inActivities);
      expect(findings.map(({ id }) => id)).toEqual(before.findings.map(({ id }) => id));
      expect(stats.signals).toEqual(before.stats.signals);
    }
  }
});

test.each(seeds)(
  'seed %i: making every Activity changes nothing: leaving some out is sound',
  async (seed) => {
    const lists = [records.get(seed) as JsonObject[]];
    const activities: string[] = [];
    for (const minRank of levels.keys()) {
      const few = outcomeOf(await hunt(lists, 'ndjson', { minRank }));
      const every = await hunt(lists, 'ndjson', {
        minRank,
        everyActivity: true,
        onActivity: ({ id }) => activities.push(id),
      });
      expect(few).toEqual(outcomeOf(every));
      expect(activities.splice(0).length).toBe(every.stats.activities);
    }
  },
);

test.each(seeds)('seed %i: the level asked for hides signals and counts them all the same', async (seed) => {
  const lists = [records.get(seed) as JsonObject[]];
  const all = plain.get(seed) as HuntFilesResult;
  for (const [minRank] of levels.entries()) {
    const { findings, stats } = await hunt(lists, 'ndjson', { minRank });
    const wanted = all.findings.filter(
      ({ level, rule }) =>
        levels.indexOf(level) >= minRank && (minRank === 0 || rule.level !== 'informational'),
    );
    expect(findings.map(({ id, score }) => `${id} ${score}`)).toEqual(
      wanted.map(({ id, score }) => `${id} ${score}`),
    );
    expect(stats.signals).toEqual(all.stats.signals);
  }
});

test.each(seeds)('seed %i: hunting in a window of time gives the signals of that window', async (seed) => {
  const all = records.get(seed) as JsonObject[];
  const times = all
    .map((record) => recognise(record, { container: 'test', index: 0 }))
    .flatMap((known) => (known && 'time' in known ? [known.time] : []))
    .toSorted((a, b) => a - b);
  const from = times[Math.floor(times.length / 4)] as number;
  const to = times[Math.floor((times.length * 3) / 4)] as number;
  const { findings, stats } = await hunt([all], 'ndjson', { from, to });
  const wanted = plain
    .get(seed)
    ?.findings.filter(({ time }) => time !== undefined && time >= from && time < to);
  expect(findings.map(({ id }) => id)).toEqual(wanted?.map(({ id }) => id));
  expect(stats.records.skipped['outside-time']).toBeGreaterThan(0);
});
