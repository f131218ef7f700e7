import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Activity } from '../../src/activity/activity.ts';
import type { NotAnActivity, RecordHead } from '../../src/clouds/definition.ts';
import { gcp } from '../../src/clouds/gcp/definition.ts';
import type { JsonObject } from '../../src/core/json.ts';
import { readContainers } from '../support/containers.ts';

/** Public sample data; they stay outside the project. Without them these tests are skipped. */
const data = new URL('../../../shared/data/', import.meta.url);
const origin = { container: 'x', index: 0 };

describe.skipIf(!existsSync(data))('containers of Cloud Audit Logs', () => {
  const containers = existsSync(data) ? readContainers(data, 'gcp') : [];

  it.each(containers)('$file', async ({ expected, action, read }) => {
    const found = await read(gcp);
    expect(found.length).toBe(expected);
    for (const activity of found) expect(activity.operation).toBe(action);
  });

  it('give one operation one id, whatever holds it', async () => {
    const all = (await Promise.all(containers.map(({ read }) => read(gcp)))).flat();
    // The shortened entry without a method is another operation.
    const found = all.filter(({ operation }) => operation.endsWith('instances.insert'));
    expect(found.length).toBeGreaterThanOrEqual(6);
    expect(new Set(found.map(({ id }) => id)).size).toBe(1);
    for (const activity of found) {
      expect(activity).toMatchObject({
        verb: 'create',
        object: 'instance',
        zone: 'us-central1-a',
        principal: { key: 'gcp:user:fakeemailxyz@gmail.com' },
        attrs: { instanceType: ['e2-medium'], image: { project: 'debian-cloud' }, publicIp: true },
        edges: [{ kind: 'instance<-image' }],
      });
    }
  });
});

function known(value: JsonObject): RecordHead | NotAnActivity | undefined {
  return gcp.recognise({ timestamp: '2026-03-01T00:00:00Z', ...value }, origin);
}

function activityOf(value: JsonObject): Activity {
  const head = known(value);
  if (!head || 'outcome' in head) throw new Error(`not read: ${JSON.stringify(head)}`);
  return gcp.normalise([head]);
}

function stratus(id: string): readonly Activity[] {
  const lines = readFileSync(new URL('gcp/stratus-doc-samples.ndjson', data), 'utf8').trim().split('\n');
  return lines
    .map((line): { stratus_id: string; event: JsonObject; action: string } => JSON.parse(line))
    .filter(({ stratus_id }) => stratus_id.includes(id))
    .map(({ event }) => activityOf(event));
}

describe.skipIf(!existsSync(data))('public samples of attacks', () => {
  it.each(['disk', 'image', 'snapshot'])('show a shared %s', (kind) => {
    const [shared] = stratus(`share-compute-${kind}`);
    expect(shared).toMatchObject({
      verb: 'share',
      object: kind === 'disk' ? 'volume' : kind,
      attrs: { grantees: ['user:attacker@gmail.com'], role: 'roles/owner' },
    });
  });

  it('show the snapshot that somebody outside made', () => {
    expect(stratus('share-compute-disk')[1]).toMatchObject({
      verb: 'create',
      object: 'snapshot',
      attrs: { grantees: ['user:attacker@gmail.com'] },
      resources: [{ role: 'source', type: 'volume' }, { role: 'grantee' }],
      source: { ipKind: 'absent' },
    });
  });

  it('show the key that was added, not its value', () => {
    expect(stratus('add-sshkey')[0]?.attrs.metadataKeys).toEqual(['ssh-keys']);
  });

  it('show impersonation, done and denied', () => {
    expect(stratus('impersonate').map(({ outcome }) => outcome)).toEqual(['success', 'denied']);
    expect(stratus('impersonate')[0]?.resources[0]?.id).toContain('impersonated-service-account@');
  });
});

describe.skipIf(!existsSync(data))('public samples of audit logs', () => {
  const folder = new URL('gcp/security-analytics/', data);
  const files = existsSync(data) ? readdirSync(folder) : [];
  const contents = (name: string): JsonObject => {
    const read: JsonObject | readonly [JsonObject] = JSON.parse(readFileSync(new URL(name, folder), 'utf8'));
    return Array.isArray(read) ? (read[0] as JsonObject) : (read as JsonObject);
  };

  it('are all read or skipped for a reason', () => {
    const reasons = files.map((name) => {
      const head = known(contents(name));
      return head && 'outcome' in head ? head.reason : head?.logsource.service;
    });
    expect(reasons.toSorted()).toEqual([
      ...Array<string>(11).fill('gcp.audit'),
      'google_workspace.admin',
      ...Array<string>(3).fill('google_workspace.login'),
      'load-balancer-log',
      'load-balancer-log',
      'network-flow-record',
    ]);
  });

  it.each<[string, JsonObject]>([
    [
      'google.cloud.audit.AuditLog.setIamPolicy.json',
      {
        verb: 'modify',
        object: 'iam',
        attrs: { role: 'roles/resourcemanager.organizationAdmin', grantees: ['user:test-user@example.com'] },
      },
    ],
    [
      'google.iam.admin.v1.SetIamPolicy-tokenCreator.json',
      { object: 'iam', attrs: { role: 'roles/iam.serviceAccountTokenCreator' } },
    ],
    ['google.login.LoginService.loginFailure.json', { verb: 'login', outcome: 'failure', org: '123' }],
    ['google.storage.objects.get-notInSameVPC.json', { outcome: 'denied' }],
    [
      'google.v1.compute.subnetworks.patch-disableFlowLogs.json',
      { verb: 'disable', object: 'network', region: 'us-central1' },
    ],
    [
      'google.cloud.bigquery.v2.JobService.InsertJob-dataRead.json',
      { service: 'bigquery.googleapis.com', time: Date.UTC(2022, 7, 22, 2, 12, 57, 630) },
    ],
  ])('show %s', (name, expected) => {
    expect(activityOf(contents(name))).toMatchObject(expected);
  });
});
