import { isObject, type Json, type JsonObject, member } from '../../../src/core/json.ts';
import { partOfId } from './resource-id.ts';
import type { Row } from './row.ts';
import { exported } from './splunk-rows.ts';

const at = (value: Json | undefined, ...path: readonly string[]): Json =>
  path.reduce<Json | undefined>((inner, key) => member(inner, key), value) ?? null;
const present = (value: Json): unknown => (value === null || value === '' ? null : String(value));

/** An event as a log source type of QRadar keeps it: the payload, and the properties that conversions take for granted. */
export function qradarEvent(service: string, record: JsonObject): Row {
  const shaped = service === 'activitylogs' ? exported(record) : record;
  const payload = JSON.stringify(shaped);
  if (service === 'cloudtrail')
    return {
      devicetype: 'Amazon AWS CloudTrail',
      payload,
      devicetime: Date.parse(String(record['eventTime'])),
      sourceip: present(at(record, 'sourceIPAddress')),
      username: present(
        at(record, 'userIdentity', 'userName') ??
          at(record, 'userIdentity', 'sessionContext', 'sessionIssuer', 'userName') ??
          at(record, 'userIdentity', 'principalId'),
      ),
      'Event Name': present(at(record, 'eventName')),
      'Event Source': present(at(record, 'eventSource')),
      Region: present(at(record, 'awsRegion')),
    };
  if (service === 'gcp.audit')
    return {
      devicetype: 'Google Cloud Audit Logs',
      payload,
      devicetime: Date.parse(String(record['timestamp'])),
      sourceip: present(at(record, 'protoPayload', 'requestMetadata', 'callerIp')),
      username: present(at(record, 'protoPayload', 'authenticationInfo', 'principalEmail')),
      'Event Name': present(at(record, 'protoPayload', 'methodName')),
      'Event Source': present(at(record, 'protoPayload', 'serviceName')),
      'Operation ID': present(
        isObject(record['operation']) ? at(record, 'operation', 'id') : at(record, 'insertId'),
      ),
    };
  return {
    devicetype: service === 'activitylogs' ? 'Microsoft Azure Platform' : 'Microsoft Azure Active Directory',
    payload,
    devicetime: Date.parse(String(shaped['time'])),
    sourceip: present(at(shaped, 'callerIpAddress')),
    Operation: present(at(shaped, 'operationName')),
    ResultType: present(at(shaped, 'resultType')),
    Resource: present(at(shaped, 'resourceId')),
    ResourceGroup: present(at(shaped, 'resourceGroupName') ?? partOfId(shaped, 'resourcegroups')),
    SubscriptionId: present(at(shaped, 'subscriptionId') ?? partOfId(shaped, 'subscriptions')),
    'Correlation ID': present(at(shaped, 'correlationId')),
  };
}

export const qradarProperties: readonly string[] = [
  ...['Event Name', 'Event Source', 'Region', 'Operation ID', 'Operation', 'ResultType', 'Resource'],
  ...['ResourceGroup', 'SubscriptionId', 'Correlation ID'],
];
