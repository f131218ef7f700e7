import { describe, expect, test } from 'vitest';
import { activity } from '../../../test/support/activities.ts';
import type { Activity } from '../../activity/activity.ts';
import type { ObjectKind } from '../../activity/vocabulary.ts';
import { nodeOf } from './node.ts';

function key(type: ObjectKind, id: string, part: Partial<Activity> = {}): string {
  return nodeOf({ type, id }, activity({ account: '111122223333', region: 'eu-west-1', ...part })).key;
}

describe('what says by itself which resource it is', () => {
  test.each<readonly [Activity['provider'], ObjectKind, string]>([
    ['aws', 'instance', 'i-0123456789abcdef0'],
    ['aws', 'snapshot', 'snap-0000000b'],
    ['aws', 'volume', 'vol-0000000a'],
    ['aws', 'image', 'ami-0123456789abcdef0'],
    ['aws', 'template', 'lt-0123456789abcdef0'],
    ['aws', 'database_backup', 'arn:aws:rds:eu-west-1:111122223333:snapshot:nightly'],
    ['azure', 'volume', '/subscriptions/s/resourcegroups/g/providers/microsoft.compute/disks/d'],
    ['gcp', 'volume', 'projects/p/zones/z/disks/d'],
  ])('%s %s %s', (provider, type, id) => {
    expect(key(type, id, { provider })).toBe(id);
  });
});

describe('names that callers choose are those of an account and region', () => {
  test.each<readonly [Activity['provider'], ObjectKind, string, string]>([
    ['aws', 'database_backup', 'backup-20260301', 'rds.amazonaws.com'],
    ['aws', 'database_backup', 'snap-20260301', 'rds.amazonaws.com'],
    ['aws', 'snapshot', 'backup-20260301', 'lightsail.amazonaws.com'],
    ['aws', 'snapshot', 'snap-20260301', 'lightsail.amazonaws.com'],
    ['aws', 'snapshot', 'snap-202603010', 'ec2.amazonaws.com'],
    ['aws', 'database', 'teams/prod', 'rds.amazonaws.com'],
    ['gcp', 'snapshot', 'snap-20260301', 'compute.googleapis.com'],
    ['gcp', 'database_backup', 'instances/main/backupRuns/1', 'sqladmin.googleapis.com'],
    ['azure', 'snapshot', 'snap-20260301', 'Microsoft.Compute'],
  ])('%s %s %s', (provider, type, id, service) => {
    expect(key(type, id, { provider, service })).toBe(`${provider}:111122223333:eu-west-1:${type}:${id}`);
  });
});
