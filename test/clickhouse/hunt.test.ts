import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type HuntLakeOptions, type HuntLakeResult, huntLake } from '../../src/engine/hunt-lake.ts';
import { loadPack, readRuleFiles } from '../../src/engine/load-content.ts';
import { type LoadResult, loadRules } from '../../src/lang/sigma/index.ts';
import { pushLake } from '../../src/store/clickhouse/push.ts';
import { temporaryFolder } from '../support/cli.ts';
import { engineFolder, inProcess, openSession } from '../support/clickhouse.ts';
import { expectSame } from '../support/hunt-lake.ts';
import { someRecords, writers } from '../support/hunting.ts';
import { anyActivities, importPaths, NOON, store } from '../support/lake.ts';

const folder = temporaryFolder();
const data = engineFolder();
const server = inProcess(data);
const session = openSession(data);
const given = '../shared/data/sigma/sigmahq';
let count = 0;

/** With rules on records, where some are at hand. */
function content(): Pick<LoadResult, 'rules' | 'correlations'> {
  const { files, parameters } = loadPack('cloud-compute');
  const pack = loadRules(files, { placeholders: parameters });
  const more = existsSync(given) ? loadRules(readRuleFiles([given])) : { rules: [], correlations: [] };
  return {
    rules: [...pack.rules, ...more.rules],
    correlations: [...pack.correlations, ...more.correlations],
  };
}

/** Holds it for a lake that was pushed to a database of its own. */
async function expectSameThere(
  paths: readonly string[],
  options: Partial<Omit<HuntLakeOptions, 'onProgress'>> = {},
): Promise<{ readonly result: HuntLakeResult; readonly place: string }> {
  count += 1;
  const lake = join(folder, `${count}.lake`);
  const place = `clickhouse://server/hunt_${count}`;
  const result = await expectSame(paths, lake, content(), { ...options, server }, async () => {
    await session.queryAsync(`CREATE DATABASE hunt_${count}`);
    await pushLake(lake, place, { ...server, program: 'nephoscope test', now: () => NOON });
    return place;
  });
  return { result, place };
}

describe('a hunt over a lake on ClickHouse', () => {
  it('finds over the examples what one over the files finds', async () => {
    const { result } = await expectSameThere(['examples']);
    const { findings, incidents, stats, coverage } = result;
    expect(findings.length).toBeGreaterThan(20);
    expect(incidents.length).toBeGreaterThan(3);
    const { read, inActivities, skipped } = stats.records;
    expect(read).toBe(271);
    expect((skipped['by-predicate'] ?? 0) + inActivities).toBe(read);
    expect(coverage.withRecords).toBe(coverage.activities);
    expect(stats.inputs.read).toBe(1);
  });

  it('finds the same over generated logs, with their records, and in a part of the time', async () => {
    const path = join(folder, 'generated.ndjson');
    writeFileSync(path, writers['ndjson']?.(someRecords(31, 150)) ?? '');
    const { result, place } = await expectSameThere([path], { keepRecord: true });
    expect(result.findings.length).toBeGreaterThan(5);
    const { first = 0, last = 0 } = result.stats;
    await expectSameThere([path], {
      from: first + (last - first) / 4,
      to: last - (last - first) / 3,
      remember: false,
    });
    const all = { from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY };
    const common = { ...all, minRank: 0, keepRecord: false, remember: true, server };
    await session.queryAsync(
      `ALTER TABLE hunt_${count - 1}.files UPDATE columns = 'older' WHERE kind = 'activities' SETTINGS mutations_sync = 2`,
    );
    await expect(huntLake(place, content().rules, common)).rejects.toThrow('with other columns');
  });

  it('finds what it finds over the file, whatever texts hold', async () => {
    const { rules, correlations } = content();
    await fc.assert(
      fc.asyncProperty(anyActivities, async (activities) => {
        if (activities.length === 0) return;
        count += 1;
        const lake = join(folder, `${count}.lake`);
        const place = `clickhouse://server/hunt_${count}`;
        await session.queryAsync(`CREATE DATABASE hunt_${count}`);
        await store(lake, activities);
        await pushLake(lake, place, { ...server, program: 'nephoscope test', now: () => NOON });
        const all = { from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY };
        const common = { ...all, minRank: 0, keepRecord: false, remember: true, correlations, server };
        for (const options of [
          common,
          { ...common, remember: false },
          { ...common, from: NOON - 86_400_000, to: NOON },
        ]) {
          const here = await huntLake(lake, rules, options);
          const there = await huntLake(place, rules, options);
          expect(there.findings).toStrictEqual(here.findings);
          expect(there.stats.records).toStrictEqual(here.stats.records);
        }
        await session.queryAsync(`DROP DATABASE hunt_${count}`);
      }),
      { numRuns: 3 },
    );
  });

  it('fetches nothing where no rule could match', async () => {
    count += 1;
    const lake = join(folder, `${count}.lake`);
    const place = `clickhouse://server/hunt_${count}`;
    await session.queryAsync(`CREATE DATABASE hunt_${count}`);
    await importPaths(lake, ['examples']);
    await pushLake(lake, place, { ...server, program: 'nephoscope test', now: () => NOON });
    const all = { from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY };
    const { stats } = await huntLake(place, [], {
      ...all,
      minRank: 0,
      keepRecord: false,
      remember: false,
      server,
    });
    expect(stats.records.inActivities).toBe(0);
    expect(stats.records.read).toBe(271);
  });
});
