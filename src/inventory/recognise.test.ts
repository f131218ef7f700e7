import { describe, expect, it } from 'vitest';
import { someRecords } from '../../test/support/hunting.ts';
import * as shapes from '../../test/support/listings.ts';
import type { JsonObject } from '../core/json.ts';
import type { Listing } from './listing.ts';
import { recogniseListing } from './recognise.ts';

function read(value: JsonObject): Listing {
  const found = recogniseListing(value);
  if (!found) throw new Error('no listing');
  return found;
}

const at = (time: string): number => Date.parse(time);
const aws = { provider: 'aws', account: '210987654321' } as const;
const compute =
  '/subscriptions/7d1f0c44-58b0-4a1e-9f43-2a6c0b9d5e10/resourcegroups/office/providers/microsoft.compute';
const azure = { provider: 'azure', account: '7d1f0c44-58b0-4a1e-9f43-2a6c0b9d5e10' } as const;
const gcp = { provider: 'gcp', account: 'hq-print-render' } as const;

describe('AWS', () => {
  it('describe-instances: the first attachment is older than the last start; a local zone is of its region', () => {
    const { shape, resources, coverage } = read(shapes.awsInstances);
    expect(shape).toBe('describe-instances');
    expect(resources).toEqual([
      {
        ...aws,
        type: 'instance',
        id: 'i-0a1',
        region: 'eu-west-1',
        zone: 'eu-west-1b',
        name: 'web-1',
        state: 'running',
        createdAt: at('2026-02-01T10:00:01Z'),
        tags: { Name: 'web-1', 'aws:autoscaling:groupName': 'web' },
        instanceType: 't3.medium',
        image: 'ami-0a1',
        spot: false,
        role: 'arn:aws:iam::210987654321:instance-profile/web',
        network: ['sg-0a1'],
        managedBy: 'web',
        publicIp: true,
      },
      expect.objectContaining({
        id: 'i-0a2',
        region: 'us-west-2',
        state: 'terminated',
        spot: true,
        publicIp: false,
      }),
    ]);
    expect(coverage).toEqual([
      { ...aws, type: 'instance', region: 'eu-west-1' },
      { ...aws, type: 'instance', region: 'us-west-2' },
    ]);
  });

  it('describe-snapshots: the region is that of the key; a copy came from no volume of the account', () => {
    expect(read(shapes.awsSnapshots).resources).toMatchObject([
      {
        id: 'snap-0a1',
        region: 'eu-west-1',
        sources: ['vol-0a1'],
        encrypted: true,
        createdAt: at('2026-03-10T06:00:00Z'),
      },
      { id: 'snap-0a2', sources: [], encrypted: false },
    ]);
    expect(read(shapes.awsSnapshots).coverage).toEqual([
      { ...aws, type: 'snapshot', region: 'eu-west-1' },
      { ...aws, type: 'snapshot' },
    ]);
  });

  it('describe-volumes, -images and their attributes', () => {
    expect(read(shapes.awsVolumes).resources).toMatchObject([
      { type: 'volume', id: 'vol-0a1', region: 'eu-west-1', sources: ['snap-0a0'], attachedTo: ['i-0a1'] },
    ]);
    expect(read(shapes.awsImages).resources).toMatchObject([
      { type: 'image', id: 'ami-0a1', sources: ['i-0a0', 'snap-0a0'], public: false, protection: false },
    ]);
    expect(read(shapes.awsSharing).resources).toEqual([
      {
        provider: 'aws',
        type: 'snapshot',
        id: 'snap-0a1',
        sharedWith: ['111122223333', 'all'],
        public: true,
      },
    ]);
    expect(
      read({ ImageId: 'ami-1', LaunchPermissions: [{ OrganizationArn: 'arn:o' }] }).resources,
    ).toMatchObject([{ type: 'image', sharedWith: ['arn:o'], public: false }]);
    expect(read({ InstanceId: 'i-1', DisableApiTermination: { Value: true } }).resources).toMatchObject([
      { protection: true },
    ]);
  });

  it('describe-security-groups and -regions', () => {
    expect(read(shapes.awsGroups).resources).toMatchObject([
      { type: 'network', id: 'sg-0a1', region: 'eu-west-1', exposure: ['0.0.0.0/0 443', '::/0 443'] },
    ]);
    const regions = { Regions: [{ RegionName: 'ap-east-1', OptInStatus: 'not-opted-in', Endpoint: 'x' }] };
    expect(read(regions).regions).toEqual([{ provider: 'aws', name: 'ap-east-1', status: 'not-opted-in' }]);
  });

  it('elements by themselves, as --query gives them', () => {
    const [reservation = {}] = shapes.awsInstances['Reservations'] as JsonObject[];
    const [instance = {}] = reservation['Instances'] as JsonObject[];
    expect(read(instance)).toMatchObject({
      shape: 'describe-instances',
      resources: [{ id: 'i-0a1' }],
    });
  });

  it('AWS Config: a snapshot shows everything of its types, a notification one thing', () => {
    const { resources, coverage } = read(shapes.awsConfigSnapshot);
    expect(resources).toMatchObject([
      {
        ...aws,
        type: 'instance',
        id: 'i-0a1',
        instanceType: 't3.medium',
        network: ['sg-0a1'],
        createdAt: at('2026-02-01T10:00:00Z'),
        observedAt: at('2026-03-10T12:00:00Z'),
      },
      { type: 'volume', id: 'vol-0a9', state: 'deleted' },
    ]);
    expect(coverage).toEqual([{ ...aws, type: 'instance', region: 'eu-west-1' }]);
    const [item] = shapes.awsConfigSnapshot['configurationItems'] as JsonObject[];
    const notified = read({
      messageType: 'ConfigurationItemChangeNotification',
      configurationItem: item as JsonObject,
    });
    expect(notified).toMatchObject({ shape: 'AWS Config items', resources: [{ id: 'i-0a1' }], coverage: [] });
  });

  it('one page of several covers nothing; an empty list only its type', () => {
    expect(read({ ...shapes.awsVolumes, NextToken: 'x' })).toMatchObject({ coverage: [], isPartial: true });
    expect(read({ Snapshots: [] }).coverage).toEqual([{ provider: 'aws', type: 'snapshot' }]);
  });
});

describe('Azure', () => {
  it('az vm list -d', () => {
    expect(read(shapes.azureVm)).toEqual({
      shape: 'Azure resource',
      resources: [
        {
          ...azure,
          type: 'instance',
          id: `${compute}/virtualmachines/desk-1`,
          uid: 'vm-uid-1',
          region: 'westeurope',
          name: 'Desk-1',
          state: 'running',
          createdAt: at('2026-03-10T09:00:00.123Z'),
          tags: { env: 'prod' },
          sources: [],
          instanceType: 'Standard_D2s_v5',
          image: 'Canonical:ubuntu:server:24.04.1',
          spot: false,
          role: 'SystemAssigned',
          publicIp: true,
        },
      ],
      coverage: [{ ...azure, type: 'instance', region: '*' }],
    });
  });

  it('snapshots and disks, flat and nested; an open link to the content', () => {
    expect(read(shapes.azureSnapshot).resources).toMatchObject([
      {
        type: 'snapshot',
        region: 'westeurope',
        size: 30,
        exported: true,
        access: 'AllowAll, public Enabled',
        sources: [`${compute}/disks/desk-1-os`],
        state: 'activesas',
      },
    ]);
    expect(read(shapes.azureDisk).resources).toMatchObject([
      { type: 'volume', attachedTo: [`${compute}/virtualmachines/desk-1`], exported: false, size: 30 },
    ]);
  });

  it('Resource Graph as objects and as a table; a page covers nothing', () => {
    expect(read(shapes.azureGraph)).toMatchObject({
      shape: 'Resource Graph',
      resources: [
        { id: `${compute}/virtualmachines/desk-2`, state: 'deallocated', instanceType: 'Standard_NC6' },
      ],
      coverage: [{ ...azure, type: 'instance', region: '*' }],
    });
    expect(read(shapes.azureGraphTable)).toMatchObject({
      resources: [{ id: `${compute}/virtualmachines/desk-3`, region: 'northeurope' }],
      coverage: [],
      isPartial: true,
    });
  });
});

describe('Google Cloud', () => {
  it('gcloud compute instances list', () => {
    expect(read(shapes.gcpInstance)).toEqual({
      shape: 'gcloud compute list',
      resources: [
        {
          ...gcp,
          type: 'instance',
          id: 'projects/hq-print-render/zones/europe-west1-b/instances/render-1',
          uid: '2306092231301590',
          region: 'europe-west1',
          zone: 'europe-west1-b',
          name: 'render-1',
          state: 'running',
          createdAt: at('2026-03-10T10:00:00Z'),
          tags: { team: 'print' },
          sources: [],
          instanceType: 'n2-standard-8',
          spot: true,
          role: '1-compute@developer.gserviceaccount.com',
          managedBy: 'projects/1/zones/europe-west1-b/instanceGroupManagers/render',
          publicIp: true,
          protection: true,
        },
      ],
      coverage: [{ ...gcp, type: 'instance', region: '*' }],
    });
  });

  it('snapshots, assets and IAM policies', () => {
    expect(read(shapes.gcpSnapshot).resources).toMatchObject([
      {
        type: 'snapshot',
        id: 'projects/hq-print-render/global/snapshots/orders-1',
        region: 'global',
        size: 50,
        sources: ['projects/hq-print-render/zones/europe-west1-b/disks/orders'],
        kmsKey: 'projects/p/locations/l/keyRings/r/cryptoKeys/k',
      },
    ]);
    expect(read(shapes.gcpAsset).resources).toMatchObject([
      {
        type: 'volume',
        uid: '78',
        attachedTo: ['projects/hq-print-render/zones/europe-west1-b/instances/render-1'],
      },
    ]);
    expect(read(shapes.gcpPolicy)).toMatchObject({
      resources: [
        {
          id: 'projects/hq-print-render/global/snapshots/orders-1',
          sharedWith: ['allAuthenticatedUsers', 'user:x@y.example'],
          public: true,
        },
      ],
      coverage: [],
    });
  });

  it('lists of the API, answers with assets, and a feed that tells of a deletion', () => {
    const list = {
      kind: 'compute#instanceAggregatedList',
      items: { 'zones/z': { instances: [shapes.gcpInstance] }, 'zones/y': { warning: {} } },
    };
    expect(read(list)).toMatchObject({ shape: 'Compute API list', resources: [{ name: 'render-1' }] });
    expect(
      read({ kind: 'compute#snapshotList', items: [shapes.gcpSnapshot], nextPageToken: 'x' }),
    ).toMatchObject({
      resources: [{ name: 'orders-1' }],
      isPartial: true,
    });
    expect(read({ assets: [shapes.gcpAsset, shapes.gcpPolicy] })).toMatchObject({
      shape: 'Asset Inventory',
      resources: [{ name: 'orders' }, { public: true }],
      coverage: [{ ...gcp, type: 'volume', region: '*' }],
    });
    const deleted = {
      asset: { name: shapes.gcpAsset['name'], assetType: 'compute.googleapis.com/Disk' },
      priorAsset: shapes.gcpAsset,
      deleted: true,
      window: {},
    };
    expect(read(deleted as JsonObject)).toMatchObject({
      resources: [{ name: 'orders', state: 'deleted' }],
      coverage: [],
    });
  });
});

describe('what is no listing', () => {
  it('audit records of the three clouds', () => {
    const taken = someRecords(3, 200).filter((record) => recogniseListing(record) !== undefined);
    expect(taken).toEqual([]);
  });

  it.each([
    ['the recycle bin', { Snapshots: [{ SnapshotId: 'snap-1', RecycleBinEnterTime: '2026-01-01' }] }],
    ['an Activity Log row about a snapshot', { ...shapes.azureSnapshot, operationName: 'x' }],
    [
      'another resource',
      { id: '/subscriptions/1/resourceGroups/a/providers/Microsoft.Web/sites/b', location: 'x' },
    ],
    [
      'an asset of another service',
      { name: '//storage.googleapis.com/b', asset_type: 'storage.googleapis.com/Bucket' },
    ],
    ['nothing', {}],
  ])('%s', (_, value) => {
    expect(recogniseListing(value as JsonObject)).toBeUndefined();
  });

  it('keys of prototypes do no harm', () => {
    const tags = JSON.parse('{"__proto__": "x", "constructor": "y"}') as JsonObject;
    const [found] = read({ ...shapes.azureVm, tags }).resources;
    expect(Object.keys(found?.tags ?? {})).toEqual(['__proto__', 'constructor']);
    expect(recogniseListing(JSON.parse('{"__proto__": {"Reservations": []}}') as JsonObject)).toBeUndefined();
  });
});
