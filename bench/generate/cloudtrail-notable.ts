import { launched, runInstances } from './cloudtrail-launch.ts';
import { group, instance, type Operation, snapshot } from './cloudtrail-scene.ts';
import { accounts, resourceId } from './world.ts';
/** What a detection rule of level low or above has an opinion on; some 1.5 % of the calls. */
export const notable: readonly Operation[] = [
  {
    weight: 0.3,
    service: 'ec2',
    name: 'AuthorizeSecurityGroupIngress',
    write: true,
    request: (s) => ({
      groupId: group(s),
      ipPermissions: {
        items: [
          {
            ipProtocol: 'tcp',
            fromPort: 22,
            toPort: 22,
            groups: {},
            ipRanges: { items: [{ cidrIp: '0.0.0.0/0' }] },
            ipv6Ranges: {},
            prefixListIds: {},
          },
        ],
      },
    }),
    response: (s) => ({ requestId: s.random.uuid(), _return: true }),
  },
  {
    weight: 0.3,
    service: 'ec2',
    name: 'ModifySnapshotAttribute',
    write: true,
    request: (s) => ({
      snapshotId: snapshot(s),
      attributeType: 'CREATE_VOLUME_PERMISSION',
      createVolumePermission: { add: { items: [{ userId: s.random.pick(accounts) }] } },
    }),
    response: (s) => ({ requestId: s.random.uuid(), _return: true }),
  },
  {
    weight: 0.25,
    service: 'ssm',
    name: 'SendCommand',
    write: true,
    request: (s) => ({
      documentName: 'AWS-RunShellScript',
      instanceIds: [instance(s)],
      parameters: 'HIDDEN_DUE_TO_SECURITY_REASONS',
      interactive: false,
    }),
    response: (s) => ({
      command: {
        commandId: s.random.uuid(),
        documentName: 'AWS-RunShellScript',
        status: 'Pending',
        targetCount: 1,
      },
    }),
  },
  {
    weight: 0.2,
    service: 'ec2',
    name: 'RunInstances',
    write: true,
    request: runInstances,
    error: {
      code: 'Client.DryRunOperation',
      message: 'Request would have succeeded, but DryRun flag is set.',
    },
  },
  {
    weight: 0.1,
    service: 'ec2',
    name: 'RunInstances',
    write: true,
    request: (s) => ({ ...runInstances(s), instanceType: 'p4d.24xlarge' }),
    response: launched,
  },
  { weight: 0.15, service: 's3', name: 'ListBuckets', request: () => ({ Host: 's3.amazonaws.com' }) },
  {
    weight: 0.1,
    service: 'ec2',
    name: 'CreateRoute',
    write: true,
    request: (s) => ({
      routeTableId: resourceId(s.random, 'rtb'),
      destinationCidrBlock: '0.0.0.0/0',
      gatewayId: resourceId(s.random, 'igw'),
    }),
    response: () => ({ _return: true }),
  },
  {
    weight: 0.05,
    service: 'cloudtrail',
    name: 'StopLogging',
    write: true,
    request: (s) => ({ name: `arn:aws:cloudtrail:${s.region}:${s.account}:trail/organisation` }),
  },
  {
    weight: 0.05,
    service: 'iam',
    name: 'CreateAccessKey',
    write: true,
    request: () => ({ userName: 'breakglass' }),
    response: (s) => ({
      accessKey: { userName: 'breakglass', accessKeyId: `AKIA${s.random.upper(16)}`, status: 'Active' },
    }),
  },
];
