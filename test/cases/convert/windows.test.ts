import { describe, expect, it } from 'vitest';
import { type CarriedRule, carryRules, findTarget } from '../../../src/convert/index.ts';
import type { JsonObject } from '../../../src/core/json.ts';
import { createHunt } from '../../../src/engine/hunt.ts';
import { type LoadResult, loadRules } from '../../../src/lang/sigma/index.ts';
import { runners } from '../../support/siem/runners.ts';

function load(type: string, timespan: string, more = ''): LoadResult {
  const text = `title: Instances listed
id: 0c0f1c7e-0a38-4f5e-8a8e-1c9a4bb20c10
name: listed
status: test
logsource: {product: aws, service: cloudtrail}
detection:
  selection: {eventName: DescribeInstances}
  condition: selection
level: low
---
title: Listed often
id: 0c0f1c7e-0a38-4f5e-8a8e-1c9a4bb20c11
status: test
correlation:
  type: ${type}
  rules: [listed]
  group-by: [userIdentity.arn]
  timespan: ${timespan}
  condition: {gte: 2${more}}
level: medium
`;
  return loadRules([{ path: 'listed.yml', text }]);
}

function carried({ rules, correlations }: LoadResult, name: string): CarriedRule {
  const target = findTarget(name);
  if (!target) throw new Error(name);
  const [only] = carryRules([...rules, ...correlations], target, {}, correlations);
  if (!only) throw new Error('no correlation');
  return only;
}

describe('windows that a language does not have', () => {
  it('are refused where they are too long', () => {
    expect(carried(load('event_count', '7d'), 'chronicle').refusals).toEqual([
      { cloud: 'aws', reason: 'a match section is over 48 hours at most' },
    ]);
    expect(carried(load('event_count', '2d'), 'chronicle').queries).toHaveLength(1);
  });

  it('are told where they are made longer', () => {
    for (const name of ['chronicle', 'qradar']) {
      const [query] = carried(load('event_count', '90s'), name).queries;
      expect(query?.differences).toContain(
        'the window is 2 minutes, not 90 seconds: it has to be whole minutes',
      );
    }
  });

  it('are told where what alerts does not look back so far', () => {
    const notes = (timespan: string): string =>
      carried(load('event_count', timespan), 'sentinel')
        .queries.flatMap(({ assumptions }) => assumptions)
        .join('\n');
    expect(notes('30d')).toContain('looks back 14 days at most');
    expect(notes('1d')).not.toContain('looks back');
    expect(notes('1d')).toContain('search at least 1 day each time');
  });
});

describe('events without the value that is counted', () => {
  const content = load('value_count', '1h', ', field: awsRegion');
  const event = (minute: number, awsRegion: string | undefined): JsonObject => ({
    eventVersion: '1.09',
    eventID: `00000000-0000-4000-8000-0000000000${minute}`,
    eventTime: `2026-04-14T09:${minute}:00Z`,
    eventSource: 'ec2.amazonaws.com',
    eventName: 'DescribeInstances',
    recipientAccountId: '111111111111',
    userIdentity: { type: 'IAMUser', arn: 'arn:aws:iam::111111111111:user/quill' },
    ...(awsRegion === undefined ? {} : { awsRegion }),
  });
  const cases = [
    ['none', [event(10, 'eu-central-1'), event(11, undefined)], false],
    ['two values', [event(10, 'eu-central-1'), event(11, 'eu-west-1')], true],
  ] as const;

  it.each(cases)('add none to the engine: %s', (_name, records, isFound) => {
    const hunt = createHunt({ packs: [], rules: content.rules, correlations: content.correlations });
    for (const record of records) hunt.push(record);
    expect(hunt.finish().findings.length > 0).toBe(isFound);
  });

  describe.each(runners)('$target', ({ target, finds }) => {
    it.each(cases)('adds none: %s', (_name, records, isFound) => {
      const [query] = carried(content, target).queries;
      expect(query).toBeDefined();
      if (query) expect(finds(query.query, query.service, records)).toBe(isFound);
    });
  });
});
