import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { nephoscope, temporaryFolder } from '../support/cli.ts';

const folder = temporaryFolder();
const start = Date.parse('2026-03-01T00:00:00Z');

/** Instances that mara starts, one a second, each with a start-up script. */
function log(name: string, size: number): string {
  const Records = Array.from({ length: size }, (_, index) => ({
    eventVersion: '1.08',
    eventID: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
    eventTime: `${new Date(start + index * 1000).toISOString().slice(0, 19)}Z`,
    eventSource: 'ec2.amazonaws.com',
    eventName: 'RunInstances',
    awsRegion: 'eu-west-1',
    sourceIPAddress: '198.51.100.7',
    eventType: 'AwsApiCall',
    recipientAccountId: '111111111111',
    userIdentity: {
      type: 'IAMUser',
      principalId: 'AIDAMARA',
      arn: 'arn:aws:iam::111111111111:user/mara',
      accountId: '111111111111',
      userName: 'mara',
    },
    requestParameters: { instanceType: 'm5.large', userData: `curl s3cr3t-${index}` },
    responseElements: { instancesSet: { items: [{ instanceId: `i-${String(index).padStart(17, '0')}` }] } },
  }));
  const path = join(folder, name);
  writeFileSync(path, JSON.stringify({ Records }));
  return path;
}

const rules = join(folder, 'rules.yml');
writeFileSync(
  rules,
  `title: Script that downloads
name: script
id: 44444444-4444-4444-8444-444444444444
level: high
logsource: { product: aws, service: cloudtrail }
detection:
  sel:
    requestParameters.userData|contains: curl
  condition: sel
---
title: Many scripts
id: 55555555-5555-4555-8555-555555555555
level: critical
correlation:
  type: event_count
  rules: [script]
  group-by: [userIdentity.arn]
  timespan: 1h
  condition: { gte: 3 }
`,
);
const given = ['-r', rules, '-q'];

interface Line {
  readonly kind: string;
  readonly id: string;
  readonly evidence?: readonly { readonly record?: unknown }[];
}

function hunt(path: string, ...more: readonly string[]): Line[] {
  const { out } = nephoscope(['hunt', path, ...given, '-f', 'ndjson', ...more]);
  return out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);
}

describe('explain, with rules on records', () => {
  const path = log('few.json', 4);
  const correlation = hunt(path).find(({ kind }) => kind === 'correlation');

  test('a correlation says which selection, field and value matched, and prints no secret', () => {
    const { out } = nephoscope(['explain', correlation?.id ?? '', path, ...given]);
    expect(out).toContain('✓ (contains requestParameters.userData "curl")  ← "<redacted>"');
    expect(out).not.toContain('s3cr3t');
  });

  test('nor does the JSON, of a finding or an incident', () => {
    const incident = hunt(path).find(({ kind }) => kind === 'incident');
    for (const id of [correlation?.id, incident?.id]) {
      const { out, code } = nephoscope(['explain', id ?? '', path, ...given, '--json']);
      expect(code).toBe(0);
      expect(out).toContain('<redacted>');
      expect(out).not.toContain('s3cr3t');
    }
  });

  test('nor does rules explain', () => {
    const { out } = nephoscope(['rules', 'explain', rules, path]);
    expect(out).toContain('<redacted>');
    expect(out).not.toContain('s3cr3t');
  });

  test('--include-record gives a correlation the records of its events, without secrets', () => {
    const found = hunt(path, '--include-record').find(({ kind }) => kind === 'correlation');
    expect(found?.evidence).toHaveLength(4);
    for (const { record } of found?.evidence ?? []) {
      expect(record).toMatchObject({
        eventName: 'RunInstances',
        requestParameters: { userData: '<redacted>' },
      });
    }
    expect(correlation?.evidence?.[0]).not.toHaveProperty('record');
  });
});

test('an incident of many findings: the strongest are explained, the others named', () => {
  const path = log('many.json', 60);
  const incident = hunt(path).find(({ kind }) => kind === 'incident');
  const { out } = nephoscope(['explain', incident?.id ?? '', path, ...given]);
  expect(out.match(/^What matched$/gm)).toHaveLength(10);
  expect(out).toMatch(/^Also {7}\d+ further findings, none of them stronger: /m);
  expect(out).toContain(`Replay     nephoscope explain ${incident?.id}`);
  const json = JSON.parse(nephoscope(['explain', incident?.id ?? '', path, ...given, '--json']).out);
  expect(json.findings).toHaveLength(10);
  expect(json.incident.findings).toHaveLength(10 + json.others.length);
});

test('the call that repeats it is one that a shell reads', () => {
  const path = log('of last week; a copy.json', 3);
  const [first] = hunt(path);
  const { out } = nephoscope(['explain', first?.id ?? '', path, ...given]);
  expect(out).toContain(`Replay     nephoscope explain ${first?.id} '${path}'`);
});
