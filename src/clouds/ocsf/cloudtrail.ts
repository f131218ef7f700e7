import type { Json, JsonObject } from '../../core/json.ts';
import { at, listAt, objectAt, present, textAt, timeAt } from './event.ts';

/** `unmapped` keeps what OCSF has no place for, as an object or, in Parquet, as a list of names and values. */
function unmapped(event: JsonObject): (name: string) => Json | undefined {
  const object = objectAt(event, 'unmapped');
  if (object) return (name) => object[name] ?? undefined;
  const pairs = new Map<string, Json>();
  for (const pair of listAt(event, 'unmapped')) {
    const [key, value] = Array.isArray(pair)
      ? pair
      : [at(pair, 'key') ?? at(pair, 'name'), at(pair, 'value')];
    if (typeof key === 'string' && value !== undefined && value !== null) pairs.set(key, value as Json);
  }
  return (name) => pairs.get(name);
}

/**
 * Restores the CloudTrail record that Security Lake made an event of, by its mapping of CloudTrail to OCSF 1.1: bodies are
 * the JSON text of `api.request.data` and `api.response.data`, who it was stands in `actor`, the rest in `unmapped`.
 */
export function restoreCloudTrail(event: JsonObject): JsonObject {
  const rest = unmapped(event);
  const flag = (name: string): boolean | undefined => {
    const value = rest(name);
    return value === undefined ? undefined : String(value) === 'true';
  };
  const record = present({
    eventVersion: textAt(event, 'metadata.product.version') ?? '1.08',
    eventTime: timeAt(event),
    eventSource: textAt(event, 'api.service.name'),
    eventName: textAt(event, 'api.operation'),
    awsRegion: textAt(event, 'cloud.region'),
    sourceIPAddress:
      textAt(event, 'src_endpoint.ip') ??
      textAt(event, 'src_endpoint.domain') ??
      textAt(event, 'src_endpoint.svc_name'),
    userAgent: textAt(event, 'http_request.user_agent'),
    errorCode: textAt(event, 'api.response.error'),
    errorMessage: textAt(event, 'api.response.message') ?? textAt(event, 'api.response.error_message'),
    requestID: textAt(event, 'api.request.uid'),
    eventID: textAt(event, 'metadata.uid'),
    eventType: textAt(event, 'metadata.event_code') ?? textAt(event, 'metadata.log_name'),
    eventCategory: textAt(event, 'metadata.product.feature.name'),
    recipientAccountId: rest('recipientAccountId') ?? textAt(event, 'cloud.account.uid'),
    sharedEventID: rest('sharedEventID'),
    readOnly: flag('readOnly'),
    managementEvent: flag('managementEvent'),
    userIdentity: identity(event, rest),
    resources: resources(event),
  });
  return {
    ...record,
    requestParameters: objectAt(event, 'api.request.data') ?? null,
    responseElements: objectAt(event, 'api.response.data') ?? null,
  };
}

function identity(event: JsonObject, rest: (name: string) => Json | undefined): JsonObject | undefined {
  const session = objectAt(event, 'actor.session');
  const issuer = textAt(session, 'issuer');
  const mfa = at(session, 'is_mfa');
  const name = textAt(event, 'actor.user.name');
  const type = textAt(event, 'actor.user.type');
  const isRole = type === 'AssumedRole';
  return present({
    type,
    principalId: textAt(event, 'actor.user.uid_alt'),
    arn: textAt(event, 'actor.user.uid'),
    accountId: textAt(event, 'actor.user.account.uid') ?? textAt(event, 'actor.user.account_uid'),
    accessKeyId: textAt(event, 'actor.user.credential_uid'),
    userName: isRole ? undefined : name,
    invokedBy: textAt(event, 'actor.invoked_by'),
    sessionContext: present({
      attributes: present({
        mfaAuthenticated: typeof mfa === 'boolean' ? String(mfa) : undefined,
        creationDate: textAt(session, 'created_time_dt'),
      }),
      sessionIssuer: present({
        arn: issuer?.startsWith('arn:') ? issuer : undefined,
        type: rest('userIdentity.sessionContext.sessionIssuer.type'),
        principalId: rest('userIdentity.sessionContext.sessionIssuer.principalId'),
        accountId: rest('userIdentity.sessionContext.sessionIssuer.accountId'),
        userName: rest('userIdentity.sessionContext.sessionIssuer.userName'),
      }),
    }),
  });
}

function resources(event: JsonObject): Json | undefined {
  const list = listAt(event, 'resources').flatMap((resource) => {
    const restored = present({
      ARN: textAt(resource, 'uid'),
      type: textAt(resource, 'type'),
      accountId: textAt(resource, 'owner.account.uid') ?? textAt(resource, 'account_uid'),
    });
    return restored ? [restored] : [];
  });
  return list.length > 0 ? list : undefined;
}
