import type { Activity } from '../../../src/activity/activity.ts';
import type { RecordHead } from '../../../src/clouds/definition.ts';
import { gcp } from '../../../src/clouds/gcp/definition.ts';
import type { Json, JsonObject } from '../../../src/core/json.ts';

export const origin = { container: 'lines', index: 0 };
export const project = 'prod-app';
export const number = '123456789012';
export const instance: string = `projects/${project}/zones/europe-west1-b/instances/web-1`;
export const disk: string = `projects/${project}/zones/europe-west1-b/disks/data-1`;

/** An entry of the admin activity log: alice's call from gcloud; `payload` and `over` replace members. */
export function entry(
  method: string,
  resourceName: string,
  payload: JsonObject = {},
  over: JsonObject = {},
): JsonObject {
  return {
    insertId: 'i1',
    logName: `projects/${project}/logs/cloudaudit.googleapis.com%2Factivity`,
    protoPayload: {
      '@type': 'type.googleapis.com/google.cloud.audit.AuditLog',
      serviceName: 'compute.googleapis.com',
      methodName: method,
      resourceName,
      authenticationInfo: {
        principalEmail: 'alice@example.com',
        principalSubject: 'user:alice@example.com',
      },
      requestMetadata: {
        callerIp: '203.0.113.7',
        callerSuppliedUserAgent:
          'google-cloud-sdk gcloud/470.0.0 command/gcloud.compute invocation-id/abc123 environment/None interactive/True,gzip(gfe)',
      },
      ...payload,
    },
    resource: { type: 'gce_instance', labels: { project_id: project } },
    severity: 'NOTICE',
    timestamp: '2026-03-01T09:14:07.123456789Z',
    receiveTimestamp: '2026-03-01T09:14:09Z',
    ...over,
  };
}

/** The first entry of a long-running operation. */
export function first(method: string, name: string, request: Json, payload: JsonObject = {}): JsonObject {
  return entry(
    method,
    name,
    { request, ...payload },
    { insertId: 'first', operation: { id: 'operation-1', producer: 'compute.googleapis.com', first: true } },
  );
}

/** The last entry: its request is reduced to its type. */
export function last(
  method: string,
  name: string,
  payload: JsonObject = {},
  over: JsonObject = {},
): JsonObject {
  return entry(
    method,
    name,
    { request: { '@type': `type.googleapis.com/${method}` }, ...payload },
    {
      insertId: 'last',
      timestamp: '2026-03-01T09:14:20Z',
      operation: { id: 'operation-1', producer: 'compute.googleapis.com', last: true },
      ...over,
    },
  );
}

export function head(value: JsonObject, index = 0): RecordHead {
  const known = gcp.recognise(value, { ...origin, index });
  if (!known || 'outcome' in known) throw new Error(`not recognised: ${JSON.stringify(known)}`);
  return known;
}

/** The Activity of the entries of one operation. */
export function activity(one: JsonObject, ...others: readonly JsonObject[]): Activity {
  return gcp.normalise([head(one), ...others.map((value, index) => head(value, index + 1))]);
}
