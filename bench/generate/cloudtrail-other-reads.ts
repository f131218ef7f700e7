import { instance, type Operation } from './cloudtrail-scene.ts';
import { roles, services } from './world.ts';

/** Reading everything else. */
export const otherReads: readonly Operation[] = [
  {
    weight: 5,
    service: 'ssm',
    name: 'GetParameter',
    request: (s) => ({ name: `/${s.random.pick(services)}/database/password`, withDecryption: true }),
  },
  {
    weight: 4,
    service: 'ssm',
    name: 'DescribeParameters',
    request: () => ({ maxResults: 50, parameterFilters: [{ key: 'Type', values: ['SecureString'] }] }),
  },
  {
    weight: 5,
    service: 'ssm',
    name: 'UpdateInstanceInformation',
    request: (s) => ({
      instanceId: instance(s),
      agentVersion: '3.2.2222.0',
      agentStatus: 'Active',
      platformType: 'Linux',
      platformName: 'Ubuntu',
      platformVersion: '22.04',
      iPAddress: '10.1.2.3',
      computerName: 'ip-10-1-2-3',
      agentName: 'amazon-ssm-agent',
      availabilityZone: `${s.region}a`,
      sSMConnectionChannel: 'ssmmessages',
    }),
  },
  { weight: 4, service: 'iam', name: 'GetRole', request: (s) => ({ roleName: s.random.pick(roles) }) },
  {
    weight: 3,
    service: 'iam',
    name: 'ListAttachedRolePolicies',
    request: (s) => ({ roleName: s.random.pick(roles), maxItems: 100 }),
  },
  {
    weight: 3,
    service: 'elasticloadbalancing',
    name: 'DescribeTargetHealth',
    request: (s) => ({
      targetGroupArn: `arn:aws:elasticloadbalancing:${s.region}:${s.account}:targetgroup/${s.random.pick(services)}/${s.random.hex(16)}`,
    }),
  },
  {
    weight: 3,
    service: 'autoscaling',
    name: 'DescribeAutoScalingGroups',
    request: (s) => ({
      autoScalingGroupNames: [`${s.random.pick(services)}-workers-${s.random.hex(8)}`],
      maxRecords: 100,
    }),
  },
  {
    weight: 3,
    service: 'logs',
    name: 'DescribeLogStreams',
    request: (s) => ({
      logGroupName: `/aws/lambda/${s.random.pick(services)}`,
      orderBy: 'LastEventTime',
      descending: true,
      limit: 50,
    }),
  },
  {
    weight: 3,
    service: 'secretsmanager',
    name: 'GetSecretValue',
    request: (s) => ({
      secretId: `arn:aws:secretsmanager:${s.region}:${s.account}:secret:${s.random.pick(services)}-${s.random.hex(6)}`,
    }),
  },
  {
    weight: 3,
    service: 'rds',
    name: 'DescribeDBInstances',
    request: (s) => ({ dBInstanceIdentifier: `${s.random.pick(services)}-primary` }),
  },
  { weight: 2, service: 'lambda', name: 'ListFunctions20150331', request: () => ({ maxItems: 50 }) },
  {
    weight: 2,
    service: 'ecr',
    name: 'BatchGetImage',
    request: (s) => ({
      registryId: s.account,
      repositoryName: s.random.pick(services),
      imageIds: [{ imageTag: `build-${s.random.below(9000)}` }],
      acceptedMediaTypes: [
        'application/vnd.oci.image.manifest.v1+json',
        'application/vnd.docker.distribution.manifest.v2+json',
      ],
    }),
  },
];
