import { aws, awsCall, awsId, awsRole, createSnapshot, createVolume, shareSnapshot } from '../aws-log.ts';
import { azureApp, azureCall, azureId } from '../azure-log.ts';
import { diskSnapshot, gcpId, gcpRead, project, shareSnapshot as shareGcpSnapshot } from '../gcp-log.ts';
import { DAY, type Scenario, type Stage } from '../scenario.ts';

const regions = ['eu-central-1', 'eu-west-1', 'us-east-1', 'us-west-2', 'sa-east-1'];
const zones = ['europe-west3-a', 'europe-west1-b', 'us-east1-b', 'us-west1-a', 'asia-east1-a'];
const kinds = ['DescribeInstances', 'DescribeSnapshots', 'DescribeImages'];
const tables = ['DescribeDBInstances', 'DescribeDBSnapshots'];
const methods = [
  'instances.list',
  'instances.aggregatedList',
  'snapshots.list',
  'images.list',
  'machineImages.list',
];

const described = (minute: number, event: string, awsRegion = 'eu-central-1'): Stage =>
  aws(`${event} ${awsRegion} ${minute}`, {
    minute,
    event,
    source: event.includes('DB') ? 'rds.amazonaws.com' : 'ec2.amazonaws.com',
    request: {},
    over: { awsRegion, readOnly: true },
  });
const listed = (minute: number, zone: string): Stage => ({
  ...gcpRead(minute, 'instances.list', `projects/${project}/zones/${zone}/instances`, { zone }),
  name: `list ${zone}`,
});
const listedAll = (minute: number, method: string): Stage =>
  gcpRead(minute, method, `projects/${project}/global/${method.split('.')[0]}`);

const sweepOfRegions = regions.map((region, at) => described(at, 'DescribeInstances', region));
const sweepOfZones = zones.map((zone, at) => listed(at, zone));
const instance = awsId('i', 'web');
const machine = azureId('virtualMachines', 'web');

/** R-IE-05, R-IE-06, R-SE-01: somebody finds out what there is, and what follows. Azure logs no reads. */
export const discovery: readonly Scenario[] = [
  {
    chain: 'R-IE-05',
    cloud: 'aws',
    about: 'instances of five regions listed',
    rule: 'enumeration_in_many_regions',
    level: 'low',
    joinedBy: ['principal'],
    stages: sweepOfRegions,
  },
  {
    chain: 'R-IE-05',
    cloud: 'gcp',
    about: 'instances of five regions listed',
    rule: 'enumeration_in_many_regions',
    level: 'low',
    joinedBy: ['principal'],
    stages: sweepOfZones,
  },
  {
    chain: 'R-IE-05',
    cloud: 'aws',
    about: 'five kinds of things listed',
    rule: 'enumeration_of_many_kinds',
    level: 'low',
    joinedBy: ['principal'],
    stages: [...kinds, ...tables].map((event, at) => described(at, event)),
  },
  {
    chain: 'R-IE-05',
    cloud: 'gcp',
    about: 'five kinds of things listed',
    rule: 'enumeration_of_many_kinds',
    level: 'low',
    joinedBy: ['principal'],
    stages: methods.map((method, at) => listedAll(at, method)),
  },
  {
    chain: 'R-IE-05',
    cloud: 'aws',
    about: 'ten lists in a minute, one the day before',
    rule: 'enumeration_beyond_usual',
    level: 'low',
    joinedBy: ['principal'],
    parameters: { enumeration_beyond_usual_minimum: '10' },
    before: [described(-DAY, 'DescribeInstances')],
    stages: Array.from({ length: 10 }, (_none, at) => described(at * 0.1, 'DescribeInstances')),
  },
  {
    chain: 'R-SE-01',
    cloud: 'aws',
    about: 'snapshots listed, one shared',
    rule: 'enumerated_then_shared',
    level: 'high',
    joinedBy: ['principal'],
    stages: [described(0, 'DescribeSnapshots'), shareSnapshot(30, awsId('snap', 'data'), '999988887777')],
  },
  {
    chain: 'R-IE-06',
    cloud: 'gcp',
    about: 'instances listed, a snapshot shared',
    rule: 'enumerated_then_shared',
    level: 'high',
    joinedBy: ['principal'],
    stages: [
      gcpRead(0, 'instances.aggregatedList', `projects/${project}`),
      shareGcpSnapshot(30, gcpId('snapshots', 'data'), 'user:outsider@elsewhere.example'),
    ],
  },
  {
    chain: 'R-IE-06',
    cloud: 'aws',
    about: 'regions swept, then a snapshot',
    rule: 'swept_then_collected',
    level: 'medium',
    joinedBy: ['principal'],
    stages: [...sweepOfRegions, createSnapshot(60, awsId('vol', 'data'), awsId('snap', 'data'))],
  },
  {
    chain: 'R-IE-06',
    cloud: 'aws',
    about: 'kinds swept, then a disk of a snapshot',
    rule: 'swept_then_collected',
    level: 'medium',
    joinedBy: ['principal'],
    stages: [
      ...[...kinds, ...tables].map((event, at) => described(at, event)),
      createVolume(60, awsId('vol', 'copy'), awsId('snap', 'data')),
    ],
  },
  {
    chain: 'R-IE-06',
    cloud: 'gcp',
    about: 'zones swept, then a snapshot',
    rule: 'swept_then_collected',
    level: 'medium',
    joinedBy: ['principal'],
    stages: [...sweepOfZones, diskSnapshot(60, gcpId('disks', 'data'), gcpId('snapshots', 'data'))],
  },
  {
    chain: 'R-IE-06',
    cloud: 'aws',
    about: 'a command, then the credentials of its instance from the same address',
    rule: 'instance_role_stolen',
    level: 'high',
    countsAttempts: true,
    joinedBy: ['lineage'],
    stages: [
      awsCall(
        0,
        'SendCommand',
        { documentName: 'AWS-RunShellScript', instanceIds: [instance] },
        { source: 'ssm.amazonaws.com', response: null },
      ),
      aws('looks around', {
        minute: 3,
        event: 'DescribeInstances',
        request: {},
        by: awsRole('web-server', instance),
      }),
    ],
  },
  {
    chain: 'R-IE-06',
    cloud: 'azure',
    about: 'a command, then the identity of its machine acts from the same address',
    rule: 'instance_role_stolen',
    level: 'high',
    countsAttempts: true,
    joinedBy: ['lineage'],
    stages: [
      azureCall(0, 'Microsoft.Compute/virtualMachines/runCommand/action', machine),
      azureCall(5, 'Microsoft.Compute/snapshots/write', azureId('snapshots', 'data'), {
        by: {
          ...azureApp('75555500-0000-4000-8000-000000000005', '1a2b3c4d-0000-4000-8000-00000000e1e1'),
          xms_mirid: machine,
        },
      }),
    ],
  },
];
