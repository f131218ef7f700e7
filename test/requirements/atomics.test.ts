import { describe, expect, it } from 'vitest';
import { shellCommands } from '../../src/atomics/shell-commands.ts';
import { isObject, type JsonObject, member } from '../../src/core/json.ts';
import { Detector } from '../../src/detect/incremental/detector.ts';
import { findContainer } from '../../src/emulate/containers/index.ts';
import { emulate } from '../../src/emulate/emulate.ts';
import { valuesAt } from '../../src/validate/path-values.ts';
import { activitiesOf, atomic, atomics, emulated, recordsOf, start, validated } from '../support/atomics.ts';
import { observe, pack } from '../support/chains/hunting.ts';

const aws = atomic('T1578.002-aws-1');
const azure = atomic('T1578.002-azure-1');
const gcp = atomic('T1578.002-gcp-1');
const chain = atomic('T1578.002-aws-2');

const fieldsOf = (key: string, step: string): string[] =>
  atomic(key)
    .steps.find(({ name }) => name === step)
    ?.expect.map(({ field }) => field) ?? [];

describe('R-A-01 expected telemetry is checked by machine', () => {
  it.each(atomics.map((one) => [one.key, one] as const))(
    '%s states it over the Activity and the record',
    (_key, { steps }) => {
      for (const { expect: all } of steps) expect(all.length).toBeGreaterThan(1);
      const kinds = new Set(steps.flatMap(({ expect: all }) => all.map(({ ofRecord }) => ofRecord)));
      expect(kinds).toEqual(new Set([true, false]));
    },
  );
});

describe('R-A-02 launch in AWS', () => {
  it('asserts what the page lists, the size beside the list of instances (D-15)', () => {
    expect(fieldsOf(aws.key, 'run')).toEqual(
      expect.arrayContaining([
        'record.eventSource',
        'record.eventName',
        'record.userIdentity.arn',
        'record.userIdentity.accountId',
        'record.requestParameters.instancesSet.items.0.imageId',
        'record.requestParameters.instanceType',
        'record.responseElements.instancesSet.items.0.instanceId',
      ]),
    );
    const [record] = recordsOf(emulated(aws));
    expect(record).toMatchObject({
      eventSource: 'ec2.amazonaws.com',
      eventName: 'RunInstances',
      requestParameters: { instanceType: 't2.micro' },
    });
    expect(JSON.stringify(member(record?.['requestParameters'], 'instancesSet'))).not.toContain(
      'instanceType',
    );
    expect(valuesAt(record, 'responseElements.instancesSet.items.0.instanceId')[0]).toMatch(
      /^i-[0-9a-f]{17}$/,
    );
  });

  it('R-A-03 says how late CloudTrail and Sentinel are', () => {
    expect(aws.latency).toEqual([
      { log: 'CloudTrail', from: 300_000, to: 900_000 },
      { log: 'Microsoft Sentinel AWSCloudTrail', from: 900_000, to: 1_800_000 },
    ]);
  });

  it('R-A-03 correlates an event that comes 30 minutes late, once', () => {
    const [first, second, third] = observe(recordsOf(emulated(chain))).toSorted(
      (a, b) => (a.time ?? 0) - (b.time ?? 0),
    );
    const [later] = observe(recordsOf(emulate([atomic('T1580-aws-1')], { at: start + 1_800_000, seed: 9 })));
    if (!first || !second || !third || !later) throw new Error('four events');
    const detector = new Detector(pack.rules, pack.correlations);
    const changes = [first, third, later, second].flatMap((one) => detector.push([one]));
    expect(detector.counters.tooLate).toBe(0);
    const isChain = (name: string | undefined): boolean => name === 'volume_snapshot_instance';
    const told = changes.filter((one) => one.kind === 'found' && isChain(one.finding.rule.name));
    expect(told).toHaveLength(1);
    expect(detector.finish().filter(({ rule }) => isChain(rule.name))).toHaveLength(1);
  });
});

describe('R-A-04, R-A-05, R-A-06 machine in Azure', () => {
  it('asserts operation, status, caller, address and the resource group of the page', () => {
    const rows = recordsOf(emulated(azure));
    expect(azure.inputs.find(({ name }) => name === 'resource_group')?.default).toBe(
      'df00tech-atomic-test-rg',
    );
    const machine = activitiesOf(rows).find(({ operation }) => operation.endsWith('virtualMachines/write'));
    expect(machine).toMatchObject({
      outcome: 'success',
      group: 'df00tech-atomic-test-rg',
      source: { ipKind: 'public' },
    });
    expect(machine?.principal.name).toMatch(/@/);
    const status = azure.steps
      .find(({ name }) => name === 'machine')
      ?.expect.find(({ field }) => field.startsWith('record.status'));
    expect(status?.values).toEqual(['Succeeded', 'Success']);
  });

  it('has the resource group before, by the same caller', () => {
    const [group] = azure.steps;
    expect(group).toMatchObject({
      operation: 'Microsoft.Resources/subscriptions/resourceGroups/write',
      also: ['Microsoft.Resources/resourceGroups/write'],
    });
    expect(azure.together).toMatchObject({
      same: expect.arrayContaining(['principal.key']),
      anyOrder: false,
    });
    const without = recordsOf(emulated(azure)).filter(
      (row) => !JSON.stringify(row).includes('resourceGroups/write'),
    );
    expect(validated(azure, without).steps[0]?.status).toBe('missing');
  });

  it('says how late the Activity Log and Sentinel are', () => {
    expect(azure.latency.map(({ log, to }) => [log, to])).toEqual([
      ['Azure Activity Log', 300_000],
      ['Microsoft Sentinel AzureActivity', 900_000],
    ]);
  });
});

describe('R-A-07, R-A-08 instance in Google Cloud', () => {
  it('asserts caller, address, instance id and zone, in the log of admin activity', () => {
    expect(fieldsOf(gcp.key, 'instance')).toEqual(
      expect.arrayContaining([
        'record.protoPayload.methodName',
        'record.protoPayload.authenticationInfo.principalEmail',
        'record.protoPayload.requestMetadata.callerIp',
        'record.resource.labels.instance_id',
        'record.resource.labels.zone',
        'record.logName',
        'record.severity',
      ]),
    );
  });

  it('has the columns of GCPAuditLogs', () => {
    const [file] = findContainer('gcp', 'sentinel')?.write(emulated(gcp)) ?? [];
    const [header = '', first = ''] = String(file?.content).split('\n');
    expect(header.split(',')).toEqual(
      expect.arrayContaining(['MethodName', 'Severity', 'PrincipalEmail', 'GCPResourceName']),
    );
    expect(first).toContain('v1.compute.instances.insert');
    expect(first).toMatch(/,NOTICE,GCPAuditLogs$/);
  });
});

describe('R-A-09, R-A-10 volume, snapshot, instance', () => {
  const [volume, snapshot, run] = recordsOf(emulated(chain)).toSorted((a, b) =>
    String(a['eventTime']) < String(b['eventTime']) ? -1 : 1,
  ) as [JsonObject, JsonObject, JsonObject];

  it('hang together by their ids', () => {
    const volumeId = member(volume['responseElements'], 'volumeId');
    const snapshotId = member(snapshot['responseElements'], 'snapshotId');
    expect(volumeId).toMatch(/^vol-/);
    expect(member(snapshot['requestParameters'], 'volumeId')).toBe(volumeId);
    expect(valuesAt(run, 'requestParameters.blockDeviceMapping.items.0.ebs.snapshotId')).toEqual([
      snapshotId,
    ]);
  });

  it('share who and which session, within a quarter of an hour', () => {
    const identities = [volume, snapshot, run].map(({ userIdentity }) => userIdentity);
    expect(new Set(identities.map((one) => JSON.stringify(one))).size).toBe(1);
    expect(isObject(member(identities[0], 'sessionContext'))).toBe(true);
    expect(chain.together).toMatchObject({
      same: ['principal.key', 'account'],
      usually: ['principal.session'],
      within: 900_000,
    });
  });
});

describe('R-A-11 commands', () => {
  it.each(atomics.map((one) => [one.key, one] as const))(
    '%s has commands, prerequisites, cost, and a cleanup of what it made',
    (_key, test) => {
      const { executor, dependencies, cost } = test;
      const calls = shellCommands(executor.command.text).filter(({ words }) =>
        /^(?:aws|az|gcloud)$/.test(words[0] ?? ''),
      );
      expect(calls.length).toBeGreaterThan(0);
      expect(dependencies.length).toBeGreaterThan(0);
      expect(cost).not.toBe('');
      // Only what makes nothing has none.
      expect(executor.cleanup === undefined).toBe(/^T1580-(?:aws|gcp)-1$/.test(test.key));
    },
  );
});

it('D-18 the four tests of the page are all there: three clouds, and the chain', () => {
  const four = atomics.filter(({ technique }) => technique === 'T1578.002').map(({ provider }) => provider);
  expect(four).toEqual(['aws', 'aws', 'azure', 'gcp']);
  expect(emulate([aws, chain, azure, gcp], { at: start, seed: 1 }).length).toBeGreaterThan(10);
});
