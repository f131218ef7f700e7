import { attachVolume, awsCall, awsId, changeState, createVolume } from '../aws-log.ts';
import { attachDisk, azureCall, azureId, writeDisk, writeMachine } from '../azure-log.ts';
import { gcpCall, gcpId, insertDisk, insertInstance } from '../gcp-log.ts';
import type { Scenario } from '../scenario.ts';

const instance = awsId('i', 'web');
const copy = awsId('vol', 'copy');
const old = awsId('vol', 'old');
const snapshot = awsId('snap', 'data');
const machine = azureId('virtualMachines', 'web');
const diskCopy = azureId('disks', 'copy');
const shot = azureId('snapshots', 'data');
const gMachine = gcpId('instances', 'web');
const gCopy = gcpId('disks', 'copy');
const gShot = gcpId('snapshots', 'data');
const compute = 'Microsoft.Compute/virtualMachines';

/** CH-15 without a call that is named revert. */
const reverts: readonly Scenario[] = [
  {
    chain: 'CH-15',
    cloud: 'aws',
    about: 'stopped, root volume taken off, one of a snapshot in its place',
    rule: 'disk_swapped',
    level: 'medium',
    joinedBy: ['lineage', 'principal'],
    optional: [`DetachVolume ${old}`],
    stages: [
      changeState(0, 'StopInstances', [instance]),
      awsCall(
        2,
        'DetachVolume',
        { volumeId: old, instanceId: instance },
        { response: { volumeId: old, instanceId: instance } },
      ),
      createVolume(5, copy, snapshot),
      attachVolume(9, copy, instance),
    ],
  },
  {
    chain: 'CH-15',
    cloud: 'azure',
    about: 'stopped, a disk of a snapshot put in',
    rule: 'disk_swapped',
    level: 'medium',
    joinedBy: ['lineage', 'principal'],
    stages: [
      azureCall(0, `${compute}/deallocate/action`, machine),
      writeDisk(5, diskCopy, shot),
      attachDisk(9, diskCopy, machine),
    ],
  },
  {
    chain: 'CH-15',
    cloud: 'gcp',
    about: 'boot disk taken off, one of a snapshot in its place',
    rule: 'disk_swapped',
    level: 'medium',
    joinedBy: ['lineage', 'principal'],
    stages: [
      gcpCall(0, 'v1.compute.instances.detachDisk', gMachine),
      insertDisk(5, gCopy, gShot),
      gcpCall(9, 'v1.compute.instances.attachDisk', gMachine, { source: gCopy, boot: true }),
    ],
  },
  {
    chain: 'CH-15',
    cloud: 'azure',
    about: 'deleted, and created under the same name',
    rule: 'recreated_under_its_name',
    level: 'low',
    joinedBy: ['lineage'],
    stages: [azureCall(0, `${compute}/delete`, machine), writeMachine(30, machine)],
  },
  {
    chain: 'CH-15',
    cloud: 'gcp',
    about: 'deleted, and created under the same name',
    rule: 'recreated_under_its_name',
    level: 'low',
    joinedBy: ['lineage'],
    stages: [gcpCall(0, 'v1.compute.instances.delete', gMachine), insertInstance(30, gMachine)],
  },
];

/** CH-13 with other changes than a script. */
const changes: readonly Scenario[] = [
  {
    chain: 'R-IX-02',
    cloud: 'aws',
    about: 'stopped, changed, started',
    rule: 'stopped_changed_started',
    level: 'low',
    joinedBy: ['lineage', 'principal'],
    stages: [
      changeState(0, 'StopInstances', [instance]),
      awsCall(5, 'ModifyInstanceAttribute', {
        instanceId: instance,
        groupSet: { items: [{ groupId: 'sg-1' }] },
      }),
      changeState(9, 'StartInstances', [instance]),
    ],
  },
  {
    chain: 'R-IX-02',
    cloud: 'azure',
    about: 'stopped, changed, started',
    rule: 'stopped_changed_started',
    level: 'low',
    joinedBy: ['lineage', 'principal'],
    stages: [
      azureCall(0, `${compute}/deallocate/action`, machine),
      writeMachine(5, machine, [], { created: false }),
      azureCall(9, `${compute}/start/action`, machine),
    ],
  },
  {
    chain: 'R-IX-02',
    cloud: 'gcp',
    about: 'stopped, changed, started',
    rule: 'stopped_changed_started',
    level: 'low',
    joinedBy: ['lineage', 'principal'],
    stages: [
      gcpCall(0, 'v1.compute.instances.stop', gMachine),
      gcpCall(5, 'v1.compute.instances.setMinCpuPlatform', gMachine, { minCpuPlatform: 'Intel Ice Lake' }),
      gcpCall(9, 'v1.compute.instances.start', gMachine),
    ],
  },
  {
    chain: 'R-IX-02',
    cloud: 'aws',
    about: 'stopped, another role, started',
    rule: 'stopped_role_changed_started',
    level: 'medium',
    joinedBy: ['lineage', 'principal'],
    stages: [
      changeState(0, 'StopInstances', [instance]),
      awsCall(5, 'AssociateIamInstanceProfile', {
        AssociateIamInstanceProfileRequest: { InstanceId: instance, IamInstanceProfile: { Name: 'admin' } },
      }),
      changeState(9, 'StartInstances', [instance]),
    ],
  },
  {
    chain: 'R-IX-02',
    cloud: 'azure',
    about: 'stopped, another identity, started',
    rule: 'stopped_role_changed_started',
    level: 'medium',
    joinedBy: ['lineage', 'principal'],
    stages: [
      azureCall(0, `${compute}/deallocate/action`, machine),
      writeMachine(5, machine, [], { created: false, body: { identity: { type: 'SystemAssigned' } } }),
      azureCall(9, `${compute}/start/action`, machine),
    ],
  },
  {
    chain: 'R-IX-02',
    cloud: 'gcp',
    about: 'stopped, another service account, started',
    rule: 'stopped_role_changed_started',
    level: 'medium',
    joinedBy: ['lineage', 'principal'],
    stages: [
      gcpCall(0, 'v1.compute.instances.stop', gMachine),
      gcpCall(5, 'v1.compute.instances.setServiceAccount', gMachine, {
        email: 'owner@tern-prod.iam.gserviceaccount.com',
      }),
      gcpCall(9, 'v1.compute.instances.start', gMachine),
    ],
  },
];

export const routes: readonly Scenario[] = [...reverts, ...changes];
