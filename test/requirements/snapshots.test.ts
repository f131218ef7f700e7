import { describe, expect, it } from 'vitest';
import { awsCall, awsId, createSnapshot, createVolume } from '../support/chains/aws-log.ts';
import { azureCall, azureId, azureIdOf, writeDisk } from '../support/chains/azure-log.ts';
import { diskSnapshot, gcp, gcpCall, gcpId, insertInstance, project } from '../support/chains/gcp-log.ts';
import { activityOf, componentsOf } from './one-activity.ts';

const volume = awsId('vol', 'a');
const snapshot = awsId('snap', 'a');
const azureSnapshot = azureId('snapshots', 'a');
const disk = gcpId('disks', 'a');
const gcpSnapshot = gcpId('snapshots', 'a');
const rds = { source: 'rds.amazonaws.com' };
const backup = { source: 'backup.amazonaws.com' };
const points = azureId('restorePointCollections', 'a');

describe('operations on snapshots', () => {
  it.each([
    ['R-SC-01', createSnapshot(0, volume, snapshot), 'DC0057'],
    ['R-SC-01', awsCall(0, 'CreateSnapshots', { InstanceSpecification: {} }), 'DC0057'],
    ['R-SC-01', awsCall(0, 'CreateDBSnapshot', { dBSnapshotIdentifier: 's' }, rds), 'DC0057'],
    ['R-SC-07', writeDisk(0, azureSnapshot), 'DC0057'],
    ['R-SC-01', diskSnapshot(0, disk, gcpSnapshot), 'DC0057'],
    ['R-SC-01', gcpCall(0, 'v1.compute.snapshots.insert', gcpSnapshot), 'DC0057'],
    [
      'R-SC-05',
      awsCall(0, 'StartBackupJob', { resourceArn: 'arn:aws:ec2:eu-central-1:1:volume/vol-1' }, backup),
      'DC0057',
    ],
    ['R-SD-01', awsCall(0, 'DeleteSnapshot', { snapshotId: snapshot }), 'DC0049'],
    ['R-SD-01', awsCall(0, 'DeleteDBSnapshot', { dBSnapshotIdentifier: 's' }, rds), 'DC0049'],
    ['R-SC-05', awsCall(0, 'DeleteRecoveryPoint', { backupVaultName: 'v' }, backup), 'DC0049'],
    ['R-SD-01', azureCall(0, 'Microsoft.Compute/snapshots/delete', azureSnapshot), 'DC0049'],
    ['R-SD-01', azureCall(0, 'Microsoft.Compute/restorePointCollections/delete', points), 'DC0049'],
    ['R-SD-01', gcpCall(0, 'v1.compute.snapshots.delete', gcpSnapshot), 'DC0049'],
    ['R-SE-01', awsCall(0, 'DescribeSnapshots', {}), 'DC0047'],
    ['R-SX-01', awsCall(0, 'ModifySnapshotAttribute', { snapshotId: snapshot }), 'DC0058'],
    ['R-SX-01', awsCall(0, 'ResetSnapshotAttribute', { snapshotId: snapshot }), 'DC0058'],
    ['R-SX-01', awsCall(0, 'ModifySnapshotTier', { snapshotId: snapshot }), 'DC0058'],
    ['R-SX-01', azureCall(0, 'Microsoft.Compute/snapshots/beginGetAccess/action', azureSnapshot), 'DC0058'],
    ['R-SX-01', gcpCall(0, 'v1.compute.snapshots.setIamPolicy', gcpSnapshot, {}, { single: true }), 'DC0058'],
    ['R-SX-01', gcpCall(0, 'v1.compute.snapshots.setLabels', gcpSnapshot), 'DC0058'],
  ] as const)('%s %o', (_id, stage, component) => {
    expect(componentsOf(stage)).toContain(component);
  });

  it('R-SC-06 a CloudTrail record tells the request, the address, who, when and details', () => {
    const activity = activityOf(createSnapshot(0, volume, snapshot));
    expect(activity.operation).toBe('CreateSnapshot');
    expect(activity.source.ip).toBe('203.0.113.40');
    expect(activity.principal.name).toBe('quill');
    expect(activity.time).toBe(Date.parse('2026-04-14T09:00:00Z'));
    expect(activity.resources.map(({ id }) => id)).toEqual(expect.arrayContaining([snapshot, volume]));
    expect(activity.attrs.encrypted).toBe(false);
  });
});

describe('restoring', () => {
  it('R-SC-04 a volume of a snapshot has it for an origin', () => {
    expect(activityOf(createVolume(0, volume, snapshot)).edges).toContainEqual({
      from: snapshot,
      to: volume,
      kind: 'volume<-snapshot',
    });
  });

  it('R-SC-05 a restore job of AWS Backup is a restore', () => {
    const { verb } = activityOf(
      awsCall(
        0,
        'StartRestoreJob',
        { recoveryPointArn: 'arn:aws:ec2:eu-central-1::snapshot/snap-1' },
        backup,
      ),
    );
    expect(verb).toBe('restore');
  });

  it('R-SC-08 a restore of Azure Backup names the machine', () => {
    const item = azureIdOf(
      'Microsoft.RecoveryServices/vaults/v/backupFabrics/Azure/protectionContainers/c/protectedItems/i/recoveryPoints',
      'p',
    );
    const { verb } = activityOf(
      azureCall(
        0,
        'Microsoft.RecoveryServices/vaults/backupFabrics/protectionContainers/protectedItems/recoveryPoints/restore/action',
        item,
      ),
    );
    expect(verb).toBe('restore');
  });

  it.each([
    ['global/snapshots/nightly'],
    [`projects/${project}/global/snapshots/nightly`],
    [`https://www.googleapis.com/compute/v1/projects/${project}/global/snapshots/nightly`],
  ])('R-SC-09, R-SC-10 an instance with a disk of the snapshot %s', (sourceSnapshot) => {
    const { edges } = activityOf(
      insertInstance(0, gcpId('instances', 'a'), [{ initializeParams: { sourceSnapshot } }]),
    );
    expect(edges).toContainEqual(
      expect.objectContaining({
        from: `projects/${project}/global/snapshots/nightly`,
        kind: 'instance<-snapshot',
      }),
    );
  });

  it('R-SC-10 the same for a disk', () => {
    const { edges } = activityOf(
      gcp({
        minute: 0,
        method: 'v1.compute.disks.insert',
        resource: disk,
        request: { sourceSnapshot: 'global/snapshots/nightly' },
      }),
    );
    expect(edges).toContainEqual(
      expect.objectContaining({
        from: `projects/${project}/global/snapshots/nightly`,
        kind: 'volume<-snapshot',
      }),
    );
  });
});
