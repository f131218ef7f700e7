import { isObject, type Json, type JsonObject, member } from '../../core/json.ts';

/** Columns of the usual Athena table that are texts; the others hold JSON. */
const athenaColumns = [
  'eventVersion',
  'userIdentity',
  'eventTime',
  'eventSource',
  'eventName',
  'awsRegion',
  'sourceIPAddress',
  'userAgent',
  'errorCode',
  'errorMessage',
  'requestParameters',
  'responseElements',
  'serviceEventDetails',
  'requestID',
  'eventID',
  'readOnly',
  'eventType',
  'recipientAccountId',
] as const;

/** A row of a table over a trail: the members as columns in lower case, structures as JSON. */
export function athenaRow(record: JsonObject): JsonObject {
  return Object.fromEntries(athenaColumns.map((name) => [name.toLowerCase(), written(record[name])]));
}

/** A row of Microsoft Sentinel's AWSCloudTrail table; column names are Microsoft's. */
export function sentinelRow(record: JsonObject): JsonObject {
  const identity = record['userIdentity'];
  const context = member(identity, 'sessionContext');
  const issuer = member(context, 'sessionIssuer');
  const attributes = member(context, 'attributes');
  const row: Readonly<Record<string, Json | undefined>> = {
    TimeGenerated: record['eventTime'],
    EventVersion: record['eventVersion'],
    EventTypeName: record['eventType'],
    EventSource: record['eventSource'],
    EventName: record['eventName'],
    AWSRegion: record['awsRegion'],
    SourceIpAddress: record['sourceIPAddress'],
    UserAgent: record['userAgent'],
    ErrorCode: record['errorCode'],
    ErrorMessage: record['errorMessage'],
    RequestParameters: written(record['requestParameters']),
    ResponseElements: written(record['responseElements']),
    ServiceEventDetails: written(record['serviceEventDetails']),
    ReadOnly: record['readOnly'],
    ManagementEvent: record['managementEvent'],
    RecipientAccountId: record['recipientAccountId'],
    AwsEventId: record['eventID'],
    AwsRequestId: record['requestID'],
    Category: record['eventCategory'],
    UserIdentityType: member(identity, 'type'),
    UserIdentityPrincipalid: member(identity, 'principalId'),
    UserIdentityArn: member(identity, 'arn'),
    UserIdentityAccountId: member(identity, 'accountId'),
    UserIdentityAccessKeyId: member(identity, 'accessKeyId'),
    UserIdentityUserName: member(identity, 'userName'),
    UserIdentityInvokedBy: member(identity, 'invokedBy'),
    SessionMfaAuthenticated: member(attributes, 'mfaAuthenticated'),
    SessionCreationDate: member(attributes, 'creationDate'),
    SessionIssuerType: member(issuer, 'type'),
    SessionIssuerPrincipalId: member(issuer, 'principalId'),
    SessionIssuerArn: member(issuer, 'arn'),
    SessionIssuerAccountId: member(issuer, 'accountId'),
    SessionIssuerUserName: member(issuer, 'userName'),
    Type: 'AWSCloudTrail',
  };
  return Object.fromEntries(Object.entries(row).map(([column, value]) => [column, value ?? '']));
}

function written(value: Json | undefined): Json {
  if (value === undefined || value === null) return '';
  return isObject(value) ? JSON.stringify(value) : value;
}
