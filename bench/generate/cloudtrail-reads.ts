import {
  bucket,
  bucketOf,
  filters,
  group,
  id,
  image,
  instance,
  items,
  kmsKey,
  nothing,
  type Operation,
  role,
  sessionPolicy,
  volume,
} from './cloudtrail-scene.ts';
import { resourceId, roles, services } from './world.ts';

/** Reading EC2, KMS, STS and S3. */
export const commonReads: readonly Operation[] = [
  {
    weight: 9,
    service: 'ec2',
    name: 'DescribeInstances',
    request: (scene) => ({
      maxResults: 1000,
      instancesSet: items('instanceId', instance)(scene),
      filterSet: filters(scene),
    }),
  },
  {
    weight: 4,
    service: 'ec2',
    name: 'DescribeVolumes',
    request: (s) => ({ volumeSet: items('volumeId', volume)(s), filterSet: {} }),
  },
  {
    weight: 3,
    service: 'ec2',
    name: 'DescribeSnapshots',
    request: (s) => ({ snapshotSet: {}, ownersSet: { items: [{ owner: 'self' }] }, filterSet: filters(s) }),
  },
  {
    weight: 4,
    service: 'ec2',
    name: 'DescribeSecurityGroups',
    request: (s) => ({
      securityGroupSet: {},
      securityGroupIdSet: items('groupId', group)(s),
      filterSet: {},
    }),
  },
  {
    weight: 3,
    service: 'ec2',
    name: 'DescribeImages',
    request: (s) => ({
      executableBySet: {},
      imagesSet: items('imageId', image)(s),
      ownersSet: {},
      filterSet: filters(s),
    }),
  },
  {
    weight: 4,
    service: 'ec2',
    name: 'DescribeRouteTables',
    request: (s) => ({ routeTableIdSet: items('routeTableId', id('rtb'))(s), filterSet: filters(s) }),
  },
  {
    weight: 3,
    service: 'ec2',
    name: 'DescribeNetworkInterfaces',
    request: (s) => ({
      networkInterfaceIdSet: items('networkInterfaceId', id('eni'))(s),
      filterSet: filters(s),
    }),
  },
  {
    weight: 2,
    service: 'ec2',
    name: 'DescribeFlowLogs',
    request: () => ({ DescribeFlowLogsRequest: { MaxResults: 1000 } }),
  },
  {
    weight: 1,
    service: 'ec2',
    name: 'DescribeLaunchTemplateVersions',
    request: (s) => ({
      DescribeLaunchTemplateVersionsRequest: {
        LaunchTemplateId: resourceId(s.random, 'lt'),
        LaunchTemplateVersion: { tag: 1, content: '$Latest' },
      },
    }),
  },
  {
    weight: 14,
    service: 'kms',
    name: 'Decrypt',
    request: (scene) => ({
      encryptionAlgorithm: 'SYMMETRIC_DEFAULT',
      encryptionContext: {
        'aws:ebs:id': volume(scene),
        PARAMETER_ARN: `arn:aws:ssm:${scene.region}:${scene.account}:parameter/${scene.random.pick(services)}/key`,
      },
    }),
    resources: (scene) => [kmsKey(scene)],
  },
  {
    weight: 4,
    service: 'kms',
    name: 'GenerateDataKey',
    request: (s) => ({
      keySpec: 'AES_256',
      keyId: `arn:aws:kms:${s.region}:${s.account}:key/${s.random.uuid()}`,
      encryptionContext: { 'aws:s3:arn': `arn:aws:s3:::${bucket(s)}` },
    }),
    resources: (s) => [kmsKey(s)],
  },
  {
    weight: 9,
    service: 'sts',
    name: 'AssumeRole',
    request: (scene) => ({
      roleArn: role(scene),
      roleSessionName: `${scene.random.pick(services)}-${scene.random.below(90)}`,
      durationSeconds: 3600,
      ...(scene.random.chance(0.5) && { policy: sessionPolicy(scene) }),
    }),
    response: (scene) => ({
      credentials: {
        accessKeyId: `ASIA${scene.random.upper(16)}`,
        sessionToken: scene.random.base64(1500),
        expiration: 'Mar 1, 2026, 11:14:07 AM',
      },
      assumedRoleUser: {
        assumedRoleId: `AROA${scene.random.upper(17)}:${scene.random.pick(services)}`,
        arn: `arn:aws:sts::${scene.account}:assumed-role/${scene.random.pick(roles)}/${scene.random.pick(services)}`,
      },
    }),
    resources: (scene) => [{ accountId: scene.account, type: 'AWS::IAM::Role', ARN: role(scene) }],
  },
  { weight: 3, service: 'sts', name: 'GetCallerIdentity', request: nothing },
  {
    weight: 5,
    service: 's3',
    name: 'GetBucketAcl',
    request: (s) => ({ ...bucketOf(s), acl: '' }),
    resources: (s) => [{ accountId: s.account, type: 'AWS::S3::Bucket', ARN: `arn:aws:s3:::${bucket(s)}` }],
  },
  {
    weight: 3,
    service: 's3',
    name: 'GetBucketPolicyStatus',
    request: (s) => ({ ...bucketOf(s), policyStatus: '' }),
  },
  { weight: 3, service: 's3', name: 'GetBucketTagging', request: (s) => ({ ...bucketOf(s), tagging: '' }) },
];
