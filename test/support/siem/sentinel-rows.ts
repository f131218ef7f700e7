import { isObject, type Json, type JsonObject, member } from '../../../src/core/json.ts';
import { partOfId } from './resource-id.ts';
import type { Row } from './row.ts';

/** A native record as Microsoft's connectors write it: the columns of their table reference, absent texts as ''. */
export interface TableRow {
  readonly table: string;
  readonly row: Row;
}

const text = (value: Json | undefined): string => {
  if (value === undefined || value === null) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
};
const at = (value: Json | undefined, ...path: readonly string[]): Json | undefined =>
  path.reduce<Json | undefined>((inner, key) => member(inner, key), value);
const time = (value: Json | undefined): number | null => {
  const stamp = Date.parse(text(value));
  return Number.isNaN(stamp) ? null : stamp;
};
const flag = (value: Json | undefined): boolean | null =>
  text(value) === '' ? null : text(value).toLowerCase() === 'true';

function cloudTrail(record: JsonObject): Row {
  const issuer = (key: string): string =>
    text(at(record, 'userIdentity', 'sessionContext', 'sessionIssuer', key));
  const who = (key: string): string => text(at(record, 'userIdentity', key));
  return {
    TimeGenerated: time(record['eventTime']),
    EventVersion: text(record['eventVersion']),
    EventTypeName: text(record['eventType']),
    EventSource: text(record['eventSource']),
    EventName: text(record['eventName']),
    AWSRegion: text(record['awsRegion']),
    SourceIpAddress: text(record['sourceIPAddress']),
    UserAgent: text(record['userAgent']),
    ErrorCode: text(record['errorCode']),
    ErrorMessage: text(record['errorMessage']),
    APIVersion: text(record['apiVersion']),
    RecipientAccountId: text(record['recipientAccountId']),
    AwsEventId: text(record['eventID']),
    AwsRequestId: text(record['requestID']),
    SharedEventId: text(record['sharedEventID']),
    VpcEndpointId: text(record['vpcEndpointId']),
    Category: text(record['eventCategory']),
    RequestParameters: text(record['requestParameters']),
    ResponseElements: text(record['responseElements']),
    AdditionalEventData: text(record['additionalEventData']),
    ServiceEventDetails: text(record['serviceEventDetails']),
    Resources: text(record['resources']),
    UserIdentityType: who('type'),
    UserIdentityPrincipalid: who('principalId'),
    UserIdentityArn: who('arn'),
    UserIdentityAccountId: who('accountId'),
    UserIdentityInvokedBy: who('invokedBy'),
    UserIdentityAccessKeyId: who('accessKeyId'),
    UserIdentityUserName: who('userName'),
    SessionIssuerType: issuer('type'),
    SessionIssuerPrincipalId: issuer('principalId'),
    SessionIssuerArn: issuer('arn'),
    SessionIssuerAccountId: issuer('accountId'),
    SessionIssuerUserName: issuer('userName'),
    ReadOnly: flag(record['readOnly']),
    ManagementEvent: flag(record['managementEvent']),
    SessionMfaAuthenticated: flag(
      at(record, 'userIdentity', 'sessionContext', 'attributes', 'mfaAuthenticated'),
    ),
    SessionCreationDate: time(at(record, 'userIdentity', 'sessionContext', 'attributes', 'creationDate')),
  };
}

const named = (value: Json | undefined): string => (isObject(value) ? text(value['value']) : text(value));
const object = (value: Json | undefined): Json => {
  if (typeof value !== 'string') return value ?? null;
  try {
    return JSON.parse(value) as Json;
  } catch {
    return null;
  }
};

const soap = 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/';

function activity(record: JsonObject, index: number): Row {
  const identity = record['identity'];
  const claims = object(record['claims'] ?? member(identity, 'claims'));
  const signature = text(record['resultSignature']);
  const caller = [record['caller'], member(claims, `${soap}upn`), member(claims, `${soap}name`)]
    .map((one) => text(one))
    .find((one) => one !== '');
  return {
    TimeGenerated: time(record['time'] ?? record['eventTimestamp']),
    OperationNameValue: named(record['operationName']),
    ActivityStatusValue: named(record['status']) || named(record['resultType']),
    ActivitySubstatusValue: named(record['subStatus']) || signature.slice(signature.lastIndexOf('.') + 1),
    CategoryValue: named(record['category']),
    ResourceProviderValue:
      named(record['resourceProviderName']) || named(record['operationName']).split('/')[0],
    ResourceGroup: text(record['resourceGroupName']) || partOfId(record, 'resourcegroups'),
    _ResourceId: text(record['resourceId']).toLowerCase(),
    SubscriptionId: text(record['subscriptionId']) || partOfId(record, 'subscriptions'),
    Caller: caller ?? '',
    CallerIpAddress: text(record['callerIpAddress'] ?? at(record, 'httpRequest', 'clientIpAddress')),
    CorrelationId: text(record['correlationId']),
    OperationId: text(record['operationId']),
    EventDataId: text(record['eventDataId']) || `row-${index}`,
    Level: text(record['level']),
    Properties_d: object(record['properties']),
    Claims_d: claims,
    Authorization_d: object(record['authorization'] ?? member(identity, 'authorization')),
    HTTPRequest: text(record['httpRequest']),
  };
}

function google(record: JsonObject): Row {
  const payload = (...path: readonly string[]): Json | undefined => at(record, 'protoPayload', ...path);
  return {
    TimeGenerated: time(record['receiveTimestamp'] ?? record['timestamp']),
    Timestamp: time(record['timestamp']),
    MethodName: text(payload('methodName')),
    ServiceName: text(payload('serviceName')),
    GCPResourceName: text(payload('resourceName')),
    GCPResourceType: text(at(record, 'resource', 'type')),
    ProjectId: text(at(record, 'resource', 'labels', 'project_id')),
    PrincipalEmail: text(payload('authenticationInfo', 'principalEmail')),
    NumResponseItems: text(payload('numResponseItems')),
    StatusMessage: text(payload('status', 'message')),
    LogName: text(record['logName']),
    InsertId: text(record['insertId']),
    Severity: text(record['severity']),
    AuthenticationInfo: payload('authenticationInfo') ?? null,
    AuthorizationInfo: payload('authorizationInfo') ?? null,
    RequestMetadata: payload('requestMetadata') ?? null,
    ResourceLocation: payload('resourceLocation') ?? null,
    Request: payload('request') ?? null,
    Response: payload('response') ?? null,
    Metadata: payload('metadata') ?? null,
    ServiceData: payload('serviceData') ?? null,
    Status: payload('status') ?? null,
  };
}

const directoryColumns = ['InitiatedBy', 'TargetResources', 'AdditionalDetails'];

function directory(record: JsonObject): Row {
  const properties = record['properties'];
  const upper = (name: string): string => `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
  const row: Record<string, unknown> = {
    TimeGenerated: time(record['time']),
    ActivityDateTime: time(member(properties, 'activityDateTime')),
  };
  for (const name of [
    'operationName',
    'category',
    'identity',
    'resultType',
    'resultDescription',
    'correlationId',
  ])
    row[upper(name)] = text(record[name]);
  for (const name of ['activityDisplayName', 'result', 'resultReason', 'loggedByService'])
    row[upper(name)] = text(member(properties, name));
  for (const name of directoryColumns)
    row[name] = member(properties, `${name.charAt(0).toLowerCase()}${name.slice(1)}`) ?? null;
  return row;
}

/** The row of a record, by the log that it is of. */
export function sentinelRow(service: string, record: JsonObject, index: number): TableRow {
  const made: Record<string, () => TableRow> = {
    cloudtrail: () => ({ table: 'AWSCloudTrail', row: cloudTrail(record) }),
    activitylogs: () => ({ table: 'AzureActivity', row: activity(record, index) }),
    auditlogs: () => ({ table: 'AuditLogs', row: directory(record) }),
    'gcp.audit': () => ({ table: 'GCPAuditLogs', row: google(record) }),
  };
  const make = made[service];
  if (!make) throw new Error(`no table for ${service}`);
  return make();
}

/** The columns that each table is known to have. */
export const sentinelColumns: Readonly<Record<string, readonly string[]>> = Object.fromEntries(
  ['cloudtrail', 'activitylogs', 'auditlogs', 'gcp.audit'].map((service) => {
    const { table, row } = sentinelRow(service, {}, 0);
    return [table, Object.keys(row)];
  }),
);
