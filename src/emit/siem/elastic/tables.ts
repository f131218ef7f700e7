import type { Step } from '../condition.ts';
import type { Table } from '../table.ts';

/** A field of Elastic's integrations. `map` is an object as Java prints it: `{attribute=userData, items=[{a=1}]}`. */
export interface EsqlField {
  readonly name: string;
  readonly type: 'keyword' | 'ip' | 'long' | 'boolean' | 'date' | 'map' | 'claims';
  /** The field of the type that networks are asked of. */
  readonly ip?: string;
  /** What says that the member is true, where no field has it. */
  readonly isTrue?: string;
}

export interface EsqlTable extends Table<EsqlField> {
  readonly index: string;
  /** Columns by which rows of one operation are put together, as expressions. */
  readonly fold?: readonly (readonly [name: string, expression: string])[];
  /** What is kept of the rows of an operation. */
  readonly kept?: readonly string[];
}

function fields(type: EsqlField['type'], names: Readonly<Record<string, string>>): Record<string, EsqlField> {
  return Object.fromEntries(Object.entries(names).map(([path, name]) => [path, { name, type }]));
}

const trail = 'aws.cloudtrail';
const issuer = 'userIdentity.sessionContext.sessionIssuer';

/** Elastic's integration for AWS: the exported fields of `aws.cloudtrail`. */
const aws: EsqlTable = {
  cloud: 'aws',
  services: ['cloudtrail'],
  name: 'logs-aws.cloudtrail-*',
  index: 'logs-aws.cloudtrail-*',
  note: 'texts of parameters are read as far as the index keeps them (ignore_above)',
  columns: {
    ...fields('keyword', {
      eventName: 'event.action',
      eventSource: 'event.provider',
      eventID: 'event.id',
      awsRegion: 'cloud.region',
      userAgent: 'user_agent.original',
      errorCode: `${trail}.error_code`,
      errorMessage: `${trail}.error_message`,
      eventType: `${trail}.event_type`,
      eventVersion: `${trail}.event_version`,
      eventCategory: `${trail}.event_category`,
      requestID: `${trail}.request_id`,
      recipientAccountId: `${trail}.recipient_account_id`,
      sharedEventID: `${trail}.shared_event_id`,
      vpcEndpointId: `${trail}.vpc_endpoint_id`,
      apiVersion: `${trail}.api_version`,
      managementEvent: `${trail}.management_event`,
      'userIdentity.type': `${trail}.user_identity.type`,
      'userIdentity.arn': `${trail}.user_identity.arn`,
      'userIdentity.accessKeyId': `${trail}.user_identity.access_key_id`,
      'userIdentity.invokedBy': `${trail}.user_identity.invoked_by`,
      'userIdentity.principalId': 'user.id',
      'userIdentity.userName': 'user.name',
      'userIdentity.accountId': 'cloud.account.id',
      'userIdentity.sessionContext.attributes.mfaAuthenticated': `${trail}.user_identity.session_context.mfa_authenticated`,
      [`${issuer}.type`]: `${trail}.user_identity.session_context.session_issuer.type`,
      [`${issuer}.principalId`]: `${trail}.user_identity.session_context.session_issuer.principal_id`,
      [`${issuer}.arn`]: `${trail}.user_identity.session_context.session_issuer.arn`,
      [`${issuer}.accountId`]: `${trail}.user_identity.session_context.session_issuer.account_id`,
    }),
    ...fields('boolean', { readOnly: `${trail}.read_only` }),
    ...fields('date', { eventTime: '@timestamp' }),
    sourceIPAddress: { name: 'source.address', type: 'keyword', ip: 'source.ip' },
  },
  deep: fields('map', {
    requestParameters: `${trail}.request_parameters`,
    responseElements: `${trail}.response_elements`,
    additionalEventData: `${trail}.additional_eventdata`,
    serviceEventDetails: `${trail}.service_event_details`,
  }),
};

const log = 'azure.activitylogs';

/** Elastic's integration for Azure: the record of a diagnostic setting. Its `properties` are flattened, which ES|QL cannot read. */
const azure: EsqlTable = {
  cloud: 'azure',
  services: ['activitylogs'],
  name: 'logs-azure.activitylogs-*',
  index: 'logs-azure.activitylogs-*',
  columns: {
    ...fields('keyword', {
      'operationName.value': `${log}.operation_name`,
      operationName: `${log}.operation_name`,
      'properties.message': `${log}.operation_name`,
      'status.value': `${log}.result_type`,
      status: `${log}.result_type`,
      resultType: `${log}.result_type`,
      resultSignature: `${log}.result_signature`,
      'category.value': `${log}.event_category`,
      category: `${log}.event_category`,
      'properties.eventCategory': `${log}.event_category`,
      resourceId: 'azure.resource.id',
      resourceGroupName: 'azure.resource.group',
      subscriptionId: 'azure.subscription_id',
      correlationId: 'azure.correlation_id',
      'identity.authorization.action': `${log}.identity.authorization.action`,
      'identity.authorization.scope': `${log}.identity.authorization.scope`,
    }),
    ...fields('ip', { callerIpAddress: 'source.ip', 'httpRequest.clientIpAddress': 'source.ip' }),
    ...fields('date', { time: '@timestamp', eventTimestamp: '@timestamp' }),
  },
  note: 'claims are fields only where a record had them; ES|QL refuses a query that names a field that no index has',
  deep: fields('claims', {
    claims: `${log}.identity.claims`,
    'identity.claims': `${log}.identity.claims`,
  }),
  fold: [
    ['correlation', 'COALESCE(azure.correlation_id, _id)'],
    ['operation', `TO_LOWER(${log}.operation_name)`],
    ['resource', 'TO_LOWER(azure.resource.id)'],
  ],
  kept: ['source.ip', `${log}.result_type`],
};

const audit = 'gcp.audit';

/** Elastic's integration for Google Cloud. Requests and answers are flattened, which ES|QL cannot read. */
const google: EsqlTable = {
  cloud: 'gcp',
  services: ['gcp.audit'],
  name: 'logs-gcp.audit-*',
  index: 'logs-gcp.audit-*',
  columns: {
    ...fields('keyword', {
      'protoPayload.methodName': 'event.action',
      'protoPayload.serviceName': 'service.name',
      'protoPayload.resourceName': `${audit}.resource_name`,
      'protoPayload.status.message': `${audit}.status.message`,
      'protoPayload.authenticationInfo.principalEmail': 'client.user.email',
      'protoPayload.authenticationInfo.principalSubject': 'client.user.id',
      'protoPayload.requestMetadata.callerSuppliedUserAgent': 'user_agent.original',
      'resource.labels.project_id': 'cloud.project.id',
      'operation.id': `${audit}.logentry_operation.id`,
      logName: 'log.logger',
      severity: 'log.level',
      insertId: 'event.id',
    }),
    ...fields('long', { 'protoPayload.status.code': `${audit}.status.code` }),
    ...fields('ip', { 'protoPayload.requestMetadata.callerIp': 'source.ip' }),
    ...fields('date', { timestamp: '@timestamp' }),
    'operation.last': {
      name: 'event.type',
      type: 'boolean',
      isTrue: 'MV_CONCAT(event.type, ",") LIKE "*end*"',
    },
  },
  deep: {},
  fold: [
    ['operation', `COALESCE(${audit}.logentry_operation.id, event.id)`],
    ['method', 'event.action'],
  ],
  kept: ['client.user.email', 'source.ip', `${audit}.resource_name`, 'cloud.project.id'],
};

export const tables: readonly EsqlTable[] = [aws, azure, google];

/** Names of claims have dots, which the integration replaces. */
export function claimName(root: string, below: readonly Step[]): string {
  return [root, ...below.map(({ key }) => key.replaceAll('.', '_'))].join('.');
}
