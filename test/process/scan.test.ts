import { closeSync, existsSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { cloudTrail } from '../../bench/generate/cloudtrail.ts';
import type { HuntFilesOptions, HuntFilesResult } from '../../src/engine/hunt-files.ts';
import { someRules, take } from '../support/hunting.ts';

// Worker threads run the built files.
const built = (await import(pathToFileURL('dist/index.js').href)) as typeof import('../../src/index.ts');
const rules = someRules();
const folder = mkdtempSync(join(tmpdir(), 'scan-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function hunt(paths: readonly string[], changed: Partial<HuntFilesOptions>): Promise<HuntFilesResult> {
  return built.huntFiles(paths, rules, {
    minRank: 1,
    keepRecord: false,
    everyActivity: false,
    remember: true,
    from: Number.NEGATIVE_INFINITY,
    to: Number.POSITIVE_INFINITY,
    threads: 1,
    ...changed,
  });
}

/** What must not depend on the scanner. */
function outcome({ findings, incidents, stats }: HuntFilesResult): object {
  const { records, signals, problems, bytes, inputs } = stats;
  const { read, rejected } = records;
  return { findings, incidents, read, rejected, signals, problems, bytes, inputs };
}

function write(name: string, parts: Iterable<string>): string {
  const path = join(folder, name);
  const file = openSync(path, 'w');
  for (const part of parts) writeSync(file, part);
  closeSync(file);
  return path;
}

const someTexts = take(cloudTrail({ seed: 8 }), 2000).map((one) => JSON.stringify(one));
const MB = 1024 * 1024;

/** Some 3 MB of records, with ids of their own, as often as asked. */
function* repeated(times: number, separator: string): Generator<string> {
  for (let index = 0; index < times; index += 1) {
    const id = index.toString(16).padStart(4, '0');
    yield someTexts.map((text) => text.replace(/"eventID":"..../, `"eventID":"${id}`)).join(separator) +
      separator;
  }
}

test('one object of 230 MB: the scanner changes nothing', async () => {
  const one = JSON.stringify({ ...JSON.parse(someTexts[0] as string), eventID: 'last' });
  const path = write(
    'large.json',
    (function* () {
      yield '{"Records":[';
      yield* repeated(80, ',');
      yield `${one}]}`;
    })(),
  );
  const scanned = await hunt([path], {});
  expect(scanned.stats.bytes.text).toBeGreaterThan(220 * MB);
  expect(scanned.stats.records.skipped['by-scanner']).toBeGreaterThan(80_000);
  expect(outcome(scanned)).toEqual(outcome(await hunt([path], { scan: false })));
});

test('a record beyond the cap among others is rejected with its place, and what follows is read', async () => {
  const path = write(
    'huge-record.ndjson',
    (function* () {
      yield* repeated(2, '\n');
      yield `{"eventVersion":"1","eventName":"Read","requestParameters":"`;
      for (let part = 0; part < 70; part += 1) yield 'x'.repeat(MB);
      yield '"}\n';
      yield* repeated(2, '\n');
    })(),
  );
  const scanned = await hunt([path], {});
  expect(scanned.stats.records.rejected).toEqual({ 'record-too-large': 1 });
  expect(outcome(scanned)).toEqual(outcome(await hunt([path], { scan: false })));
});

test('a hunt over the examples is the same with the scanner and without, and whatever the number of threads', async () => {
  const parsed = await hunt(['examples'], { scan: false });
  expect(parsed.findings.length).toBeGreaterThan(3);
  for (const threads of [1, 2, 4]) {
    expect(outcome(await hunt(['examples'], { threads }))).toEqual(outcome(parsed));
  }
});

test.runIf(existsSync('../shared/data'))(
  'the shared samples (needs that folder): the scanner and threads change nothing',
  async () => {
    const parsed = await hunt(['../shared/data'], { scan: false });
    expect(parsed.stats.records.read).toBeGreaterThan(3000);
    for (const changed of [{}, { scan: { plain: true } }, { threads: 2 }, { threads: 4 }]) {
      const scanned = await hunt(['../shared/data'], changed);
      expect(outcome(scanned)).toEqual(outcome(parsed));
      expect(scanned.stats.rejectedPlaces).toEqual(parsed.stats.rejectedPlaces);
    }
  },
);
