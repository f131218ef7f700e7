import { describe, expect, it } from 'vitest';
import { activity } from '../../test/support/activities.ts';
import * as shapes from '../../test/support/listings.ts';
import type { Activity } from '../activity/activity.ts';
import type { JsonObject } from '../core/json.ts';
import { type BuildOptions, InventoryBuilder } from './builder.ts';
import { type DiffOptions, diffInventories } from './diff.ts';
import { readInventory, writeInventory } from './inventory-file.ts';
import { recogniseListing } from './recognise.ts';
import type { Inventory } from './resource.ts';

const mara = 'aws:arn:aws:iam::210987654321:user/mara';
const at = (time: string): number => Date.parse(time);

function build(
  listings: readonly JsonObject[],
  activities: readonly Activity[] = [],
  options: BuildOptions = {},
): Inventory {
  const builder = new InventoryBuilder(options);
  for (const one of listings) {
    const listing = recogniseListing(one);
    if (!listing) throw new Error(`no listing: ${JSON.stringify(one)}`);
    builder.addListing(listing);
  }
  for (const one of activities) builder.addActivity(one);
  return builder.build();
}

/** The rows as short texts: kind, id, reason. */
function rows(before: Inventory, after: Inventory, options: DiffOptions = {}): string[] {
  return diffInventories(before, after, options).rows.map(
    ({ kind, id, reason }) => `${kind} ${id}: ${reason}`,
  );
}

function instances(...list: readonly (readonly [id: string, more?: object])[]): JsonObject {
  const instance = ([id, more = {}]: readonly [id: string, more?: object]): object => ({
    InstanceId: id,
    ImageId: 'ami-1',
    InstanceType: 't3.micro',
    LaunchTime: '2026-02-01T00:00:00Z',
    State: { Name: 'running' },
    Placement: { AvailabilityZone: 'eu-west-1a' },
    ...more,
  });
  return {
    Reservations: [{ OwnerId: '210987654321', Instances: list.map(instance) }],
  } as unknown as JsonObject;
}

function snapshots(...list: readonly (readonly [id: string, more?: object])[]): JsonObject {
  const snapshot = ([id, more = {}]: readonly [id: string, more?: object]): object => ({
    SnapshotId: id,
    VolumeId: 'vol-1',
    StartTime: '2026-02-01T00:00:00Z',
    State: 'completed',
    OwnerId: '210987654321',
    AvailabilityZone: 'eu-west-1a',
    ...more,
  });
  return { Snapshots: list.map(snapshot) } as unknown as JsonObject;
}

let number = 0;
function act(
  verb: Activity['verb'],
  type: 'instance' | 'snapshot' | 'volume' | 'image',
  id: string,
  time: string,
  more: Partial<Activity> = {},
): Activity {
  number += 1;
  return activity({
    id: `a${number}`,
    operation: `${verb} ${type}`,
    verb,
    object: type,
    at: time,
    resources: [{ role: 'target', type, id }],
    ...more,
  });
}

/** The logs of a day, whatever they hold beside their ends. */
function logs(...activities: readonly Activity[]): Inventory {
  const from = act('enumerate', 'instance', 'x', '2026-03-10T00:00:00Z');
  const to = act('enumerate', 'instance', 'x', '2026-03-10T23:59:59Z');
  return build([], [from, ...activities, to]);
}

describe('two inventories', () => {
  it('that are equal differ in nothing', () => {
    const one = build(Object.values(shapes.listings).filter((listing) => listing !== shapes.azureGraphTable));
    expect(rows(one, one)).toEqual([]);
  });

  it('differ in what was added, removed, and changed field by field', () => {
    const before = build([instances(['i-1'], ['i-2', { Tags: [{ Key: 'a', Value: '1' }] }])]);
    const after = build([
      instances(['i-2', { InstanceType: 't3.large', Tags: [{ Key: 'b', Value: '2' }] }], ['i-3']),
    ]);
    expect(rows(before, after)).toEqual([
      'added i-3: made 2026-02-01T00:00:00Z',
      'removed i-1: gone',
      'changed i-2: tags.a 1 → -; tags.b - → 2; instanceType t3.micro → t3.large',
    ]);
  });

  it('an instance that is terminated is removed, whether it is still listed or not', () => {
    const before = build([instances(['i-1'])]);
    const after = build([instances(['i-1', { State: { Name: 'terminated' } }])]);
    expect(rows(before, after)).toEqual(['removed i-1: terminated']);
    expect(rows(after, after)).toEqual([]);
  });

  it('sharing and exposure are flagged', () => {
    const share = (...grants: readonly object[]): JsonObject =>
      ({ SnapshotId: 'snap-0a1', CreateVolumePermissions: grants }) as unknown as JsonObject;
    const open = {
      IpPermissions: [{ IpProtocol: 'tcp', FromPort: 22, ToPort: 22, IpRanges: [{ CidrIp: '0.0.0.0/0' }] }],
    };
    const group = (more: object): JsonObject =>
      ({
        SecurityGroups: [{ GroupId: 'sg-0a1', OwnerId: '210987654321', IpPermissions: [], ...more }],
      }) as unknown as JsonObject;
    const before = build([shapes.awsInstances, shapes.awsSnapshots, share(), group({})]);
    const after = build([
      shapes.awsInstances,
      shapes.awsSnapshots,
      share({ Group: 'all' }, { UserId: '666666666666' }),
      group(open),
    ]);
    const { rows: found } = diffInventories(before, after);
    expect(found.map(({ id, fields }) => [id, fields])).toEqual([
      ['sg-0a1', [{ field: 'exposure', before: '-', after: '0.0.0.0/0 22', flag: 'exposure' }]],
      ['i-0a1', [{ field: 'exposure', before: '-', after: '0.0.0.0/0 22', flag: 'exposure' }]],
      [
        'snap-0a1',
        [
          { field: 'sharedWith', before: '-', after: '666666666666, all', flag: 'sharing' },
          { field: 'public', before: 'no', after: 'yes', flag: 'sharing' },
        ],
      ],
    ]);
  });

  it('what groups let in is not known while one of them is not listed', () => {
    const two = instances(['i-1', { SecurityGroups: [{ GroupId: 'sg-0a1' }, { GroupId: 'sg-0b1' }] }]);
    const one = instances(['i-1', { SecurityGroups: [{ GroupId: 'sg-0a1' }] }]);
    const exposure = (listing: JsonObject): unknown =>
      build([listing, shapes.awsGroups]).resources.find(({ id }) => id === 'i-1')?.exposure;
    expect(exposure(one)).toEqual(['0.0.0.0/0 443', '::/0 443']);
    expect(exposure(two)).toBeUndefined();
  });

  it('Azure and Google Cloud: an open link, a changed size, another resource under the same name', () => {
    const closed = {
      ...shapes.azureSnapshot,
      properties: { ...(shapes.azureSnapshot['properties'] as object), diskState: 'Unattached' },
    };
    const before = build([closed as JsonObject, shapes.azureVm, shapes.gcpInstance]);
    const after = build([
      shapes.azureSnapshot,
      { ...shapes.azureVm, hardwareProfile: { vmSize: 'Standard_NC6' } },
      { ...shapes.gcpInstance, id: '999' },
    ]);
    expect(rows(before, after)).toEqual([
      expect.stringMatching(/^changed .*desk-1: instanceType Standard_D2s_v5 → Standard_NC6$/),
      expect.stringMatching(
        /^changed .*snapshots\/before-update: exposure: exported no → yes; state unattached → activesas$/,
      ),
      expect.stringMatching(/^changed .*render-1: replaced: uid 2306092231301590 → 999$/),
    ]);
  });

  it('what was not looked at is neither removed nor added: it is counted', () => {
    const ireland = build([instances(['i-1'])]);
    const oregon = build([instances(['i-9', { Placement: { AvailabilityZone: 'us-west-2a' } }])]);
    const found = diffInventories(ireland, oregon);
    expect(found.rows.map(({ kind, id }) => `${kind} ${id}`)).toEqual(['region-new us-west-2']);
    expect([...found.undecided]).toEqual([
      ['it is only in the later inventory, and the earlier one did not look there', 1],
      ['it is only in the earlier inventory, and the later one did not look there', 1],
    ]);
    // A listing of snapshots says nothing of instances, and a page nothing of what is on the next.
    expect(rows(ireland, build([snapshots(['snap-1'])]))).toEqual([]);
    expect(rows(ireland, build([{ ...instances(['i-2']), NextToken: 'x' }]))).toEqual([
      'added i-2: made 2026-02-01T00:00:00Z',
    ]);
  });

  it('an empty listing counts where it is said what it is of', () => {
    const before = build([snapshots(['snap-1'])]);
    expect(rows(before, build([snapshots()]))).toEqual([]);
    expect(rows(before, build([snapshots()], [], { account: '210987654321', region: 'eu-west-1' }))).toEqual([
      'removed snap-1: gone',
    ]);
  });

  it('an answer is of one region: what says where it is tells of the others; volumes are of the account of their instance', () => {
    const { resources, coverage } = build([
      shapes.awsSnapshots,
      shapes.awsVolumes,
      shapes.awsImages,
      shapes.awsInstances,
    ]);
    const place = (id: string): unknown[] =>
      resources.filter((one) => one.id === id).map(({ account, region }) => [account, region]);
    expect(place('snap-0a2')).toEqual([['210987654321', 'eu-west-1']]);
    expect(place('vol-0a1')).toEqual([['210987654321', 'eu-west-1']]);
    expect(coverage.filter(({ type }) => type === 'snapshot' || type === 'volume')).toEqual([
      { provider: 'aws', type: 'snapshot', account: '210987654321', region: 'eu-west-1' },
      { provider: 'aws', type: 'volume', account: '210987654321', region: 'eu-west-1' },
    ]);
    // Nothing says where this one is.
    expect(
      build([snapshots(['snap-1', { AvailabilityZone: undefined, VolumeId: 'vol-9' }])]).coverage,
    ).toEqual([{ provider: 'aws', type: 'snapshot', account: '210987654321' }]);
  });

  it('inventories of several regions or days become one', () => {
    const ireland = build([instances(['i-1'])], [act('delete', 'instance', 'i-9', '2026-03-10T11:00:00Z')]);
    const oregon = build([snapshots(['snap-1', { AvailabilityZone: undefined }])], [], {
      region: 'us-west-2',
      observedAt: 7,
    });
    const together = (...list: readonly Inventory[]): Inventory => {
      const builder = new InventoryBuilder();
      for (const one of list) builder.addInventory(one);
      return builder.build();
    };
    expect(together(ireland, oregon)).toEqual(together(oregon, ireland));
    expect(together(ireland, oregon)).toMatchObject({
      observedAt: 7,
      resources: [{ id: 'i-1' }, { id: 'i-9', deleted: { by: mara } }, { id: 'snap-1', region: 'us-west-2' }],
      coverage: [
        { type: 'instance', region: 'eu-west-1' },
        { type: 'snapshot', region: 'us-west-2' },
      ],
      logs: [{ account: '210987654321' }],
    });
    expect(rows(together(ireland), ireland)).toEqual([]);
  });

  it('read back from text they are the same', () => {
    const one = build(
      Object.values(shapes.listings),
      [act('delete', 'instance', 'i-7', '2026-03-10T10:00:00Z')],
      { observedAt: 5 },
    );
    expect(readInventory(JSON.parse(writeInventory(one)) as JsonObject)).toEqual(one);
  });
});

describe('held against the logs', () => {
  const empty = build([instances(['i-0']), snapshots(['snap-0'])]);

  it('what exists without a record of its creation, though the logs reach it', () => {
    const made = { LaunchTime: '2026-03-10T10:00:00Z' };
    const after = build([
      instances(['i-0'], ['i-1', made], ['i-2', made], ['i-3', { LaunchTime: '2026-03-09T10:00:00Z' }]),
    ]);
    const found = logs(act('create', 'instance', 'i-1', '2026-03-10T10:00:00Z'));
    expect(rows(empty, after, { logs: found }).filter((row) => row.startsWith('unexplained'))).toEqual([
      'unexplained-creation i-2: made 2026-03-10T10:00:00Z, and the logs, which reach it, tell of no creation',
    ]);
    const { rows: all } = diffInventories(empty, after, { logs: found });
    expect(all.find(({ kind, id }) => kind === 'added' && id === 'i-1')).toMatchObject({
      by: mara,
      reason: `made by ${mara} (create instance)`,
    });
  });

  it('attempts and reads are no creations', () => {
    const after = build([instances(['i-1', { LaunchTime: '2026-03-10T10:00:00Z' }])]);
    const tried = logs(
      act('create', 'instance', 'i-1', '2026-03-10T10:00:00Z', { outcome: 'denied' }),
      act('enumerate', 'instance', 'i-1', '2026-03-10T10:00:00Z'),
      act('modify', 'instance', 'i-1', '2026-03-10T10:00:00Z'),
    );
    expect(rows(empty, after, { logs: tried })[0]).toContain('unexplained-creation i-1');
  });

  it('disks are made with their instance, snapshots with their image', () => {
    const volume = (time: string): JsonObject =>
      ({
        Volumes: [
          {
            VolumeId: 'vol-1',
            CreateTime: time,
            AvailabilityZone: 'eu-west-1a',
            Attachments: [{ InstanceId: 'i-1' }],
          },
        ],
      }) as JsonObject;
    const image = {
      Images: [
        {
          ImageId: 'ami-9',
          ImageLocation: 'x',
          OwnerId: '210987654321',
          CreationDate: '2026-03-10T10:00:00Z',
          BlockDeviceMappings: [{ Ebs: { SnapshotId: 'snap-9' } }],
        },
      ],
    } as JsonObject;
    const listing = [instances(['i-0'], ['i-1', { LaunchTime: '2026-03-10T10:00:00Z' }]), image];
    const found = logs(
      act('create', 'instance', 'i-1', '2026-03-10T10:00:00Z'),
      act('create', 'image', 'ami-9', '2026-03-10T10:00:00Z'),
    );
    const options = { account: '210987654321' };
    expect(
      rows(
        empty,
        build(
          [
            ...listing,
            snapshots(['snap-0'], ['snap-9', { StartTime: '2026-03-10T10:00:10Z' }]),
            volume('2026-03-10T10:00:02Z'),
          ],
          [],
          options,
        ),
        { logs: found },
      ).join(),
    ).not.toContain('unexplained');
    expect(
      rows(
        empty,
        build(
          [
            ...listing,
            snapshots(['snap-0'], ['snap-9', { StartTime: '2026-03-10T10:00:10Z' }]),
            volume('2026-03-10T12:00:00Z'),
          ],
          [],
          options,
        ),
        { logs: found },
      ).join(),
    ).toContain('unexplained-creation vol-1');
  });

  it('what is gone without a record of its deletion', () => {
    const before = build([instances(['i-1'], ['i-2'], ['i-3'])]);
    const after = build([instances(['i-3'])]);
    expect(
      rows(before, after, { logs: logs(act('delete', 'instance', 'i-1', '2026-03-10T10:00:00Z')) }),
    ).toEqual([
      'unexplained-deletion i-2: was there before, is gone, and the logs tell of no deletion',
      `removed i-1: deleted by ${mara} (delete instance)`,
      'removed i-2: gone',
    ]);
  });

  it('what was made in the logs and is gone without a deletion', () => {
    const made = [
      act('create', 'instance', 'i-8', '2026-03-10T10:00:00Z'),
      act('create', 'instance', 'i-9', '2026-03-10T10:00:00Z'),
    ];
    const found = logs(...made, act('delete', 'instance', 'i-9', '2026-03-10T11:00:00Z'));
    const after = build([instances(['i-0'])]);
    expect(rows(empty, after, { logs: found })).toEqual([
      'unexplained-deletion i-8: was made 2026-03-10T10:00:00Z (create instance), is gone, and the logs tell of no deletion',
    ]);
    // Nobody looked at instances.
    expect(rows(empty, build([snapshots(['snap-0'])]), { logs: found })).toEqual([]);
  });

  it('a deleted group takes what is in it, a deleted instance its disks', () => {
    const group = act('delete', 'instance', '', '2026-03-10T10:00:00Z', {
      provider: 'azure',
      account: '7d1f0c44-58b0-4a1e-9f43-2a6c0b9d5e10',
      object: 'resource',
      resources: [
        {
          role: 'target',
          type: 'resource',
          id: '/subscriptions/7d1f0c44-58b0-4a1e-9f43-2a6c0b9d5e10/resourcegroups/office',
        },
      ],
    });
    const other = {
      ...shapes.azureVm,
      id: '/subscriptions/7D1F0C44-58B0-4A1E-9F43-2A6C0B9D5E10/resourceGroups/other/providers/Microsoft.Compute/virtualMachines/v',
    };
    const before = build([shapes.azureVm, other]);
    expect(rows(before, build([other]), { logs: build([], [group]) })).toEqual([
      expect.stringMatching(/^removed .*desk-1: deleted by /),
    ]);
    const disk = {
      Volumes: [
        {
          VolumeId: 'vol-1',
          CreateTime: '2026-02-01T00:00:00Z',
          AvailabilityZone: 'eu-west-1a',
          Attachments: [{ InstanceId: 'i-1' }],
        },
      ],
    } as JsonObject;
    const options = { account: '210987654321', region: 'eu-west-1' };
    const listed = build([disk], [], options);
    const gone = build([{ Volumes: [] }], [], options);
    expect(
      rows(listed, gone, { logs: logs(act('delete', 'instance', 'i-1', '2026-03-10T10:00:00Z')) }).join(),
    ).not.toContain('unexplained');
    expect(rows(listed, gone, { logs: logs() }).join()).toContain('unexplained-deletion vol-1');
  });

  it('a group whose name begins like another takes nothing of it', () => {
    const group = '/subscriptions/7d1f0c44-58b0-4a1e-9f43-2a6c0b9d5e10/resourcegroups/off';
    const deleted = act('delete', 'instance', '', '2026-03-10T10:00:00Z', {
      provider: 'azure',
      account: '7d1f0c44-58b0-4a1e-9f43-2a6c0b9d5e10',
      object: 'resource',
      resources: [{ role: 'target', type: 'resource', id: group }],
    });
    const other = { ...shapes.azureVm, id: `${group}/providers/Microsoft.Compute/virtualMachines/v` };
    expect(
      rows(build([shapes.azureVm, other]), build([other]), { logs: build([], [deleted]) }).join(),
    ).toContain('unexplained-deletion');
  });

  it('a deletion after the listing was made counts, one before does not', () => {
    const deleted = act('delete', 'instance', 'i-1', '2026-03-10T10:00:00Z');
    const seenAt = (time: string): unknown =>
      build([instances(['i-1'])], [deleted], { observedAt: at(time) }).resources.map(({ state }) => state);
    expect(seenAt('2026-03-10T09:00:00Z')).toEqual(['deleted']);
    expect(seenAt('2026-03-10T11:00:00Z')).toEqual(['running']);
    expect(build([instances(['i-1'])], [deleted]).resources).toMatchObject([{ state: 'running' }]);
  });

  it('a name that is used again: the deletion of the first explains nothing of the second', () => {
    const vm = (verb: 'create' | 'delete', time: string): Activity =>
      act(verb, 'instance', 'projects/p/zones/z/instances/a', time, {
        provider: 'gcp',
        account: 'hq-print-render',
      });
    const after = build([shapes.gcpInstance]);
    const found = build(
      [],
      [
        vm('create', '2026-03-10T10:00:00Z'),
        vm('delete', '2026-03-10T11:00:00Z'),
        vm('create', '2026-03-10T12:00:00Z'),
      ],
    );
    expect(rows(build([shapes.gcpInstance]), after, { logs: found }).join()).toContain(
      'unexplained-deletion projects/p/zones/z/instances/a: was made 2026-03-10T12:00:00Z',
    );
  });

  it('what the logs do not reach is not judged, and counted', () => {
    const before = build([instances(['i-1'], ['i-2'])], [], { observedAt: at('2026-03-01T00:00:00Z') });
    const after = build([instances(['i-2'])], [], { observedAt: at('2026-03-20T00:00:00Z') });
    const found = diffInventories(before, after, { logs: logs() });
    expect(found.rows.map(({ kind }) => kind)).toEqual(['removed']);
    expect([...found.undecided.keys()]).toEqual(['it is gone since a time that the logs may not reach']);
    expect(
      diffInventories(before, after, {
        logs: build([], [act('create', 'instance', 'x', '2026-03-10T00:00:00Z', { account: '1' })]),
      }).undecided.size,
    ).toBe(2);
  });

  it('what others make of a shared snapshot is no creation of it; a deleted tag deletes nothing', () => {
    const copied = act('copy', 'snapshot', 'snap-0', '2026-03-10T10:00:00Z', {
      operation: 'SharedSnapshotCopyInitiated',
      edges: [{ from: 'snap-0', to: '666666666666', kind: 'account<-snapshot' }],
    });
    const untagged = act('delete', 'snapshot', 'snap-0', '2026-03-10T11:00:00Z', { object: 'tag' });
    const [told] = build([], [copied, untagged]).resources;
    expect(told).toMatchObject({ id: 'snap-0' });
    expect(told?.created).toBeUndefined();
    expect(told?.deleted).toBeUndefined();
    const managed = act('delete', 'instance', 'i-1', '2026-03-10T11:00:00Z', { object: 'instance_group' });
    expect(build([], [managed]).resources).toMatchObject([{ state: 'deleted' }]);
  });

  it('an inventory may be built of logs alone: who made what, shared it, deleted it', () => {
    const share = (verb: 'share' | 'unshare', grantee: string, time: string): Activity =>
      act(verb, 'snapshot', 'snap-5', time, { attrs: { grantees: [grantee] } });
    const one = build(
      [],
      [
        share('unshare', '111122223333', '2026-03-10T12:00:00Z'),
        act('delete', 'instance', 'i-5', '2026-03-10T11:00:00Z'),
        share('share', '666666666666', '2026-03-10T11:30:00Z'),
        share('share', '111122223333', '2026-03-10T11:00:00Z'),
        act('stop', 'instance', 'i-6', '2026-03-10T12:00:00Z'),
        act('create', 'snapshot', 'snap-5', '2026-03-10T10:00:00Z', {
          edges: [{ from: 'vol-5', to: 'snap-5', kind: 'snapshot<-volume' }],
        }),
      ],
    );
    expect(one.resources).toMatchObject([
      { id: 'i-5', state: 'deleted', deleted: { by: mara } },
      { id: 'i-6', state: 'stopped' },
      {
        id: 'snap-5',
        created: { by: mara, time: at('2026-03-10T10:00:00Z') },
        sources: ['vol-5'],
        sharedWith: ['666666666666'],
        public: false,
      },
    ]);
    expect(one.coverage).toEqual([]);
    expect(one.logs).toMatchObject([{ account: '210987654321', regions: ['eu-west-1'] }]);
  });
});

describe('regions', () => {
  const in1 = (count: number, zone = 'eu-west-1a'): (readonly [string, object])[] =>
    Array.from(
      { length: count },
      (_, index) => [`i-${zone}-${index}`, { Placement: { AvailabilityZone: zone } }] as const,
    );
  const before = build([instances(...in1(2))]);

  it.each([
    [{ every: 3 }, []],
    [{ every: 2 }, ['region-over-threshold eu-west-1: 3 active instances (2 before); the threshold is 2']],
    [{ every: 0, byRegion: new Map([['eu-west-1', 3]]) }, []],
    [{ byRegion: new Map([['us-east-1', 0]]) }, []],
  ])('threshold %j', (thresholds, expected) => {
    const after = build([
      instances(
        ...in1(3),
        ['i-stopped', { State: { Name: 'stopped' } }],
        ['i-gone', { State: { Name: 'terminated' } }],
      ),
    ]);
    const found = diffInventories(before, after, { thresholds: { byRegion: new Map(), ...thresholds } });
    expect(
      found.rows
        .filter(({ kind }) => kind === 'region-over-threshold')
        .map(({ kind, id, reason }) => `${kind} ${id}: ${reason}`),
    ).toEqual(expected);
    expect(found.regions).toEqual([
      {
        provider: 'aws',
        account: '210987654321',
        region: 'eu-west-1',
        active: 3,
        stopped: 1,
        activeBefore: 2,
      },
    ]);
  });

  it('a region that was not used before; of an account that was not known nothing is said', () => {
    const after = build([instances(...in1(2), ...in1(2, 'ap-south-1a'))]);
    expect(rows(before, after)).toContain(
      'region-new ap-south-1: 2 instances, and nothing before; the earlier inventory does not say that it looked there',
    );
    expect(rows(build([shapes.gcpInstance]), after).join()).not.toContain('region-new');
    const asia = {
      ...shapes.gcpInstance,
      selfLink:
        'https://www.googleapis.com/compute/v1/projects/hq-print-render/zones/asia-east1-a/instances/x',
    };
    expect(rows(build([shapes.gcpInstance]), build([shapes.gcpInstance, asia]))).toContain(
      'region-new asia-east1: 1 instance, and nothing before',
    );
  });

  it('a region that was opened', () => {
    const regions = (status: string): JsonObject => ({
      Regions: [{ RegionName: 'ap-east-1', OptInStatus: status }],
    });
    expect(rows(build([regions('not-opted-in')]), build([regions('opted-in')]))).toEqual([
      'region-status ap-east-1: not-opted-in before, opted-in now',
    ]);
  });
});
