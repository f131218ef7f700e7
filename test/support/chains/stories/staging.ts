import {
  attachVolume,
  awsId,
  awsUser,
  createSnapshot,
  createVolume,
  iam,
  openPort as openAwsPort,
  runInstances,
} from '../aws-log.ts';
import {
  attachDisk,
  azureId,
  azureUser,
  entra,
  openPort as openAzurePort,
  writeDisk,
  writeMachine,
} from '../azure-log.ts';
import {
  diskSnapshot,
  gcpCall,
  gcpId,
  gcpServiceAccount,
  insertDisk,
  insertInstance,
  makeServiceAccount,
  openPort as openGcpPort,
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
const ten = Array.from({ length: 10 }, (_none, index) => index);

const onNewInstance = {
  chain: 'R-SX-02',
  about: 'an old snapshot on a new instance',
  rule: 'snapshot_on_new_instance',
  level: 'low',
  joinedBy: ['lineage'],
} as const;
const withOpenNetwork = {
  chain: 'R-P-02',
  about: 'and a rule that lets everybody in',
  rule: 'staging_with_open_network',
  level: 'high',
  joinedBy: ['principal'],
} as const;
const burst = {
  chain: 'R-SC-03',
  about: 'ten snapshots',
  rule: 'snapshot_burst',
  level: 'low',
  joinedBy: ['principal'],
} as const;
const byNewAccount = {
  chain: 'R-SC-04',
  about: 'a new account makes a disk of a snapshot',
  rule: 'new_account_restores',
  level: 'high',
  joinedBy: ['principal'],
} as const;

/** Staging: whoever took the snapshot, with an open network, in numbers, by a new account. */
export const staging: readonly Scenario[] = [
  {
    ...onNewInstance,
    cloud: 'aws',
    stages: [runInstances(0, instance), createVolume(4, copy, snapshot), attachVolume(6, copy, instance)],
  },
  {
    ...onNewInstance,
    cloud: 'azure',
    stages: [writeMachine(0, machine), writeDisk(4, diskCopy, shot), attachDisk(6, diskCopy, machine)],
  },
  {
    ...onNewInstance,
    cloud: 'gcp',
    stages: [
      insertInstance(0, gMachine),
      insertDisk(4, gCopy, gShot),
      gcpCall(6, 'v1.compute.instances.attachDisk', gMachine, { source: gCopy }),
    ],
  },
  {
    ...withOpenNetwork,
    cloud: 'aws',
    stages: [
      createSnapshot(0, volume, snapshot),
      openAwsPort(5, 22),
      runInstances(9, instance),
      createVolume(12, copy, snapshot),
      attachVolume(14, copy, instance),
    ],
  },
  {
    ...withOpenNetwork,
    cloud: 'azure',
    stages: [
      writeDisk(0, shot, disk),
      openAzurePort(5, 22),
      writeMachine(9, machine),
      writeDisk(12, diskCopy, shot),
      attachDisk(14, diskCopy, machine),
    ],
  },
  {
    ...withOpenNetwork,
    cloud: 'gcp',
    stages: [
      diskSnapshot(0, gDisk, gShot),
      openGcpPort(5, 22),
      insertInstance(9, gMachine),
      insertDisk(12, gCopy, gShot),
      gcpCall(14, 'v1.compute.instances.attachDisk', gMachine, { source: gCopy }),
    ],
  },
  {
    ...burst,
    cloud: 'aws',
    stages: ten.map((index) =>
      createSnapshot(index * 0.5, awsId('vol', `v${index}`), awsId('snap', `v${index}`)),
    ),
  },
  {
    ...burst,
    cloud: 'azure',
    stages: ten.map((index) =>
      writeDisk(index * 0.5, azureId('snapshots', `v${index}`), azureId('disks', `v${index}`)),
    ),
  },
  {
    ...burst,
    cloud: 'gcp',
    stages: ten.map((index) =>
      diskSnapshot(index * 0.5, gcpId('disks', `v${index}`), gcpId('snapshots', `v${index}`)),
    ),
  },
  {
    ...byNewAccount,
    cloud: 'aws',
    stages: [
      iam(0, 'CreateUser', { userName: newUser }, { made: newUser }),
      createVolume(3000, copy, snapshot, { by: awsUser(newUser) }),
    ],
  },
  {
    ...byNewAccount,
    cloud: 'azure',
    stages: [
      entra(0, 'Add user', { id: newOid }),
      writeDisk(3000, diskCopy, shot, { by: azureUser(newUser, newOid) }),
    ],
  },
  {
    ...byNewAccount,
    cloud: 'gcp',
    stages: [makeServiceAccount(0, robot), insertDisk(3000, gCopy, gShot, { by: gcpServiceAccount(robot) })],
  },
];
