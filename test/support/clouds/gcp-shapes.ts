import { isObject, type Json, type JsonObject } from '../../../src/core/json.ts';
import { entry, instance, project } from './gcp-records.ts';

export const method = 'v1.compute.instances.delete';
export const native: JsonObject = entry(method, instance, {
  request: { '@type': 'type.googleapis.com/compute.instances.delete' },
});
export const payload: JsonObject = native['protoPayload'] as JsonObject;

function lowered(value: Json): Json {
  if (Array.isArray(value)) return value.map(lowered);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key.toLowerCase(), lowered(inner)]));
}

function snaked(value: Json): Json {
  if (!isObject(value)) return value;
  const name = (key: string): string => key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [name(key), key === 'request' ? inner : snaked(inner)]),
  );
}

const { protoPayload: _, ...outer } = native as Record<string, Json>;
const { request, '@type': __, ...audit } = payload as Record<string, Json>;
const bigQuery: JsonObject = {
  ...outer,
  timestamp: '2026-03-01 09:14:07.123456 UTC',
  jsonPayload: null,
  operation: null,
  protopayload_auditlog: {
    ...audit,
    requestJson: JSON.stringify(request),
    responseJson: null,
    servicedata_v1_iam: null,
  },
};
export const sentinel: JsonObject = {
  TenantId: 'workspace',
  TimeGenerated: '2026-03-01T09:14:09Z',
  Timestamp: '2026-03-01T09:14:07.123456789Z',
  InsertId: 'i1',
  LogName: `projects/${project}/logs/cloudaudit.googleapis.com%2Factivity`,
  ProjectId: project,
  ServiceName: 'compute.googleapis.com',
  MethodName: method,
  GCPResourceName: instance,
  GCPResourceType: 'gce_instance',
  PrincipalEmail: 'alice@example.com',
  AuthenticationInfo: JSON.stringify(payload['authenticationInfo']),
  RequestMetadata: JSON.stringify(payload['requestMetadata']),
  Request: JSON.stringify(request),
  Response: '',
  Status: '',
};

/** One entry in every container. */
export const shapes: readonly (readonly [string, JsonObject])[] = [
  ['a log entry', native],
  ['a BigQuery row', bigQuery],
  ['a BigQuery row in lower case', lowered(bigQuery) as JsonObject],
  [
    'a row of the Log Analytics view',
    {
      ...(snaked(outer) as JsonObject),
      proto_payload: {
        type: 'x',
        audit_log: { ...(snaked(audit) as JsonObject), request: request ?? null },
      },
    },
  ],
  ['a row of Sentinel', sentinel],
  [
    "Panther's names",
    {
      ...outer,
      timestamp: '2026-03-01 09:14:07.123456789',
      protoPayload: {
        ...audit,
        request: request ?? null,
        at_sign_type: 'type.googleapis.com/google.cloud.audit.AuditLog',
        requestMetadata: { callerIP: '203.0.113.7' },
      },
    },
  ],
  ['an entry without its type', { ...outer, protoPayload: audit }],
  ['an entry with its payload as text', { ...outer, protoPayload: JSON.stringify(payload) }],
];
