import { aws, awsId, awsUser, changeState, shareSnapshot } from '../aws-log.ts';
import { gcpCall, gcpId } from '../gcp-log.ts';
import type { Scenario } from '../scenario.ts';

const snapshot = awsId('snap', 'shared');
const outsider = '999988887777';

/** R-SX-03, R-SX-04: what the other side does with data that were shared with it. */
export const sharing: readonly Scenario[] = [
  {
    chain: 'R-SX-03',
    cloud: 'aws',
    about: 'a snapshot shared, and copied by the other account',
    rule: 'shared_and_taken',
    level: 'critical',
    joinedBy: ['lineage'],
    stages: [
      shareSnapshot(0, snapshot, outsider),
      aws('copied', {
        minute: 90,
        event: 'SharedSnapshotCopyInitiated',
        by: { accountId: outsider, invokedBy: 'ec2.amazonaws.com' },
        over: { eventType: 'AwsServiceEvent', serviceEventDetails: { snapshotId: snapshot } },
      }),
    ],
  },
  {
    chain: 'R-SX-03',
    cloud: 'gcp',
    about: 'a disk shared, and a snapshot of it made outside',
    rule: 'shared_and_taken',
    level: 'critical',
    joinedBy: ['lineage'],
    stages: [
      gcpCall(
        0,
        'v1.compute.disks.setIamPolicy',
        gcpId('disks', 'saved'),
        {},
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
      gcpCall(
        60,
        'v1.compute.snapshots.insert',
        gcpId('disks', 'saved'),
        {},
        {
          by: {
            authenticationInfo: {
              principalEmail: 'outsider@elsewhere.example',
              principalSubject: 'user:outsider@elsewhere.example',
            },
          },
          payload: {
            metadata: { '@type': 'type.googleapis.com/google.cloud.audit.CrossEntityControlAuditMetadata' },
          },
          single: true,
        },
      ),
    ],
  },
  {
    chain: 'R-SX-03',
    cloud: 'aws',
    about: 'a snapshot shared, and a user of the other account acts here',
    rule: 'grantee_acts',
    level: 'high',
    joinedBy: [],
    stages: [
      shareSnapshot(0, snapshot, outsider),
      changeState(60, 'StopInstances', [awsId('i', 'web')], {
        by: { ...awsUser('elsa'), arn: `arn:aws:iam::${outsider}:user/elsa`, accountId: outsider },
      }),
    ],
  },
];
