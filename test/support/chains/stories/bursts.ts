import { aws, awsCall, awsId, changeState, runInstances } from '../aws-log.ts';
import { azureCall, azureId, azureIdOf, writeMachine } from '../azure-log.ts';
import { gcpCall, gcpId, gcpRead, insertInstance, project } from '../gcp-log.ts';
import type { Scenario, Stage } from '../scenario.ts';

const many = (count: number): number[] => Array.from({ length: count }, (_none, index) => index);
const burst = (
  about: Pick<Scenario, 'chain' | 'about' | 'rule' | 'level'>,
  stages: Readonly<Partial<Record<Scenario['cloud'], readonly Stage[]>>>,
): Scenario[] =>
  (['aws', 'azure', 'gcp'] as const).flatMap((cloud) => {
    const own = stages[cloud];
    return own ? [{ ...about, cloud, stages: own, joinedBy: ['principal'] as const }] : [];
  });
const vm = (name: string): string => azureId('virtualMachines', name);
const reboot = (minute: number, name: string): Stage =>
  aws(`size ${minute}`, {
    minute,
    event: 'ModifyInstanceAttribute',
    request: { instanceId: awsId('i', name), attribute: 'instanceType', value: `t3.size${minute}` },
    response: { _return: true },
  });
const tagged = (minute: number, name: string): Stage => ({
  ...writeMachine(minute, vm(name), [], { created: false, body: { tags: { step: String(minute) } } }),
  name: `tag ${name} ${minute}`,
});
const resized = (minute: number, name: string): Stage => ({
  ...gcpCall(minute, 'v1.compute.instances.setMachineType', gcpId('instances', name), {
    machineType: `zones/europe-west3-a/machineTypes/e2-${minute}`,
  }),
  name: `size ${name} ${minute}`,
});
const database = (name: string): string => azureIdOf('Microsoft.Sql/servers', `orders/databases/${name}`);

/** R-SC-03, R-SD-04, R-ID-08, R-IC-14: much of one thing by one principal in a short time. */
const changes: readonly Scenario[] = [
  ...burst(
    { chain: 'R-IC-14', about: 'twenty instances', rule: 'instance_creation_burst', level: 'low' },
    {
      aws: many(20).map((at) => runInstances(at * 2, awsId('i', `n${at}`))),
      azure: many(20).map((at) => writeMachine(at * 2, vm(`n${at}`))),
      gcp: many(20).map((at) => insertInstance(at * 2, gcpId('instances', `n${at}`))),
    },
  ),
  ...burst(
    { chain: 'R-SD-04', about: 'three snapshots deleted', rule: 'snapshot_deletion_burst', level: 'medium' },
    {
      aws: many(3).map((at) => awsCall(at * 20, 'DeleteSnapshot', { snapshotId: awsId('snap', `v${at}`) })),
      azure: many(3).map((at) =>
        azureCall(at * 20, 'Microsoft.Compute/snapshots/delete', azureId('snapshots', `v${at}`)),
      ),
      gcp: many(3).map((at) => gcpCall(at * 20, 'v1.compute.snapshots.delete', gcpId('snapshots', `v${at}`))),
    },
  ),
  ...burst(
    { chain: 'R-ID-08', about: 'ten instances deleted', rule: 'instance_deletion_burst', level: 'low' },
    {
      aws: [
        changeState(
          0,
          'TerminateInstances',
          many(2).map((at) => awsId('i', `o${at}`)),
        ),
        ...many(8).map((at) => changeState(at * 5 + 5, 'TerminateInstances', [awsId('i', `p${at}`)])),
      ],
      azure: many(10).map((at) =>
        azureCall(at * 5, 'Microsoft.Compute/virtualMachines/delete', vm(`o${at}`)),
      ),
      gcp: many(10).map((at) => gcpCall(at * 5, 'v1.compute.instances.delete', gcpId('instances', `o${at}`))),
    },
  ),
  ...burst(
    { chain: 'R-ID-05', about: 'three databases deleted', rule: 'database_deletion_burst', level: 'high' },
    {
      aws: many(3).map((at) =>
        awsCall(
          at * 10,
          'DeleteDBInstance',
          { dBInstanceIdentifier: `c0ffee-db${at}`, skipFinalSnapshot: false },
          { source: 'rds.amazonaws.com' },
        ),
      ),
      azure: many(3).map((at) =>
        azureCall(at * 10, 'Microsoft.Sql/servers/databases/delete', database(`d${at}`)),
      ),
      gcp: many(3).map((at) =>
        gcpCall(
          at * 10,
          'cloudsql.instances.delete',
          `projects/${project}/instances/c0ffee-db${at}`,
          {},
          { service: 'cloudsql.googleapis.com', single: true },
        ),
      ),
    },
  ),
  ...burst(
    { chain: 'R-IC-14', about: 'one instance ten times', rule: 'instance_modified_often', level: 'low' },
    {
      aws: many(10).map((at) => reboot(at * 5, 'one')),
      azure: many(10).map((at) => tagged(at * 5, 'one')),
      gcp: many(10).map((at) => resized(at * 5, 'one')),
    },
  ),
  ...burst(
    { chain: 'R-IC-14', about: 'ten instances once', rule: 'many_instances_modified', level: 'low' },
    {
      aws: many(10).map((at) => reboot(at * 5, `m${at}`)),
      azure: many(10).map((at) => tagged(at * 5, `m${at}`)),
      gcp: many(10).map((at) => resized(at * 5, `m${at}`)),
    },
  ),
];

const denied = (stage: Stage): Stage => ({
  ...stage,
  records: stage.records.map((record) =>
    'protoPayload' in record
      ? {
          ...record,
          protoPayload: {
            ...(record['protoPayload'] as object),
            status: { code: 7, message: 'PERMISSION_DENIED' },
          },
        }
      : record,
  ),
});
const refusedCall = (minute: number, event: string): Stage =>
  aws(`${event} ${minute}`, {
    minute,
    event,
    request: { instanceId: awsId('i', `r${minute}`) },
    over: { errorCode: 'Client.UnauthorizedOperation', errorMessage: 'no' },
  });
const refusedRow = (minute: number, operation: string): Stage => {
  const stage = azureCall(
    minute,
    `Microsoft.Compute/${operation}`,
    azureId(operation.split('/')[0] ?? '', `r${minute}`),
  );
  const [, end] = stage.records;
  const properties = { ...(end?.['properties'] as object), statusCode: 'Forbidden' };
  return {
    ...stage,
    records: [{ ...end, resultType: 'Failure', resultSignature: 'Failed.Forbidden', properties }],
  };
};
const awsCalls = ['StopInstances', 'TerminateInstances', 'CreateImage', 'CreateSnapshot'];
const azureCalls = [
  'virtualMachines/delete',
  'snapshots/delete',
  'disks/delete',
  'virtualMachines/deallocate/action',
];
const gcpCalls = ['instances.delete', 'instances.stop', 'instances.setMetadata', 'instances.reset'];

/** R-IE-05: what somebody may not do, or should not ask for in such numbers. */
const refusals: readonly Scenario[] = [
  ...burst(
    { chain: 'R-IE-05', about: 'ten calls refused', rule: 'many_calls_denied', level: 'low' },
    {
      aws: many(10).map((at) => refusedCall(at * 0.5, 'StopInstances')),
      azure: many(10).map((at) => refusedRow(at * 0.5, 'virtualMachines/delete')),
      gcp: many(10).map((at) =>
        denied(gcpCall(at * 0.5, 'v1.compute.instances.stop', gcpId('instances', `r${at}`))),
      ),
    },
  ),
  ...burst(
    {
      chain: 'R-IE-05',
      about: 'four different calls refused',
      rule: 'different_calls_denied',
      level: 'medium',
    },
    {
      aws: awsCalls.map((event, at) => refusedCall(at * 5, event)),
      azure: azureCalls.map((operation, at) => refusedRow(at * 5, operation)),
      gcp: gcpCalls.map((method, at) =>
        denied(gcpCall(at * 5, `v1.compute.${method}`, gcpId('instances', 'one'))),
      ),
    },
  ),
  ...burst(
    {
      chain: 'R-IE-05',
      about: 'what five instances keep inside',
      rule: 'instance_secrets_harvested',
      level: 'medium',
    },
    {
      aws: many(5).map((at) =>
        aws(`script ${at}`, {
          minute: at,
          event: 'DescribeInstanceAttribute',
          request: { attribute: 'userData', instanceId: awsId('i', `s${at}`) },
        }),
      ),
      azure: many(5).map((at) =>
        azureCall(at, 'Microsoft.Compute/virtualMachines/retrieveBootDiagnosticsData/action', vm(`s${at}`)),
      ),
      gcp: many(5).map((at) => gcpRead(at, 'instances.getSerialPortOutput', gcpId('instances', `s${at}`))),
    },
  ),
];

export const bursts: readonly Scenario[] = [
  ...changes,
  ...refusals.map((one) => ({ ...one, countsAttempts: true as const })),
];
