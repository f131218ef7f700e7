import { awsId, runInstances } from '../aws-log.ts';
import { azureId, writeMachine } from '../azure-log.ts';
import { gcpId, insertInstance } from '../gcp-log.ts';
import type { Scenario } from '../scenario.ts';

const sixZones = [
  'europe-west1-b',
  'europe-west2-a',
  'europe-west3-c',
  'us-east1-b',
  'us-east4-a',
  'us-west1-b',
];
const awsZones = ['us-east-1a', 'us-east-1b', 'us-east-1c', 'us-east-1d', 'us-east-1e', 'us-east-1f'];
const awsRegions = ['eu-west-1', 'us-east-1', 'us-west-2', 'ap-southeast-1', 'sa-east-1'];
const azureRegions = ['westeurope', 'eastus', 'brazilsouth', 'japaneast', 'southafricanorth'];
const three = [0, 1, 2];

const inZones = {
  chain: 'CH-14',
  about: 'six zones in five minutes',
  rule: 'launches_in_many_zones',
  level: 'high',
  joinedBy: ['principal'],
} as const;
const inRegions = {
  chain: 'CH-14',
  about: 'five regions in an hour',
  rule: 'launches_in_many_regions',
  level: 'high',
  joinedBy: ['principal'],
} as const;
const accelerators = {
  chain: 'CH-14',
  about: 'three accelerators in five minutes',
  rule: 'accelerators_at_once',
  level: 'high',
  joinedBy: ['principal'],
} as const;

/** CH-14 and the same elsewhere: instances where nobody looks. */
export const places: readonly Scenario[] = [
  {
    ...inZones,
    cloud: 'gcp',
    stages: sixZones.map((zone, index) =>
      insertInstance(index * 0.7, gcpId('instances', `miner-${index}`, zone), [], { zone }),
    ),
  },
  {
    ...inZones,
    cloud: 'aws',
    stages: awsZones.map((zone, index) =>
      runInstances(index * 0.7, awsId('i', `m${index}`), {
        zone,
        over: { awsRegion: 'us-east-1' },
      }),
    ),
  },
  {
    ...accelerators,
    cloud: 'gcp',
    stages: three.map((index) =>
      insertInstance(index, gcpId('instances', `miner-${index}`), [], {
        request: { guestAccelerators: [{ acceleratorCount: 1, acceleratorType: 'nvidia-tesla-t4' }] },
      }),
    ),
  },
  {
    ...accelerators,
    cloud: 'aws',
    stages: three.map((index) =>
      runInstances(index, awsId('i', `m${index}`), { request: { instanceType: 'g5.xlarge' } }),
    ),
  },
  {
    ...accelerators,
    cloud: 'azure',
    stages: three.map((index) =>
      writeMachine(index, azureId('virtualMachines', `miner-${index}`), [], {
        properties: { hardwareProfile: { vmSize: 'Standard_NC24ads_A100_v4' } },
      }),
    ),
  },
  {
    ...inRegions,
    cloud: 'aws',
    stages: awsRegions.map((awsRegion, index) =>
      runInstances(index * 10, awsId('i', `m${index}`), { over: { awsRegion } }),
    ),
  },
  {
    ...inRegions,
    cloud: 'azure',
    stages: azureRegions.map((location, index) =>
      writeMachine(index * 10, azureId('virtualMachines', `miner-${index}`), [], { body: { location } }),
    ),
  },
  {
    ...inRegions,
    cloud: 'gcp',
    stages: [...sixZones.slice(0, 4), 'asia-east1-b'].map((zone, index) =>
      insertInstance(index * 10, gcpId('instances', `miner-${index}`, zone), [], { zone }),
    ),
  },
];
