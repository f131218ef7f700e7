import { awsCall, awsId, changeState } from '../aws-log.ts';
import { azureCall, azureId } from '../azure-log.ts';
import { gcpCall, gcpId } from '../gcp-log.ts';
import type { Scenario, Stage } from '../scenario.ts';

const three = ['a', 'b', 'c'];

function azureDeletes(minute: number, type: string): Stage[] {
  return three.map((name, index) =>
    azureCall(minute + index * 2, `Microsoft.Compute/${type}/delete`, azureId(type, name)),
  );
}

function gcpDeletes(minute: number, type: 'disks' | 'snapshots' | 'instances'): Stage[] {
  return three.map((name, index) =>
    gcpCall(minute + index * 2, `v1.compute.${type}.delete`, gcpId(type, name)),
  );
}

/** CH-11: what runs, its disks, and what could be recovered from. */
export const destruction: readonly Scenario[] = [
  {
    chain: 'CH-11',
    cloud: 'aws',
    about: 'snapshots and volumes one by one, instances in one call',
    rule: 'extortion_wipe',
    level: 'critical',
    joinedBy: ['principal'],
    stages: [
      ...three.map((name, index) => awsCall(index, 'DeleteSnapshot', { snapshotId: awsId('snap', name) })),
      ...three.map((name, index) => awsCall(10 + index, 'DeleteVolume', { volumeId: awsId('vol', name) })),
      changeState(
        20,
        'TerminateInstances',
        three.map((name) => awsId('i', name)),
      ),
    ],
  },
  {
    chain: 'CH-11',
    cloud: 'azure',
    about: 'snapshots, disks and machines one by one',
    rule: 'extortion_wipe',
    level: 'critical',
    joinedBy: ['principal'],
    stages: [
      ...azureDeletes(0, 'snapshots'),
      ...azureDeletes(10, 'virtualMachines'),
      ...azureDeletes(20, 'disks'),
    ],
  },
  {
    chain: 'CH-11',
    cloud: 'gcp',
    about: 'instances, disks and snapshots one by one',
    rule: 'extortion_wipe',
    level: 'critical',
    joinedBy: ['principal'],
    stages: [...gcpDeletes(0, 'instances'), ...gcpDeletes(10, 'disks'), ...gcpDeletes(20, 'snapshots')],
  },
];
