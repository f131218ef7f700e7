import { isObject, type Json, type JsonObject, member } from '../../core/json.ts';

/** What OCSF calls what an operation does; 99 is another. */
const activities: readonly (readonly [RegExp, number])[] = [
  [/^(?:Create|Run|Register|Copy|Allocate)/, 1],
  [/^(?:Describe|Get|List|Lookup)/, 2],
  [/^(?:Modify|Update|Attach|Detach|Start|Stop|Put|Associate)/, 3],
  [/^(?:Delete|Terminate|Deregister|Release)/, 4],
];
const API_ACTIVITY = 6003;

/** The event of OCSF 1.1 that Amazon Security Lake makes of a CloudTrail record. */
export function securityLakeEvent(record: JsonObject, time: number): JsonObject {
  const identity = record['userIdentity'];
  const context = member(identity, 'sessionContext');
  const issuer = member(context, 'sessionIssuer');
  const mfa = member(member(context, 'attributes'), 'mfaAuthenticated');
  const name = String(record['eventName']);
  const activity = activities.find(([pattern]) => pattern.test(name))?.[1] ?? 99;
  const isAddress = /^[\d.]+$|:/.test(String(record['sourceIPAddress']));
  const failed = record['errorCode'] !== undefined;
  return present({
    class_uid: API_ACTIVITY,
    class_name: 'API Activity',
    category_uid: 6,
    category_name: 'Application Activity',
    activity_id: activity,
    type_uid: API_ACTIVITY * 100 + activity,
    severity_id: 1,
    status_id: failed ? 2 : 1,
    status: failed ? 'Failure' : 'Success',
    time,
    metadata: {
      version: '1.1.0',
      uid: record['eventID'] ?? null,
      event_code: record['eventType'] ?? null,
      product: {
        name: 'CloudTrail',
        vendor_name: 'AWS',
        version: record['eventVersion'] ?? null,
        feature: { name: record['eventCategory'] ?? null },
      },
    },
    cloud: {
      provider: 'AWS',
      region: record['awsRegion'] ?? null,
      account: { uid: record['recipientAccountId'] ?? null },
    },
    api: present({
      operation: name,
      service: { name: record['eventSource'] ?? null },
      request: { uid: record['requestID'] ?? null, data: bodyOf(record['requestParameters']) },
      response: present({
        error: record['errorCode'],
        message: record['errorMessage'],
        data: bodyOf(record['responseElements']),
      }),
    }),
    actor: present({
      invoked_by: member(identity, 'invokedBy'),
      user: present({
        type: member(identity, 'type'),
        uid: member(identity, 'arn'),
        uid_alt: member(identity, 'principalId'),
        credential_uid: member(identity, 'accessKeyId'),
        name: member(identity, 'userName'),
        account: { uid: member(identity, 'accountId') ?? null },
      }),
      session: present({
        issuer: member(issuer, 'arn'),
        is_mfa: mfa === undefined ? undefined : mfa === 'true',
        created_time_dt: member(member(context, 'attributes'), 'creationDate'),
      }),
    }),
    src_endpoint: isAddress
      ? { ip: record['sourceIPAddress'] ?? null }
      : { domain: record['sourceIPAddress'] ?? null },
    http_request: { user_agent: record['userAgent'] ?? null },
    unmapped: present({
      recipientAccountId: record['recipientAccountId'],
      readOnly: String(record['readOnly']),
      managementEvent: String(record['managementEvent']),
      'userIdentity.sessionContext.sessionIssuer.type': member(issuer, 'type'),
      'userIdentity.sessionContext.sessionIssuer.principalId': member(issuer, 'principalId'),
      'userIdentity.sessionContext.sessionIssuer.accountId': member(issuer, 'accountId'),
      'userIdentity.sessionContext.sessionIssuer.userName': member(issuer, 'userName'),
    }),
  });
}

function bodyOf(value: Json | undefined): Json {
  return isObject(value) ? JSON.stringify(value) : null;
}

function present(members: Readonly<Record<string, Json | undefined>>): JsonObject {
  return Object.fromEntries(
    Object.entries(members).filter(
      (entry): entry is [string, Json] => entry[1] !== undefined && entry[1] !== null,
    ),
  );
}
