import type { JsonObject } from '../../../src/core/json.ts';
import {
  attachVolume,
  awsCall,
  awsId,
  awsRole,
  awsServiceRole,
  changeState,
  createSnapshot,
  createVolume,
  iam,
  makeAdmin,
  runInstances,
} from './aws-log.ts';
import {
  attachDisk,
  azureApp,
  azureBackup,
  azureCall,
  azureId,
  writeDisk,
  writeMachine,
} from './azure-log.ts';
import {
  diskSnapshot,
  gcpCall,
  gcpId,
  gcpServiceAccount,
  insertDisk,
  insertInstance,
  instanceGroupAgent,
  serviceAccount,
} from './gcp-log.ts';
import type { CloudName, Stage } from './scenario.ts';

/** Work that looks like an attack and is none. */
export interface Twin {
  readonly about: string;
  readonly cloud: CloudName;
  /** Done by the machinery itself, or, without an identity, by a person: then it is no twin any more. */
  readonly stages: (by?: { readonly by?: JsonObject; readonly caller?: string }) => readonly Stage[];
  readonly by: { readonly by?: JsonObject; readonly caller?: string };
  /** How it is known: by its mechanism, or because somebody declared it. */
  readonly declared?: string;
  /** What a person who did the same would be told of has this level. */
  readonly otherwise: 'low' | 'medium' | 'high' | 'critical';
}

const many = (count: number): number[] => Array.from({ length: count }, (_none, index) => index);
const volume = awsId('vol', 'data');
const copy = awsId('vol', 'copy');
const snapshot = awsId('snap', 'data');
const instance = awsId('i', 'restored');
const zones = ['a', 'b', 'c', 'd', 'e', 'f'].map((one) => `europe-west1-${one}`);
const backupRole = {
  ...awsRole('AWSBackupDefaultServiceRole', 'AWSBackup-AWSBackupDefaultServiceRole'),
  invokedBy: 'backup.amazonaws.com',
};
const lifecycle = { ...awsRole('AWSDataLifecycleManagerDefaultRole', 'dlm'), invokedBy: 'dlm.amazonaws.com' };
const pipeline = awsRole('infra-pipeline', 'run-4711');
const azurePipeline = azureApp(
  '74444400-0000-4000-8000-000000000004',
  '9c8b7a65-0000-4000-8000-00000000d1d1',
);
const runner = gcpServiceAccount(serviceAccount('ci-runner'));

const backups: readonly Twin[] = [
  {
    about: 'AWS Backup takes a snapshot and restores it to a new instance',
    cloud: 'aws',
    by: { by: backupRole },
    otherwise: 'medium',
    stages: (by = {}) => [
      createSnapshot(0, volume, snapshot, by),
      createVolume(30, copy, snapshot, by),
      runInstances(31, instance, by),
      attachVolume(33, copy, instance, by),
    ],
  },
  {
    about: 'Data Lifecycle Manager takes twenty snapshots and lets old ones go',
    cloud: 'aws',
    by: { by: lifecycle },
    otherwise: 'low',
    stages: (by = {}) => [
      ...many(20).map((at) => createSnapshot(at * 0.1, awsId('vol', `v${at}`), awsId('snap', `n${at}`), by)),
      ...many(20).map((at) =>
        awsCall(5 + at * 0.1, 'DeleteSnapshot', { snapshotId: awsId('snap', `o${at}`) }, by),
      ),
    ],
  },
  {
    about: 'Azure Backup restores a disk to a new machine',
    cloud: 'azure',
    by: { by: azureBackup },
    otherwise: 'medium',
    stages: (by = {}) => [
      writeDisk(0, azureId('snapshots', 'data'), azureId('disks', 'data'), by),
      writeDisk(30, azureId('disks', 'copy'), azureId('snapshots', 'data'), by),
      writeMachine(31, azureId('virtualMachines', 'restored'), [], by),
      attachDisk(40, azureId('disks', 'copy'), azureId('virtualMachines', 'restored'), by),
    ],
  },
];

const scaling: readonly Twin[] = [
  {
    about: 'Auto Scaling launches in five regions and takes instances away',
    cloud: 'aws',
    by: { by: awsServiceRole('AWSServiceRoleForAutoScaling', 'autoscaling.amazonaws.com') },
    otherwise: 'high',
    stages: (by = {}) => [
      ...['eu-west-1', 'us-east-1', 'us-west-2', 'ap-southeast-1', 'sa-east-1'].map((awsRegion, at) =>
        runInstances(at, awsId('i', `s${at}`), { ...by, over: { awsRegion } }),
      ),
      ...many(5).map((at) => changeState(30 + at, 'TerminateInstances', [awsId('i', `s${at}`)], by)),
    ],
  },
  {
    about: 'a managed instance group grows in six zones and shrinks again',
    cloud: 'gcp',
    by: { by: instanceGroupAgent },
    otherwise: 'high',
    stages: (by = {}) => [
      ...zones.map((zone, at) =>
        insertInstance(at * 0.5, gcpId('instances', `g${at}`, zone), [], { ...by, zone }),
      ),
      ...zones.map((zone, at) =>
        gcpCall(40 + at, 'v1.compute.instances.delete', gcpId('instances', `g${at}`, zone), {}, by),
      ),
    ],
  },
  {
    about: 'autoscale grows a scale set and deletes its machines and disks',
    cloud: 'azure',
    by: { caller: 'Microsoft.Insights/autoscaleSettings' },
    otherwise: 'critical',
    stages: (by = {}) => [
      ...many(3).map((at) => writeMachine(at, azureId('virtualMachines', `s${at}`), [], by)),
      ...many(3).map((at) =>
        azureCall(
          30 + at,
          'Microsoft.Compute/virtualMachines/delete',
          azureId('virtualMachines', `s${at}`),
          by,
        ),
      ),
      ...many(3).map((at) =>
        azureCall(40 + at, 'Microsoft.Compute/disks/delete', azureId('disks', `s${at}`), by),
      ),
      ...many(3).map((at) =>
        azureCall(50 + at, 'Microsoft.Compute/snapshots/delete', azureId('snapshots', `s${at}`), by),
      ),
    ],
  },
];

const pipelines: readonly Twin[] = [
  {
    about: 'CI makes build machines and throws them away',
    cloud: 'aws',
    by: { by: awsRole('ci-runner', 'runner-manager') },
    otherwise: 'low',
    stages: (by = {}) =>
      many(12).flatMap((at) => [
        runInstances(at * 20, awsId('i', `c${at}`), by),
        changeState(at * 20 + 15, 'TerminateInstances', [awsId('i', `c${at}`)], by),
      ]),
  },
  {
    about: 'CI makes build machines and throws them away',
    cloud: 'azure',
    by: { by: azurePipeline },
    otherwise: 'low',
    stages: (by = {}) =>
      many(12).flatMap((at) => [
        writeMachine(at * 20, azureId('virtualMachines', `c${at}`), [], by),
        azureCall(
          at * 20 + 15,
          'Microsoft.Compute/virtualMachines/delete',
          azureId('virtualMachines', `c${at}`),
          by,
        ),
      ]),
  },
  {
    about: 'CI makes build machines and throws them away',
    cloud: 'gcp',
    by: { by: runner },
    otherwise: 'low',
    stages: (by = {}) =>
      many(12).flatMap((at) => [
        insertInstance(at * 20, gcpId('instances', `c${at}`), [], by),
        gcpCall(at * 20 + 15, 'v1.compute.instances.delete', gcpId('instances', `c${at}`), {}, by),
      ]),
  },
];

const terraform: readonly Twin[] = [
  {
    about: 'Terraform sets up an account: user, policy, network, instance with a copy of a disk',
    cloud: 'aws',
    by: { by: pipeline },
    declared: 'aws:arn:aws:iam::330011223344:role/infra-pipeline',
    otherwise: 'high',
    stages: (by = {}) => [
      iam(0, 'CreateUser', { userName: 'mailer' }, { made: 'mailer', ...by }),
      makeAdmin(0.1, 'mailer', by),
      awsCall(0.2, 'CreateKeyPair', { keyName: 'deploy' }, by),
      createSnapshot(0.3, volume, snapshot, by),
      createVolume(0.5, copy, snapshot, by),
      runInstances(0.6, instance, by),
      attachVolume(0.7, copy, instance, by),
    ],
  },
  {
    about: 'Terraform takes an environment down with its snapshots',
    cloud: 'azure',
    by: { by: azurePipeline },
    declared: 'azure:6d6d6d6d-0000-4000-8000-00000000bbbb:74444400-0000-4000-8000-000000000004',
    otherwise: 'critical',
    stages: (by = {}) =>
      ['virtualMachines', 'disks', 'snapshots'].flatMap((type) =>
        many(3).map((at) => azureCall(at, `Microsoft.Compute/${type}/delete`, azureId(type, `t${at}`), by)),
      ),
  },
  {
    about: 'Terraform copies a disk to a new instance',
    cloud: 'gcp',
    by: { by: runner },
    declared: `gcp:serviceAccount:${serviceAccount('ci-runner')}`,
    otherwise: 'medium',
    stages: (by = {}) => [
      diskSnapshot(0, gcpId('disks', 'data'), gcpId('snapshots', 'data'), by),
      insertDisk(1, gcpId('disks', 'copy'), gcpId('snapshots', 'data'), by),
      insertInstance(2, gcpId('instances', 'copy'), [{ source: gcpId('disks', 'copy') }], by),
    ],
  },
];

export const twins: readonly Twin[] = [...backups, ...scaling, ...pipelines, ...terraform];
