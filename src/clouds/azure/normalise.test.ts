import { describe, expect, it } from 'vitest';
import {
  activity,
  alice,
  bodies,
  exported,
  head,
  id,
  rest,
  subscription,
  tableRow,
  tenant,
} from '../../../test/support/clouds/azure-records.ts';
import type { Activity } from '../../activity/activity.ts';
import type { JsonObject } from '../../core/json.ts';
import { azure } from './definition.ts';

const vmWrite = 'Microsoft.Compute/virtualMachines/write';
const vm = 'Microsoft.Compute/virtualMachines/Vm1';
const snapshotWrite = 'Microsoft.Compute/snapshots/write';
const snapshot = 'Microsoft.Compute/snapshots/S1';
const disk = 'Microsoft.Compute/disks/D1';

function started(operation: string, path: string, over: JsonObject = {}): JsonObject {
  return rest(operation, path, {
    eventDataId: 'e-started',
    eventTimestamp: '2026-03-01T09:14:05Z',
    status: { value: 'Started' },
    ...over,
  });
}

function accepted(operation: string, path: string, over: JsonObject = {}): JsonObject {
  return rest(operation, path, {
    eventDataId: 'e-accepted',
    eventTimestamp: '2026-03-01T09:14:06Z',
    status: { value: 'Accepted' },
    subStatus: { value: 'Accepted' },
    ...over,
  });
}

/** Later rows come without claims and address. */
function ended(operation: string, path: string, over: JsonObject = {}): JsonObject {
  return rest(operation, path, { eventDataId: 'e-ended', claims: {}, caller: '', httpRequest: {}, ...over });
}

const vmRequest = {
  location: 'West Europe',
  zones: ['2'],
  tags: { change: 'CHG0012345', owner: 'a', secret: '******' },
  identity: {
    type: 'UserAssigned',
    userAssignedIdentities: { [id('Microsoft.ManagedIdentity/userAssignedIdentities/Ops')]: {} },
  },
  properties: {
    priority: 'Spot',
    hardwareProfile: { vmSize: 'Standard_NC24ads_A100_v4' },
    storageProfile: {
      imageReference: { publisher: 'Canonical', offer: 'ubuntu', sku: '22_04', version: 'latest' },
      osDisk: { createOption: 'FromImage', managedDisk: { id: id('Microsoft.Compute/disks/Os') } },
      dataDisks: [{ managedDisk: { id: id(disk) } }],
    },
    osProfile: { adminUsername: 'root', adminPassword: 'hunter2', customData: 'c2VjcmV0' },
    networkProfile: { networkInterfaces: [{ id: id('Microsoft.Network/networkInterfaces/n') }] },
    userData: 'bW9yZSBzZWNyZXQ=',
  },
};

describe('rows of one operation', () => {
  const begin = started(vmWrite, vm, { properties: bodies(vmRequest) });
  const middle = accepted(vmWrite, vm, {
    subStatus: { value: 'Created' },
    properties: bodies(null, { properties: { vmId: 'uid-1', provisioningState: 'Creating' } }),
  });
  const end = ended(vmWrite, vm);
  const whole = activity(begin, middle, end);

  it('become one Activity, whatever their order', () => {
    expect(whole).toMatchObject({
      verb: 'create',
      object: 'instance',
      components: [{ id: 'DC0076' }],
      outcome: 'success',
      time: Date.UTC(2026, 2, 1, 9, 14, 5),
      endTime: Date.UTC(2026, 2, 1, 9, 14, 7, 123),
      account: subscription,
      group: 'prod',
      org: tenant,
      region: 'westeurope',
      regionFrom: 'body',
      zone: '2',
      count: 1,
      change: { ticket: 'CHG0012345' },
      quality: { createOrUpdate: 'status', missing: [] },
      evidence: { records: 3 },
    });
    expect(whole.principal.id).toBe(alice);
    for (const order of [
      [end, middle, begin],
      [middle, end, begin],
    ] as const) {
      expect({ ...activity(...order), evidence: whole.evidence }).toEqual(whole);
    }
  });

  it('tell what was made, and no secret', () => {
    expect(whole.attrs).toEqual({
      instanceType: ['Standard_NC24ads_A100_v4'],
      gpu: true,
      spot: true,
      image: { publisher: 'Canonical', name: 'ubuntu:22_04:latest' },
      userData: true,
      role: id('Microsoft.ManagedIdentity/userAssignedIdentities/Ops').toLowerCase(),
      tags: { change: 'CHG0012345', owner: 'a' },
      interfaces: [
        { id: id('Microsoft.Network/networkInterfaces/N').toLowerCase(), instance: id(vm).toLowerCase() },
      ],
      tagKeys: ['change', 'owner', 'secret'],
    });
    expect(JSON.stringify(whole)).not.toMatch(/hunter2|c2VjcmV0|bW9yZ/);
  });

  it('name the resources and where they came from, in lower case', () => {
    expect(whole.resources).toEqual([
      { role: 'target', type: 'instance', id: id(vm).toLowerCase(), uid: 'uid-1', name: 'Vm1' },
      { role: 'related', type: 'volume', id: id('Microsoft.Compute/disks/Os').toLowerCase(), name: 'Os' },
      { role: 'source', type: 'volume', id: id(disk).toLowerCase(), name: 'D1' },
      {
        role: 'related',
        type: 'network',
        id: id('Microsoft.Network/networkInterfaces/n').toLowerCase(),
        name: 'n',
      },
    ]);
    expect(whole.edges).toEqual([
      { from: id(disk).toLowerCase(), to: id(vm).toLowerCase(), kind: 'instance<-volume' },
    ]);
  });

  it('have one id in every container, and one resource', () => {
    const forms = [rest(vmWrite, vm), exported(vmWrite, vm), tableRow(vmWrite, vm)].map((row) =>
      activity(row),
    );
    expect(new Set(forms.map((a) => a.id)).size).toBe(1);
    expect(new Set(forms.map((a) => a.resources[0]?.id)).size).toBe(1);
    expect(new Set(forms.map((a) => a.principal.key)).size).toBe(1);
  });

  it('are pending until one tells the end', () => {
    expect(activity(begin).outcome).toBe('pending');
    expect(activity(begin, middle)).toMatchObject({
      outcome: 'pending',
      edges: [{ kind: 'instance<-volume' }],
    });
  });
});

describe('the place', () => {
  it('is not where the row was processed', () => {
    const row = exported('Microsoft.Compute/virtualMachines/delete', vm, { location: 'eastus' });
    expect(activity(row)).toMatchObject({ regionFrom: 'unknown' });
    expect(activity(row).region).toBeUndefined();
  });

  it('stands in the id of regional operations', () => {
    const path = 'Microsoft.ComputeSchedule/locations/eastus2';
    const row = rest('Microsoft.ComputeSchedule/locations/virtualMachinesExecuteDeallocate/action', path, {
      properties: bodies({ resources: { ids: [id(vm), id(`${vm}b`)] } }),
    });
    expect(activity(row)).toMatchObject({
      region: 'eastus2',
      regionFrom: 'resource',
      verb: 'stop',
      count: 2,
      resources: [{ role: 'target', type: 'instance' }, { role: 'target' }, { role: 'parent' }],
    });
  });

  it('is the tenant for operations above every subscription', () => {
    const row = rest('Microsoft.Authorization/elevateAccess/action', 'x', {
      resourceId: '/providers/Microsoft.Authorization',
      subscriptionId: '',
    });
    expect(activity(row).account).toBe(tenant);
  });
});

describe('create or update', () => {
  const copied = {
    location: 'westeurope',
    properties: { creationData: { createOption: 'Copy', sourceResourceId: id(disk) } },
  };
  it.each<[string, readonly JsonObject[], string, string]>([
    ['201 Created', [accepted(vmWrite, vm, { subStatus: { value: 'Created' } })], 'create', 'status'],
    ['200 OK', [accepted(vmWrite, vm, { subStatus: { value: 'OK' } })], 'modify', 'status'],
    [
      'Succeeded.Created',
      [exported(vmWrite, vm, { resultSignature: 'Succeeded.Created' })],
      'create',
      'status',
    ],
    ['201 as a number', [exported(vmWrite, vm, { resultSignature: '201' })], 'create', 'status'],
    ['statusCode OK', [rest(vmWrite, vm, { properties: { statusCode: 'OK' } })], 'modify', 'status'],
    [
      'a state of Creating',
      [
        accepted(vmWrite, vm, {
          properties: bodies(vmRequest, { properties: { provisioningState: 'Creating' } }),
        }),
      ],
      'create',
      'body',
    ],
    ['tags alone', [accepted(vmWrite, vm, { properties: bodies({ tags: { a: 'b' } }) })], 'modify', 'body'],
    ['nothing', [accepted(vmWrite, vm)], 'create', 'guess'],
    [
      'a disk or snapshot with its origin',
      [accepted(snapshotWrite, snapshot, { properties: bodies(copied) })],
      'create',
      'body',
    ],
    [
      'a snapshot that answers OK',
      [rest(snapshotWrite, snapshot, { subStatus: { value: 'OK' }, properties: bodies(copied) })],
      'create',
      'body',
    ],
    [
      'PATCH',
      [
        accepted(snapshotWrite, snapshot, {
          httpRequest: { method: 'PATCH' },
          properties: bodies({ tags: {} }),
        }),
      ],
      'modify',
      'method',
    ],
    [
      'a snapshot made before',
      [
        accepted(snapshotWrite, snapshot, {
          properties: bodies(copied, { properties: { timeCreated: '2026-02-01T00:00:00Z' } }),
        }),
      ],
      'modify',
      'body',
    ],
    [
      'a snapshot made now',
      [
        accepted(snapshotWrite, snapshot, {
          properties: bodies(copied, { properties: { timeCreated: '2026-03-01T09:14:05Z' } }),
        }),
      ],
      'create',
      'body',
    ],
    [
      'a snapshot without its origin',
      [
        accepted(snapshotWrite, snapshot, {
          properties: bodies({ properties: { networkAccessPolicy: 'AllowAll' } }),
        }),
      ],
      'modify',
      'body',
    ],
  ])('%s', (_, rows, verb, by) => {
    const [first, ...others] = rows as [JsonObject, ...JsonObject[]];
    const written = activity(first, ...others);
    expect([written.verb, written.quality.createOrUpdate]).toEqual([verb, by]);
  });

  it('shows a swap of the OS disk as a change with its origin', () => {
    const swap = {
      properties: {
        storageProfile: {
          osDisk: { createOption: 'Attach', managedDisk: { id: id('Microsoft.Compute/disks/Disk2') } },
        },
      },
    };
    const swapped = activity(
      started(vmWrite, vm, { properties: bodies(swap) }),
      accepted(vmWrite, vm, { subStatus: { value: 'OK' } }),
      ended(vmWrite, vm),
    );
    expect(swapped).toMatchObject({
      verb: 'modify',
      components: [{ id: 'DC0073' }],
      attrs: { changed: ['storageProfile'] },
      edges: [
        {
          from: id('Microsoft.Compute/disks/Disk2').toLowerCase(),
          to: id(vm).toLowerCase(),
          kind: 'instance<-volume',
        },
      ],
    });
  });
});

describe('bodies', () => {
  const write = (properties: JsonObject): Activity =>
    activity(started(snapshotWrite, snapshot, { properties }));
  const body = { location: 'northeurope', properties: { creationData: { sourceResourceId: id(disk) } } };
  it.each<[string, JsonObject, JsonObject]>([
    ['as text', { requestbody: JSON.stringify(body) }, { region: 'northeurope', quality: { missing: [] } }],
    ['as an object', { requestbody: body }, { region: 'northeurope' }],
    ['spelled requestBody', { requestBody: JSON.stringify(body) }, { region: 'northeurope' }],
    ['one level down', { eventProperties: { requestbody: JSON.stringify(body) } }, { region: 'northeurope' }],
    [
      'cut off',
      { requestbody: JSON.stringify(body).slice(0, 40) },
      { quality: { missing: ['requestbody'] } },
    ],
    ['absent', {}, { quality: { missing: ['requestbody'] } }],
    [
      'with masked tags',
      { requestbody: JSON.stringify({ ...body, tags: '******' }) },
      { region: 'northeurope', attrs: {}, quality: { missing: ['tags'] } },
    ],
  ])('%s', (_, properties, expected) => {
    expect(write(properties)).toMatchObject(expected);
  });

  it('of an extension tell which, and no setting', () => {
    const path = `${vm}/extensions/custom`;
    const request = {
      properties: {
        publisher: 'Microsoft.Azure.Extensions',
        type: 'CustomScript',
        settings: { commandToExecute: 'curl evil' },
        protectedSettings: '******',
      },
    };
    const made = activity(
      rest('Microsoft.Compute/virtualMachines/extensions/write', path, { properties: bodies(request) }),
    );
    expect(made).toMatchObject({
      verb: 'execute',
      object: 'command',
      attrs: { command: 'Microsoft.Azure.Extensions/CustomScript' },
      resources: [
        { role: 'target', type: 'command', name: 'custom' },
        { role: 'parent', type: 'instance', id: id(vm).toLowerCase() },
      ],
    });
    expect(JSON.stringify(made)).not.toContain('curl');
  });

  it('of a run-command tell its name', () => {
    const row = rest('Microsoft.Compute/virtualMachines/runCommand/action', vm, {
      properties: bodies({ commandId: 'RunShellScript', script: ['id'] }),
    });
    expect(activity(row)).toMatchObject({
      attrs: { command: 'RunShellScript' },
      resources: [{ type: 'instance' }],
    });
  });

  it('of an export tell for how long, and not the link', () => {
    const path = 'Microsoft.Compute/snapshots/beginGetAccess/action';
    const row = rest(path, snapshot, {
      properties: bodies(
        { access: 'Read', durationInSeconds: 864000 },
        { accessSAS: 'https://md-x.blob.storage.azure.net/a?sig=SECRET' },
      ),
    });
    expect(activity(row)).toMatchObject({ verb: 'export', attrs: { exportSeconds: 864000 } });
    expect(JSON.stringify(activity(row))).not.toContain('SECRET');
  });

  it('cut the signature off an import from a blob', () => {
    const request = {
      properties: {
        creationData: {
          createOption: 'Import',
          sourceUri: 'https://acc.blob.core.windows.net/v/d.vhd?sv=1&sig=SECRET',
        },
      },
    };
    const made = activity(rest('Microsoft.Compute/disks/write', disk, { properties: bodies(request) }));
    expect(made.edges).toEqual([
      {
        from: 'https://acc.blob.core.windows.net/v/d.vhd',
        to: id(disk).toLowerCase(),
        kind: 'volume<-storage',
      },
    ]);
    expect(JSON.stringify(made)).not.toContain('SECRET');
  });
});

describe('lineage', () => {
  it('reaches into another subscription', () => {
    const source =
      '/subscriptions/44444444-4444-4444-8444-444444444444/resourceGroups/R/providers/Microsoft.Compute/disks/D';
    const row = rest(snapshotWrite, snapshot, {
      properties: bodies({ properties: { creationData: { sourceResourceId: source } } }),
    });
    expect(activity(row)).toMatchObject({
      resources: [
        { role: 'target' },
        { role: 'source', type: 'volume', account: '44444444-4444-4444-8444-444444444444' },
      ],
      edges: [{ from: source.toLowerCase(), kind: 'snapshot<-volume' }],
    });
  });

  it('is not made by a call that failed', () => {
    const row = rest(snapshotWrite, snapshot, {
      status: { value: 'Failed' },
      properties: bodies({ properties: { creationData: { sourceResourceId: id(disk) } } }),
    });
    expect(activity(row).edges).toEqual([]);
  });
});

describe('who', () => {
  const write = (over: JsonObject): Activity['principal'] => activity(rest(vmWrite, vm, over)).principal;
  const object = 'http://schemas.microsoft.com/identity/claims/objectidentifier';
  const app: JsonObject = {
    appid: '55555555-5555-4555-8555-555555555555',
    appidacr: '1',
    [object]: alice.toUpperCase(),
    idtyp: 'app',
  };
  it.each<[string, JsonObject, JsonObject]>([
    [
      'a service principal',
      { caller: alice, claims: app },
      {
        key: `azure:${tenant}:${alice}`,
        type: 'service_principal',
        app: '55555555-5555-4555-8555-555555555555',
      },
    ],
    [
      'a managed identity',
      {
        caller: alice,
        claims: { ...app, xms_mirid: id('Microsoft.ManagedIdentity/userAssignedIdentities/ops') },
      },
      { key: `azure:${tenant}:${alice}`, type: 'managed_identity', name: 'ops' },
    ],
    [
      'autoscale',
      { caller: 'Microsoft.Insights/autoscaleSettings', claims: {} },
      { key: 'azure:service:Microsoft.Insights/autoscaleSettings', type: 'service' },
    ],
    [
      'a person whose name begins like the platform',
      { caller: 'Microsoft.evil@example.com', claims: {} },
      { key: `azure:${tenant}:user:microsoft.evil@example.com`, type: 'user' },
    ],
    [
      'an application without claims',
      { caller: alice, claims: {} },
      { key: `azure:${tenant}:${alice}`, type: 'service_principal' },
    ],
    [
      'nobody but the holder of the role',
      { caller: '', claims: {}, authorization: { evidence: { principalId: alice.replaceAll('-', '') } } },
      { key: `azure:${tenant}:${alice}`, type: 'unknown' },
    ],
    ['nobody', { caller: '', claims: {}, authorization: {} }, { key: 'azure:unknown', type: 'unknown' }],
  ])('%s', (_, over, expected) => {
    expect(write(over)).toMatchObject(expected);
  });

  it('is the caller, not the group that holds the role', () => {
    const row = rest(vmWrite, vm, {
      authorization: { evidence: { role: 'Owner', principalId: 'f'.repeat(32), principalType: 'Group' } },
    });
    expect(activity(row).principal).toMatchObject({
      id: alice,
      session: 'token-1',
      mfa: true,
      app: 'Azure CLI',
    });
  });

  it('is a user through an application that has a secret', () => {
    const row = rest(vmWrite, vm);
    const claims = {
      ...(row['claims'] as JsonObject),
      appidacr: '2',
      appid: '55555555-5555-4555-8555-555555555555',
    };
    expect(write({ claims })).toMatchObject({
      type: 'user',
      via: [{ key: 'azure:app:55555555-5555-4555-8555-555555555555', type: 'service_principal' }],
    });
  });

  it.each<[string, JsonObject, JsonObject | undefined]>([
    ['autoscale', { caller: 'Microsoft.Insights/autoscaleSettings', claims: {} }, { kind: 'autoscale' }],
    [
      'Azure Backup',
      { caller: alice, claims: { ...app, appid: '262044b1-e2ce-469f-a196-69ab7ada62d3' } },
      { kind: 'backup' },
    ],
    [
      'the identity of a cluster',
      { caller: alice, claims: { ...app, xms_mirid: id('Microsoft.ContainerService/managedClusters/k') } },
      { kind: 'k8s' },
    ],
    ['a person', {}, undefined],
    [
      'a resource group named like a cluster',
      { caller: alice, claims: app, resourceId: id(vm).replace('Prod', 'MC_rg_k_westeurope') },
      undefined,
    ],
  ])('%s', (_, over, expected) => {
    const { automation } = activity(rest(vmWrite, vm, over));
    if (expected) expect(automation).toMatchObject(expected);
    else expect(automation).toBeUndefined();
  });

  it('counts what autoscale did as its own', () => {
    const row = exported(
      'Microsoft.Insights/AutoscaleSettings/Scaleup/Action',
      'Microsoft.Insights/autoscaleSettings/a',
      {
        category: 'Autoscale',
        identity: {},
        caller: 'Microsoft.Insights/autoscaleSettings',
        properties: {
          eventCategory: 'Autoscale',
          OldInstancesCount: '3',
          NewInstancesCount: '5',
          ResourceName: id('Microsoft.Compute/virtualMachineScaleSets/web'),
        },
      },
    );
    expect(activity(row)).toMatchObject({
      verb: 'scale',
      count: 2,
      automation: { kind: 'autoscale' },
      resources: [{ role: 'target', type: 'instance_group' }, { role: 'parent' }],
    });
  });
});

describe('from where', () => {
  it.each<[string, JsonObject, JsonObject]>([
    [
      'an address with a port',
      { callerIpAddress: '203.0.113.7:50123' },
      { ip: '203.0.113.7', ipKind: 'public' },
    ],
    ['IPv6', { callerIpAddress: '[2001:db8::7]:443' }, { ip: '2001:db8::7', ipKind: 'public' }],
    ['a range', { callerIpAddress: '127.0.0.0/8' }, { ipKind: 'absent' }],
    ['the address at sign-in when there is no other', { callerIpAddress: '' }, { ip: '203.0.113.7' }],
  ])('%s', (_, over, expected) => {
    expect(activity(exported(vmWrite, vm, over)).source).toMatchObject(expected);
  });
});

describe('what became of it', () => {
  const failed = (statusMessage: string, over: JsonObject = {}): Activity =>
    activity(rest(vmWrite, vm, { status: { value: 'Failed' }, properties: { statusMessage }, ...over }));
  const error = (code: string, message = 'no'): string => JSON.stringify({ error: { code, message } });
  it.each<[string, Activity, JsonObject]>([
    [
      'a refusal',
      failed(
        error(
          'AuthorizationFailed',
          "does not have authorization to perform action 'Microsoft.Compute/virtualMachines/write' over scope",
        ),
      ),
      { outcome: 'denied', attrs: { permission: vmWrite }, error: { code: 'AuthorizationFailed' } },
    ],
    [
      'a lock',
      failed(error('ScopeLocked'), { subStatus: { value: 'Conflict' } }),
      { outcome: 'failure', error: { code: 'ScopeLocked' } },
    ],
    ['a quota', failed(error('QuotaExceeded')), { outcome: 'failure', error: { code: 'QuotaExceeded' } }],
    [
      '403 alone',
      activity(exported(vmWrite, vm, { resultType: 'Failure', resultSignature: '403' })),
      { outcome: 'denied', error: { code: '403' } },
    ],
    [
      'Failed.Forbidden',
      activity(exported(vmWrite, vm, { resultType: 'Failure', resultSignature: 'Failed.Forbidden' })),
      { outcome: 'denied' },
    ],
    [
      '200 without a status',
      activity(exported(vmWrite, vm, { resultType: '', resultSignature: '200' })),
      { outcome: 'success' },
    ],
    [
      'cancelled',
      activity(rest(vmWrite, vm, { status: { value: 'Canceled' } })),
      { outcome: 'failure', error: { code: 'Canceled' } },
    ],
    [
      'a signature in the message',
      failed(error('X', 'https://a/b?sig=SECRET&se=1')),
      { error: { message: 'https://a/b?sig=…&se=1' } },
    ],
  ])('%s', (_, made, expected) => {
    expect(made).toMatchObject(expected);
  });
});

describe('access and protection', () => {
  it('knows the resource that a lock protects', () => {
    const path = 'Microsoft.Storage/storageAccounts/acc/providers/Microsoft.Authorization/locks/keep';
    expect(activity(rest('Microsoft.Authorization/locks/delete', path))).toMatchObject({
      verb: 'delete',
      object: 'lock',
      attrs: { protection: false },
      resources: [
        { role: 'target', type: 'lock', name: 'keep' },
        { role: 'parent', type: 'storage', id: id('Microsoft.Storage/storageAccounts/acc').toLowerCase() },
      ],
    });
  });

  it('says who got which role on what', () => {
    const request = {
      Properties: {
        PrincipalId: alice,
        PrincipalType: 'User',
        RoleDefinitionId: '/x/roleDefinitions/8E3AF657-a8ff-443c-a75c-2fe8c4bcb635',
      },
    };
    const row = rest('Microsoft.Authorization/roleAssignments/write', 'x', {
      resourceId: `/subscriptions/${subscription}/providers/Microsoft.Authorization/roleAssignments/1`,
      properties: bodies(request),
    });
    expect(activity(row)).toMatchObject({
      attrs: { role: 'Owner', grantees: [alice] },
      resources: [
        { role: 'target', type: 'iam' },
        { role: 'parent', type: 'account', id: `/subscriptions/${subscription}` },
        { role: 'grantee', id: alice },
      ],
    });
  });

  it('sees soft delete being switched off', () => {
    const row = rest(
      'Microsoft.RecoveryServices/vaults/backupconfig/write',
      'Microsoft.RecoveryServices/vaults/v/backupconfig/vaultconfig',
      {
        properties: bodies({
          properties: { softDeleteFeatureState: 'Disabled', softDeleteRetentionPeriodInDays: 14 },
        }),
      },
    );
    expect(activity(row)).toMatchObject({
      verb: 'unprotect',
      attrs: { protection: false, retentionDays: 14 },
    });
  });

  it.each<[string, JsonObject, readonly JsonObject[] | undefined]>([
    [
      'all',
      { access: 'Allow', direction: 'Inbound', sourceAddressPrefix: '*', destinationPortRange: '22' },
      [{ cidr: '0.0.0.0/0', ports: '22' }],
    ],
    [
      'lists',
      {
        access: 'Allow',
        direction: 'Inbound',
        sourceAddressPrefixes: ['198.51.100.0/24', 'Internet'],
        destinationPortRanges: ['22', '8000-9000'],
      },
      [
        { cidr: '198.51.100.0/24', ports: '22' },
        { cidr: '198.51.100.0/24', ports: '8000-9000' },
        { cidr: '0.0.0.0/0', ports: '22' },
        { cidr: '0.0.0.0/0', ports: '8000-9000' },
      ],
    ],
    [
      'a denial',
      { access: 'Deny', direction: 'Inbound', sourceAddressPrefix: '*', destinationPortRange: '*' },
      undefined,
    ],
    [
      'what goes out',
      { access: 'Allow', direction: 'Outbound', sourceAddressPrefix: '*', destinationPortRange: '*' },
      undefined,
    ],
    [
      'a service tag',
      {
        access: 'Allow',
        direction: 'Inbound',
        sourceAddressPrefix: 'VirtualNetwork',
        destinationPortRange: '*',
      },
      undefined,
    ],
  ])('exposes %s', (_, rule, expected) => {
    const one = rest(
      'Microsoft.Network/networkSecurityGroups/securityRules/write',
      'Microsoft.Network/networkSecurityGroups/g/securityRules/r',
      {
        properties: bodies({ properties: rule }),
      },
    );
    const many = rest(
      'Microsoft.Network/networkSecurityGroups/write',
      'Microsoft.Network/networkSecurityGroups/g',
      {
        properties: bodies({ properties: { securityRules: [{ name: 'r', properties: rule }] } }),
      },
    );
    expect(activity(one).attrs.exposure).toEqual(expected);
    expect(activity(many).attrs.exposure).toEqual(expected);
  });

  it.each([
    ['Add', 'share', [subscription]],
    ['Remove', 'unshare', [subscription]],
    ['EnableCommunity', 'share', ['all']],
  ])('%s of a gallery is to %s', (operationType, verb, grantees) => {
    const row = rest('Microsoft.Compute/galleries/share/action', 'Microsoft.Compute/galleries/g', {
      properties: bodies({ operationType, groups: [{ type: 'Subscriptions', ids: [subscription] }] }),
    });
    expect(activity(row)).toMatchObject({ verb, attrs: { grantees } });
  });
});

it('sees a gallery being opened to everybody', () => {
  const row = rest('Microsoft.Compute/galleries/write', 'Microsoft.Compute/galleries/g', {
    subStatus: { value: 'OK' },
    properties: bodies({ properties: { sharingProfile: { permissions: 'Community' } } }),
  });
  expect(activity(row)).toMatchObject({ verb: 'share', object: 'image', attrs: { grantees: ['all'] } });
});

describe('how many', () => {
  it('a scale set asks for', () => {
    const row = rest(
      'Microsoft.Compute/virtualMachineScaleSets/write',
      'Microsoft.Compute/virtualMachineScaleSets/web',
      {
        subStatus: { value: 'Created' },
        properties: bodies({ sku: { name: 'Standard_D2s_v5', capacity: 40 } }),
      },
    );
    expect(activity(row)).toMatchObject({ verb: 'create', object: 'instance_group', count: 40 });
  });

  it('machines of a scale set were deleted', () => {
    const set = 'Microsoft.Compute/virtualMachineScaleSets/web';
    const row = rest('Microsoft.Compute/virtualMachineScaleSets/delete/action', set, {
      properties: bodies({ instanceIds: ['0', '3'] }),
    });
    expect(activity(row)).toMatchObject({
      count: 2,
      resources: [
        { role: 'target', type: 'instance', id: `${id(set)}/virtualMachines/0`.toLowerCase() },
        { role: 'target', type: 'instance' },
        { role: 'parent', type: 'instance_group' },
      ],
    });
  });

  it('components a deleted resource group shows', () => {
    const row = rest('Microsoft.Resources/subscriptions/resourceGroups/delete', 'x', {
      resourceId: `/subscriptions/${subscription}/resourceGroups/Prod`,
    });
    const made = activity(row);
    expect(made).toMatchObject({
      verb: 'delete',
      group: 'prod',
      resources: [{ role: 'target', type: 'resource', name: 'Prod' }],
    });
    expect(made.components.map(({ id: component }) => component)).toEqual(['DC0081', 'DC0098', 'DC0049']);
  });
});

it('never throws, whatever the members hold', () => {
  const odd: readonly JsonObject[string][] = [
    null,
    7,
    'x',
    [],
    {},
    [[1]],
    { value: 7 },
    { value: {} },
    '{',
    '{"a":',
    '[1]',
  ];
  const members = [
    'properties',
    'claims',
    'identity',
    'authorization',
    'httpRequest',
    'status',
    'subStatus',
    'resourceId',
    'caller',
    'tenantId',
    'category',
    'correlationId',
    'resultSignature',
  ];
  for (const row of [rest(vmWrite, vm), exported(vmWrite, vm)]) {
    for (const member of members) {
      for (const value of odd) {
        const known = azure.recognise({ ...row, [member]: value }, { container: 'x', index: 0 });
        if (known && !('outcome' in known)) expect(() => azure.normalise([known])).not.toThrow();
      }
    }
  }
  const body = {
    location: 7,
    tags: [1],
    zones: {},
    identity: [],
    properties: { securityRules: 'x', storageProfile: [null], hardwareProfile: '' },
  };
  for (const operation of [vmWrite, snapshotWrite, 'Microsoft.Network/networkSecurityGroups/write']) {
    expect(() => activity(rest(operation, vm, { properties: bodies(body, body) }))).not.toThrow();
  }
  expect(head(rest(vmWrite, vm)).provider).toBe('azure');
});
