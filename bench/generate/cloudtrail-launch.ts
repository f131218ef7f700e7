import type { JsonObject } from '../../src/core/json.ts';
import { group, image, instance, items, type Scene } from './cloudtrail-scene.ts';
import { instanceTypes, resourceId, roles, services } from './world.ts';

export const tags = ({ random }: Scene, resourceType: string): JsonObject => ({
  items: [
    {
      resourceType,
      tags: [
        { key: 'service', value: random.pick(services) },
        { key: 'Name', value: `${random.pick(services)}-${random.hex(6)}` },
        { key: 'owner', value: 'platform' },
      ],
    },
  ],
});

export const runInstances = (scene: Scene): JsonObject => ({
  instancesSet: { items: [{ imageId: image(scene), minCount: 1, maxCount: 1, keyName: 'platform' }] },
  groupSet: items('groupId', group, 3)(scene),
  instanceType: scene.random.pick(instanceTypes),
  userData: '<sensitiveDataRemoved>',
  blockDeviceMapping: {
    items: [
      {
        deviceName: '/dev/sda1',
        ebs: { volumeSize: 40, deleteOnTermination: true, volumeType: 'gp3', encrypted: true },
      },
    ],
  },
  availabilityZone: `${scene.region}a`,
  monitoring: { enabled: true },
  subnetId: resourceId(scene.random, 'subnet'),
  disableApiTermination: false,
  clientToken: scene.random.uuid(),
  iamInstanceProfile: { name: scene.random.pick(roles) },
  tagSpecificationSet: tags(scene, 'instance'),
});

export const launched = (scene: Scene): JsonObject => ({
  requestId: scene.random.uuid(),
  reservationId: resourceId(scene.random, 'r'),
  ownerId: scene.account,
  groupSet: {},
  instancesSet: {
    items: [
      {
        instanceId: instance(scene),
        imageId: image(scene),
        instanceState: { code: 0, name: 'pending' },
        privateDnsName: 'ip-10-1-2-3.ec2.internal',
        instanceType: scene.random.pick(instanceTypes),
        launchTime: scene.time,
        placement: { availabilityZone: `${scene.region}a`, tenancy: 'default' },
        monitoring: { state: 'pending' },
        subnetId: resourceId(scene.random, 'subnet'),
        vpcId: resourceId(scene.random, 'vpc'),
        privateIpAddress: '10.1.2.3',
        architecture: 'x86_64',
        rootDeviceType: 'ebs',
        virtualizationType: 'hvm',
        hypervisor: 'xen',
        networkInterfaceSet: {
          items: [
            {
              networkInterfaceId: resourceId(scene.random, 'eni'),
              status: 'in-use',
              macAddress: '06:00:00:00:00:01',
              privateIpAddress: '10.1.2.3',
            },
          ],
        },
        tagSet: { items: [{ key: 'service', value: scene.random.pick(services) }] },
      },
    ],
  },
});
