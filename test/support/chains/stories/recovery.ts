import { awsCall, awsId, awsRole, changeState, createSnapshot } from '../aws-log.ts';
import { azureBackup, azureCall, azureId, azureIdOf, writeDisk } from '../azure-log.ts';
import { gcp, gcpCall, gcpId, project } from '../gcp-log.ts';
import { DAY, type Scenario, type Stage } from '../scenario.ts';

const backupRole = {
  ...awsRole('AWSBackupDefaultServiceRole', 'AWSBackup-AWSBackupDefaultServiceRole'),
  invokedBy: 'backup.amazonaws.com',
};
const snapshot = awsId('snap', 'saved');
const shot = azureId('snapshots', 'saved');
const gShot = gcpId('snapshots', 'saved');
const rds = { source: 'rds.amazonaws.com' } as const;
const cloudSql = { service: 'cloudsql.googleapis.com', single: true } as const;
const vault = azureIdOf('Microsoft.RecoveryServices/vaults', 'vault');
const scheduled: Stage = gcp({
  minute: -3 * DAY,
  method: 'ScheduledSnapshots',
  resource: gShot,
  by: {
    authenticationInfo: { principalEmail: 'system@google.com' },
    requestMetadata: { callerSuppliedUserAgent: 'GCE' },
  },
  log: 'system_event',
  single: true,
});
const dropped = (name: string, minute: number): Stage =>
  awsCall(minute, 'DeleteDBInstance', { dBInstanceIdentifier: name, skipFinalSnapshot: true }, rds);

/** R-SD-03, R-ID-05: what one recovers from goes, its guard first. */
const removed: readonly Scenario[] = [
  {
    chain: 'R-SD-03',
    cloud: 'aws',
    about: 'a snapshot lock removed, the snapshot deleted',
    rule: 'unprotected_then_deleted',
    level: 'critical',
    joinedBy: ['principal'],
    stages: [
      awsCall(0, 'UnlockSnapshot', { snapshotId: snapshot }),
      awsCall(10, 'DeleteSnapshot', { snapshotId: snapshot }),
    ],
  },
  {
    chain: 'R-SD-03',
    cloud: 'aws',
    about: 'the rule of the recycle bin removed, an image deregistered',
    rule: 'unprotected_then_deleted',
    level: 'critical',
    joinedBy: ['principal'],
    stages: [
      awsCall(0, 'DeleteRule', { identifier: 'c0ffee0000' }, { source: 'rbin.amazonaws.com' }),
      awsCall(10, 'DeregisterImage', { imageId: awsId('ami', 'saved') }),
    ],
  },
  {
    chain: 'R-SD-03',
    cloud: 'azure',
    about: 'a lock removed, a snapshot deleted',
    rule: 'unprotected_then_deleted',
    level: 'critical',
    joinedBy: ['principal'],
    stages: [
      azureCall(
        0,
        'Microsoft.Authorization/locks/delete',
        azureIdOf('Microsoft.Authorization/locks', 'keep'),
      ),
      azureCall(10, 'Microsoft.Compute/snapshots/delete', shot),
    ],
  },
  {
    chain: 'R-SD-03',
    cloud: 'azure',
    about: 'a backup policy removed, a protected item deleted',
    rule: 'unprotected_then_deleted',
    level: 'critical',
    joinedBy: ['principal'],
    stages: [
      azureCall(
        0,
        'Microsoft.RecoveryServices/vaults/backupPolicies/delete',
        `${vault}/backupPolicies/daily`,
      ),
      azureCall(
        10,
        'Microsoft.RecoveryServices/vaults/backupFabrics/protectionContainers/protectedItems/delete',
        `${vault}/backupFabrics/azure/protectionContainers/c/protectedItems/i`,
      ),
    ],
  },
  {
    chain: 'R-SD-03',
    cloud: 'gcp',
    about: 'a snapshot schedule removed, a snapshot deleted',
    rule: 'unprotected_then_deleted',
    level: 'critical',
    joinedBy: ['principal'],
    stages: [
      gcpCall(
        0,
        'v1.compute.resourcePolicies.delete',
        `projects/${project}/regions/europe-west3/resourcePolicies/c0ffee-daily`,
      ),
      gcpCall(10, 'v1.compute.snapshots.delete', gShot),
    ],
  },
  {
    chain: 'R-ID-09',
    cloud: 'azure',
    about: 'a lock removed, a machine deleted',
    rule: 'lock_removed_then_instance_deleted',
    level: 'medium',
    joinedBy: ['principal'],
    stages: [
      azureCall(
        0,
        'Microsoft.Authorization/locks/delete',
        azureIdOf('Microsoft.Authorization/locks', 'keep'),
      ),
      azureCall(10, 'Microsoft.Compute/virtualMachines/delete', azureId('virtualMachines', 'kept')),
    ],
  },
  {
    chain: 'R-SD-03',
    cloud: 'aws',
    about: 'of AWS Backup, deleted by somebody else',
    rule: 'backup_snapshot_deleted',
    level: 'high',
    joinedBy: ['lineage'],
    stages: [
      createSnapshot(-3 * DAY, awsId('vol', 'data'), snapshot, { by: backupRole }),
      awsCall(0, 'DeleteSnapshot', { snapshotId: snapshot }),
    ],
  },
  {
    chain: 'R-SD-03',
    cloud: 'azure',
    about: 'of Azure Backup, deleted by somebody else',
    rule: 'backup_snapshot_deleted',
    level: 'high',
    joinedBy: ['lineage'],
    stages: [
      writeDisk(-3 * DAY, shot, azureId('disks', 'data'), { by: azureBackup }),
      azureCall(0, 'Microsoft.Compute/snapshots/delete', shot),
    ],
  },
  {
    chain: 'R-SD-03',
    cloud: 'gcp',
    about: 'of a schedule, deleted by somebody',
    rule: 'backup_snapshot_deleted',
    level: 'high',
    joinedBy: ['lineage'],
    stages: [scheduled, gcpCall(0, 'v1.compute.snapshots.delete', gShot)],
  },
  {
    chain: 'R-ID-09',
    cloud: 'aws',
    about: 'protection taken off, instance terminated',
    rule: 'termination_unprotected_then_deleted',
    level: 'medium',
    joinedBy: ['lineage'],
    stages: [
      awsCall(0, 'ModifyInstanceAttribute', {
        instanceId: awsId('i', 'web'),
        disableApiTermination: { value: false },
      }),
      changeState(10, 'TerminateInstances', [awsId('i', 'web')]),
    ],
  },
  {
    chain: 'R-ID-09',
    cloud: 'gcp',
    about: 'protection taken off, instance deleted',
    rule: 'termination_unprotected_then_deleted',
    level: 'medium',
    joinedBy: ['lineage'],
    stages: [
      gcpCall(0, 'v1.compute.instances.setDeletionProtection', gcpId('instances', 'web'), {
        deletionProtection: false,
      }),
      gcpCall(10, 'v1.compute.instances.delete', gcpId('instances', 'web')),
    ],
  },
];

const destroyed: readonly Scenario[] = [
  {
    chain: 'R-ID-05',
    cloud: 'aws',
    about: 'database and its snapshot deleted',
    rule: 'database_and_backups_deleted',
    level: 'high',
    joinedBy: ['principal'],
    stages: [
      awsCall(0, 'DeleteDBSnapshot', { dBSnapshotIdentifier: 'c0ffee-last' }, rds),
      dropped('c0ffee-orders', 10),
    ],
  },
  {
    chain: 'R-ID-05',
    cloud: 'azure',
    about: 'database and its long-term backup deleted',
    rule: 'database_and_backups_deleted',
    level: 'high',
    joinedBy: ['principal'],
    stages: [
      azureCall(
        0,
        'Microsoft.Sql/locations/longTermRetentionServers/longTermRetentionDatabases/longTermRetentionBackups/delete',
        azureIdOf('Microsoft.Sql/locations', 'ltr'),
      ),
      azureCall(
        10,
        'Microsoft.Sql/servers/databases/delete',
        azureIdOf('Microsoft.Sql/servers', 'orders/databases/orders'),
      ),
    ],
  },
  {
    chain: 'R-ID-05',
    cloud: 'gcp',
    about: 'backup runs and the database deleted',
    rule: 'database_and_backups_deleted',
    level: 'high',
    joinedBy: ['principal'],
    stages: [
      gcpCall(0, 'cloudsql.backupRuns.delete', `projects/${project}/instances/c0ffee-orders`, {}, cloudSql),
      gcpCall(10, 'cloudsql.instances.delete', `projects/${project}/instances/c0ffee-orders`, {}, cloudSql),
    ],
  },
  {
    chain: 'CH-04',
    cloud: 'aws',
    about: 'restored as another database, with a password of their own',
    rule: 'database_restored_and_opened',
    level: 'high',
    joinedBy: ['lineage', 'principal'],
    stages: [
      awsCall(
        0,
        'CreateDBSnapshot',
        { dBSnapshotIdentifier: 'c0ffee-copy', dBInstanceIdentifier: 'c0ffee-orders' },
        { ...rds, response: { dBSnapshotIdentifier: 'c0ffee-copy', dBInstanceIdentifier: 'c0ffee-orders' } },
      ),
      awsCall(
        25,
        'RestoreDBInstanceFromDBSnapshot',
        { dBInstanceIdentifier: 'c0ffee-orders-2', dBSnapshotIdentifier: 'c0ffee-copy' },
        { ...rds, response: { dBInstanceIdentifier: 'c0ffee-orders-2' } },
      ),
      awsCall(
        40,
        'ModifyDBInstance',
        { dBInstanceIdentifier: 'c0ffee-orders-2', masterUserPassword: '****' },
        { ...rds, response: { dBInstanceIdentifier: 'c0ffee-orders-2' } },
      ),
    ],
  },
];

export const recovery: readonly Scenario[] = [...removed, ...destroyed];
