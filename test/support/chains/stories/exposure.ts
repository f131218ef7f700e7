import {
  awsCall,
  awsId,
  changeState,
  createSnapshot,
  openPort as openAwsPort,
  runInstances,
} from '../aws-log.ts';
import {
  azure,
  azureCall,
  azureId,
  azureIdOf,
  openPort as openAzurePort,
  writeDisk,
  writeMachine,
} from '../azure-log.ts';
import {
  diskSnapshot,
  gcp,
  gcpCall,
  gcpId,
  insertInstance,
  openPort as openGcpPort,
  project,
} from '../gcp-log.ts';
import { awsKnown, azureKnown, gcpKnown } from '../known.ts';
import { DAY, type Scenario, type Stage } from '../scenario.ts';

const instance = awsId('i', 'new');
const machine = azureId('virtualMachines', 'new');
const gMachine = gcpId('instances', 'new');
const approved = {
  approved_images: ['ami-0aaaaaaaaaaaaaaaa'],
  approved_image_owners: ['our-images', 'OurImages'],
};
type InEach = Readonly<Record<'aws' | 'azure' | 'gcp', readonly Stage[]>>;
const inEach = (
  about: Omit<Scenario, 'cloud' | 'stages' | 'before'>,
  stages: InEach,
  before?: InEach,
): Scenario[] =>
  (['aws', 'azure', 'gcp'] as const).map((cloud) => ({
    ...about,
    cloud,
    stages: stages[cloud],
    ...(before ? { before: before[cloud] } : {}),
  }));

const launched: InEach = {
  aws: [runInstances(0, instance)],
  azure: [writeMachine(0, machine)],
  gcp: [insertInstance(0, gMachine)],
};
const opened = (port: number): InEach => ({
  aws: [openAwsPort(20, port)],
  azure: [openAzurePort(20, port)],
  gcp: [openGcpPort(20, port)],
});
const both = (a: InEach, b: InEach): InEach => ({
  aws: [...a.aws, ...b.aws],
  azure: [...a.azure, ...b.azure],
  gcp: [...a.gcp, ...b.gcp],
});
const known: InEach = { aws: awsKnown, azure: azureKnown, gcp: gcpKnown };

/** A new instance and who can reach it; an image that nobody vouches for; machines for mining. */
export const exposure: readonly Scenario[] = [
  ...inEach(
    {
      chain: 'R-P-02',
      about: 'an instance, and a port opened',
      rule: 'new_instance_exposed',
      level: 'medium',
      joinedBy: ['principal'],
    },
    both(launched, opened(443)),
  ),
  ...inEach(
    {
      chain: 'R-P-03',
      about: 'an instance, and a port that nobody had opened',
      rule: 'new_instance_wider_than_usual',
      level: 'high',
      joinedBy: ['principal'],
    },
    both(launched, opened(3389)),
    known,
  ),
  ...inEach(
    {
      chain: 'R-IC-17',
      about: 'of an image that is not approved, and a port opened',
      rule: 'unapproved_image_exposed',
      level: 'high',
      parameters: approved,
      joinedBy: ['principal'],
    },
    both(launched, opened(443)),
  ),
  {
    chain: 'R-IC-17',
    cloud: 'aws',
    about: 'of an image that is not approved, with a public address',
    rule: 'unapproved_image_exposed',
    level: 'high',
    parameters: approved,
    joinedBy: [],
    stages: [
      runInstances(0, instance, {
        request: { networkInterfaceSet: { items: [{ deviceIndex: 0, associatePublicIpAddress: true }] } },
      }),
    ],
  },
  ...inEach(
    {
      chain: 'R-IS-04',
      about: 'of an image that is not approved, started a week later',
      rule: 'unapproved_image_started',
      level: 'medium',
      parameters: approved,
      joinedBy: ['lineage'],
    },
    {
      aws: [runInstances(-7 * DAY, instance), changeState(0, 'StartInstances', [instance])],
      azure: [
        writeMachine(-7 * DAY, machine),
        azureCall(0, 'Microsoft.Compute/virtualMachines/start/action', machine),
      ],
      gcp: [insertInstance(-7 * DAY, gMachine), gcpCall(0, 'v1.compute.instances.start', gMachine)],
    },
  ),
  ...inEach(
    {
      chain: 'R-IC-11',
      about: 'a snapshot, then an instance of something else',
      rule: 'snapshot_then_instance',
      level: 'low',
      joinedBy: ['principal'],
    },
    {
      aws: [createSnapshot(0, awsId('vol', 'data'), awsId('snap', 'data')), runInstances(30, instance)],
      azure: [
        writeDisk(0, azureId('snapshots', 'data'), azureId('disks', 'data')),
        writeMachine(30, machine),
      ],
      gcp: [
        diskSnapshot(0, gcpId('disks', 'data'), gcpId('snapshots', 'data')),
        insertInstance(30, gMachine),
      ],
    },
  ),
  ...inEach(
    {
      chain: 'CH-05',
      about: 'quota, key, accelerators',
      rule: 'quota_key_fleet',
      level: 'high',
      joinedBy: ['principal'],
    },
    {
      aws: [
        awsCall(
          0,
          'RequestServiceQuotaIncrease',
          { serviceCode: 'ec2', quotaCode: 'L-417A185B', desiredValue: 96 },
          { source: 'servicequotas.amazonaws.com', response: { requestedQuota: { status: 'PENDING' } } },
        ),
        awsCall(DAY, 'CreateKeyPair', { keyName: 'k' }),
        runInstances(DAY + 30, instance, { request: { instanceType: 'p4d.24xlarge' } }),
      ],
      azure: [
        azure({
          minute: 0,
          operation: 'Microsoft.Quota/quotas/write',
          resource: azureIdOf('Microsoft.Quota/quotas', 'standardNCFamily'),
          request: { properties: { limit: { value: 96 } } },
        }),
        azureCall(
          DAY,
          'Microsoft.Compute/sshPublicKeys/generateKeyPair/action',
          azureId('sshPublicKeys', 'k'),
        ),
        writeMachine(DAY + 30, machine, [], {
          properties: { hardwareProfile: { vmSize: 'Standard_NC24ads_A100_v4' } },
        }),
      ],
      gcp: [
        gcp({
          minute: 0,
          method: 'google.api.cloudquotas.v1.CloudQuotas.CreateQuotaPreference',
          service: 'cloudquotas.googleapis.com',
          resource: `projects/${project}/locations/global/quotaPreferences/gpus`,
          single: true,
        }),
        gcp({
          minute: DAY,
          method: 'v1.compute.projects.setCommonInstanceMetadata',
          resource: `projects/${project}`,
          payload: { metadata: { projectMetadataDelta: { addedMetadataKeys: ['ssh-keys'] } } },
        }),
        insertInstance(DAY + 30, gMachine, [], {
          request: { guestAccelerators: [{ acceleratorType: 'nvidia-tesla-t4', acceleratorCount: '1' }] },
        }),
      ],
    },
  ),
];
