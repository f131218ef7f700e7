import { describe, expect, it } from 'vitest';
import { convertRule } from '../../../src/convert/convert.ts';
import type { JsonObject } from '../../../src/core/json.ts';
import { evaluate } from '../../../src/emit/reference/index.ts';
import { targets } from '../../../src/emit/siem/index.ts';
import type { Rule } from '../../../src/ir/rule.ts';
import { loadRules } from '../../../src/lang/sigma/index.ts';
import { runners } from '../../support/siem/runners.ts';

const base = {
  eventVersion: '1.09',
  eventTime: '2026-04-14T09:00:00Z',
  eventSource: 'ec2.amazonaws.com',
  eventName: 'RunInstances',
  sourceIPAddress: '203.0.113.41',
  awsRegion: 'eu-central-1',
  recipientAccountId: '330011223344',
};

/** A Tuesday, and the Sunday, Monday and midnight around it. */
const times = ['2026-04-14T09:59:59Z', '2026-04-12T09:00:00Z', '2026-04-13T00:00:00Z', '2026-01-01T23:30:00Z'];

const records: readonly JsonObject[] = [
  base,
  ...times.map((eventTime) => ({ ...base, eventTime })),
  { ...base, errorCode: 'AccessDenied' },
  { ...base, errorCode: 'UnauthorizedOperation', errorMessage: 'no' },
  { ...base, sourceIPAddress: '10.1.2.3' },
  { ...base, sourceIPAddress: '2001:db8::17' },
  { ...base, sourceIPAddress: 'ec2.amazonaws.com' },
  { ...base, awsRegion: '330011223344' },
  { ...base, eventName: 'runinstances' },
  { ...base, eventName: 'StartInstances' },
  { ...base, userIdentity: { type: 'AssumedRole', arn: 'arn:aws:sts::330011223344:assumed-role/a/b' } },
  { ...base, userIdentity: { type: 'Root' } },
  { ...base, requestParameters: { maxCount: 9, minCount: 10, dryRun: true } },
  { ...base, requestParameters: { maxCount: 10, dryRun: false } },
  { ...base, requestParameters: { maxCount: 100, dryRun: 'true' } },
  { ...base, requestParameters: { maxCount: null } },
];

/** What rules can ask of a value, each with how many of the targets that are run here have to carry it. */
const selections: readonly (readonly [string, string, number])[] = [
  ['a time of the day', 'eventTime|hour: 9', 2],
  ['a day of the week', 'eventTime|weekday: [7, 1]', 2],
  ['a month', 'eventTime|month: 4', 2],
  ['networks', 'sourceIPAddress|cidr: [10.0.0.0/8, 203.0.113.0/24]', 4],
  ['a network of IPv6', 'sourceIPAddress|cidr: 2001:db8::/32', 4],
  ['a number', 'requestParameters.maxCount|gte: 10', 2],
  ['a number below', 'requestParameters.maxCount|lt: 10', 2],
  ['a number itself', 'requestParameters.maxCount: 10', 3],
  ['a flag', 'requestParameters.dryRun: true', 3],
  ['null', 'errorCode: null', 4],
  ['being there', 'errorCode|exists: true', 3],
  ['not being there', 'errorCode|exists: false', 3],
  ['anything', "errorCode: '*'", 4],
  ['one character', "awsRegion: 'eu-central-?'", 4],
  ['case', 'eventName|cased: RunInstances', 4],
  ['an expression', 'eventName|re: ^(?:Run|Stop)Inst', 4],
  ['an expression without case', 'eventName|re|i: ^runinst', 4],
  ['all of several', 'eventName|contains|all: [run, inst]', 4],
  ['not equal', 'eventName|neq: RunInstances', 4],
  ['another field', 'awsRegion|fieldref: recipientAccountId', 2],
];

function ruleOf(selection: string): Rule {
  const text = [
    'title: a rule',
    'id: 8c9d52d1-0c3a-4b8e-9a52-1f2f6d3f8a11',
    'status: test',
    'logsource: {product: aws, service: cloudtrail}',
    `detection: {selection: {${selection}}, condition: selection}`,
    'level: low',
  ].join('\n');
  const { rules, diagnostics } = loadRules([{ path: 'rule.yml', text }]);
  const [rule] = rules;
  if (!rule) throw new Error(diagnostics.map(({ message }) => message).join('; '));
  return rule;
}

describe('what rules ask of values', () => {
  it.each(selections)('%s: %s', (_name, selection, carriers) => {
    const rule = ruleOf(selection);
    const expected = records.map((record) => evaluate(rule, record));
    expect(expected).toContain(true);
    expect(expected).toContain(false);
    let carried = 0;
    for (const { target: name, run } of runners) {
      const target = targets.find((one) => one.name === name);
      for (const query of target ? convertRule(rule, target).queries : []) {
        if (query.losses.some(({ effect }) => effect === 'narrower')) continue;
        carried += 1;
        const found = run(
          query.query,
          query.service,
          records.map((record) => [record]),
        );
        expect(found, `${name}: ${query.query}`).toEqual(expected);
      }
    }
    expect(carried).toBeGreaterThanOrEqual(carriers);
  });
});
