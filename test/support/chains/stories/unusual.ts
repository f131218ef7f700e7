import type { JsonObject } from '../../../../src/core/json.ts';
import { awsId, awsTags, createSnapshot, openPort as openAwsPort, runInstances } from '../aws-log.ts';
import { azureId, openPort as openAzurePort, writeDisk, writeMachine } from '../azure-log.ts';
import { diskSnapshot, gcpId, insertInstance, openPort as openGcpPort } from '../gcp-log.ts';
import { awsKnown, awsLaunched, azureKnown, azureLaunched, gcpKnown, gcpLaunched } from '../known.ts';
import type { CloudName, Scenario, Stage } from '../scenario.ts';

interface Told extends Pick<Scenario, 'chain' | 'about' | 'rule' | 'level'> {
  readonly parameters?: Scenario['parameters'];
  readonly before?: Readonly<Partial<Record<CloudName, readonly Stage[]>>>;
  readonly stages: Readonly<Partial<Record<CloudName, readonly Stage[]>>>;
}

/** One thing that is unusual, in each cloud where it exists. */
function told({ stages, before = {}, parameters, ...about }: Told): Scenario[] {
  return (['aws', 'azure', 'gcp'] as const).flatMap((cloud) => {
    const own = stages[cloud];
    if (!own) return [];
    const known = before[cloud];
    return [
      {
        ...about,
        cloud,
        joinedBy: [],
        stages: own,
        ...(known ? { before: known } : {}),
        ...(parameters ? { parameters } : {}),
      },
    ];
  });
}

const launched = (request: JsonObject = {}): Stage => runInstances(0, awsId('i', 'new'), { request });
const written = (body: JsonObject = {}, name = 'new', properties: JsonObject = {}): Stage =>
  writeMachine(0, azureId('virtualMachines', name), [], { body, properties });
const inserted = (request: JsonObject = {}, name = 'new'): Stage =>
  insertInstance(0, gcpId('instances', name), [], { request });

const awsRegionOf = (awsRegion: string): { over: JsonObject } => ({ over: { awsRegion } });
const identity = (name: string): JsonObject => ({
  identity: {
    type: 'UserAssigned',
    userAssignedIdentities: {
      [`/subscriptions/s/resourceGroups/g/providers/Microsoft.ManagedIdentity/userAssignedIdentities/${name}`]:
        {},
    },
  },
});
const account = (name: string): JsonObject => ({
  serviceAccounts: [{ email: `${name}@tern-prod.iam.gserviceaccount.com` }],
});
const profile = (name: string): JsonObject => ({ iamInstanceProfile: { name } });
const bootOf = (sourceImage: string): JsonObject => ({
  disks: [{ boot: true, initializeParams: { sourceImage } }],
});
const published = (publisher: string): JsonObject => ({
  storageProfile: { imageReference: { publisher, offer: 'o', sku: 's', version: 'latest' } },
});
const everything = {
  used_regions: ['eu-central-1', 'westeurope', 'europe-west3'],
  approved_images: ['ami-0aaaaaaaaaaaaaaaa'],
  approved_image_owners: ['Canonical', 'debian-cloud'],
  required_tags: ['owner', 'env'],
  resource_name_patterns: ['^c0ffee-web-\\d{2}$', '^web-\\d{2}$'],
};

const places: readonly Scenario[] = [
  ...told({
    chain: 'R-IM-03',
    about: 'an instance in a region that the account has not used',
    rule: 'instances_in_new_region',
    level: 'low',
    before: { aws: awsKnown, azure: azureKnown, gcp: gcpKnown },
    stages: {
      aws: [runInstances(0, awsId('i', 'new'), awsRegionOf('sa-east-1'))],
      azure: [written({ location: 'brazilsouth' })],
      gcp: [
        insertInstance(0, gcpId('instances', 'new', 'southamerica-east1-a'), [], {
          zone: 'southamerica-east1-a',
        }),
      ],
    },
  }),
  ...told({
    chain: 'R-IM-03',
    about: 'a snapshot in a region that is not used',
    rule: 'changed_in_unused_region',
    level: 'medium',
    parameters: { used_regions: ['eu-west-1', 'northeurope', 'us-*'] },
    stages: {
      aws: [createSnapshot(0, awsId('vol', 'data'), awsId('snap', 'data'))],
      azure: [writeDisk(0, azureId('snapshots', 'data'), azureId('disks', 'data'))],
      gcp: [diskSnapshot(0, gcpId('disks', 'data'), gcpId('snapshots', 'data'))],
    },
  }),
];

const shapes: readonly Scenario[] = [
  ...told({
    chain: 'R-IC-13',
    about: 'a name of a form that is new',
    rule: 'unusual_names',
    level: 'low',
    before: {
      aws: [awsLaunched(awsTags({ Name: 'web-prod-03' }))],
      azure: [azureLaunched({}, 'web-prod-03')],
      gcp: [gcpLaunched({}, 'web-prod-03')],
    },
    stages: {
      aws: [launched(awsTags({ Name: 'xmr1' }))],
      azure: [written({}, 'xmr1')],
      gcp: [inserted({}, 'xmr1')],
    },
  }),
  ...told({
    chain: 'R-IC-13',
    about: 'a name outside the convention',
    rule: 'names_outside_convention',
    level: 'low',
    parameters: { resource_name_patterns: ['web-prod-\\d{2}$'] },
    stages: {
      aws: [launched(awsTags({ Name: 'web-prod-3' }))],
      azure: [written({}, 'web-prod-3')],
      gcp: [inserted({}, 'web-prod-3')],
    },
  }),
  ...told({
    chain: 'R-P-05',
    about: 'one of two required tags is missing',
    rule: 'required_tags_missing',
    level: 'low',
    parameters: { required_tags: ['owner', 'env'] },
    stages: {
      aws: [launched(awsTags({ env: 'prod', team: 'web' }))],
      azure: [written({ tags: { env: 'prod' } })],
      gcp: [inserted({ labels: [{ key: 'env', value: 'prod' }] })],
    },
  }),
];

const powers: readonly Scenario[] = [
  ...told({
    chain: 'R-IC-17',
    about: 'an image that is not approved',
    rule: 'image_not_approved',
    level: 'medium',
    parameters: {
      approved_images: ['ami-0aaaaaaaaaaaaaaaa'],
      approved_image_owners: ['debian-cloud', 'Canonical'],
    },
    stages: {
      aws: [launched()],
      azure: [written({}, 'new', published('unknown-shop'))],
      gcp: [inserted(bootOf('projects/somebody-else/global/images/tools'))],
    },
  }),
  ...told({
    chain: 'R-IC-17',
    about: 'the first image of a publisher',
    rule: 'image_of_new_publisher',
    level: 'low',
    before: { azure: azureKnown, gcp: gcpKnown },
    stages: {
      azure: [written({}, 'new', published('unknown-shop'))],
      gcp: [inserted(bootOf('projects/somebody-else/global/images/tools'))],
    },
  }),
  ...told({
    chain: 'R-P-03',
    about: 'a role that no instance had',
    rule: 'role_new_to_instances',
    level: 'low',
    before: {
      aws: [awsLaunched(profile('web'))],
      azure: [azureLaunched(identity('web'))],
      gcp: [gcpLaunched(account('web'))],
    },
    stages: {
      aws: [launched(profile('admin'))],
      azure: [written(identity('admin'))],
      gcp: [inserted(account('admin'))],
    },
  }),
  ...told({
    chain: 'R-P-03',
    about: 'a port that nobody opened before',
    rule: 'ports_new_to_account',
    level: 'low',
    before: { aws: awsKnown, azure: azureKnown, gcp: gcpKnown },
    stages: { aws: [openAwsPort(0, 5432)], azure: [openAzurePort(0, 5432)], gcp: [openGcpPort(0, 5432)] },
  }),
];

const moments: readonly Scenario[] = [
  ...told({
    chain: 'R-IX-07',
    about: 'a machine at a quiet hour',
    rule: 'changed_at_quiet_time',
    level: 'low',
    parameters: { quiet_hours: ['9', '10'] },
    stages: { aws: [launched()], azure: [written()], gcp: [inserted()] },
  }),
  ...told({
    chain: 'R-IX-07',
    about: 'a machine on a quiet day',
    rule: 'changed_at_quiet_time',
    level: 'low',
    parameters: { quiet_days: ['2'] },
    stages: { aws: [launched()], azure: [written()], gcp: [inserted()] },
  }),
];

const together: readonly Scenario[] = [
  ...told({
    chain: 'R-IC-09',
    about: 'by somebody who is new, without tags',
    rule: 'instance_unusual_in_two_ways',
    level: 'medium',
    before: {
      aws: [awsLaunched(awsTags({ owner: 'web' }))],
      azure: [azureLaunched({ tags: { owner: 'web' } })],
      gcp: [gcpLaunched({ labels: [{ key: 'owner', value: 'web' }] })],
    },
    parameters: { required_tags: ['owner'] },
    stages: { aws: [launched()], azure: [written()], gcp: [inserted()] },
  }),
  ...told({
    chain: 'R-IC-09',
    about: 'by somebody who is new, with no tags and an odd name or image',
    rule: 'instance_unusual_in_many_ways',
    level: 'high',
    before: { aws: awsKnown.slice(1, 2), azure: azureKnown.slice(1, 2), gcp: gcpKnown.slice(1, 2) },
    parameters: everything,
    stages: { aws: [launched()], azure: [written({}, 'xmr1')], gcp: [inserted({}, 'xmr1')] },
  }),
  ...told({
    chain: 'R-IC-09',
    about: 'by somebody who is new, with accelerators and a role that no instance had',
    rule: 'instance_unusual_in_many_ways',
    level: 'high',
    before: {
      aws: [awsLaunched(profile('web'))],
      azure: [azureLaunched(identity('web'))],
      gcp: [gcpLaunched(account('web'))],
    },
    stages: {
      aws: [launched({ ...profile('admin'), instanceType: 'p4d.24xlarge' })],
      azure: [written(identity('admin'), 'new', { hardwareProfile: { vmSize: 'Standard_NC24ads_A100_v4' } })],
      gcp: [
        inserted({
          ...account('admin'),
          machineType: 'zones/europe-west3-a/machineTypes/a2-highgpu-1g',
        }),
      ],
    },
  }),
];

/** What is unusual about an instance: each thing by itself is little, several together are not. */
export const unusual: readonly Scenario[] = [...places, ...shapes, ...powers, ...moments, ...together];
