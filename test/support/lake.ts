import fc from 'fast-check';
import type { Activity } from '../../src/activity/activity.ts';
import {
  importIntoLake,
  type LakeImportOptions,
  type LakeImportResult,
} from '../../src/engine/lake-import.ts';
import { LakeReader } from '../../src/store/lake-reader.ts';
import { LakeWriter } from '../../src/store/lake-writer.ts';
import type { StoredActivity } from '../../src/store/rows.ts';
import { activity } from './activities.ts';

export const NOON: number = Date.parse('2026-03-10T12:00:00Z');

/** Imports paths at noon, with one thread. */
export async function importPaths(
  lake: string,
  paths: readonly string[],
  options: Partial<LakeImportOptions> = {},
): Promise<LakeImportResult> {
  return importIntoLake(paths, { lake, threads: 1, program: 'nephoscope test', now: () => NOON, ...options });
}

/** Everything in a lake, by id. */
export async function contentOf(lake: string): Promise<Map<string, Activity>> {
  const reader = await LakeReader.open(lake);
  const content = new Map<string, Activity>();
  for await (const { activity: one } of reader.activities()) {
    if (content.has(one.id)) throw new Error(`${one.id} is in the lake twice`);
    content.set(one.id, one);
  }
  reader.close();
  return content;
}

export async function openWriter(lake: string, now: number = NOON): Promise<LakeWriter> {
  return LakeWriter.open(lake, { now: () => now, program: 'nephoscope test', doing: 'a test' });
}

/** Puts Activities into a lake as they are. */
export async function store(lake: string, activities: readonly Activity[]): Promise<void> {
  const writer = await openWriter(lake);
  const run = await writer.beginImport(activities.some(({ raw }) => raw !== undefined));
  for (const one of activities) run.staging.addActivity(stored(one));
  await run.commit();
  await writer.seal();
  writer.close();
}

export function stored({ raw, ...one }: Activity, remembered = true): StoredActivity {
  const { id, time, provider } = one;
  const records = raw === undefined ? [] : [raw].flat();
  return {
    id,
    time,
    provider,
    remembered,
    text: JSON.stringify(one),
    records: records.map((record, index) => ({ container: 'test', index, text: JSON.stringify(record) })),
  };
}

/** Any sixteen-bit units: halves of surrogate pairs, NUL, quotation marks and all. */
export const anyText: fc.Arbitrary<string> = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc
    .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 8 })
    .map((units) => String.fromCharCode(...units)),
  fc.constantFrom("'", '"', '\\', '\\ud800', '\ud800', '%_', '\u0000', 'ﬀ', 'İ', "'; DROP TABLE files; --"),
);

/** Activities with anything in their texts; ids are given by the place in the list. */
export const anyActivities: fc.Arbitrary<Activity[]> = fc
  .array(
    fc.record({
      time: fc.oneof(
        fc.integer({ min: NOON - 3 * 86_400_000, max: NOON }),
        fc.constantFrom(0, -86_400_001, 8.64e15, -8.64e15),
      ),
      provider: fc.constantFrom('aws', 'azure', 'gcp'),
      account: anyText,
      operation: anyText,
      region: fc.option(anyText, { nil: undefined }),
      key: anyText,
      userAgent: fc.option(anyText, { nil: undefined }),
      tags: fc.dictionary(anyText, anyText, { maxKeys: 3 }),
      ids: fc.array(anyText, { maxLength: 3 }),
      count: fc.integer({ min: 1 }),
      types: fc.option(fc.array(anyText, { maxLength: 2 }), { nil: undefined }),
    }),
    { maxLength: 30 },
  )
  .map((parts) =>
    parts.map(({ key, userAgent, tags, ids, types, region, provider, ...rest }, index) =>
      activity({
        ...rest,
        id: `id-${index}`,
        provider: provider as Activity['provider'],
        ...(region === undefined ? {} : { region }),
        principal: { key, type: 'user', via: [] },
        source: { ipKind: 'public', ...(userAgent === undefined ? {} : { userAgent }) },
        resources: ids.map((id) => ({ role: 'target', type: 'volume', id })),
        attrs: { tags, ...(types ? { instanceType: types } : {}) },
      }),
    ),
  );

/** With a replacement character for each half of a surrogate pair. */
export function wellFormed(text: string): string {
  return Buffer.from(text, 'utf8').toString('utf8');
}
