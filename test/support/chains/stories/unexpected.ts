import {
  attachVolume,
  awsCall,
  awsId,
  changeState,
  createSnapshot,
  createVolume,
  runInstances,
} from '../aws-log.ts';
import { attachDisk, azureCall, azureId, writeDisk, writeMachine } from '../azure-log.ts';
import { diskSnapshot, gcpCall, gcpId, insertDisk, insertInstance } from '../gcp-log.ts';
import { awsLaunched, azureLaunched, gcpLaunched } from '../known.ts';
import type { Scenario, Stage } from '../scenario.ts';

const five = ['a', 'b', 'c', 'd', 'e'];
const known = { aws: [awsLaunched()], azure: [azureLaunched()], gcp: [gcpLaunched()] } as const;

/** The same thing done in each cloud, by somebody who is new in an account that is known. */
function inEachCloud(
  rule: string,
  level: Scenario['level'],
  about: string,
  stages: Readonly<Record<'aws' | 'azure' | 'gcp', readonly Stage[]>>,
  joinedBy: Scenario['joinedBy'] = [],
): Scenario[] {
  return (['aws', 'azure', 'gcp'] as const).map((cloud) => ({
    chain: 'R-IC-12',
    cloud,
    about: `${about}, by somebody who is new`,
    rule,
    level,
    before: known[cloud],
    joinedBy,
    stages: stages[cloud],
  }));
}

/** R-IC-12, R-ID-08, R-SX-02: what others do in the account is done by somebody who never did it there. */
export const unexpected: readonly Scenario[] = [
  ...inEachCloud('instances_by_unexpected_principal', 'low', 'an instance', {
    aws: [runInstances(0, awsId('i', 'new'))],
    azure: [writeMachine(0, azureId('virtualMachines', 'new'))],
    gcp: [insertInstance(0, gcpId('instances', 'new'))],
  }),
  ...inEachCloud('snapshots_by_unexpected_principal', 'low', 'a snapshot', {
    aws: [createSnapshot(0, awsId('vol', 'data'), awsId('snap', 'data'))],
    azure: [writeDisk(0, azureId('snapshots', 'data'), azureId('disks', 'data'))],
    gcp: [diskSnapshot(0, gcpId('disks', 'data'), gcpId('snapshots', 'data'))],
  }),
  ...inEachCloud('restored_by_unexpected_principal', 'medium', 'a disk of a snapshot', {
    aws: [createVolume(0, awsId('vol', 'copy'), awsId('snap', 'data'))],
    azure: [writeDisk(0, azureId('disks', 'copy'), azureId('snapshots', 'data'))],
    gcp: [insertDisk(0, gcpId('disks', 'copy'), gcpId('snapshots', 'data'))],
  }),
  ...inEachCloud('deleted_by_unexpected_principal', 'low', 'an instance deleted', {
    aws: [changeState(0, 'TerminateInstances', [awsId('i', 'web')])],
    azure: [azureCall(0, 'Microsoft.Compute/virtualMachines/delete', azureId('virtualMachines', 'web'))],
    gcp: [gcpCall(0, 'v1.compute.instances.delete', gcpId('instances', 'web'))],
  }),
  ...inEachCloud('modified_by_unexpected_principal', 'low', 'an instance stopped', {
    aws: [changeState(0, 'StopInstances', [awsId('i', 'web')])],
    azure: [
      azureCall(0, 'Microsoft.Compute/virtualMachines/deallocate/action', azureId('virtualMachines', 'web')),
    ],
    gcp: [gcpCall(0, 'v1.compute.instances.stop', gcpId('instances', 'web'))],
  }),
  ...inEachCloud(
    'mounted_by_unexpected_principal',
    'high',
    'an old snapshot on a new instance',
    {
      aws: [
        runInstances(0, awsId('i', 'new')),
        createVolume(5, awsId('vol', 'copy'), awsId('snap', 'data')),
        attachVolume(7, awsId('vol', 'copy'), awsId('i', 'new')),
      ],
      azure: [
        writeMachine(0, azureId('virtualMachines', 'new')),
        writeDisk(5, azureId('disks', 'copy'), azureId('snapshots', 'data')),
        attachDisk(9, azureId('disks', 'copy'), azureId('virtualMachines', 'new')),
      ],
      gcp: [
        insertInstance(0, gcpId('instances', 'new')),
        insertDisk(5, gcpId('disks', 'copy'), gcpId('snapshots', 'data')),
        gcpCall(7, 'v1.compute.instances.attachDisk', gcpId('instances', 'new'), {
          source: gcpId('disks', 'copy'),
        }),
      ],
    },
    ['principal'],
  ),
  ...inEachCloud(
    'bulk_deletion_by_unexpected_principal',
    'high',
    'five snapshots deleted',
    {
      aws: five.map((name, at) => awsCall(at, 'DeleteSnapshot', { snapshotId: awsId('snap', name) })),
      azure: five.map((name, at) =>
        azureCall(at, 'Microsoft.Compute/snapshots/delete', azureId('snapshots', name)),
      ),
      gcp: five.map((name, at) => gcpCall(at, 'v1.compute.snapshots.delete', gcpId('snapshots', name))),
    },
    ['principal'],
  ),
];
