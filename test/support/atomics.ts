import type { Activity } from '../../src/activity/activity.ts';
import type { AtomicTest } from '../../src/atomics/atomic.ts';
import { FoldTable } from '../../src/clouds/fold-table.ts';
import { normalise, type RecordHead, recognise } from '../../src/clouds/index.ts';
import type { JsonObject } from '../../src/core/json.ts';
import type { OutputFile } from '../../src/emulate/containers/index.ts';
import { emulate } from '../../src/emulate/emulate.ts';
import type { EmulatedRecord } from '../../src/emulate/emulated-record.ts';
import { createHunt } from '../../src/engine/hunt.ts';
import { loadAtomicFiles } from '../../src/engine/load-atomics.ts';
import { type Validation, validate } from '../../src/validate/validation.ts';
import { packWith } from './chains/hunting.ts';
import { decodeBytes } from './decoded.ts';

export const shipped: ReturnType<typeof loadAtomicFiles> = loadAtomicFiles(['cloud-compute']);
export const atomics: readonly AtomicTest[] = shipped.atomics;
export const start: number = Date.parse('2026-03-10T09:00:00Z');

/** A shipped test by its key. */
export function atomic(key: string): AtomicTest {
  const found = atomics.find((one) => one.key === key);
  if (!found) throw new Error(`there is no atomic test ${key}`);
  return found;
}

/** What a test leaves, in the order of delivery, nothing twice. */
export function emulated(test: AtomicTest, set: Readonly<Record<string, string>> = {}): EmulatedRecord[] {
  return emulate([test], { at: start, seed: 1, set });
}

export function recordsOf(records: readonly EmulatedRecord[]): JsonObject[] {
  return records.map(({ record }) => record);
}

/** Activities of records as a hunt makes them: copies dropped, operations put together. */
export function activitiesOf(records: readonly JsonObject[], container = 'test'): Activity[] {
  const folds = new FoldTable();
  const alone = new Map<string, RecordHead>();
  for (const [index, record] of records.entries()) {
    const known = recognise(record, { container, index });
    if (known === undefined || 'outcome' in known)
      throw new Error(`${JSON.stringify(known)}: ${JSON.stringify(record).slice(0, 400)}`);
    if (known.fold) folds.add(known, known.fold.key);
    else if (!alone.has(known.duplicateKey)) alone.set(known.duplicateKey, known);
  }
  const groups = [...folds.takeAll()].map(({ heads }) => heads);
  const all = [...groups, ...[...alone.values()].map((head): [RecordHead] => [head])];
  return all
    .map((heads) => ({ ...normalise(heads), raw: heads.map(({ record }) => record) }))
    .toSorted((a, b) => a.time - b.time || (a.id < b.id ? -1 : 1));
}

/** Activities of files, from their bytes. */
export async function activitiesIn(files: readonly OutputFile[]): Promise<Activity[]> {
  const records: JsonObject[] = [];
  for (const { content } of files) {
    const decoded = await decodeBytes(Buffer.from(content));
    if (decoded.rejected.length > 0) throw new Error(JSON.stringify(decoded.rejected));
    records.push(...decoded.records.map(({ value }) => value));
  }
  return activitiesOf(records);
}

/** Hunts through records with the shipped pack, its lists filled, and validates a test over them. */
export function validated(
  test: AtomicTest,
  records: readonly JsonObject[],
  set: Readonly<Record<string, string>> = {},
  lists: Parameters<typeof packWith>[0] = {},
): Validation {
  const { rules, correlations } = packWith(lists);
  const hunt = createHunt({ packs: [], rules, correlations });
  for (const record of records) hunt.push(record);
  return validate(test, activitiesOf(records), hunt.finish().findings, { set, lists: Object.keys(lists) });
}
