import { expect, test } from 'vitest';
import type { JsonObject } from '../../src/core/json.ts';
import { rank } from '../../src/core/levels.ts';
import { exampleRecords, isAtomic } from '../support/chains/example-records.ts';
import { hunt } from '../support/chains/hunting.ts';
import { uuidOf } from '../support/chains/scenario.ts';

/** What a site of the size of the examples would fill in: it is all in the logs of its quiet days. */
const parameters = {
  used_regions: ['eu-west-1', 'westeurope', 'northeurope', 'europe-west1'],
  approved_images: ['ami-0a1b2c3d4e5f60718', 'ami-0c1c1c1c1c1c1c1c1'],
  approved_image_owners: ['Canonical', 'hq-print-render'],
  required_tags: ['change'],
  resource_name_patterns: ['^web$', '^ci-runner$', '^(orders|desk)-\\d$', '^render-[0-9a-f]{4}$'],
};
const records = await exampleRecords();
const quiet = records.filter((record) => !isAtomic(record));

/** The quiet day, so many days earlier: other times, other ids of calls, the same people and resources. */
function earlierDay(days: number): JsonObject[] {
  const date = new Date(Date.UTC(2026, 2, 10) - days * 86_400_000).toISOString().slice(0, 10);
  return quiet.map((record) => {
    const text = JSON.stringify(record)
      .replaceAll('2026-03-10', date)
      .replaceAll(
        /"(eventID|requestID|correlationId|operationId|eventDataId|insertId)":"([^"]*)"/g,
        (_all, key: string, id: string) => `"${key}":"${uuidOf(`${days} ${id}`)}"`,
      )
      .replaceAll(/"operation":\{"id":"([^"]*)"/g, `"operation":{"id":"$1-${days}"`);
    return JSON.parse(text) as JsonObject;
  });
}
const learned = [20, 11, 2].flatMap(earlierDay);

test('in an account that is known each atomic test is one incident at or above high', () => {
  const { incidents } = hunt([...learned, ...records], { parameters });
  const raised = incidents.filter(({ level }) => rank(level) >= rank('high'));
  const told = raised.map(({ story }) => story.map(({ activity }) => activity.operation)[0]);
  expect(told.toSorted()).toEqual(
    [
      'RunInstances',
      'CreateVolume',
      'Microsoft.Resources/subscriptions/resourceGroups/write',
      'v1.compute.instances.insert',
    ].toSorted(),
  );
  for (const { techniques, story } of raised) {
    expect(techniques).toContain('T1578.002');
    expect(story.every(({ activity }) => activity.principal.name?.startsWith('tess'))).toBe(true);
  }
});

test('it says in which ways: no single one of them would have been enough', () => {
  const { findings } = hunt([...learned, ...records], { parameters });
  const ways = findings.filter(({ rule }) => rule.name === 'instance_unusual_in_many_ways');
  expect(ways.map(({ activity }) => activity?.provider).toSorted()).toEqual(['aws', 'aws', 'azure', 'gcp']);
  for (const { evidence } of ways)
    expect(evidence.flatMap(({ rules }) => rules).length).toBeGreaterThanOrEqual(3);
  const alone = findings.filter(({ rule }) => rank(rule.level) === rank('low'));
  expect(alone.every(({ level }) => rank(level) < rank('high'))).toBe(true);
});

test('with nothing filled in, a creation alone stays low: it is routine', () => {
  const { incidents } = hunt(records);
  const one = incidents.filter(({ story }) => story[0]?.activity.operation === 'v1.compute.instances.insert');
  expect(one.map(({ level }) => level)).toEqual(['low']);
});

test('the quiet day is quiet there, too: nothing at or above medium', () => {
  const { findings, incidents } = hunt([...learned, ...quiet], { parameters });
  expect([...findings, ...incidents].filter(({ level }) => rank(level) >= rank('medium'))).toEqual([]);
});
