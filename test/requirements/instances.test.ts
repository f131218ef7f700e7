import { describe, expect, it } from 'vitest';
import { attachVolume, aws, awsCall, awsId, changeState, runInstances } from '../support/chains/aws-log.ts';
import { azure, azureCall, azureId, writeMachine } from '../support/chains/azure-log.ts';
import { gcp, gcpCall, gcpId, insertInstance } from '../support/chains/gcp-log.ts';
import type { Stage } from '../support/chains/scenario.ts';
import { activityOf, componentsOf } from './one-activity.ts';

const instance = awsId('i', 'a');
const machine = azureId('virtualMachines', 'a');
const vm = gcpId('instances', 'a');

/** A call that reads: Google has it in another log, Azure nowhere but in other sources. */
function reads(stage: Stage): Stage {
  const records = stage.records.map((record) => ({
    ...record,
    ...('logName' in record ? { logName: String(record['logName']).replace('activity', 'data_access') } : {}),
    ...('readOnly' in record ? { readOnly: true } : {}),
  }));
  return { ...stage, records };
}

describe('Instance Creation', () => {
  it.each([
    ['R-IC-04 RunInstances', runInstances(0, instance)],
    [
      'R-IC-01 Lightsail',
      awsCall(0, 'CreateInstances', { blueprintId: 'b' }, { source: 'lightsail.amazonaws.com' }),
    ],
    ['R-IC-05 a machine that was not there', writeMachine(0, machine)],
    ['R-IC-03 v1', insertInstance(0, vm)],
    ['R-IC-03 beta', gcpCall(0, 'beta.compute.instances.insert', vm)],
    ['R-IC-03 bulkInsert', gcpCall(0, 'v1.compute.instances.bulkInsert', vm)],
  ])('%s is Instance Creation', (_about, stage) => {
    expect(componentsOf(stage)).toContain('DC0076');
    expect(activityOf(stage).outcome).not.toBe('failure');
  });

  it('R-IC-02 keeps what was allocated; what the record lacks is absent', () => {
    const { attrs, edges, resources } = activityOf(
      runInstances(0, instance, {
        snapshot: awsId('snap', 'a'),
        request: {
          networkInterfaceSet: {
            items: [
              {
                deviceIndex: 0,
                associatePublicIpAddress: true,
                groupSet: { items: [{ groupId: 'sg-0a1' }] },
              },
            ],
          },
        },
      }),
    );
    expect(attrs).toMatchObject({
      instanceType: ['t3.micro'],
      image: { id: 'ami-0123456789abcdef0' },
      publicIp: true,
    });
    expect(resources).toContainEqual({ role: 'related', type: 'network', id: 'sg-0a1' });
    expect(edges).toContainEqual({ from: awsId('snap', 'a'), to: instance, kind: 'instance<-snapshot' });
    expect(resources).toContainEqual(expect.objectContaining({ role: 'target', id: instance }));
    expect(activityOf(runInstances(0, instance)).attrs.publicIp).toBeUndefined();
  });

  it('R-IC-03 the first and the last entry of an operation are one creation', () => {
    const { records } = insertInstance(0, vm);
    expect(records).toHaveLength(2);
    expect(activityOf({ records }).evidence.records).toBe(2);
  });

  it('R-IC-04 one call for ten instances is one Activity with ten targets', () => {
    const ids = Array.from({ length: 10 }, (_none, index) => `i-0c0ffee000000000${index}`);
    const [record] = runInstances(0, instance, {
      request: {
        instancesSet: { items: [{ imageId: 'ami-0123456789abcdef0', minCount: 10, maxCount: 10 }] },
      },
    }).records;
    const many = {
      ...record,
      responseElements: { instancesSet: { items: ids.map((instanceId) => ({ instanceId })) } },
    };
    const activity = activityOf({ records: [many] });
    expect(activity.count).toBe(10);
    expect(activity.resources.filter(({ role }) => role === 'target').map(({ id }) => id)).toEqual(ids);
  });

  it('R-IC-05 a write to a machine that is there is a modification', () => {
    expect(componentsOf(writeMachine(0, machine, [], { created: false }))).toEqual(['DC0073']);
  });

  it('R-IC-06 a creation by gcloud says so', () => {
    expect(activityOf(insertInstance(0, vm)).source.tool).toBe('gcloud');
  });

  it('R-P-09 what failed, was denied or only tried is an attempt', () => {
    const tried = (code: string): string =>
      activityOf(runInstances(0, instance, { over: { errorCode: code, responseElements: null } })).outcome;
    expect(tried('Client.DryRunOperation')).toBe('dry_run');
    expect(tried('Client.UnauthorizedOperation')).toBe('denied');
    expect(tried('Server.InsufficientInstanceCapacity')).toBe('failure');
  });
});

describe('Instance Deletion, Start, Stop and Modification', () => {
  it.each([
    ['R-ID-02', changeState(0, 'TerminateInstances', [instance]), 'DC0081'],
    ['R-ID-03', azureCall(0, 'Microsoft.Compute/virtualMachines/delete', machine), 'DC0081'],
    ['R-ID-03 capitals', azureCall(0, 'MICROSOFT.COMPUTE/VIRTUALMACHINES/DELETE', machine), 'DC0081'],
    ['R-ID-04', gcpCall(0, 'v1.compute.instances.delete', vm), 'DC0081'],
    ['R-ID-04 beta', gcpCall(0, 'beta.compute.instances.delete', vm), 'DC0081'],
    ['R-IS-02', changeState(0, 'StartInstances', [instance]), 'DC0080'],
    ['R-IS-02', azureCall(0, 'Microsoft.Compute/virtualMachines/start/action', machine), 'DC0080'],
    ['R-IS-02', gcpCall(0, 'v1.compute.instances.start', vm), 'DC0080'],
    ['R-IS-02 resume', gcpCall(0, 'v1.compute.instances.resume', vm), 'DC0080'],
    ['R-IP-01', changeState(0, 'StopInstances', [instance]), 'DC0089'],
    ['R-IP-01', azureCall(0, 'Microsoft.Compute/virtualMachines/deallocate/action', machine), 'DC0089'],
    ['R-IP-01', azureCall(0, 'Microsoft.Compute/virtualMachines/powerOff/action', machine), 'DC0089'],
    ['R-IP-01', gcpCall(0, 'v1.compute.instances.stop', vm), 'DC0089'],
    ['R-IP-01 suspend', gcpCall(0, 'v1.compute.instances.suspend', vm), 'DC0089'],
    ['R-IX-03', awsCall(0, 'ModifyInstanceAttribute', { instanceId: instance }), 'DC0073'],
    ['R-IX-03', awsCall(0, 'ModifyInstanceMetadataOptions', { InstanceId: instance }), 'DC0073'],
    [
      'R-IX-03',
      awsCall(0, 'RebootInstances', { instancesSet: { items: [{ instanceId: instance }] } }),
      'DC0073',
    ],
    ['R-IX-04', writeMachine(0, machine, [], { created: false }), 'DC0073'],
    ['R-IX-05', gcpCall(0, 'v1.compute.instances.setMetadata', vm), 'DC0073'],
    ['R-IX-05', gcpCall(0, 'v1.compute.instances.addResourcePolicies', vm), 'DC0073'],
    ['R-IX-05', gcpCall(0, 'v1.compute.instances.setMachineType', vm), 'DC0073'],
    ['R-IX-05', gcpCall(0, 'v1.compute.instances.setMachineResources', vm), 'DC0073'],
  ] as const)('%s %o', (_id, stage, component) => {
    expect(componentsOf(stage)).toContain(component);
  });

  it('R-IS-01 a start is no creation', () => {
    const started = activityOf(changeState(0, 'StartInstances', [instance]));
    expect(started.verb).toBe('start');
    expect(started.components.map(({ id }) => id)).not.toContain('DC0076');
  });

  it('R-IX-02 says what was changed: attribute, size, metadata, policy, network', () => {
    const changes: readonly (readonly [Stage, string])[] = [
      [
        awsCall(0, 'ModifyInstanceAttribute', { instanceId: instance, userData: '<sensitiveDataRemoved>' }),
        'userData',
      ],
      [
        awsCall(0, 'ModifyInstanceAttribute', {
          instanceId: instance,
          instanceType: { value: 'p4d.24xlarge' },
        }),
        'instanceType',
      ],
      [
        awsCall(0, 'ModifyInstanceAttribute', {
          instanceId: instance,
          groupSet: { items: [{ groupId: 'sg-0a1' }] },
        }),
        'groupSet',
      ],
    ];
    for (const [stage, name] of changes) expect(activityOf(stage).attrs.changed, name).toContain(name);
    const keys = { metadata: { items: [{ key: 'startup-script', value: 'x' }] } };
    expect(
      activityOf(
        gcp({ minute: 0, method: 'v1.compute.instances.setMetadata', resource: vm, request: keys.metadata }),
      ).verb,
    ).toBe('modify');
    expect(activityOf(attachVolume(0, awsId('vol', 'a'), instance)).verb).toBe('attach');
  });
});

describe('Instance Enumeration and Metadata', () => {
  it.each([
    ['R-IE-02', reads(awsCall(0, 'DescribeInstances', {})), 'DC0075'],
    [
      'R-IE-03',
      azure({ minute: 0, operation: 'Microsoft.Compute/virtualMachines/read', resource: machine }),
      'DC0075',
    ],
    ['R-IE-04', reads(gcpCall(0, 'v1.compute.instances.list', vm)), 'DC0075'],
    ['R-IE-04 aggregated', reads(gcpCall(0, 'v1.compute.instances.aggregatedList', vm)), 'DC0075'],
    [
      'R-IE-01 attributes',
      reads(awsCall(0, 'DescribeInstanceAttribute', { instanceId: instance })),
      'DC0086',
    ],
  ] as const)('%s %o', (_id, stage, component) => {
    expect(componentsOf(stage)).toContain(component);
  });
});

describe('principals', () => {
  it('R-T-03 nobody is assumed to be an administrator: a user without rights is seen like any other', () => {
    const { principal, outcome } = activityOf(
      aws('x', { minute: 0, event: 'RunInstances', over: { errorCode: 'Client.UnauthorizedOperation' } }),
    );
    expect(principal.type).toBe('user');
    expect(outcome).toBe('denied');
  });
});
