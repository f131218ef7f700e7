import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { azure } from '../../bench/generate/azure.ts';
import { cloudTrail } from '../../bench/generate/cloudtrail.ts';
import { google } from '../../bench/generate/google.ts';
import { Random } from '../../bench/generate/random.ts';
import type { JsonObject } from '../../src/core/json.ts';
import { defaultLimits } from '../../src/decode/index.ts';
import { instantiate } from '../../src/decode/scan/wasm-program.ts';
import type { ScanOptions } from '../../src/engine/close-operation.ts';
import { type HuntFilesOptions, type HuntFilesResult, huntFiles } from '../../src/engine/hunt-files.ts';
import { packRules, someRules, take } from '../support/hunting.ts';
import { containers, oddTexts } from '../support/scan-variants.ts';

const folder = mkdtempSync(join(tmpdir(), 'scan-modes-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const all = someRules();
/** Public rules on the Activity Log ask for more than operations: with them its scanner stays off. */
const pack = packRules();

const options: HuntFilesOptions = {
  minRank: 1,
  keepRecord: false,
  everyActivity: false,
  remember: false,
  from: Number.NEGATIVE_INFINITY,
  to: Number.POSITIVE_INFINITY,
  threads: 1,
};
const streamed = { limits: { ...defaultLimits, wholeBytes: 100 } };

const files = 0;
async function hunt(
  bytes: Buffer,
  scan: ScanOptions | false,
  changed: Partial<HuntFilesOptions> = {},
  rules = all,
): Promise<HuntFilesResult> {
  const path = join(folder, `${files}`);
  writeFileSync(path, bytes);
  return huntFiles([path], rules, { ...options, scan, ...changed });
}

/** What must not depend on the scanner. */
function outcome({ stats, findings, incidents }: HuntFilesResult): object {
  return {
    findings,
    incidents,
    read: stats.records.read,
    rejected: stats.records.rejected,
    counts: stats.signals,
    withSignals: stats.activitiesWithSignals,
    problems: stats.problems,
    bytes: stats.bytes,
    places: stats.rejectedPlaces.map(({ reason, place }) => [reason, place.index]),
  };
}

/** What the scanner passed over would have been an Activity, a copy, or skipped. */
function expectBooks(scanned: HuntFilesResult, parsed: HuntFilesResult): void {
  const passed = scanned.stats.records.skipped['by-scanner'] ?? 0;
  const sum = ({ stats: { records } }: HuntFilesResult): number =>
    records.inActivities + records.duplicates + Object.values(records.skipped).reduce((a, b) => a + b, 0);
  expect(sum(scanned)).toBe(sum(parsed));
  expect(scanned.stats.records.inActivities).toBeLessThanOrEqual(parsed.stats.records.inActivities);
  expect(passed).toBeLessThanOrEqual(scanned.stats.records.read);
}

const sources: Readonly<Record<string, (seed: number) => Generator<JsonObject>>> = {
  aws: (seed) => cloudTrail({ seed, roleShare: 0.02 }),
  azure: (seed) => azure(seed, true),
  google: (seed) => google(seed, true),
};

test('WebAssembly is there: otherwise the scanner would be compared with itself', () => {
  expect(instantiate()).toBeDefined();
});

describe.each(Object.keys(sources))('%s', (cloud) => {
  const records = take((sources[cloud] as (seed: number) => Generator<JsonObject>)(5), 160);
  const rules = cloud === 'azure' ? pack : all;

  test.each(Object.keys(containers))('%s: the scanner changes neither signals nor counts', async (name) => {
    const write = containers[name] as (texts: readonly string[]) => Buffer;
    for (const seed of [0, 1, 2]) {
      const random = new Random(seed);
      const texts = seed === 0 ? records.map((one) => JSON.stringify(one)) : oddTexts(records, random, false);
      const bytes = write(texts);
      for (const changed of seed === 2 ? [{ remember: true }] : [{}, streamed]) {
        const parsed = await hunt(bytes, false, changed, rules);
        const scanned = await hunt(bytes, {}, changed, rules);
        const plain = await hunt(bytes, { plain: true }, changed, rules);
        expect(outcome(scanned)).toEqual(outcome(parsed));
        expect(outcome(plain)).toEqual(outcome(scanned));
        expect(plain.stats).toEqual(scanned.stats);
        expectBooks(scanned, parsed);
      }
    }
  });

  test('files that are cut off give what stands before the cut', async () => {
    const random = new Random(9);
    for (const name of ['records', 'lines', 'gzip', 'azure']) {
      const bytes = (containers[name] as (texts: readonly string[]) => Buffer)(
        oddTexts(records, random, false),
      );
      for (let cut = 0; cut < 4; cut += 1) {
        const part = bytes.subarray(0, random.below(bytes.length));
        for (const changed of [{}, streamed]) {
          const parsed = await hunt(part, false, changed, rules);
          const scanned = await hunt(part, {}, changed, rules);
          expect(outcome(scanned)).toEqual(outcome(parsed));
          const plain = await hunt(part, { plain: true }, changed, rules);
          expect(outcome(plain)).toEqual(outcome(scanned));
          expect(plain.stats).toEqual(scanned.stats);
        }
      }
    }
  });
});

test('damage: what is found stays, and only records that are passed over escape rejection', async () => {
  for (const [cloud, source] of Object.entries(sources)) {
    const records = take(source(6), 150);
    const rules = cloud === 'azure' ? pack : all;
    for (let seed = 0; seed < 6; seed += 1) {
      const texts = oddTexts(records, new Random(seed), true);
      for (const name of ['records', 'lines', 'array']) {
        const bytes = (containers[name] as (texts: readonly string[]) => Buffer)(texts);
        const parsed = await hunt(bytes, false, {}, rules);
        const scanned = await hunt(bytes, {}, {}, rules);
        const what = `${cloud} ${seed} ${name}`;
        expect(scanned.findings, what).toEqual(parsed.findings);
        expect(scanned.stats.records.read, what).toBe(parsed.stats.records.read);
        const more =
          (parsed.stats.records.rejected['not-json'] ?? 0) -
          (scanned.stats.records.rejected['not-json'] ?? 0);
        expect(more, what).toBeGreaterThanOrEqual(0);
        expect(more, what).toBeLessThanOrEqual(scanned.stats.records.skipped['by-scanner'] ?? 0);
        expect((await hunt(bytes, { plain: true }, {}, rules)).stats, what).toEqual(scanned.stats);
      }
    }
  }
});

test.each(Object.keys(sources))('%s: much is passed over where little is asked for', async (cloud) => {
  const records = take((sources[cloud] as (seed: number) => Generator<JsonObject>)(4), 1000);
  for (const name of ['lines', 'gzip'] as const) {
    const bytes = (containers[name] as (texts: readonly string[]) => Buffer)(
      records.map((one) => JSON.stringify(one)),
    );
    const path = join(folder, 'much');
    writeFileSync(path, bytes);
    const { stats } = await huntFiles([path], pack, options);
    expect(stats.records.skipped['by-scanner']).toBeGreaterThan(650);
    expect(stats.activities).toBeGreaterThan(0);
  }
});
