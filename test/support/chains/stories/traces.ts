import {
  attachVolume,
  aws,
  awsCall,
  awsId,
  awsUser,
  changeState,
  createSnapshot,
  createVolume,
  iam,
  runInstances,
} from '../aws-log.ts';
import { attachDisk, azureCall, azureId, azureUser, entra, writeDisk, writeMachine } from '../azure-log.ts';
import {
  diskSnapshot,
  gcp,
  gcpCall,
  gcpId,
  gcpServiceAccount,
  insertDisk,
  insertInstance,
  makeServiceAccount,
  serviceAccount,
} from '../gcp-log.ts';
import type { Scenario } from '../scenario.ts';

const volume = awsId('vol', 'data');
const copy = awsId('vol', 'copy');
const snapshot = awsId('snap', 'data');
const instance = awsId('i', 'reader');
const disk = azureId('disks', 'data');
const diskCopy = azureId('disks', 'copy');
const shot = azureId('snapshots', 'data');
const machine = azureId('virtualMachines', 'reader');
const gDisk = gcpId('disks', 'data');
const gCopy = gcpId('disks', 'copy');
const gShot = gcpId('snapshots', 'data');
const gMachine = gcpId('instances', 'reader');
const newUser = 'quillnew';
const newOid = '71111100-0000-4000-8000-00000000000f';
const robot = serviceAccount('quill-robot');
const asUser = { by: awsUser(newUser) };
const asPerson = { by: azureUser(newUser, newOid) };
const asRobot = { by: gcpServiceAccount(robot) };

/** CH-12: created, mounted, deleted; by somebody who is known, and by a new account. */
const cleanedUp: readonly Scenario[] = [
  {
    chain: 'CH-12',
    cloud: 'aws',
    about: 'disk attached',
    rule: 'created_mounted_deleted',
    level: 'low',
    joinedBy: ['lineage'],
    stages: [
      runInstances(0, instance),
      createVolume(4, copy, snapshot),
      attachVolume(6, copy, instance),
      changeState(50, 'TerminateInstances', [instance]),
    ],
  },
  {
    chain: 'CH-12',
    cloud: 'aws',
    about: 'snapshot in the launch',
    rule: 'created_mounted_deleted',
    level: 'low',
    joinedBy: ['lineage'],
    stages: [runInstances(0, instance, { snapshot }), changeState(50, 'TerminateInstances', [instance])],
  },
  {
    chain: 'CH-12',
    cloud: 'azure',
    about: 'disk attached',
    rule: 'created_mounted_deleted',
    level: 'low',
    joinedBy: ['lineage'],
    stages: [
      writeMachine(0, machine),
      writeDisk(4, diskCopy, shot),
      attachDisk(6, diskCopy, machine),
      azureCall(50, 'Microsoft.Compute/virtualMachines/delete', machine),
    ],
  },
  {
    chain: 'CH-12',
    cloud: 'gcp',
    about: 'disk attached',
    rule: 'created_mounted_deleted',
    level: 'low',
    joinedBy: ['lineage'],
    stages: [
      insertInstance(0, gMachine),
      insertDisk(4, gCopy, gShot),
      gcpCall(6, 'v1.compute.instances.attachDisk', gMachine, { source: gCopy }),
      gcpCall(50, 'v1.compute.instances.delete', gMachine),
    ],
  },
  {
    chain: 'CH-12',
    cloud: 'aws',
    about: 'by a new user',
    rule: 'new_account_mounts_and_deletes',
    level: 'high',
    joinedBy: ['principal'],
    stages: [
      iam(0, 'CreateUser', { userName: newUser }, { made: newUser }),
      runInstances(10, instance, asUser),
      createVolume(14, copy, snapshot, asUser),
      attachVolume(16, copy, instance, asUser),
      changeState(50, 'TerminateInstances', [instance], asUser),
    ],
  },
  {
    chain: 'CH-12',
    cloud: 'azure',
    about: 'by a new user',
    rule: 'new_account_mounts_and_deletes',
    level: 'high',
    joinedBy: ['principal'],
    stages: [
      entra(0, 'Add user', { id: newOid }),
      writeMachine(10, machine, [], asPerson),
      writeDisk(14, diskCopy, shot, asPerson),
      attachDisk(16, diskCopy, machine, asPerson),
      azureCall(50, 'Microsoft.Compute/virtualMachines/delete', machine, asPerson),
    ],
  },
  {
    chain: 'CH-12',
    cloud: 'gcp',
    about: 'by a new service account',
    rule: 'new_account_mounts_and_deletes',
    level: 'high',
    joinedBy: ['principal'],
    stages: [
      makeServiceAccount(0, robot),
      insertInstance(10, gMachine, [], asRobot),
      insertDisk(14, gCopy, gShot, asRobot),
      gcpCall(16, 'v1.compute.instances.attachDisk', gMachine, { source: gCopy }, asRobot),
      gcpCall(50, 'v1.compute.instances.delete', gMachine, {}, asRobot),
    ],
  },
  {
    chain: 'R-SC-04',
    cloud: 'aws',
    about: 'a new user makes a volume of a snapshot',
    rule: 'new_account_restores',
    level: 'high',
    joinedBy: ['principal'],
    stages: [
      iam(0, 'CreateUser', { userName: newUser }, { made: newUser }),
      createVolume(3000, copy, snapshot, asUser),
    ],
  },
];

/** Staging: whoever took the snapshot, with an open network, in numbers. */
const staging: readonly Scenario[] = [
  {
    chain: 'R-SX-02',
    cloud: 'aws',
    about: 'an old snapshot on a new instance',
    rule: 'snapshot_on_new_instance',
    level: 'low',
    joinedBy: ['lineage'],
    stages: [runInstances(0, instance), createVolume(4, copy, snapshot), attachVolume(6, copy, instance)],
  },
  {
    chain: 'R-P-02',
    cloud: 'aws',
    about: 'and a security group that lets everybody in',
    rule: 'staging_with_open_network',
    level: 'high',
    joinedBy: ['principal'],
    stages: [
      createSnapshot(0, volume, snapshot),
      awsCall(5, 'AuthorizeSecurityGroupIngress', {
        groupId: 'sg-0123456789abcdef0',
        ipPermissions: {
          items: [
            { ipProtocol: 'tcp', fromPort: 22, toPort: 22, ipRanges: { items: [{ cidrIp: '0.0.0.0/0' }] } },
          ],
        },
      }),
      runInstances(9, instance),
      createVolume(12, copy, snapshot),
      attachVolume(14, copy, instance),
    ],
  },
  {
    chain: 'R-SC-03',
    cloud: 'aws',
    about: 'ten snapshots',
    rule: 'snapshot_burst',
    level: 'low',
    joinedBy: ['principal'],
    stages: Array.from({ length: 10 }, (_none, index) =>
      createSnapshot(index * 0.5, awsId('vol', `v${index}`), awsId('snap', `v${index}`)),
    ),
  },
];

/** CH-15: what was done on the disk is gone. */
const reverted: readonly Scenario[] = [
  {
    chain: 'CH-15',
    cloud: 'aws',
    about: 'command, then the root volume is replaced',
    rule: 'reverted_to_hide',
    level: 'high',
    joinedBy: ['lineage'],
    stages: [
      aws('snapshots of the instance', {
        minute: 0,
        event: 'CreateSnapshots',
        request: { CreateSnapshotsRequest: { InstanceSpecification: { InstanceId: instance } } },
        response: {
          CreateSnapshotsResponse: { snapshotSet: { item: [{ snapshotId: snapshot, volumeId: volume }] } },
        },
      }),
      awsCall(
        20,
        'SendCommand',
        { documentName: 'AWS-RunShellScript', instanceIds: [instance] },
        { source: 'ssm.amazonaws.com', response: null },
      ),
      aws('replace the root volume', {
        minute: 200,
        event: 'CreateReplaceRootVolumeTask',
        request: { CreateReplaceRootVolumeTaskRequest: { InstanceId: instance, SnapshotId: snapshot } },
        response: {
          CreateReplaceRootVolumeTaskResponse: { replaceRootVolumeTask: { instanceId: instance } },
        },
      }),
    ],
  },
  {
    chain: 'CH-15',
    cloud: 'azure',
    about: 'command, then a disk of the snapshot in the place of the old one',
    rule: 'disk_swapped_to_hide',
    level: 'high',
    joinedBy: ['lineage'],
    stages: [
      writeDisk(0, shot, disk),
      azureCall(20, 'Microsoft.Compute/virtualMachines/runCommand/action', machine),
      writeDisk(120, diskCopy, shot),
      attachDisk(130, diskCopy, machine),
      azureCall(140, 'Microsoft.Compute/virtualMachines/start/action', machine),
    ],
  },
  {
    chain: 'CH-15',
    cloud: 'gcp',
    about: 'start-up script, then a disk of the snapshot in the place of the old one',
    rule: 'disk_swapped_to_hide',
    level: 'high',
    joinedBy: ['lineage'],
    optional: ['v1.compute.instances.stop c0ffee-reader', 'v1.compute.instances.detachDisk c0ffee-reader'],
    stages: [
      diskSnapshot(0, gDisk, gShot),
      gcp({
        minute: 20,
        method: 'v1.compute.instances.setMetadata',
        resource: gMachine,
        payload: { metadata: { instanceMetadataDelta: { addedMetadataKeys: ['startup-script'] } } },
      }),
      gcpCall(100, 'v1.compute.instances.stop', gMachine),
      gcpCall(110, 'v1.compute.instances.detachDisk', gMachine),
      insertDisk(120, gCopy, gShot),
      gcpCall(130, 'v1.compute.instances.attachDisk', gMachine, { source: gCopy, boot: true }),
      gcpCall(140, 'v1.compute.instances.start', gMachine),
    ],
  },
];

export const traces: readonly Scenario[] = [...cleanedUp, ...staging, ...reverted];
