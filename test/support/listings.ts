import type { JsonObject } from '../../src/core/json.ts';

/** Listings in the shapes that the clouds' tools write, made up for tests. */

export const awsInstances: JsonObject = {
  Reservations: [
    {
      ReservationId: 'r-1',
      OwnerId: '210987654321',
      Instances: [
        {
          InstanceId: 'i-0a1',
          ImageId: 'ami-0a1',
          InstanceType: 't3.medium',
          LaunchTime: '2026-03-09T08:00:00+00:00',
          State: { Code: 16, Name: 'running' },
          Placement: { AvailabilityZone: 'eu-west-1b', Tenancy: 'default' },
          SecurityGroups: [{ GroupId: 'sg-0a1', GroupName: 'web' }],
          IamInstanceProfile: { Arn: 'arn:aws:iam::210987654321:instance-profile/web', Id: 'AIPA' },
          BlockDeviceMappings: [
            {
              DeviceName: '/dev/xvda',
              Ebs: { VolumeId: 'vol-0a1', AttachTime: '2026-02-01T10:00:01+00:00' },
            },
          ],
          PublicIpAddress: '192.0.2.7',
          Tags: [
            { Key: 'Name', Value: 'web-1' },
            { Key: 'aws:autoscaling:groupName', Value: 'web' },
          ],
        },
        {
          InstanceId: 'i-0a2',
          ImageId: 'ami-0a1',
          InstanceType: 'p4d.24xlarge',
          InstanceLifecycle: 'spot',
          LaunchTime: '2026-03-10T10:00:00+00:00',
          State: { Code: 48, Name: 'terminated' },
          Placement: { AvailabilityZone: 'us-west-2-lax-1a' },
          SecurityGroups: [],
        },
      ],
    },
  ],
};

export const awsSnapshots: JsonObject = {
  Snapshots: [
    {
      SnapshotId: 'snap-0a1',
      VolumeId: 'vol-0a1',
      StartTime: '2026-03-10T06:00:00.000Z',
      State: 'completed',
      OwnerId: '210987654321',
      VolumeSize: 8,
      Encrypted: true,
      KmsKeyId: 'arn:aws:kms:eu-west-1:210987654321:key/1',
      Tags: [],
    },
    {
      SnapshotId: 'snap-0a2',
      VolumeId: 'vol-ffffffff',
      StartTime: '2026-03-10T07:00:00.000Z',
      State: 'completed',
      OwnerId: '210987654321',
      VolumeSize: 8,
      Encrypted: false,
    },
  ],
};

export const awsVolumes: JsonObject = {
  Volumes: [
    {
      VolumeId: 'vol-0a1',
      SnapshotId: 'snap-0a0',
      AvailabilityZone: 'eu-west-1b',
      CreateTime: '2026-02-01T10:00:01.000Z',
      State: 'in-use',
      Size: 8,
      Encrypted: false,
      Attachments: [{ InstanceId: 'i-0a1', Device: '/dev/xvda', DeleteOnTermination: true }],
    },
  ],
};

export const awsImages: JsonObject = {
  Images: [
    {
      ImageId: 'ami-0a1',
      ImageLocation: '210987654321/web',
      OwnerId: '210987654321',
      Public: false,
      Name: 'web',
      State: 'available',
      CreationDate: '2026-01-31T12:00:00.000Z',
      SourceInstanceId: 'i-0a0',
      DeregistrationProtection: 'disabled',
      BlockDeviceMappings: [{ DeviceName: '/dev/xvda', Ebs: { SnapshotId: 'snap-0a0' } }],
    },
  ],
};

export const awsSharing: JsonObject = {
  SnapshotId: 'snap-0a1',
  CreateVolumePermissions: [{ UserId: '111122223333' }, { Group: 'all' }],
};

export const awsGroups: JsonObject = {
  SecurityGroups: [
    {
      GroupId: 'sg-0a1',
      GroupName: 'web',
      OwnerId: '210987654321',
      SecurityGroupArn: 'arn:aws:ec2:eu-west-1:210987654321:security-group/sg-0a1',
      IpPermissions: [
        {
          IpProtocol: 'tcp',
          FromPort: 443,
          ToPort: 443,
          IpRanges: [{ CidrIp: '0.0.0.0/0' }],
          Ipv6Ranges: [{ CidrIpv6: '::/0' }],
        },
      ],
    },
  ],
};

export const awsConfigSnapshot: JsonObject = {
  fileVersion: '1.0',
  configSnapshotId: '5f',
  configurationItems: [
    {
      configurationItemVersion: '1.3',
      configurationItemCaptureTime: '2026-03-10T12:00:00.000Z',
      configurationItemStatus: 'OK',
      awsAccountId: '210987654321',
      ARN: 'arn:aws:ec2:eu-west-1:210987654321:instance/i-0a1',
      resourceType: 'AWS::EC2::Instance',
      resourceId: 'i-0a1',
      awsRegion: 'eu-west-1',
      availabilityZone: 'eu-west-1b',
      resourceCreationTime: '2026-02-01T10:00:00.000Z',
      tags: { Name: 'web-1' },
      relatedEvents: [],
      configuration: {
        instanceId: 'i-0a1',
        imageId: 'ami-0a1',
        instanceType: 't3.medium',
        launchTime: '2026-03-09T08:00:00.000Z',
        state: { code: 16, name: 'running' },
        placement: { availabilityZone: 'eu-west-1b' },
        securityGroups: [{ groupId: 'sg-0a1' }],
      },
    },
    {
      configurationItemCaptureTime: '2026-03-10T12:00:00.000Z',
      configurationItemStatus: 'ResourceDeleted',
      accountId: '210987654321',
      resourceType: 'AWS::EC2::Volume',
      resourceId: 'vol-0a9',
      awsRegion: 'eu-west-1',
      configuration: '{"volumeId":"vol-0a9","createTime":"2026-01-01T00:00:00.000Z","state":"available"}',
    },
    { resourceType: 'AWS::S3::Bucket', resourceId: 'b', configuration: {} },
  ],
};

const subscription =
  '/subscriptions/7D1F0C44-58B0-4A1E-9F43-2A6C0B9D5E10/resourceGroups/Office/providers/Microsoft.Compute';

/** `az vm list -d`: flat. */
export const azureVm: JsonObject = {
  id: `${subscription}/virtualMachines/Desk-1`,
  name: 'Desk-1',
  location: 'westeurope',
  vmId: 'vm-uid-1',
  timeCreated: '2026-03-10T09:00:00.1234567+00:00',
  hardwareProfile: { vmSize: 'Standard_D2s_v5' },
  storageProfile: {
    imageReference: { publisher: 'Canonical', offer: 'ubuntu', sku: 'server', exactVersion: '24.04.1' },
    osDisk: { managedDisk: { id: `${subscription}/disks/desk-1-os` } },
  },
  priority: 'Regular',
  powerState: 'VM running',
  publicIps: '192.0.2.9',
  identity: { type: 'SystemAssigned' },
  tags: { env: 'prod' },
};

export const azureSnapshot: JsonObject = {
  id: `${subscription}/snapshots/before-update`,
  name: 'before-update',
  type: 'Microsoft.Compute/snapshots',
  location: 'West Europe',
  properties: {
    timeCreated: '2026-03-10T09:30:00Z',
    diskSizeGB: 30,
    diskState: 'ActiveSAS',
    networkAccessPolicy: 'AllowAll',
    publicNetworkAccess: 'Enabled',
    creationData: { createOption: 'Copy', sourceResourceId: `${subscription}/disks/desk-1-os` },
    uniqueId: 'snap-uid',
  },
};

export const azureDisk: JsonObject = {
  id: `${subscription}/disks/desk-1-os`,
  name: 'desk-1-os',
  location: 'westeurope',
  managedBy: `${subscription}/virtualMachines/Desk-1`,
  timeCreated: '2026-03-10T09:00:01Z',
  diskSizeGb: 30,
  diskState: 'Attached',
};

export const azureGraph: JsonObject = {
  totalRecords: 1,
  count: 1,
  resultTruncated: 'false',
  data: [
    {
      ...azureVm,
      id: `${subscription}/virtualMachines/Desk-2`,
      name: 'desk-2',
      type: 'microsoft.compute/virtualmachines',
      subscriptionId: '7d1f0c44-58b0-4a1e-9f43-2a6c0b9d5e10',
      properties: {
        hardwareProfile: { vmSize: 'Standard_NC6' },
        extended: { instanceView: { powerState: { code: 'PowerState/deallocated' } } },
      },
      powerState: null,
    },
  ],
};

export const azureGraphTable: JsonObject = {
  count: 1,
  data: {
    columns: [
      { name: 'id', type: 'string' },
      { name: 'name', type: 'string' },
      { name: 'location', type: 'string' },
    ],
    rows: [[`${subscription}/virtualMachines/desk-3`, 'desk-3', 'northeurope']],
  },
  $skipToken: 'more',
};

const compute = 'https://www.googleapis.com/compute/v1/projects/hq-print-render';

export const gcpInstance: JsonObject = {
  kind: 'compute#instance',
  id: '2306092231301590',
  name: 'render-1',
  selfLink: `${compute}/zones/europe-west1-b/instances/render-1`,
  zone: `${compute}/zones/europe-west1-b`,
  machineType: `${compute}/zones/europe-west1-b/machineTypes/n2-standard-8`,
  status: 'RUNNING',
  creationTimestamp: '2026-03-10T02:00:00.000-08:00',
  networkInterfaces: [{ accessConfigs: [{ natIP: '192.0.2.11' }] }],
  serviceAccounts: [{ email: '1-compute@developer.gserviceaccount.com' }],
  scheduling: { preemptible: false, provisioningModel: 'SPOT' },
  metadata: {
    items: [{ key: 'created-by', value: 'projects/1/zones/europe-west1-b/instanceGroupManagers/render' }],
  },
  labels: { team: 'print' },
  deletionProtection: true,
};

export const gcpSnapshot: JsonObject = {
  kind: 'compute#snapshot',
  id: '77',
  name: 'orders-1',
  selfLink: `${compute}/global/snapshots/orders-1`,
  sourceDisk: `${compute}/zones/europe-west1-b/disks/orders`,
  creationTimestamp: '2026-03-10T04:00:00.000Z',
  diskSizeGb: '50',
  status: 'READY',
  snapshotEncryptionKey: { kmsKeyName: 'projects/p/locations/l/keyRings/r/cryptoKeys/k' },
};

export const gcpAsset: JsonObject = {
  name: '//compute.googleapis.com/projects/hq-print-render/zones/europe-west1-b/disks/orders',
  asset_type: 'compute.googleapis.com/Disk',
  resource: {
    version: 'v1',
    parent: '//cloudresourcemanager.googleapis.com/projects/1',
    data: {
      id: '78',
      name: 'orders',
      selfLink: `${compute}/zones/europe-west1-b/disks/orders`,
      creationTimestamp: '2025-01-01T00:00:00.000Z',
      sizeGb: '50',
      status: 'READY',
      users: [`${compute}/zones/europe-west1-b/instances/render-1`],
    },
  },
  ancestors: ['projects/1'],
};

export const gcpPolicy: JsonObject = {
  name: '//compute.googleapis.com/projects/hq-print-render/global/snapshots/orders-1',
  assetType: 'compute.googleapis.com/Snapshot',
  iamPolicy: {
    bindings: [
      { role: 'roles/compute.storageAdmin', members: ['user:x@y.example', 'allAuthenticatedUsers'] },
    ],
  },
};

/** Every listing above by a name. */
export const listings: Readonly<Record<string, JsonObject>> = {
  awsInstances,
  awsSnapshots,
  awsVolumes,
  awsImages,
  awsSharing,
  awsGroups,
  awsConfigSnapshot,
  azureVm,
  azureSnapshot,
  azureDisk,
  azureGraph,
  azureGraphTable,
  gcpInstance,
  gcpSnapshot,
  gcpAsset,
  gcpPolicy,
};
