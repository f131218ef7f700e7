import { digest } from '../../core/digest.ts';
import { isObject, type Json, type JsonObject, member, text } from '../../core/json.ts';
import { findAws } from '../catalogue-index.ts';
import type { NotAnActivity, RecordHead, RecordOrigin } from '../definition.ts';
import { dnsQuery, networkFlow } from '../network-records.ts';
import { recordTime } from '../time.ts';
import { restoreColumnRow } from './column-row.ts';
import { parseJsonColumns } from './json-columns.ts';
import { isSentinelRow, restoreSentinelRow } from './sentinel-table.ts';

const logsource = Object.freeze({ product: 'aws', service: 'cloudtrail' });
const amazonName = /\.amazonaws\.com(?:\.cn)?$/;

/**
 * Recognises CloudTrail by its members, in every shape that reaches us after the envelopes are off: the native record,
 * the same with its bodies as JSON text (CloudTrail Lake), rows of lower-case or snake-case columns (Athena), rows of
 * Sentinel's AWSCloudTrail table. undefined: not AWS. Never throws.
 */
export function recogniseAws(
  value: JsonObject,
  origin: RecordOrigin,
): RecordHead | NotAnActivity | undefined {
  const eventName = value['eventName'];
  const eventSource = value['eventSource'];
  if (typeof eventName === 'string' && typeof eventSource === 'string') {
    return looksNative(value, eventSource) ? native(value, eventName, eventSource, origin) : undefined;
  }
  return unusual(value, eventName, eventSource, origin);
}

function looksNative(value: JsonObject, eventSource: string): boolean {
  if (eventSource.startsWith('aws:')) return true;
  return eventSource.endsWith('.amazonaws.com') || amazonName.test(eventSource) || hasTrailMembers(value);
}

function hasTrailMembers(value: JsonObject): boolean {
  return 'userIdentity' in value && ('eventVersion' in value || 'awsRegion' in value || 'eventID' in value);
}

function native(
  value: JsonObject,
  eventName: string,
  eventSource: string,
  origin: RecordOrigin,
): RecordHead | NotAnActivity {
  if (eventSource.startsWith('aws:')) {
    return {
      outcome: 'skipped',
      reason: eventSource === 'aws:s3' ? 's3-notification' : 'service-notification',
    };
  }
  if (isInsight(value)) return insight;
  if (eventName === '') return { outcome: 'rejected', reason: 'no-name' };
  const time = recordTime(value['eventTime']);
  if (time === undefined)
    return { outcome: 'rejected', reason: 'no-time', detail: shown(value['eventTime']) };
  const record = parseJsonColumns(value);
  const entry = findAws(eventSource, eventName);
  const duplicate = duplicateKey(record);
  // Two literals and no spread: this runs for every record.
  return entry
    ? {
        provider: 'aws',
        record,
        origin,
        time,
        service: eventSource,
        operation: eventName,
        entry,
        logsource,
        duplicateKey: duplicate,
      }
    : {
        provider: 'aws',
        record,
        origin,
        time,
        service: eventSource,
        operation: eventName,
        logsource,
        duplicateKey: duplicate,
      };
}

const insight: NotAnActivity = Object.freeze({ outcome: 'skipped', reason: 'insight' });

function isInsight(value: JsonObject): boolean {
  return value['eventType'] === 'AwsCloudTrailInsight' || isObject(value['insightDetails']);
}

/** eventIDs are unique in one account's trail; the same event in two accounts has two ids and one sharedEventID. */
function duplicateKey(record: JsonObject): string {
  const id = text(record['eventID']);
  const account = text(record['recipientAccountId']) ?? '';
  return id ? `${account}/${id}` : digest('aws', JSON.stringify(record));
}

/** Everything that lacks the two native names as strings; the common case never comes here. */
function unusual(
  value: JsonObject,
  eventName: Json | undefined,
  eventSource: Json | undefined,
  origin: RecordOrigin,
): RecordHead | NotAnActivity | undefined {
  if (isSentinelRow(value)) return restored(restoreSentinelRow(value), origin);
  if ('eventname' in value || 'event_name' in value) {
    const row = restoreColumnRow(value);
    return row && restored(row, origin);
  }
  if (isInsight(value)) return insight;
  if ('digestS3Object' in value && 'digestStartTime' in value)
    return { outcome: 'skipped', reason: 'digest' };
  if ('query_timestamp' in value && 'query_name' in value) return dnsQuery;
  if (isFlowLog(value)) return networkFlow;
  if (!hasTrailMembers(value)) return undefined;
  if (typeof eventName === 'string' && eventSource === undefined) return native(value, eventName, '', origin);
  const amazon = typeof eventSource === 'string' && amazonName.test(eventSource);
  return amazon || 'eventVersion' in value ? { outcome: 'rejected', reason: 'no-name' } : undefined;
}

function restored(record: JsonObject, origin: RecordOrigin): RecordHead | NotAnActivity | undefined {
  const eventName = text(record['eventName']);
  const eventSource = text(record['eventSource']) ?? '';
  if (!eventName) return isInsight(record) ? insight : { outcome: 'rejected', reason: 'no-name' };
  return looksNative(record, eventSource) ? native(record, eventName, eventSource, origin) : undefined;
}

/** VPC and transit gateway flow logs, with names as in text, in Parquet, of Logs Insights and of Sentinel's AWSVPCFlow. */
function isFlowLog(value: JsonObject): boolean {
  const hasAddresses = flowAddresses.some((name) => name in value);
  return hasAddresses && flowMarks.some((name) => name in value);
}

const flowAddresses = ['srcaddr', 'dstaddr', 'srcAddr', 'SrcAddr', 'pkt-srcaddr', 'pkt_srcaddr'];
const flowMarks = [
  'interface-id',
  'interface_id',
  'interfaceId',
  'InterfaceId',
  'instance-id',
  'instance_id',
  'log-status',
  'log_status',
  'tgw-id',
  'tgw_id',
  'dstaddr',
  'dstAddr',
];

function shown(value: Json | undefined): string {
  return value === undefined ? 'absent' : JSON.stringify(value).slice(0, 80);
}

/** The account whose trail carries the record; for rows without it, the account of the identity. */
export function accountOf(record: JsonObject): string {
  return text(record['recipientAccountId']) ?? text(member(record['userIdentity'], 'accountId')) ?? 'unknown';
}
