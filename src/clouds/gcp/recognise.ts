import { digest } from '../../core/digest.ts';
import { isObject, type Json, type JsonObject, member, own, text } from '../../core/json.ts';
import type { NotAnActivity, RecordHead, RecordOrigin } from '../definition.ts';
import { dnsQuery, networkFlow } from '../network-records.ts';
import { recordTime } from '../time.ts';
import { type GoogleMethod, logIdOf, methodOfRequest, readMethod } from './method.ts';
import {
  isSentinelRow,
  objectIn,
  restoreColumnRow,
  restorePayload,
  restoreSentinelRow,
} from './table-row.ts';

type Recognised = RecordHead | NotAnActivity;

const audit = Object.freeze({ product: 'gcp', service: 'gcp.audit' });
const workspaceAdmin = Object.freeze({ product: 'gcp', service: 'google_workspace.admin' });
const workspaceLogin = Object.freeze({ product: 'gcp', service: 'google_workspace.login' });

/**
 * Recognises entries of Cloud Audit Logs by their members, in every shape that reaches us after the envelopes are off: the
 * LogEntry, rows of BigQuery sinks and of the Log Analytics view, rows of Sentinel's GCPAuditLogs table, entries that
 * Panther renamed or that lost their method. Other entries of Cloud Logging are skipped. undefined: not Google. Never
 * throws.
 */
export function recogniseGoogle(value: JsonObject, origin: RecordOrigin): Recognised | undefined {
  const payload = value['protoPayload'];
  return isObject(payload) ? entry(value, payload, origin) : unusual(value, origin);
}

function entry(record: JsonObject, payload: JsonObject, origin: RecordOrigin): Recognised | undefined {
  const type = payload['@type'];
  if (typeof type === 'string') {
    if (!type.endsWith('.AuditLog')) return otherPayload;
  } else if ('at_sign_type' in payload) {
    return restored({ ...record, protoPayload: restorePayload(payload) }, origin);
  } else if (!('methodName' in payload || 'authenticationInfo' in payload)) return undefined;
  const method = payload['methodName'];
  if (typeof method === 'string' && method !== '') return audited(record, payload, method, origin);
  const found = methodOfRequest(text(member(payload['request'], '@type')) ?? '');
  if (!found) return { outcome: 'rejected', reason: 'no-name' };
  const named = { ...payload, methodName: found };
  return audited({ ...record, protoPayload: named }, named, found, origin);
}

function audited(record: JsonObject, payload: JsonObject, name: string, origin: RecordOrigin): Recognised {
  const written = record['timestamp'] ?? record['receiveTimestamp'];
  const time = recordTime(written);
  if (time === undefined) return { outcome: 'rejected', reason: 'no-time', detail: shown(written) };
  const logName = text(record['logName']);
  const method = readMethod(name, logIdOf(logName));
  const service = text(payload['serviceName']) ?? method.entry?.service ?? '';
  const fold = foldOf(record, payload, method);
  const head: RecordHead = {
    provider: 'gcp',
    record,
    origin,
    time,
    service,
    operation: name,
    logsource: logsourceOf(service),
    duplicateKey: duplicateKey(record, logName),
    ...(method.entry && { entry: method.entry }),
    ...(fold && { fold }),
  };
  return head;
}

function logsourceOf(service: string): RecordHead['logsource'] {
  if (service === 'admin.googleapis.com') return workspaceAdmin;
  return service === 'login.googleapis.com' ? workspaceLogin : audit;
}

/** insertId is unique among the entries of one log with one timestamp. */
function duplicateKey(record: JsonObject, logName: string | undefined): string {
  const insertId = text(record['insertId']);
  if (!insertId) return digest('gcp', JSON.stringify(record));
  return `${logName ?? ''}|${text(record['timestamp']) ?? ''}|${insertId}`;
}

/**
 * The two entries of a long-running operation have its id; an entry that is first and last stands alone. The things that
 * one `bulkInsert` made are logged as such entries of their own and belong to it. Sentinel drops the operation; the answer
 * of Compute Engine still names it.
 */
function foldOf(record: JsonObject, payload: JsonObject, method: GoogleMethod): RecordHead['fold'] {
  const operation = record['operation'];
  if (!isObject(operation)) return foldByAnswer(record, payload, method);
  const id = text(operation['id']);
  if (!id) return undefined;
  const first = isTrue(operation['first']);
  const last = isTrue(operation['last']);
  if (first && last && !method.isBulk) return undefined;
  const key = `${id}|${text(operation['producer']) ?? ''}|${method.unversioned}|${projectOf(record)}`;
  if (last) return { key, part: 'end' };
  return { key, part: first ? 'begin' : 'middle' };
}

function foldByAnswer(record: JsonObject, payload: JsonObject, method: GoogleMethod): RecordHead['fold'] {
  const response = payload['response'];
  const name = text(member(response, 'name'));
  if (!name?.startsWith('operation-') || !member(response, 'operationType')) return undefined;
  const key = `${name}|compute.googleapis.com|${method.unversioned}|${projectOf(record)}`;
  return { key, part: member(response, 'status') === 'DONE' ? 'end' : 'begin' };
}

/** BigQuery and CSV write booleans as text. */
function isTrue(value: Json | undefined): boolean {
  return value === true || value === 'true';
}

/** `projects/p/logs/…` gives `projects/p`. */
function projectOf(record: JsonObject): string {
  const logName = text(record['logName']) ?? '';
  return logName.slice(0, logName.indexOf('/logs/'));
}

const otherPayload: NotAnActivity = Object.freeze({ outcome: 'skipped', reason: 'other-payload' });

/** Everything without a `protoPayload`; the common case never comes here. */
function unusual(value: JsonObject, origin: RecordOrigin): Recognised | undefined {
  if (isSentinelRow(value)) return restored(restoreSentinelRow(value), origin);
  const row = restoreColumnRow(value);
  if (row) return restored(row, origin);
  const payload = objectIn(value['protoPayload']);
  if (payload) return entry({ ...value, protoPayload: payload }, payload, origin);
  return otherEntry(value);
}

function restored(record: JsonObject, origin: RecordOrigin): Recognised | undefined {
  const payload = own(record, 'protoPayload');
  return isObject(payload) ? entry(record, payload, origin) : undefined;
}

/** Entries of Cloud Logging that are not audit logs. */
function otherEntry(value: JsonObject): NotAnActivity | undefined {
  const logName = text(value['logName']) ?? text(value['log_name']);
  if (!logName || !('insertId' in value || 'insert_id' in value || 'resource' in value)) return undefined;
  const type = member(value['resource'], 'type');
  if (logName.endsWith('vpc_flows')) return networkFlow;
  if (logName.endsWith('dns_queries')) return dnsQuery;
  if (type === 'http_load_balancer') return { outcome: 'skipped', reason: 'load-balancer-log' };
  if ('textPayload' in value || 'text_payload' in value)
    return { outcome: 'skipped', reason: 'text-payload' };
  return { outcome: 'skipped', reason: 'json-payload' };
}

function shown(value: Json | undefined): string {
  return value === undefined ? 'absent' : JSON.stringify(value).slice(0, 80);
}
