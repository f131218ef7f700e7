import type { Json, JsonObject } from '../../../src/core/json.ts';
import type { Row } from './row.ts';

/** An event of Splunk: a field for each plain value of its JSON, `{}` behind lists, several values in one field. */
export function splunkEvent(record: JsonObject, service: string, index: number): Row {
  const shaped = shape(record, service);
  const fields: Record<string, unknown> = {
    _raw: JSON.stringify(shaped),
    _cd: `0:${index}`,
    sourcetype: sourceTypes[service],
  };
  flatten(shaped, '', fields);
  const time = record['eventTime'] ?? record['time'] ?? record['eventTimestamp'] ?? record['timestamp'];
  return { ...fields, _time: Date.parse(String(time)) / 1000 };
}

const sourceTypes: Record<string, string> = {
  cloudtrail: 'aws:cloudtrail',
  activitylogs: 'azure:monitor:activity',
  auditlogs: 'azure:monitor:aad',
  'gcp.audit': 'google:gcp:pubsub:message',
};

function shape(record: JsonObject, service: string): JsonObject {
  if (service === 'gcp.audit') return { data: record };
  return service === 'activitylogs' ? exported(record) : record;
}

const value = (member: Json | undefined): Json =>
  member !== null && typeof member === 'object' && 'value' in member
    ? ((member as JsonObject)['value'] ?? null)
    : (member ?? null);

/** The record of a diagnostic setting, of an answer of the REST API too. */
export function exported(record: JsonObject): JsonObject {
  if (typeof record['operationName'] === 'string') return record;
  const { operationName, status, subStatus, category, claims, authorization, httpRequest, caller, ...rest } =
    record as Record<string, Json>;
  const sub = value(subStatus);
  return {
    ...rest,
    time: rest['eventTimestamp'] ?? null,
    operationName: value(operationName),
    resultType: value(status),
    ...(sub === null || sub === '' ? {} : { resultSignature: `${String(value(status))}.${String(sub)}` }),
    category: value(category),
    identity: { claims: claims ?? {}, authorization: authorization ?? {} },
    callerIpAddress: (httpRequest as JsonObject | undefined)?.['clientIpAddress'] ?? null,
  };
}

function flatten(member: Json, path: string, fields: Record<string, unknown>): void {
  if (Array.isArray(member)) for (const one of member as Json[]) flatten(one, `${path}{}`, fields);
  else if (member !== null && typeof member === 'object')
    for (const [key, inner] of Object.entries(member as JsonObject))
      flatten(inner, path === '' ? key : `${path}.${key}`, fields);
  else {
    const there = fields[path];
    const text = String(member);
    if (there === undefined) fields[path] = text;
    else fields[path] = Array.isArray(there) ? [...(there as unknown[]), text] : [there, text];
  }
}
