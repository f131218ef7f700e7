import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import type { Random } from '../../bench/generate/random.ts';
import type { JsonObject } from '../../src/core/json.ts';
import { type Decoded, decodeBytes } from '../support/decoded.ts';
import { someRecords, writers } from '../support/hunting.ts';
import { fuzz, mutateBytes, mutateRecord } from '../support/mutate.ts';

const records = someRecords(5, 40);
/** Longer than any of these inputs may take by far; a machine under load is slow. */
const LONGEST_MS = 4000;

function pickRecords(random: Random): JsonObject[] {
  return Array.from({ length: 1 + random.below(12) }, () => random.pick(records));
}

const containers: readonly ((list: readonly JsonObject[]) => Buffer)[] = [
  ...Object.values(writers),
  (list) => Buffer.from(JSON.stringify({ value: list, nextLink: 'x' })),
  (list) => Buffer.from(list.map((one) => `\u001e${JSON.stringify(one)}\n`).join('')),
  (list) => Buffer.from(list.map((one) => JSON.stringify({ Records: [one, one] })).join('\n')),
  (list) => Buffer.from(list.map((one) => JSON.stringify({ 'detail-type': 'x', detail: one })).join('\n')),
  (list) =>
    Buffer.from(
      JSON.stringify({ Messages: list.map((one) => ({ MessageId: '1', Body: JSON.stringify(one) })) }),
    ),
  (list) =>
    Buffer.from(
      JSON.stringify({
        awslogs: {
          data: gzipSync(
            JSON.stringify({
              logEvents: list.map((one) => ({ id: '1', timestamp: 1, message: JSON.stringify(one) })),
            }),
          ).toString('base64'),
        },
      }),
    ),
  (list) => Buffer.from(`\ufeff${list.map((one) => JSON.stringify(one)).join('\r\n')}`, 'utf16le'),
  (list) =>
    Buffer.from(
      `eventName,eventSource,extra\r\n${list.map((_, index) => `N${index},s,"a,""b"\n"`).join('\r\n')}`,
    ),
];

/** Every call of the sink is one record of the input: places count from 0 without a gap, whatever came. */
function checkCounts({ records: found, skipped, rejected }: Decoded): void {
  const places = [...found.map(({ index }) => index), ...rejected.map(({ index }) => index)];
  expect(new Set(places).size).toBe(places.length);
  expect(Math.max(-1, ...places)).toBeLessThan(places.length + skipped.length);
}

async function decodeTimed(bytes: Buffer, how: Parameters<typeof decodeBytes>[1] = {}): Promise<Decoded> {
  const start = performance.now();
  const decoded = await decodeBytes(bytes, how);
  expect(performance.now() - start).toBeLessThan(LONGEST_MS);
  checkCounts(decoded);
  return decoded;
}

const valuesOf = ({ records: found }: Decoded): string[] => found.map(({ value }) => JSON.stringify(value));

test('undamaged inputs of odd records: whole and streamed give the same records', async () => {
  const runs = await fuzz(async (random) => {
    const list = pickRecords(random).map((one) => mutateRecord(one, random));
    const bytes = random.pick(containers)(list);
    const whole = await decodeTimed(bytes);
    const streamed = await decodeTimed(bytes, { streamed: 1 + random.below(3000) });
    expect(valuesOf(streamed)).toEqual(valuesOf(whole));
    expect(streamed.skipped.length).toBe(whole.skipped.length);
    expect(streamed.rejected.length).toBe(whole.rejected.length);
  });
  expect(runs).toBeGreaterThan(20);
});

test('damaged inputs: never an exception, never long, every piece counted once', async () => {
  const runs = await fuzz(async (random) => {
    const bytes = mutateBytes(random.pick(containers)(pickRecords(random)), random);
    await decodeTimed(bytes);
    await decodeTimed(bytes, { streamed: 1 + random.below(3000) });
  });
  expect(runs).toBeGreaterThan(20);
});

test('a damaged line costs itself and at most its neighbours', async () => {
  await fuzz(async (random) => {
    const lines = pickRecords(random).map((one) => JSON.stringify(one));
    const which = random.below(lines.length);
    const broken = mutateBytes(Buffer.from(lines[which] as string), random)
      .toString('latin1')
      .replaceAll('\n', ' ');
    const text = lines.map((line, index) => (index === which ? broken : line)).join('\n');
    for (const how of [{}, { streamed: 1 + random.below(3000) }]) {
      const found = new Set(valuesOf(await decodeTimed(Buffer.from(text), how)));
      const far = lines.filter((_, index) => Math.abs(index - which) > 1);
      const lost = far.filter((line) => !found.has(JSON.stringify(JSON.parse(line))));
      expect(lost).toEqual([]);
    }
  });
});

test('a gzip file that is cut or flipped yields what stands before the damage', async () => {
  await fuzz(async (random) => {
    const list = Array.from({ length: 150 }, () => random.pick(records));
    const bytes = gzipSync(list.map((one) => `${JSON.stringify(one)}\n`).join(''));
    const cutAt = Math.floor(bytes.length / 2) + random.below(Math.floor(bytes.length / 2));
    const { records: found, result } = await decodeTimed(bytes.subarray(0, cutAt));
    expect(found.length).toBeGreaterThan(10);
    expect(found.length).toBeLessThanOrEqual(list.length);
    if (cutAt < bytes.length - 8) expect(result.problem?.kind).toBe('corrupt');
  });
});
