import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { ec2 } from '../../test/support/clouds/aws-records.ts';
import { bodies, rest } from '../../test/support/clouds/azure-records.ts';
import { shapes as azureShapes } from '../../test/support/clouds/azure-shapes.ts';
import { entry } from '../../test/support/clouds/gcp-records.ts';
import { shapes as googleShapes } from '../../test/support/clouds/gcp-shapes.ts';
import { lake } from '../../test/support/clouds/ocsf-events.ts';
import { decodeBytes } from '../../test/support/decoded.ts';
import type { Activity } from '../activity/activity.ts';
import { activitySchema } from '../activity/schema.ts';
import { type Json, type JsonObject, member } from '../core/json.ts';
import { catalogueOf } from './catalogue-index.ts';
import type { RecordHead } from './definition.ts';
import { possibleFacts } from './facts.ts';
import { clouds, normalise, recognise } from './index.ts';

const origin = { container: 'test', index: 0 };

/** Requests that turn verbs: to an update, to sharing, to protecting and back. */
const requests: readonly JsonObject[] = [
  {},
  { tags: { a: 'b' } },
  { properties: { softDeleteFeatureState: 'Disabled', protectionState: 'ProtectionStopped' } },
  { operationType: 'Remove', deletionProtection: false, enableFlowLogs: false },
  { deletionProtection: true, policy: { bindings: [{ role: 'r', members: ['allUsers'] }] } },
  { policy: { bindings: [] } },
];

const azureRecords = catalogueOf('azure').flatMap(({ operation }) =>
  requests.flatMap((request) =>
    ['OK', 'Created', ''].map((value) =>
      rest(operation, 'Microsoft.X/types/t', { subStatus: { value }, properties: bodies(request) }),
    ),
  ),
);
const googleRecords = catalogueOf('gcp').flatMap(({ operation, service, log }) =>
  requests.map((request) =>
    entry(
      operation,
      'projects/p/zones/z/disks/d',
      { serviceName: service, request },
      { logName: `projects/p/logs/cloudaudit.googleapis.com%2F${log ?? 'activity'}` },
    ),
  ),
);
const records: readonly JsonObject[] = [
  ec2('RunInstances', { instancesSet: {} }),
  ...azureShapes.map(([, value]) => value),
  ...googleShapes.map(([, value]) => value),
  lake,
  ...azureRecords,
  ...googleRecords,
];

/** Public sample data; they stay outside the project. Without them these tests are skipped. */
const data = new URL('../../../shared/data/', import.meta.url);

async function samples(): Promise<JsonObject[]> {
  const found: JsonObject[] = [];
  for (const folder of ['aws/stratus', 'azure', 'gcp', 'gcp/security-analytics', 'formats']) {
    const files = readdirSync(new URL(`${folder}/`, data)).filter(
      (name) => /\.(?:nd|)json$|\.jsonl$|\.csv$/.test(name) && name !== 'MANIFEST.json',
    );
    for (const name of files) {
      const { records: read } = await decodeBytes(readFileSync(new URL(`${folder}/${name}`, data)));
      for (const { value } of read) found.push(value, ...timed(value));
    }
  }
  return found;
}

/** Shortened samples need a time. */
function timed(value: JsonObject): JsonObject[] {
  const event = (value['event'] ?? value) as JsonObject;
  return [{ ...event, time: '2026-03-01T00:00:00Z', timestamp: '2026-03-01T00:00:00Z' }];
}

function headOf(value: JsonObject): RecordHead | undefined {
  const known = recognise(value, origin);
  return known === undefined || 'outcome' in known ? undefined : known;
}

function violations(values: readonly JsonObject[]): string[] {
  return values.flatMap((value) => {
    const head = headOf(value);
    return head ? factsBroken(head, normalise([head])) : [];
  });
}

/** A fact lists what a path may hold: nothing at all, these values, and with `null` also nothing. */
function factsBroken(head: RecordHead, activity: Activity): string[] {
  return [...possibleFacts(head)].flatMap(([path, possible]) => {
    const values = valuesAt(activity as unknown as JsonObject, path.split('.'));
    const isAbsent = values.length === 0 && (possible.length === 0 || possible.includes(null));
    const isPossible = values.length > 0 && values.every((value) => possible.includes(value));
    return isAbsent || isPossible ? [] : [`${head.operation}: ${path} is ${values.join() || 'absent'}`];
  });
}

function valuesAt(value: Json | undefined, path: readonly string[]): string[] {
  if (Array.isArray(value)) return value.flatMap((one: Json) => valuesAt(one, path));
  const [name, ...rest] = path;
  if (name !== undefined) return valuesAt(member(value, name), rest);
  return value === undefined || value === null ? [] : [String(value)];
}

function ambiguous(values: readonly JsonObject[]): string[] {
  return values.flatMap((value) => {
    const names = clouds
      .filter((cloud) => cloud.recognise(value, origin) !== undefined)
      .map(({ name }) => name);
    return names.length > 1 ? [`${names.join()}: ${JSON.stringify(value).slice(0, 200)}`] : [];
  });
}

describe('clouds', () => {
  it('never know the same record', () => {
    expect(ambiguous(records)).toEqual([]);
  });

  it('make Activities within what their heads allow', () => {
    expect(violations(records)).toEqual([]);
  });

  it('make Activities of the schema', () => {
    const validate = new Ajv2020({ allErrors: true }).compile(activitySchema());
    const problems = records.flatMap((value) => {
      const head = headOf(value);
      if (!head || validate(normalise([head]))) return [];
      return (validate.errors ?? []).map(
        ({ instancePath, message }) => `${head.operation} ${instancePath} ${message}`,
      );
    });
    expect([...new Set(problems)]).toEqual([]);
  });

  it('know every operation of their catalogues', () => {
    expect(records.filter((value) => headOf(value) === undefined)).toEqual([]);
  });
});

describe.skipIf(!existsSync(data))('clouds on public samples', () => {
  it('never know the same record, and stay within what the heads allow', async () => {
    const values = await samples();
    expect(values.length).toBeGreaterThan(300);
    expect(ambiguous(values)).toEqual([]);
    expect(violations(values)).toEqual([]);
  });
});

describe('a record without a time', () => {
  it.each([
    [
      'aws',
      { eventSource: 'ec2.amazonaws.com', eventName: 'RunInstances', eventVersion: '1.11', userIdentity: {} },
      'eventTime',
    ],
    [
      'azure',
      {
        operationName: 'MICROSOFT.COMPUTE/SNAPSHOTS/DELETE',
        resourceId: '/SUBSCRIPTIONS/S/RESOURCEGROUPS/R/PROVIDERS/MICROSOFT.COMPUTE/SNAPSHOTS/N',
        category: 'Administrative',
        resultType: 'Success',
      },
      'time',
    ],
    [
      'gcp',
      {
        protoPayload: {
          '@type': 'type.googleapis.com/google.cloud.audit.AuditLog',
          methodName: 'v1.compute.snapshots.delete',
          serviceName: 'compute.googleapis.com',
          resourceName: 'projects/p/global/snapshots/n',
        },
      },
      'timestamp',
    ],
  ])('%s: is read, stands at the beginning, and says what is missing', (_cloud, record, missing) => {
    const head = recognise(record, { container: 'x', index: 0 });
    if (!head || 'outcome' in head) throw new Error(JSON.stringify(head));
    const activity = normalise([head]);
    expect(activity.time).toBe(0);
    expect(activity.quality.missing).toContain(missing);
  });
});
