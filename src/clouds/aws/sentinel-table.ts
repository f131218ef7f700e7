import { type Json, type JsonObject, own, text } from '../../core/json.ts';

/** Columns of the AWSCloudTrail table that are members of the record, by the record's name. */
const members: Readonly<Record<string, string>> = {
  EventVersion: 'eventVersion',
  EventTypeName: 'eventType',
  EventSource: 'eventSource',
  EventName: 'eventName',
  AWSRegion: 'awsRegion',
  AwsRegion: 'awsRegion',
  SourceIpAddress: 'sourceIPAddress',
  UserAgent: 'userAgent',
  ErrorCode: 'errorCode',
  ErrorMessage: 'errorMessage',
  RequestParameters: 'requestParameters',
  ResponseElements: 'responseElements',
  AdditionalEventData: 'additionalEventData',
  ServiceEventDetails: 'serviceEventDetails',
  Resources: 'resources',
  ReadOnly: 'readOnly',
  ManagementEvent: 'managementEvent',
  APIVersion: 'apiVersion',
  RecipientAccountId: 'recipientAccountId',
  AwsEventId: 'eventID',
  AwsRequestId: 'requestID',
  AwsRequestId_: 'requestID',
  SharedEventId: 'sharedEventID',
  VpcEndpointId: 'vpcEndpointId',
  Category: 'eventCategory',
};

const identityMembers: Readonly<Record<string, string>> = {
  UserIdentityType: 'type',
  UserIdentityPrincipalid: 'principalId',
  UserIdentityPrincipalId: 'principalId',
  UserIdentityArn: 'arn',
  UserIdentityAccountId: 'accountId',
  UserIdentityInvokedBy: 'invokedBy',
  UserIdentityAccessKeyId: 'accessKeyId',
  UserIdentityUserName: 'userName',
};

const issuerMembers: Readonly<Record<string, string>> = {
  SessionIssuerType: 'type',
  SessionIssuerPrincipalId: 'principalId',
  SessionIssuerArn: 'arn',
  SessionIssuerAccountId: 'accountId',
  SessionIssuerUserName: 'userName',
};

/** True for a row of Microsoft Sentinel's AWSCloudTrail table. */
export function isSentinelRow(row: JsonObject): boolean {
  if (typeof row['EventName'] !== 'string' || typeof row['EventSource'] !== 'string') return false;
  return (
    'AwsEventId' in row ||
    'UserIdentityType' in row ||
    'UserIdentityArn' in row ||
    row['Type'] === 'AWSCloudTrail'
  );
}

/**
 * Restores a row of the AWSCloudTrail table, as JSON or as the strings of a CSV export, to the native record. The columns
 * are those of Microsoft's table reference; `TimeGenerated` is the time of the event.
 */
export function restoreSentinelRow(row: JsonObject): JsonObject {
  const attributes = compact([
    ['mfaAuthenticated', lower(row['SessionMfaAuthenticated'])],
    ['creationDate', row['SessionCreationDate']],
  ]);
  const sessionContext = compact([
    ['sessionIssuer', pick(row, issuerMembers)],
    ['attributes', attributes],
    ['ec2RoleDelivery', row['EC2RoleDelivery']],
  ]);
  const userIdentity = { ...pick(row, identityMembers), ...compact([['sessionContext', sessionContext]]) };
  return {
    ...pick(row, members),
    ...compact([['readOnly', flag(row['ReadOnly'])]]),
    eventTime: own(row, 'TimeGenerated') ?? null,
    ...compact([['userIdentity', userIdentity]]),
  };
}

function pick(row: JsonObject, names: Readonly<Record<string, string>>): JsonObject {
  return compact(Object.entries(names).map(([column, name]) => [name, own(row, column)]));
}

/** Without the members that the table leaves empty; an object that is empty itself counts as such. */
function compact(entries: readonly (readonly [string, Json | undefined])[]): JsonObject {
  const kept: [string, Json][] = [];
  for (const [name, value] of entries) {
    if (value === undefined || value === null || value === '') continue;
    if (typeof value === 'object' && Object.keys(value).length === 0) continue;
    kept.push([name, value]);
  }
  return Object.fromEntries(kept);
}

function lower(value: Json | undefined): Json | undefined {
  return typeof value === 'boolean' ? String(value) : text(value)?.toLowerCase();
}

function flag(value: Json | undefined): Json | undefined {
  const word = lower(value);
  return word === undefined ? undefined : word === 'true';
}
