import { isIP } from 'node:net';
import { isObject, type Json, type JsonObject, member } from '../../../src/core/json.ts';
import { partOfId } from './resource-id.ts';
import type { Row } from './row.ts';
import { exported } from './splunk-rows.ts';

/** Documents as the ingest pipelines of Elastic's integrations make them, with the fields that the conversions ask for and some more. */
export function elasticDocument(service: string, record: JsonObject, index: number): Row {
  const make: Record<string, () => Record<string, unknown>> = {
    cloudtrail: () => cloudTrail(record),
    activitylogs: () => activity(exported(record)),
    'gcp.audit': () => google(record),
  };
  const made = make[service]?.();
  if (!made) throw new Error(`no index for ${service}`);
  const fields = { ...made, _id: `id-${index}` };
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined && value !== null && value !== ''),
  );
}

export const elasticIndexes: Readonly<Record<string, string>> = {
  cloudtrail: 'logs-aws.cloudtrail-*',
  activitylogs: 'logs-azure.activitylogs-*',
  'gcp.audit': 'logs-gcp.audit-*',
};

/** An object as Java prints a map. */
export function javaText(value: Json): string {
  if (Array.isArray(value)) return `[${(value as Json[]).map(javaText).join(', ')}]`;
  if (!isObject(value)) return String(value);
  return `{${Object.entries(value)
    .map(([key, inner]) => `${key}=${javaText(inner)}`)
    .join(', ')}}`;
}

const at = (value: Json | undefined, ...path: readonly string[]): Json | undefined =>
  path.reduce<Json | undefined>((inner, key) => member(inner, key), value);
const printed = (value: Json | undefined): string | undefined =>
  value === undefined || value === null ? undefined : javaText(value);
const address = (value: Json | undefined): string | undefined =>
  typeof value === 'string' && isIP(value) > 0 ? value : undefined;
const plain = (value: Json | undefined): unknown =>
  value === undefined || value === null ? undefined : String(value);

function cloudTrail(record: JsonObject): Record<string, unknown> {
  const who = (...path: readonly string[]): unknown => plain(at(record, 'userIdentity', ...path));
  const issuer = (key: string): unknown => who('sessionContext', 'sessionIssuer', key);
  const trail = 'aws.cloudtrail';
  return {
    '@timestamp': Date.parse(String(record['eventTime'])),
    'event.action': record['eventName'],
    'event.provider': record['eventSource'],
    'event.id': record['eventID'],
    'cloud.region': record['awsRegion'],
    'cloud.account.id': who('accountId'),
    'source.address': record['sourceIPAddress'],
    'source.ip': address(record['sourceIPAddress']),
    'user_agent.original': record['userAgent'],
    'user.id': who('principalId'),
    'user.name': who('userName'),
    [`${trail}.error_code`]: record['errorCode'],
    [`${trail}.error_message`]: record['errorMessage'],
    [`${trail}.event_type`]: record['eventType'],
    [`${trail}.event_version`]: record['eventVersion'],
    [`${trail}.event_category`]: record['eventCategory'],
    [`${trail}.request_id`]: record['requestID'],
    [`${trail}.recipient_account_id`]: record['recipientAccountId'],
    [`${trail}.shared_event_id`]: record['sharedEventID'],
    [`${trail}.vpc_endpoint_id`]: record['vpcEndpointId'],
    [`${trail}.api_version`]: record['apiVersion'],
    [`${trail}.management_event`]: plain(record['managementEvent']),
    [`${trail}.read_only`]: record['readOnly'],
    [`${trail}.request_parameters`]: printed(record['requestParameters']),
    [`${trail}.response_elements`]: printed(record['responseElements']),
    [`${trail}.additional_eventdata`]: printed(record['additionalEventData']),
    [`${trail}.service_event_details`]: printed(record['serviceEventDetails']),
    [`${trail}.user_identity.type`]: who('type'),
    [`${trail}.user_identity.arn`]: who('arn'),
    [`${trail}.user_identity.access_key_id`]: who('accessKeyId'),
    [`${trail}.user_identity.invoked_by`]: who('invokedBy'),
    [`${trail}.user_identity.session_context.mfa_authenticated`]: who(
      'sessionContext',
      'attributes',
      'mfaAuthenticated',
    ),
    [`${trail}.user_identity.session_context.session_issuer.type`]: issuer('type'),
    [`${trail}.user_identity.session_context.session_issuer.principal_id`]: issuer('principalId'),
    [`${trail}.user_identity.session_context.session_issuer.arn`]: issuer('arn'),
    [`${trail}.user_identity.session_context.session_issuer.account_id`]: issuer('accountId'),
  };
}

function activity(record: JsonObject): Record<string, unknown> {
  const log = 'azure.activitylogs';
  const claims = at(record, 'identity', 'claims');
  const made: Record<string, unknown> = {
    '@timestamp': Date.parse(String(record['time'])),
    [`${log}.operation_name`]: record['operationName'],
    [`${log}.result_type`]: record['resultType'],
    [`${log}.result_signature`]: record['resultSignature'],
    [`${log}.event_category`]: at(record, 'properties', 'eventCategory') ?? record['category'],
    [`${log}.identity.authorization.action`]: at(record, 'identity', 'authorization', 'action'),
    [`${log}.identity.authorization.scope`]: at(record, 'identity', 'authorization', 'scope'),
    'azure.resource.id': record['resourceId'],
    'azure.resource.group': record['resourceGroupName'] ?? (partOfId(record, 'resourcegroups') || null),
    'azure.subscription_id': record['subscriptionId'] ?? (partOfId(record, 'subscriptions') || null),
    'azure.correlation_id': record['correlationId'],
    'source.ip': address(record['callerIpAddress']),
  };
  for (const [name, value] of Object.entries(isObject(claims) ? claims : {}))
    made[`${log}.identity.claims.${name.replaceAll('.', '_')}`] = plain(value);
  return made;
}

function google(record: JsonObject): Record<string, unknown> {
  const payload = (...path: readonly string[]): Json | undefined => at(record, 'protoPayload', ...path);
  const operation = record['operation'];
  const [first, last] = [
    String(member(operation, 'first')) === 'true',
    String(member(operation, 'last')) === 'true',
  ];
  const types = ['access'];
  if (isObject(operation) && first && !last) types.push('start');
  if (isObject(operation) && last && !first) types.push('end');
  const code = payload('status', 'code');
  return {
    '@timestamp': Date.parse(String(record['timestamp'])),
    'event.action': payload('methodName'),
    'event.id': record['insertId'],
    'event.type': types,
    'service.name': payload('serviceName'),
    'gcp.audit.resource_name': payload('resourceName'),
    'gcp.audit.status.code': code === undefined ? undefined : Number(code),
    'gcp.audit.status.message': payload('status', 'message'),
    'gcp.audit.logentry_operation.id': isObject(operation) && !(first && last) ? operation['id'] : undefined,
    'client.user.email': payload('authenticationInfo', 'principalEmail'),
    'client.user.id': payload('authenticationInfo', 'principalSubject'),
    'user_agent.original': payload('requestMetadata', 'callerSuppliedUserAgent'),
    'source.ip': address(payload('requestMetadata', 'callerIp')),
    'cloud.project.id': at(record, 'resource', 'labels', 'project_id'),
    'log.logger': record['logName'],
    'log.level': record['severity'],
  };
}

const soap = 'azure.activitylogs.identity.claims.http://schemas_xmlsoap_org/ws/2005/05/identity/claims';
const microsoft = 'azure.activitylogs.identity.claims.http://schemas_microsoft_com/identity/claims';
const claims = ['appid', 'appidacr', 'idtyp', 'xms_mirid'].map(
  (name) => `azure.activitylogs.identity.claims.${name}`,
);

/** Fields that an index has a mapping for. */
export function elasticFields(service: string): readonly string[] {
  const shaped =
    { cloudtrail: cloudTrail({}), activitylogs: activity({}), 'gcp.audit': google({}) }[service] ?? {};
  return [
    ...Object.keys(shaped),
    ...claims,
    `${soap}/upn`,
    `${soap}/spn`,
    `${microsoft}/scope`,
    `${microsoft}/objectidentifier`,
  ];
}
