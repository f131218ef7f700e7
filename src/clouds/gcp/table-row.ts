import { isObject, type Json, type JsonObject, member, own, text } from '../../core/json.ts';
import { nativeName } from './column-names.ts';

const auditType = 'type.googleapis.com/google.cloud.audit.AuditLog';

/** Members whose own members belong to the audited service: names inside stay as they are. */
const opaque = new Set(['request', 'response', 'metadata', 'labels', 'policyDelta', 'policyViolationInfo']);
const jsonColumns: Readonly<Record<string, string>> = {
  requestjson: 'request',
  responsejson: 'response',
  metadatajson: 'metadata',
  servicedata_v1_iam: 'serviceData',
};

/** The AuditLog of a BigQuery row; undefined when it is no such row. Some exporters write its name in lower case. */
function bigQueryPayload(row: JsonObject): JsonObject | undefined {
  const payload = objectIn(row['protopayload_auditlog'] ?? row['protoPayload_auditlog']);
  return payload && Object.keys(payload).length > 0 ? payload : undefined;
}

/**
 * Restores a row of a BigQuery sink (`protopayload_auditlog` with `requestJson`) or of the Log Analytics view
 * (`proto_payload.audit_log` in snake case) to a LogEntry. undefined: neither of them.
 */
export function restoreColumnRow(row: JsonObject): JsonObject | undefined {
  const view = objectIn(row['proto_payload']);
  const payload = bigQueryPayload(row) ?? objectIn(view?.['audit_log']);
  if (!payload) return undefined;
  const entry: Record<string, Json> = {};
  for (const [column, value] of Object.entries(row)) {
    if (value === null || value === '' || /^proto_?payload/i.test(column)) continue;
    entry[nativeName(column)] = isStruct(column) ? renamed(objectIn(value) ?? {}, 0) : nativeTime(value);
  }
  return { ...entry, protoPayload: { '@type': auditType, ...renamed(payload, 0) } };
}

/** BigQuery writes `2026-03-10 09:25:01.123456 UTC`; the time is a part of what tells copies of an entry. */
function nativeTime(value: Json): Json {
  const found = typeof value === 'string' ? /^(\d{4}-\d\d-\d\d) ([\d:.]+) UTC$/.exec(value) : null;
  return found ? `${found[1]}T${found[2]}Z` : value;
}

function isStruct(column: string): boolean {
  return column === 'resource' || column === 'operation' || column === 'labels';
}

function renamed(object: JsonObject, depth: number): JsonObject {
  const entries: [string, Json][] = [];
  for (const [column, written] of Object.entries(object)) {
    if (written === null || written === '') continue;
    const name = jsonColumns[column.toLowerCase()] ?? nativeName(column);
    const value = objectIn(written) ?? written;
    if (Array.isArray(value))
      entries.push([name, value.map((one: Json) => (isObject(one) ? renamed(one, depth + 1) : one))]);
    else if (isObject(value) && !opaque.has(name) && depth < 6)
      entries.push([name, renamed(value, depth + 1)]);
    else entries.push([name, value]);
  }
  return Object.fromEntries(entries);
}

/** True for a row of Microsoft Sentinel's GCPAuditLogs table, as JSON or as the strings of a CSV export. */
export function isSentinelRow(row: JsonObject): boolean {
  if (row['Type'] === 'GCPAuditLogs') return true;
  return typeof row['MethodName'] === 'string' && ('GCPResourceName' in row || 'InsertId' in row);
}

/** Restores a row of the GCPAuditLogs table. It has no `operation`; `TimeGenerated` is when it was received. */
export function restoreSentinelRow(row: JsonObject): JsonObject {
  const authentication = objectIn(own(row, 'AuthenticationInfo'));
  const status = objectIn(own(row, 'Status'));
  const message = text(own(row, 'StatusMessage'));
  return compact({
    timestamp: own(row, 'Timestamp') ?? own(row, 'Timestamp [UTC]'),
    receiveTimestamp: own(row, 'TimeGenerated') ?? own(row, 'TimeGenerated [UTC]'),
    insertId: own(row, 'InsertId'),
    logName: own(row, 'LogName'),
    severity: own(row, 'Severity'),
    resource: compact({
      type: own(row, 'GCPResourceType'),
      labels: compact({ project_id: own(row, 'ProjectId') }),
    }),
    protoPayload: compact({
      '@type': auditType,
      serviceName: own(row, 'ServiceName'),
      methodName: own(row, 'MethodName'),
      resourceName: own(row, 'GCPResourceName'),
      numResponseItems: own(row, 'NumResponseItems'),
      authenticationInfo: compact({ principalEmail: own(row, 'PrincipalEmail'), ...authentication }),
      authorizationInfo: listIn(own(row, 'AuthorizationInfo')),
      requestMetadata: objectIn(own(row, 'RequestMetadata')),
      resourceLocation: objectIn(own(row, 'ResourceLocation')),
      request: objectIn(own(row, 'Request')),
      response: objectIn(own(row, 'Response')),
      metadata: objectIn(own(row, 'Metadata')),
      serviceData: objectIn(own(row, 'ServiceData')),
      status: compact({ ...(message && { message }), ...status }),
    }),
  });
}

/** Panther renames `@type` and `callerIp`. */
export function restorePayload(payload: JsonObject): JsonObject {
  const { at_sign_type: type, ...rest } = payload as Record<string, Json>;
  const request = rest['requestMetadata'];
  const callerIp = member(request, 'callerIP');
  return {
    '@type': type ?? auditType,
    ...rest,
    ...(isObject(request) && callerIp !== undefined && { requestMetadata: { ...request, callerIp } }),
  };
}

function compact(members: Readonly<Record<string, Json | undefined>>): JsonObject {
  const kept: [string, Json][] = [];
  for (const [name, value] of Object.entries(members)) {
    if (value === undefined || value === null || value === '') continue;
    if (isObject(value) && Object.keys(value).length === 0) continue;
    kept.push([name, value]);
  }
  return Object.fromEntries(kept);
}

/** An object, or the object in JSON text. */
export function objectIn(value: Json | undefined): JsonObject | undefined {
  if (isObject(value)) return value;
  const parsed = parsedIn(value);
  return isObject(parsed) ? parsed : undefined;
}

function listIn(value: Json | undefined): Json | undefined {
  if (Array.isArray(value)) return value;
  const parsed = parsedIn(value);
  return Array.isArray(parsed) ? parsed : undefined;
}

function parsedIn(value: Json | undefined): Json | undefined {
  if (typeof value !== 'string' || !/^\s*[[{]/.test(value)) return undefined;
  try {
    return JSON.parse(value) as Json;
  } catch {
    return undefined;
  }
}
