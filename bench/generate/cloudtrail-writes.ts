import { launched, runInstances, tags } from './cloudtrail-launch.ts';
import { group, image, instance, items, type Operation, snapshot, volume } from './cloudtrail-scene.ts';
import { instanceTypes, resourceId, services } from './world.ts';
/** Ordinary changes. */
export const writes: readonly Operation[] = [
  {
    weight: 0.7,
    service: 'ec2',
    name: 'RunInstances',
    write: true,
    request: runInstances,
    response: launched,
  },
  {
    weight: 0.6,
    service: 'ec2',
    name: 'TerminateInstances',
    write: true,
    request: (s) => ({ instancesSet: items('instanceId', instance, 2)(s) }),
    response: (s) => ({
      requestId: s.random.uuid(),
      instancesSet: {
        items: [
          {
            instanceId: instance(s),
            currentState: { code: 32, name: 'shutting-down' },
            previousState: { code: 16, name: 'running' },
          },
        ],
      },
    }),
  },
  {
    weight: 1.2,
    service: 'ec2',
    name: 'CreateSnapshot',
    write: true,
    request: (s) => ({
      volumeId: volume(s),
      description: 'nightly',
      tagSpecificationSet: tags(s, 'snapshot'),
    }),
    response: (s) => ({
      requestId: s.random.uuid(),
      snapshotId: snapshot(s),
      volumeId: volume(s),
      status: 'pending',
      startTime: s.time,
      ownerId: s.account,
      volumeSize: '40',
      encrypted: true,
      tagSet: {},
    }),
  },
  {
    weight: 0.9,
    service: 'ec2',
    name: 'DeleteSnapshot',
    write: true,
    request: (s) => ({ snapshotId: snapshot(s) }),
    response: (s) => ({ requestId: s.random.uuid(), _return: true }),
  },
  {
    weight: 0.5,
    service: 'ec2',
    name: 'CreateVolume',
    write: true,
    request: (s) => ({
      size: '80',
      zone: `${s.region}a`,
      volumeType: 'gp3',
      encrypted: true,
      tagSpecificationSet: tags(s, 'volume'),
    }),
    response: (s) => ({
      requestId: s.random.uuid(),
      volumeId: volume(s),
      size: '80',
      zone: `${s.region}a`,
      status: 'creating',
      createTime: s.time,
      volumeType: 'gp3',
    }),
  },
  {
    weight: 0.5,
    service: 'ec2',
    name: 'AttachVolume',
    write: true,
    request: (s) => ({
      volumeId: volume(s),
      instanceId: instance(s),
      device: '/dev/sdf',
      deleteOnTermination: false,
    }),
    response: (s) => ({ requestId: s.random.uuid(), status: 'attaching', attachTime: s.time }),
  },
  {
    weight: 1.2,
    service: 'ec2',
    name: 'CreateTags',
    write: true,
    request: (s) => ({
      resourcesSet: items('resourceId', instance, 3)(s),
      tagSet: { items: [{ key: 'build', value: s.random.hex(8) }] },
    }),
    response: (s) => ({ requestId: s.random.uuid(), _return: true }),
  },
  {
    weight: 1,
    service: 'ec2',
    name: 'CreateNetworkInterface',
    write: true,
    request: (s) => ({
      subnetId: resourceId(s.random, 'subnet'),
      groupSet: items('groupId', group, 2)(s),
      clientToken: s.random.uuid(),
    }),
    response: (s) => ({
      requestId: s.random.uuid(),
      networkInterface: { networkInterfaceId: resourceId(s.random, 'eni'), status: 'pending' },
    }),
  },
  {
    weight: 0.6,
    service: 'ec2',
    name: 'CreateLaunchTemplateVersion',
    write: true,
    request: (s) => ({
      CreateLaunchTemplateVersionRequest: {
        LaunchTemplateId: resourceId(s.random, 'lt'),
        VersionDescription: 'release',
        LaunchTemplateData: {
          ImageId: image(s),
          InstanceType: s.random.pick(instanceTypes),
          SecurityGroupId: [{ tag: 1, content: group(s) }],
          UserData: '<sensitiveDataRemoved>',
        },
        ClientToken: s.random.uuid(),
      },
    }),
    response: (s) => ({
      CreateLaunchTemplateVersionResponse: {
        requestId: s.random.uuid(),
        launchTemplateVersion: {
          launchTemplateId: resourceId(s.random, 'lt'),
          versionNumber: s.random.below(40),
        },
      },
    }),
  },
  {
    weight: 0.3,
    service: 'ec2',
    name: 'CreateFleet',
    write: true,
    request: (s) => ({
      CreateFleetRequest: {
        Type: 'instant',
        LaunchTemplateConfigs: {
          tag: 1,
          LaunchTemplateSpecification: { LaunchTemplateId: resourceId(s.random, 'lt'), Version: '$Default' },
          Overrides: { tag: 1, InstanceType: s.random.pick(instanceTypes) },
        },
        TargetCapacitySpecification: { TotalTargetCapacity: 1, DefaultTargetCapacityType: 'spot' },
      },
    }),
    response: (s) => ({
      CreateFleetResponse: {
        requestId: s.random.uuid(),
        fleetId: `fleet-${s.random.uuid()}`,
        fleetInstanceSet: {
          item: { instanceIds: { item: instance(s) }, instanceType: s.random.pick(instanceTypes) },
        },
      },
    }),
  },
  {
    weight: 0.5,
    service: 'ec2',
    name: 'StopInstances',
    write: true,
    request: (s) => ({ instancesSet: items('instanceId', instance, 2)(s), force: false }),
    response: (s) => ({
      requestId: s.random.uuid(),
      instancesSet: {
        items: [
          {
            instanceId: instance(s),
            currentState: { code: 64, name: 'stopping' },
            previousState: { code: 16, name: 'running' },
          },
        ],
      },
    }),
  },
  {
    weight: 0.5,
    service: 'ec2',
    name: 'StartInstances',
    write: true,
    request: (s) => ({ instancesSet: items('instanceId', instance, 2)(s) }),
    response: (s) => ({
      requestId: s.random.uuid(),
      instancesSet: {
        items: [
          {
            instanceId: instance(s),
            currentState: { code: 0, name: 'pending' },
            previousState: { code: 80, name: 'stopped' },
          },
        ],
      },
    }),
  },
  {
    weight: 5,
    service: 'logs',
    name: 'CreateLogStream',
    write: true,
    request: (s) => ({
      logGroupName: `/aws/lambda/${s.random.pick(services)}`,
      logStreamName: `2026/03/01/[$LATEST]${s.random.hex(32)}`,
    }),
  },
  {
    weight: 3,
    service: 'ssm',
    name: 'PutParameter',
    write: true,
    request: (s) => ({
      name: `/${s.random.pick(services)}/build`,
      type: 'String',
      value: 'HIDDEN_DUE_TO_SECURITY_REASONS',
      overwrite: true,
    }),
    response: () => ({ version: 7, tier: 'Standard' }),
  },
  {
    weight: 2.5,
    service: 'elasticloadbalancing',
    name: 'RegisterTargets',
    write: true,
    request: (s) => ({
      targetGroupArn: `arn:aws:elasticloadbalancing:${s.region}:${s.account}:targetgroup/${s.random.pick(services)}/${s.random.hex(16)}`,
      targets: [{ id: instance(s), port: 8080 }],
    }),
  },
  {
    weight: 0.8,
    service: 'ecr',
    name: 'PutImage',
    write: true,
    request: (s) => ({
      repositoryName: s.random.pick(services),
      imageTag: `build-${s.random.below(9000)}`,
      registryId: s.account,
      imageManifest: `{\n   "schemaVersion": 2,\n   "mediaType": "application/vnd.docker.distribution.manifest.v2+json",\n   "config": {\n      "digest": "sha256:${s.random.hex(64)}"\n   }\n}`,
    }),
  },
];
