import { attachVolume, awsCall, awsId, createSnapshot, createVolume, runInstances } from '../aws-log.ts';
import { attachDisk, azureCall, azureId, writeDisk, writeMachine } from '../azure-log.ts';
import { diskSnapshot, gcpCall, gcpId, insertDisk, insertInstance } from '../gcp-log.ts';
import type { Scenario } from '../scenario.ts';

const volume = awsId('vol', 'data');
const copy = awsId('vol', 'copy');
const snapshot = awsId('snap', 'data');
const instance = awsId('i', 'reader');
const image = awsId('ami', 'data');
const disk = azureId('disks', 'data');
const diskCopy = azureId('disks', 'copy');
const shot = azureId('snapshots', 'data');
const machine = azureId('virtualMachines', 'reader');
const gDisk = gcpId('disks', 'data');
const gCopy = gcpId('disks', 'copy');
const gShot = gcpId('snapshots', 'data');
const gMachine = gcpId('instances', 'reader');

/** CH-01, CH-02 and CH-03: a disk is copied by its snapshot, and read elsewhere or let out. */
export const diskTheft: readonly Scenario[] = [
  {
    chain: 'CH-01',
    cloud: 'aws',
    about: 'snapshot, instance, disk of the snapshot, attached',
    rule: 'snapshot_to_new_instance',
    level: 'high',
    joinedBy: ['lineage'],
    stages: [
      createSnapshot(0, volume, snapshot),
      runInstances(7, instance),
      createVolume(9, copy, snapshot),
      attachVolume(11, copy, instance),
    ],
  },
  {
    chain: 'CH-01',
    cloud: 'aws',
    about: 'the instance is there before the snapshot',
    rule: 'snapshot_to_new_instance',
    level: 'high',
    joinedBy: ['lineage'],
    stages: [
      runInstances(0, instance),
      createSnapshot(30, volume, snapshot),
      createVolume(35, copy, snapshot),
      attachVolume(36, copy, instance),
    ],
  },
  {
    chain: 'CH-01',
    cloud: 'aws',
    about: 'the launch itself takes the snapshot',
    rule: 'snapshot_to_new_instance',
    level: 'high',
    joinedBy: ['lineage'],
    stages: [createSnapshot(0, volume, snapshot), runInstances(300, instance, { snapshot })],
  },
  {
    chain: 'CH-01',
    cloud: 'azure',
    about: 'snapshot, disk, machine, attached',
    rule: 'snapshot_to_new_instance',
    level: 'high',
    joinedBy: ['lineage'],
    stages: [
      writeDisk(0, shot, disk),
      writeDisk(5, diskCopy, shot),
      writeMachine(9, machine),
      attachDisk(15, diskCopy, machine),
    ],
  },
  {
    chain: 'CH-01',
    cloud: 'gcp',
    about: 'snapshot, disk, instance that has it',
    rule: 'snapshot_to_new_instance',
    level: 'high',
    joinedBy: ['lineage'],
    stages: [
      diskSnapshot(0, gDisk, gShot),
      insertDisk(5, gCopy, gShot),
      insertInstance(9, gMachine, [{ source: gCopy }]),
    ],
  },
  {
    chain: 'CH-02',
    cloud: 'aws',
    about: 'volume, snapshot, launch with it',
    rule: 'volume_snapshot_instance',
    level: 'high',
    joinedBy: ['lineage', 'principal'],
    stages: [
      createVolume(0, volume),
      createSnapshot(3, volume, snapshot),
      runInstances(8, instance, { snapshot }),
    ],
  },
  {
    chain: 'CH-02',
    cloud: 'azure',
    about: 'disk, snapshot, disk of it, machine with it',
    rule: 'volume_snapshot_disk_instance',
    level: 'high',
    joinedBy: ['lineage', 'principal'],
    stages: [
      writeDisk(0, disk),
      writeDisk(3, shot, disk),
      writeDisk(6, diskCopy, shot),
      writeMachine(10, machine, [diskCopy]),
    ],
  },
  {
    chain: 'CH-02',
    cloud: 'gcp',
    about: 'disk, snapshot, instance with a disk of it',
    rule: 'volume_snapshot_instance',
    level: 'high',
    joinedBy: ['lineage', 'principal'],
    stages: [
      insertDisk(0, gDisk),
      diskSnapshot(3, gDisk, gShot),
      insertInstance(8, gMachine, [{ initializeParams: { sourceSnapshot: gShot } }]),
    ],
  },
  {
    chain: 'CH-03',
    cloud: 'aws',
    about: 'shared with another account',
    rule: 'snapshot_out',
    level: 'high',
    joinedBy: ['lineage'],
    stages: [
      createSnapshot(0, volume, snapshot),
      awsCall(40, 'ModifySnapshotAttribute', {
        snapshotId: snapshot,
        attributeType: 'CREATE_VOLUME_PERMISSION',
        createVolumePermission: { add: { items: [{ userId: '999988887777' }] } },
      }),
    ],
  },
  {
    chain: 'CH-03',
    cloud: 'aws',
    about: 'an image of it is shared',
    rule: 'snapshot_out',
    level: 'high',
    joinedBy: ['lineage'],
    stages: [
      createSnapshot(0, volume, snapshot),
      awsCall(
        5,
        'RegisterImage',
        {
          name: 'base',
          blockDeviceMapping: { items: [{ deviceName: '/dev/sda1', ebs: { snapshotId: snapshot } }] },
        },
        { response: { imageId: image } },
      ),
      awsCall(9, 'ModifyImageAttribute', {
        imageId: image,
        attributeType: 'launchPermission',
        launchPermission: { add: { items: [{ userId: '999988887777' }] } },
      }),
    ],
  },
  {
    chain: 'CH-03',
    cloud: 'azure',
    about: 'a download link for the snapshot',
    rule: 'snapshot_out',
    level: 'high',
    joinedBy: ['lineage'],
    stages: [
      writeDisk(0, shot, disk),
      azureCall(20, 'Microsoft.Compute/snapshots/beginGetAccess/action', shot),
    ],
  },
  {
    chain: 'CH-03',
    cloud: 'gcp',
    about: 'shared with an address outside',
    rule: 'snapshot_out',
    level: 'high',
    joinedBy: ['lineage'],
    stages: [
      diskSnapshot(0, gDisk, gShot),
      gcpCall(
        25,
        'v1.compute.snapshots.setIamPolicy',
        gShot,
        { policy: {} },
        {
          single: true,
          payload: {
            serviceData: {
              policyDelta: {
                bindingDeltas: [
                  {
                    action: 'ADD',
                    role: 'roles/compute.storageAdmin',
                    member: 'user:outsider@elsewhere.example',
                  },
                ],
              },
            },
          },
        },
      ),
    ],
  },
];
