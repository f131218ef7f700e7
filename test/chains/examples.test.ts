import { expect, test } from 'vitest';
import { rank } from '../../src/core/levels.ts';
import { exampleRecords, isAtomic } from '../support/chains/example-records.ts';
import { hunt } from '../support/chains/hunting.ts';

const records = await exampleRecords();

test('each of the four atomic tests is one incident that tells what was done', () => {
  const { incidents } = hunt(records);
  const shown = incidents.filter(({ level }) => rank(level) >= rank('low'));
  const told = shown.map(({ level, story }) => [level, ...story.map(({ activity }) => activity.operation)]);
  expect(told.toSorted()).toEqual(
    [
      [
        'critical',
        'CreateVolume',
        'CreateSnapshot',
        'RunInstances',
        'TerminateInstances',
        'DeleteSnapshot',
        'DeleteVolume',
      ],
      ['low', 'RunInstances', 'TerminateInstances'],
      [
        'low',
        'Microsoft.Resources/subscriptions/resourceGroups/write',
        'Microsoft.Compute/virtualMachines/write',
        'Microsoft.Compute/virtualMachines/delete',
        'Microsoft.Resources/subscriptions/resourceGroups/delete',
      ],
      ['low', 'v1.compute.instances.insert', 'v1.compute.instances.delete'],
    ].toSorted(),
  );
  expect(
    shown.flatMap(({ story }) => story).every(({ activity }) => activity.principal.name?.startsWith('tess')),
  ).toBe(true);
});

test('the fourth one is the chain that it is made to be', () => {
  const { findings } = hunt(records);
  const chains = findings.filter(({ kind, level }) => kind === 'correlation' && rank(level) >= rank('low'));
  expect(chains.map(({ rule }) => rule.name).toSorted()).toEqual([
    'created_mounted_deleted',
    'snapshot_then_instance',
    'snapshot_to_new_instance',
    'volume_snapshot_instance',
  ]);
  expect(new Set(chains.map(({ incident }) => incident)).size).toBe(1);
});

test('the day without them is quiet: nothing at medium or above', () => {
  const quiet = records.filter((record) => !isAtomic(record));
  expect(quiet.length).toBeGreaterThan(200);
  expect(quiet.length).toBeLessThan(records.length);
  const { findings, incidents } = hunt(quiet);
  expect(findings.length).toBeGreaterThan(20);
  expect([...findings, ...incidents].filter(({ level }) => rank(level) >= rank('medium'))).toEqual([]);
});
