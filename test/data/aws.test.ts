import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Activity } from '../../src/activity/activity.ts';
import { aws } from '../../src/clouds/aws/definition.ts';
import type { JsonObject } from '../../src/core/json.ts';

/** Public sample data; they stay outside the project. Without them these tests are skipped. */
const data = new URL('../../../shared/data/aws/', import.meta.url);
const origin = { container: 'aws-records', index: 0 };
/** How much of what a whole account does (most of it outside compute) the catalogue does not know. May only fall. */
const guessedShare = 0.82;

function jsonFiles(folder: string): readonly string[] {
  return readdirSync(new URL(folder, data)).filter((name) => name.endsWith('.json'));
}

function recordsOf(folder: string, name: string): readonly JsonObject[] {
  const content = JSON.parse(readFileSync(new URL(folder + name, data), 'utf8'));
  return Array.isArray(content) ? content : content.Records;
}

function activitiesOf(records: readonly JsonObject[]): readonly Activity[] {
  return records.map((record) => {
    const head = aws.recognise(record, origin);
    if (!head || 'outcome' in head) throw new Error(`not read: ${JSON.stringify(head)}`);
    return aws.normalise([head]);
  });
}

function stratus(name: string): readonly Activity[] {
  return activitiesOf(recordsOf('stratus/', `aws.${name}.json`));
}

describe.skipIf(!existsSync(data))('public CloudTrail samples', () => {
  it('are all read, each with its own id, few of them guessed', () => {
    const records = ['invictus/', 'stratus/'].flatMap((folder) =>
      jsonFiles(folder).flatMap((name) => recordsOf(folder, name)),
    );
    const all = activitiesOf(records);
    expect(new Set(all.map((a) => a.id)).size).toBe(all.length);
    expect(all.filter((a) => a.quality.guessed).length / all.length).toBeLessThan(guessedShare);
    expect(all.filter((a) => a.quality.guessed && a.verb === 'other').length / all.length).toBeLessThan(0.1);
    for (const a of all) expect(a.principal.key).toMatch(/^aws:(?:arn:|service:)/);
  });

  it('agree on reading and writing', () => {
    for (const name of jsonFiles('invictus/')) {
      for (const record of recordsOf('invictus/', name)) {
        const head = aws.recognise(record, origin);
        if (!head || 'outcome' in head || !head.entry || record['readOnly'] === undefined) continue;
        expect(head.entry.access === 'read', head.operation).toBe(record['readOnly']);
      }
    }
  });

  it('of documentation need only a time', () => {
    const lines = readFileSync(new URL('stratus-doc-samples.ndjson', data), 'utf8').trim().split('\n');
    for (const line of lines) {
      const { event, action }: { event: JsonObject; action: string } = JSON.parse(line);
      const head = aws.recognise({ ...event, eventTime: '2026-03-01T00:00:00Z' }, origin);
      if (!head || 'outcome' in head) throw new Error(`not read: ${line.slice(0, 200)}`);
      expect(aws.normalise([head]).operation).toBe(action);
    }
  });

  it.each<[string, (a: Activity) => boolean]>([
    [
      'exfiltration.ec2-share-ebs-snapshot',
      (a) => a.verb === 'share' && a.object === 'snapshot' && a.attrs.grantees?.length === 1,
    ],
    [
      'exfiltration.ec2-share-ami',
      (a) => a.verb === 'share' && a.object === 'image' && /^(all|\d{12})$/.test(a.attrs.grantees?.[0] ?? ''),
    ],
    [
      'exfiltration.rds-share-snapshot',
      (a) => a.verb === 'share' && a.object === 'database_backup' && a.attrs.grantees?.length === 1,
    ],
    [
      'exfiltration.ec2-security-group-open-port-22-ingress',
      (a) => a.attrs.exposure?.some((e) => e.cidr.endsWith('/0') && e.ports === '22') === true,
    ],
    [
      'execution.ec2-user-data',
      (a) =>
        a.operation === 'ModifyInstanceAttribute' &&
        a.attrs.userData === true &&
        a.attrs.changed?.[0] === 'userData',
    ],
    [
      'execution.ec2-launch-unusual-instances',
      (a) => a.verb === 'create' && a.object === 'instance' && a.outcome === 'denied' && a.attrs.gpu === true,
    ],
    [
      'credential-access.ec2-get-password-data',
      (a) => a.operation === 'GetPasswordData' && a.outcome === 'denied',
    ],
    [
      'discovery.ec2-download-user-data',
      (a) => a.operation === 'DescribeInstanceAttribute' && a.attrs.userData === true,
    ],
    [
      'lateral-movement.ec2-serial-console-send-ssh-public-key',
      (a) => a.verb === 'enable' && a.object === 'setting',
    ],
    ['initial-access.console-login-without-mfa', (a) => a.verb === 'login' && a.principal.mfa === false],
    [
      'persistence.sts-federation-token',
      (a) => a.principal.type === 'federated' && a.principal.via.length === 1,
    ],
  ])('show %s', (name, shows) => {
    const all = stratus(name);
    expect(all.some(shows), JSON.stringify(all[0], null, 1)).toBe(true);
  });
});
