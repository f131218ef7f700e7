import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Activity } from '../../src/activity/activity.ts';
import type { JsonObject } from '../../src/core/json.ts';
import { huntFiles } from '../../src/engine/hunt-files.ts';
import { fieldColumns } from '../../src/store/columns.ts';
import { LakeReader } from '../../src/store/lake-reader.ts';
import { temporaryFolder } from '../support/cli.ts';
import { someRecords, writers } from '../support/hunting.ts';
import { anyActivities, contentOf, importPaths, store, wellFormed } from '../support/lake.ts';

const folder = temporaryFolder();
let lakes = 0;

function newLake(): string {
  lakes += 1;
  return join(folder, `${lakes}.lake`);
}

describe('what goes into a lake', () => {
  it('comes out as it was, whatever is in its texts', async () => {
    await fc.assert(
      fc.asyncProperty(anyActivities, async (activities) => {
        const lake = newLake();
        await store(lake, activities);
        const content = await contentOf(lake);
        expect(content.size).toBe(activities.length);
        for (const one of activities)
          expect(content.get(one.id)).toStrictEqual(JSON.parse(JSON.stringify(one)));
      }),
      { numRuns: 12 },
    );
  });

  it('is in the columns of the fields, with a replacement character for half of a pair', async () => {
    await fc.assert(
      fc.asyncProperty(anyActivities, async (activities) => {
        const lake = newLake();
        await store(lake, activities);
        const reader = await LakeReader.open(lake);
        const names = fieldColumns.map(({ name }) => `"${name}"`).join(', ');
        let rows = 0;
        for await (const [id, attrs, ...values] of reader.rows(
          `SELECT id, attrs, ${names} FROM activities`,
        )) {
          rows += 1;
          const one = activities.find((activity) => activity.id === id);
          expect(plain(attrs)).toEqual(Object.keys(one?.attrs ?? {}));
          for (const [index, { field }] of fieldColumns.entries()) {
            expect([field, plain(values[index])]).toEqual([field, valueAt(one, field)]);
          }
        }
        expect(rows).toBe(activities.length);
        reader.close();
      }),
      { numRuns: 12 },
    );
  });
});

/** The field's value as the column should have it: null when it is absent, well-formed texts. */
function valueAt(activity: Activity | undefined, field: string): unknown {
  const at = (value: unknown, path: string): unknown =>
    path
      .split('.')
      .reduce<unknown>((inner, part) => (inner as Record<string, unknown> | undefined)?.[part], value);
  const [list = '', inner] = field.split('[].');
  const found = at(activity, list);
  const value =
    inner === undefined || !Array.isArray(found) ? found : found.map((one) => at(one, inner) ?? null);
  return plain(value ?? null);
}

function plain(value: unknown): unknown {
  if (typeof value === 'bigint') return Number(value);
  if (typeof value === 'string') return wellFormed(value);
  if (value !== null && typeof value === 'object' && 'items' in value) return plain(value.items);
  return Array.isArray(value) ? value.map(plain) : value;
}

describe('importing', () => {
  const records = someRecords(11, 60);
  const file = (name: string, some: readonly JsonObject[]): string => {
    const path = join(folder, name);
    const write = writers[name.slice(name.indexOf('.') + 1)];
    writeFileSync(path, write?.(some) ?? '');
    return path;
  };
  const whole = file('whole.ndjson', records);

  /** Where a record stood depends on how the records were shared out. */
  function withoutPlace({ evidence, ...rest }: Activity): object {
    return { ...rest, records: evidence.records };
  }

  async function expected(): Promise<Map<string, object>> {
    const wanted = new Map<string, object>();
    await huntFiles([whole], [], {
      minRank: 0,
      keepRecord: false,
      everyActivity: true,
      remember: false,
      from: Number.NEGATIVE_INFINITY,
      to: Number.POSITIVE_INFINITY,
      threads: 1,
      onActivity: (one) => wanted.set(one.id, withoutPlace(one)),
    });
    return wanted;
  }

  it('gives the Activities of a hunt, however the records are shared out among imports, in whatever order', async () => {
    const wanted = await expected();
    expect(wanted.size).toBeGreaterThan(150);
    let name = 0;
    const part = fc.record({ import: fc.nat(3), again: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(
        fc.array(part, { minLength: records.length, maxLength: records.length }),
        fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }),
        async (parts, withRecords) => {
          const lake = newLake();
          for (let number = 0; number < 4; number += 1) {
            // Each record in one import, some in the next one, too.
            const some = records.filter((_, index) => {
              const one = parts[index];
              return one?.import === number || (one?.again === true && one.import === number - 1);
            });
            name += 1;
            await importPaths(lake, [file(`part-${name}.ndjson`, some)], {
              withRecords: withRecords[number] === true,
            });
          }
          const content = await contentOf(lake);
          const found = new Map([...content].map(([id, one]) => [id, withoutPlace(one)]));
          expect(new Map([...found].toSorted())).toStrictEqual(new Map([...wanted].toSorted()));
        },
      ),
      { numRuns: 6 },
    );
  });

  it('twice changes nothing', async () => {
    const lake = newLake();
    const first = await importPaths(lake, [whole]);
    const content = await contentOf(lake);
    const second = await importPaths(lake, [whole]);
    expect(second).toMatchObject({ inputsBefore: 1, sealed: { added: 0, present: 0, completed: 0 } });
    expect(second.stats.records.read).toBe(0);
    const third = await importPaths(lake, [whole], { again: true });
    expect(third.stats.records).toEqual(first.stats.records);
    expect(third.sealed).toMatchObject({ added: 0, completed: 0 });
    expect(await contentOf(lake)).toStrictEqual(content);
  });
});
