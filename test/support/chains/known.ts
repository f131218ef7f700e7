import type { JsonObject } from '../../../src/core/json.ts';
import {
  attachVolume,
  awsCall,
  awsId,
  awsRole,
  changeState,
  createSnapshot,
  createVolume,
  openPort as openAwsPort,
  runInstances,
} from './aws-log.ts';
import {
  attachDisk,
  azureApp,
  azureCall,
  azureId,
  openPort as openAzurePort,
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
  openPort as openGcpPort,
  serviceAccount,
} from './gcp-log.ts';
import { DAY, type Stage } from './scenario.ts';

/** Each on a day of its own, so that no chain joins them. */
const ago = (days: number): number => -days * DAY;
const long = ago(20);
const byRole = { by: awsRole('infra-pipeline', 'run-4711') };
const byApp = {
  by: azureApp('74444400-0000-4000-8000-000000000004', '9c8b7a65-0000-4000-8000-00000000d1d1'),
};
const byRunner = { by: gcpServiceAccount(serviceAccount('ci-runner')) };

/** The pipeline's launch, twenty days before the story. */
export const awsLaunched = (request: JsonObject = {}): Stage =>
  runInstances(long, awsId('i', 'old'), { ...byRole, request });
export const azureLaunched = (body: JsonObject = {}, name = 'old'): Stage =>
  writeMachine(long, azureId('virtualMachines', name), [], { ...byApp, body });
export const gcpLaunched = (request: JsonObject = {}, name = 'old'): Stage =>
  insertInstance(long, gcpId('instances', name), [], { ...byRunner, request });

/** All that a pipeline does in an account, twenty days before the story: who else does it is new to it. */
export const awsKnown: readonly Stage[] = [
  awsLaunched(),
  createSnapshot(ago(21), awsId('vol', 'old'), awsId('snap', 'old'), byRole),
  createVolume(ago(22), awsId('vol', 'old2'), awsId('snap', 'old'), byRole),
  attachVolume(ago(23), awsId('vol', 'old2'), awsId('i', 'old'), byRole),
  awsCall(
    ago(24),
    'ModifyInstanceAttribute',
    { instanceId: awsId('i', 'old'), instanceType: { value: 'm5.large' } },
    byRole,
  ),
  openAwsPort(ago(25), 443, byRole),
  changeState(ago(26), 'TerminateInstances', [awsId('i', 'old')], byRole),
  awsCall(ago(27), 'DeleteSnapshot', { snapshotId: awsId('snap', 'old') }, byRole),
];
export const azureKnown: readonly Stage[] = [
  azureLaunched(),
  writeDisk(ago(21), azureId('snapshots', 'old'), azureId('disks', 'old'), byApp),
  writeDisk(ago(22), azureId('disks', 'old2'), azureId('snapshots', 'old'), byApp),
  attachDisk(ago(23), azureId('disks', 'old2'), azureId('virtualMachines', 'old'), byApp),
  openAzurePort(ago(24), 443, byApp),
  azureCall(ago(25), 'Microsoft.Compute/virtualMachines/delete', azureId('virtualMachines', 'old'), byApp),
  azureCall(ago(26), 'Microsoft.Compute/snapshots/delete', azureId('snapshots', 'old'), byApp),
];
export const gcpKnown: readonly Stage[] = [
  gcpLaunched(),
  diskSnapshot(ago(21), gcpId('disks', 'old'), gcpId('snapshots', 'old'), byRunner),
  insertDisk(ago(22), gcpId('disks', 'old2'), gcpId('snapshots', 'old'), byRunner),
  gcpCall(
    ago(23),
    'v1.compute.instances.attachDisk',
    gcpId('instances', 'old'),
    { source: gcpId('disks', 'old2') },
    byRunner,
  ),
  openGcpPort(ago(24), 443, byRunner),
  gcpCall(ago(25), 'v1.compute.instances.delete', gcpId('instances', 'old'), {}, byRunner),
  gcpCall(ago(26), 'v1.compute.snapshots.delete', gcpId('snapshots', 'old'), {}, byRunner),
];
