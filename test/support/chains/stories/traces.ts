import {
  attachVolume,
  aws,
  awsCall,
  awsId,
  awsUser,
  changeState,
  createVolume,
  iam,
  runInstances,
} from '../aws-log.ts';
import {
  attachDisk,
  azureApp,
  azureCall,
  azureId,
  azureUser,
  entra,
  writeDisk,
  writeMachine,
} from '../azure-log.ts';
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
import { DAY, type Scenario } from '../scenario.ts';

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
/** Who set the machines up. */
const pipeline = {
  by: azureApp('74444400-0000-4000-8000-000000000004', '9c8b7a65-0000-4000-8000-00000000d1d1'),
};
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
    about: 'command, then the disk of the system is rolled back',
    rule: 'reverted_to_hide',
    level: 'high',
    joinedBy: ['lineage'],
    before: [writeMachine(-3 * DAY, machine, [disk], pipeline)],
    stages: [
      writeDisk(0, shot, disk),
      azureCall(20, 'Microsoft.Compute/virtualMachines/runCommand/action', machine),
      azureCall(200, 'Microsoft.Compute/virtualMachines/rollbackOSDisk/action', machine),
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

export const traces: readonly Scenario[] = [...cleanedUp, ...reverted];
