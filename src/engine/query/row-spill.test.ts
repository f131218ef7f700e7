import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { SortedRow } from '../../emit/closure/query/index.ts';
import { RowSpill, type SpillLimits } from './row-spill.ts';

const limits: SpillLimits = { rows: 100, characters: 1_000_000, files: 5 };
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'spill-'));
  vi.stubEnv('TMPDIR', folder);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

const byKey = (a: SortedRow, b: SortedRow): number => Number(a.keys[0]) - Number(b.keys[0]);

/** Rows whose keys are all numbers below the count, mixed up. */
function rows(count: number, text = ''): SortedRow[] {
  return Array.from({ length: count }, (_, index) => {
    const key = (index * 7919) % count;
    return { keys: [key, null, true], values: [`${text}${key}`, '\u2028"\n\ud83d\ude00', 1e-7, null] };
  });
}

/** Files, by folder. */
function written(): number[] {
  return readdirSync(folder).map((name) => readdirSync(join(folder, name)).length);
}

function sorted(given: readonly SortedRow[], own: Partial<SpillLimits> = {}): SortedRow[] {
  const spill = new RowSpill(byKey, { ...limits, ...own });
  for (const row of given) spill.add(row);
  return [...spill.inOrder()];
}

it.each([0, 1, 99, 100, 101, 1000, 3333])('%d rows come in their order, and no file is left', (count) => {
  const given = rows(count);
  expect(sorted(given)).toEqual(given.toSorted(byKey));
  expect(written()).toEqual([]);
});

it('rows with the same keys come as they were added', () => {
  const given = rows(1000).map(({ values }) => ({ keys: [0], values }));
  expect(sorted(given)).toEqual(given);
});

it('writes when there are enough rows, or when they are long', () => {
  const spill = new RowSpill(byKey, limits);
  for (const row of rows(250)) spill.add(row);
  expect(written()).toEqual([2]);
  spill.close();
  const long = new RowSpill(byKey, { ...limits, characters: 1000 });
  for (const row of rows(3, 'x'.repeat(998))) long.add(row);
  expect(written()).toEqual([3]);
  expect([...long.inOrder()]).toHaveLength(3);
  expect(written()).toEqual([]);
});

it('many files are merged into one', () => {
  const spill = new RowSpill(byKey, limits);
  const given = rows(100 * 12);
  for (const row of given) spill.add(row);
  expect(written()).toEqual([4]);
  expect([...spill.inOrder()]).toEqual(given.toSorted(byKey));
});

it('whoever stops early leaves nothing behind', () => {
  const spill = new RowSpill(byKey, limits);
  for (const row of rows(500)) spill.add(row);
  for (const { keys } of spill.inOrder()) if (Number(keys[0]) > 10) break;
  expect(existsSync(folder) && written()).toEqual([]);
});
