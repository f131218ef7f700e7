import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { describe, expect, it } from 'vitest';
import type { RecordHead } from '../clouds/definition.ts';
import { recognise } from '../clouds/index.ts';
import type { JsonObject } from '../core/json.ts';
import { OperationStore } from './operation-store.ts';

const row = (operation: number, status: string, minute: number): JsonObject => ({
  eventTimestamp: `2026-03-10T09:${String(minute).padStart(2, '0')}:00Z`,
  operationName: { value: 'Microsoft.Compute/virtualMachines/start/action' },
  status: { value: status },
  category: { value: 'Administrative' },
  resourceId: `/subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/virtualMachines/vm-${operation}`,
  correlationId: `0000000${operation}-0000-4000-8000-000000000001`,
  eventDataId: `${operation}-${status}-${minute}`,
  caller: 'mara@example.com',
});

function headOf(record: JsonObject, index: number, path = 'a.json'): RecordHead {
  const known = recognise(record, { container: 'x', path, index });
  if (!known || 'outcome' in known) throw new Error(`not read: ${JSON.stringify(known)}`);
  return known;
}

function operationsOf(heads: readonly RecordHead[], limit?: number): string[] {
  const store = new OperationStore(limit);
  for (const head of heads) store.add(head, head.fold?.key ?? '');
  return [...store.takeOperations()]
    .map(({ heads: [...records], copies }) => {
      const parts = records.map(({ fold, entry }) => `${fold?.part}${entry ? '' : '?'}`);
      return `${records[0]?.record['resourceId']} ${parts.join(' ')} ${copies}`.replace(/.*\//, '');
    })
    .toSorted();
}

const rows = [1, 2, 3, 4, 5].flatMap((operation) => [
  row(operation, 'Started', 0),
  row(operation, 'Accepted', 1),
  row(operation, 'Succeeded', 2),
]);

describe('OperationStore', () => {
  it.each([
    ['as they come', rows],
    ['from the last to the first', rows.toReversed()],
    [
      'statuses apart',
      rows.toSorted((a, b) =>
        String(a['eventDataId']).slice(2) < String(b['eventDataId']).slice(2) ? -1 : 1,
      ),
    ],
  ])('puts the records of an operation together: %s', (_name, records) => {
    const heads = records.map((record, index) => headOf(record, index));
    const expected = [1, 2, 3, 4, 5].map((operation) => `vm-${operation} begin middle end 0`);
    expect(operationsOf(heads)).toEqual(expected);
    expect(operationsOf(heads, 2)).toEqual(expected);
  });

  it('counts copies, also when they waited in a file', () => {
    const heads = [...rows, ...rows, ...rows.slice(0, 3)].map((record, index) => headOf(record, index));
    for (const limit of [undefined, 1, 4]) {
      const operations = operationsOf(heads, limit);
      expect(operations).toHaveLength(5);
      expect(operations.map((one) => Number(one.split(' ').at(-1))).reduce((a, b) => a + b)).toBe(18);
    }
  });

  it('splits a correlation id that was used again', () => {
    const again = [row(1, 'Started', 0), row(1, 'Succeeded', 1), row(1, 'Started', 30), row(1, 'Failed', 31)];
    const heads = again.toReversed().map((record, index) => headOf(record, index));
    expect(operationsOf(heads)).toEqual(['vm-1 begin end 0', 'vm-1 begin end 0']);
    const store = new OperationStore();
    for (const head of heads) store.add(head, head.fold?.key ?? '');
    const keys = [...store.takeOperations()].map(({ key }) => key);
    expect(new Set(keys).size).toBe(2);
  });

  it('leaves no files behind', () => {
    const before = readdirSync(tmpdir()).filter((name) => name.startsWith('nephoscope-')).length;
    operationsOf(
      rows.map((record, index) => headOf(record, index)),
      1,
    );
    expect(readdirSync(tmpdir()).filter((name) => name.startsWith('nephoscope-')).length).toBe(before);
  });

  it('stays fast for one operation of very many records', () => {
    const store = new OperationStore(1_000_000);
    const head = headOf(row(1, 'Accepted', 1), 0);
    const started = performance.now();
    for (let index = 0; index < 100_000; index += 1) store.add({ ...head, duplicateKey: `d${index}` }, 'one');
    expect(performance.now() - started).toBeLessThan(5000);
    expect([...store.takeOperations()][0]?.heads).toHaveLength(100_000);
  });
});
