import type { Json, JsonObject } from '../../src/core/json.ts';
import { Random, weighted } from './random.ts';
import { people, publicAddress, services } from './world.ts';

const START = Date.UTC(2026, 2, 1, 9);
const projects = ['clouds-prod', 'clouds-stage', 'clouds-lab'] as const;
const TYPE = 'type.googleapis.com';

interface Operation {
  readonly weight: number;
  readonly method: string;
  readonly permission: string;
  /** Collection of the resource: `instances`, `disks`. */
  readonly kind: string;
  /** A long-running operation: a first and a last entry. */
  readonly slow?: true;
  readonly read?: true;
}

const operations: readonly Operation[] = [
  {
    weight: 24,
    method: 'v1.compute.instances.list',
    permission: 'compute.instances.list',
    kind: 'instances',
    read: true,
  },
  {
    weight: 20,
    method: 'v1.compute.disks.list',
    permission: 'compute.disks.list',
    kind: 'disks',
    read: true,
  },
  {
    weight: 12,
    method: 'v1.compute.instances.get',
    permission: 'compute.instances.get',
    kind: 'instances',
    read: true,
  },
  {
    weight: 10,
    method: 'v1.compute.instances.insert',
    permission: 'compute.instances.create',
    kind: 'instances',
    slow: true,
  },
  {
    weight: 8,
    method: 'v1.compute.instances.delete',
    permission: 'compute.instances.delete',
    kind: 'instances',
    slow: true,
  },
  {
    weight: 6,
    method: 'v1.compute.instances.stop',
    permission: 'compute.instances.stop',
    kind: 'instances',
    slow: true,
  },
  {
    weight: 8,
    method: 'v1.compute.disks.createSnapshot',
    permission: 'compute.disks.createSnapshot',
    kind: 'disks',
    slow: true,
  },
  {
    weight: 6,
    method: 'v1.compute.snapshots.delete',
    permission: 'compute.snapshots.delete',
    kind: 'snapshots',
    slow: true,
  },
];
/** What most of a project's audit logs are about. */
const everyday: readonly Operation[] = [
  ['storage.objects.get', 'storage.objects.get', 'objects', 420],
  ['google.cloud.bigquery.v2.JobService.InsertJob', 'bigquery.jobs.create', 'jobs', 260],
  ['io.k8s.core.v1.pods.list', 'io.k8s.core.v1.pods.list', 'pods', 240],
  ['google.pubsub.v1.Subscriber.Pull', 'pubsub.subscriptions.consume', 'subscriptions', 160],
  ['google.logging.v2.LoggingServiceV2.ListLogEntries', 'logging.logEntries.list', 'logs', 120],
].map(([method, permission, kind, weight]) => ({
  weight: Number(weight),
  method: String(method),
  permission: String(permission),
  kind: String(kind),
  read: true,
}));
const chooseCompute = weighted(operations);
const chooseAny = weighted([...everyday, ...operations.map((one) => ({ ...one, weight: one.weight / 3 }))]);

/** Google Cloud audit LogEntries, first and last entries of long-running operations interleaved with others. */
export function* google(seed: number, isEveryday = false): Generator<JsonObject> {
  const random = new Random(seed);
  const waiting: JsonObject[] = [];
  for (let index = 0; ; index += 1) {
    const operation = isEveryday ? chooseAny(random) : chooseCompute(random);
    waiting.push(...entries(random, operation, START + index * 300));
    while (waiting.length > 20) yield waiting.splice(random.below(6), 1)[0] as JsonObject;
  }
}

function entries(random: Random, operation: Operation, time: number): JsonObject[] {
  const project = random.pick(projects);
  const zone = random.pick(['europe-west1-b', 'europe-west4-a', 'us-central1-f']);
  const name = `${random.pick(services)}-${random.hex(6)}`;
  const resourceName = `projects/${project}/zones/${zone}/${operation.kind}${operation.read ? '' : `/${name}`}`;
  const email = random.chance(0.5)
    ? `${random.pick(people)}@clouds.example`
    : `deployer@${project}.iam.gserviceaccount.com`;
  const operationId = `operation-${time}-${random.hex(13)}-${random.hex(8)}-${random.hex(8)}`;
  const address = publicAddress(random);
  const entry = (at: number, part: 'first' | 'last' | undefined): JsonObject => {
    const payload: Record<string, Json> = {
      '@type': `${TYPE}/google.cloud.audit.AuditLog`,
      authenticationInfo: { principalEmail: email, principalSubject: `user:${email}` },
      requestMetadata: {
        callerIp: address,
        callerSuppliedUserAgent:
          'google-cloud-sdk gcloud/465.0.0 command/gcloud.compute.instances environment/GCE interactive/False,gzip(gfe)',
        requestAttributes: { time: new Date(at).toISOString(), auth: {} },
        destinationAttributes: {},
      },
      serviceName: 'compute.googleapis.com',
      methodName: operation.method,
      resourceName,
    };
    if (part !== 'last') {
      payload['authorizationInfo'] = [
        {
          permission: operation.permission,
          granted: true,
          resourceAttributes: { service: 'compute', name: resourceName, type: `compute.${operation.kind}` },
        },
      ];
      payload['request'] = {
        '@type': `${TYPE}/${operation.method.slice(3)}`,
        ...(operation.method.endsWith('insert') && {
          name,
          machineType: `projects/${project}/zones/${zone}/machineTypes/e2-standard-4`,
          disks: [
            {
              boot: true,
              autoDelete: true,
              initializeParams: { sourceImage: 'projects/debian-cloud/global/images/family/debian-12' },
            },
          ],
        }),
      };
    }
    if (part === 'first')
      payload['response'] = {
        '@type': `${TYPE}/operation`,
        id: String(9_000_000_000_000_000n + BigInt(random.next())),
        operationType: 'insert',
        status: 'RUNNING',
        targetLink: `https://www.googleapis.com/compute/v1/${resourceName}`,
      };
    const log = operation.read ? 'data_access' : 'activity';
    return {
      protoPayload: payload,
      insertId: random.hex(12),
      resource: {
        type: operation.kind === 'instances' ? 'gce_instance' : 'gce_disk',
        labels: { project_id: project, zone },
      },
      timestamp: `${new Date(at).toISOString().slice(0, -1)}123Z`,
      severity: operation.read ? 'INFO' : 'NOTICE',
      logName: `projects/${project}/logs/cloudaudit.googleapis.com%2F${log}`,
      ...(part && {
        operation: {
          id: operationId,
          producer: 'compute.googleapis.com',
          ...(part === 'first' ? { first: true } : { last: true }),
        },
      }),
      receiveTimestamp: `${new Date(at + 700).toISOString().slice(0, -1)}456Z`,
    };
  };
  return operation.slow
    ? [entry(time, 'first'), entry(time + 8000 + random.below(9000), 'last')]
    : [entry(time, undefined)];
}
