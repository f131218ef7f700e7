import { awsAccountId, awsCall } from '../aws-log.ts';
import { gcpCall, project } from '../gcp-log.ts';
import { mark, type Scenario } from '../scenario.ts';

const source = 'rds.amazonaws.com';
const database = `${mark}-orders`;
const snapshot = `${mark}-orders-copy`;
const arn = `arn:aws:rds:eu-central-1:${awsAccountId}:snapshot:${snapshot}`;
const taken = awsCall(
  0,
  'CreateDBSnapshot',
  { dBSnapshotIdentifier: snapshot, dBInstanceIdentifier: database },
  {
    source,
    response: { dBSnapshotIdentifier: snapshot, dBInstanceIdentifier: database, dBSnapshotArn: arn },
  },
);
const instance = `projects/${project}/instances/${mark}-orders`;
const cloudSql = { service: 'cloudsql.googleapis.com', single: true } as const;

/** CH-04: databases. In Azure they have no snapshots that could be taken by hand. */
export const databases: readonly Scenario[] = [
  {
    chain: 'CH-04',
    cloud: 'aws',
    about: 'shared with another account',
    rule: 'database_out',
    level: 'high',
    joinedBy: ['lineage'],
    stages: [
      taken,
      awsCall(
        90,
        'ModifyDBSnapshotAttribute',
        { dBSnapshotIdentifier: snapshot, attributeName: 'restore', valuesToAdd: ['999988887777'] },
        { source, response: { dBSnapshotIdentifier: snapshot } },
      ),
    ],
  },
  {
    chain: 'CH-04',
    cloud: 'aws',
    about: 'exported to a bucket',
    rule: 'database_out',
    level: 'high',
    joinedBy: ['lineage'],
    stages: [
      taken,
      awsCall(
        15,
        'StartExportTask',
        { exportTaskIdentifier: 'task-1', sourceArn: arn, s3BucketName: 'parcel-drop' },
        { source, response: {} },
      ),
    ],
  },
  {
    chain: 'CH-04',
    cloud: 'gcp',
    about: 'backup run, then an export to a bucket',
    rule: 'database_out',
    level: 'high',
    joinedBy: ['lineage'],
    stages: [
      gcpCall(0, 'cloudsql.backupRuns.create', instance, {}, cloudSql),
      gcpCall(
        30,
        'cloudsql.instances.export',
        instance,
        { body: { exportContext: { uri: 'gs://parcel-drop/orders.sql' } } },
        cloudSql,
      ),
    ],
  },
  {
    chain: 'CH-04',
    cloud: 'aws',
    about: 'restored as another database',
    rule: 'database_snapshot_restored',
    level: 'low',
    joinedBy: ['lineage', 'principal'],
    stages: [
      taken,
      awsCall(
        25,
        'RestoreDBInstanceFromDBSnapshot',
        { dBInstanceIdentifier: `${mark}-orders-2`, dBSnapshotIdentifier: snapshot },
        { source, response: { dBInstanceIdentifier: `${mark}-orders-2` } },
      ),
    ],
  },
];
