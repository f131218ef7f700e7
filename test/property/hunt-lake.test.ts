import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { huntLake } from '../../src/engine/hunt-lake.ts';
import { loadPack, readRuleFiles } from '../../src/engine/load-content.ts';
import { type LoadResult, loadRules } from '../../src/lang/sigma/index.ts';
import { temporaryFolder } from '../support/cli.ts';
import { expectSame } from '../support/hunt-lake.ts';
import { someRecords, writers } from '../support/hunting.ts';
import { importPaths } from '../support/lake.ts';

const folder = temporaryFolder();
let lakes = 0;
const newLake = (): string => {
  lakes += 1;
  return join(folder, `${lakes}.lake`);
};
const given = '../shared/data/sigma/sigmahq';
const samples = '../shared/data';

function shipped(): Pick<LoadResult, 'rules' | 'correlations'> {
  const { files, parameters } = loadPack('cloud-compute');
  return loadRules(files, { placeholders: parameters });
}

/** With rules on records, where some are at hand. */
function content(): Pick<LoadResult, 'rules' | 'correlations'> {
  const pack = shipped();
  const more = existsSync(given) ? loadRules(readRuleFiles([given])) : { rules: [], correlations: [] };
  return {
    rules: [...pack.rules, ...more.rules],
    correlations: [...pack.correlations, ...more.correlations],
  };
}

function generated(seed: number): string {
  const path = join(folder, `generated-${seed}.ndjson`);
  writeFileSync(path, writers['ndjson']?.(someRecords(seed, 150)) ?? '');
  return path;
}

describe('a hunt over a lake', () => {
  it('finds over the examples what one over the files finds', async () => {
    const { findings, incidents, stats, coverage } = await expectSame(['examples'], newLake(), content());
    expect(findings.length).toBeGreaterThan(20);
    expect(incidents.length).toBeGreaterThan(3);
    const { read, inActivities, skipped } = stats.records;
    expect(read).toBe(271);
    expect((skipped['by-predicate'] ?? 0) + inActivities).toBe(read);
    expect(coverage.withRecords).toBe(coverage.activities);
  });

  it.each([21, 22, 23])('finds the same over generated logs, with their records (seed %i)', async (seed) => {
    const { findings } = await expectSame([generated(seed)], newLake(), content(), { keepRecord: true });
    expect(findings.length).toBeGreaterThan(5);
  });

  it('finds the same in a part of the time, of what it remembers or not, at a level', async () => {
    const path = generated(24);
    const lake = newLake();
    const { stats } = await expectSame([path], lake, content());
    const { first = 0, last = 0 } = stats;
    const middle = { from: first + (last - first) / 4, to: last - (last - first) / 3 };
    await expectSame([path], lake, content(), middle);
    await expectSame([path], lake, content(), { remember: false });
    await expectSame([path], lake, content(), { minRank: 3 });
  });

  it.skipIf(!existsSync(samples))('finds the same over public samples', async () => {
    const { findings } = await expectSame([samples], newLake(), content());
    expect(findings.length).toBeGreaterThan(100);
  });

  it('leaves in the lake what no rule could match', async () => {
    const lake = newLake();
    await importPaths(lake, ['examples']);
    const { rules } = content();
    const one = rules.filter(({ title }) => title === 'Snapshot created').slice(0, 1);
    expect(one).toHaveLength(1);
    const { stats } = await huntLake(lake, one, {
      from: Number.NEGATIVE_INFINITY,
      to: Number.POSITIVE_INFINITY,
      minRank: 0,
      keepRecord: false,
      remember: false,
    });
    expect(stats.records.inActivities).toBeLessThan(30);
    expect(stats.records.inActivities + (stats.records.skipped['by-predicate'] ?? 0)).toBe(271);
    // Of the pack, with what it remembers: most reads.
    const all = await expectSame(['examples'], newLake(), shipped());
    expect(all.stats.records.skipped['by-predicate']).toBeGreaterThan(100);
  });

  it('says how much rules on records could see', async () => {
    const lake = newLake();
    await importPaths(lake, [generated(21)]);
    await importPaths(lake, ['examples'], { withRecords: true });
    const options = {
      from: Number.NEGATIVE_INFINITY,
      to: Number.POSITIVE_INFINITY,
      minRank: 0,
      keepRecord: false,
    };
    const rule = loadRules([
      {
        path: 'native.yml',
        text: `
title: Native
logsource: { product: aws, service: cloudtrail }
detection:
  s: { eventName|startswith: Run }
  condition: s
`,
      },
    ]).rules;
    const { coverage, findings } = await huntLake(lake, rule, { ...options, remember: false });
    expect(coverage).toMatchObject({ rules: 1, withRecords: 236 });
    expect(coverage.activities).toBeGreaterThan(400);
    expect(findings.length).toBeGreaterThan(3);
  });
});
