import type { Table } from '../table.ts';

/** A column of a Log Analytics table. `json` is JSON in a string. */
export interface KqlColumn {
  readonly name: string;
  readonly type: 'string' | 'bool' | 'datetime' | 'dynamic' | 'json';
}

/** What rows of one operation share, as expressions; and what tells rows apart that share nothing. */
export interface KqlTable extends Table<KqlColumn> {
  readonly fold?: readonly string[];
  /** What tells a row from all others. */
  readonly id: string;
}

function columns(
  type: KqlColumn['type'],
  names: Readonly<Record<string, string>>,
): Record<string, KqlColumn> {
  return Object.fromEntries(Object.entries(names).map(([path, name]) => [path, { name, type }]));
}

const issuer = 'userIdentity.sessionContext.sessionIssuer';

/** Columns as Microsoft's table reference has them. */
const aws: KqlTable = {
  cloud: 'aws',
  services: ['cloudtrail'],
  name: 'AWSCloudTrail',
  id: 'AwsEventId',
  columns: {
    ...columns('string', {
      eventVersion: 'EventVersion',
      eventType: 'EventTypeName',
      eventSource: 'EventSource',
      eventName: 'EventName',
      awsRegion: 'AWSRegion',
      sourceIPAddress: 'SourceIpAddress',
      userAgent: 'UserAgent',
      errorCode: 'ErrorCode',
      errorMessage: 'ErrorMessage',
      apiVersion: 'APIVersion',
      recipientAccountId: 'RecipientAccountId',
      eventID: 'AwsEventId',
      requestID: 'AwsRequestId',
      sharedEventID: 'SharedEventId',
      vpcEndpointId: 'VpcEndpointId',
      eventCategory: 'Category',
      'userIdentity.type': 'UserIdentityType',
      'userIdentity.principalId': 'UserIdentityPrincipalid',
      'userIdentity.arn': 'UserIdentityArn',
      'userIdentity.accountId': 'UserIdentityAccountId',
      'userIdentity.invokedBy': 'UserIdentityInvokedBy',
      'userIdentity.accessKeyId': 'UserIdentityAccessKeyId',
      'userIdentity.userName': 'UserIdentityUserName',
      [`${issuer}.type`]: 'SessionIssuerType',
      [`${issuer}.principalId`]: 'SessionIssuerPrincipalId',
      [`${issuer}.arn`]: 'SessionIssuerArn',
      [`${issuer}.accountId`]: 'SessionIssuerAccountId',
      [`${issuer}.userName`]: 'SessionIssuerUserName',
    }),
    ...columns('bool', {
      readOnly: 'ReadOnly',
      managementEvent: 'ManagementEvent',
      'userIdentity.sessionContext.attributes.mfaAuthenticated': 'SessionMfaAuthenticated',
    }),
    ...columns('datetime', {
      eventTime: 'TimeGenerated',
      'userIdentity.sessionContext.attributes.creationDate': 'SessionCreationDate',
    }),
  },
  deep: columns('json', {
    requestParameters: 'RequestParameters',
    responseElements: 'ResponseElements',
    additionalEventData: 'AdditionalEventData',
    serviceEventDetails: 'ServiceEventDetails',
    resources: 'Resources',
  }),
};

const azure: KqlTable = {
  cloud: 'azure',
  services: ['activitylogs'],
  name: 'AzureActivity',
  id: 'EventDataId',
  columns: {
    ...columns('string', {
      'operationName.value': 'OperationNameValue',
      operationName: 'OperationNameValue',
      'properties.message': 'OperationNameValue',
      'status.value': 'ActivityStatusValue',
      status: 'ActivityStatusValue',
      resultType: 'ActivityStatusValue',
      'subStatus.value': 'ActivitySubstatusValue',
      subStatus: 'ActivitySubstatusValue',
      'category.value': 'CategoryValue',
      category: 'CategoryValue',
      'properties.eventCategory': 'CategoryValue',
      'resourceProviderName.value': 'ResourceProviderValue',
      resourceGroupName: 'ResourceGroup',
      resourceId: '_ResourceId',
      subscriptionId: 'SubscriptionId',
      caller: 'Caller',
      callerIpAddress: 'CallerIpAddress',
      'httpRequest.clientIpAddress': 'CallerIpAddress',
      correlationId: 'CorrelationId',
      operationId: 'OperationId',
      eventDataId: 'EventDataId',
      level: 'Level',
    }),
    ...columns('datetime', { time: 'TimeGenerated', eventTimestamp: 'TimeGenerated' }),
  },
  deep: {
    ...columns('dynamic', {
      properties: 'Properties_d',
      claims: 'Claims_d',
      'identity.claims': 'Claims_d',
      authorization: 'Authorization_d',
      'identity.authorization': 'Authorization_d',
    }),
    ...columns('json', { httpRequest: 'HTTPRequest' }),
  },
  fold: [
    'Correlation_ = iff(isempty(CorrelationId), EventDataId, CorrelationId)',
    'Operation_ = tolower(OperationNameValue)',
    'Resource_ = tolower(_ResourceId)',
  ],
};

const google: KqlTable = {
  cloud: 'gcp',
  services: ['gcp.audit'],
  name: 'GCPAuditLogs',
  id: 'InsertId',
  columns: {
    ...columns('string', {
      'protoPayload.methodName': 'MethodName',
      'protoPayload.serviceName': 'ServiceName',
      'protoPayload.resourceName': 'GCPResourceName',
      'protoPayload.authenticationInfo.principalEmail': 'PrincipalEmail',
      'protoPayload.numResponseItems': 'NumResponseItems',
      'protoPayload.status.message': 'StatusMessage',
      'resource.type': 'GCPResourceType',
      'resource.labels.project_id': 'ProjectId',
      logName: 'LogName',
      insertId: 'InsertId',
      severity: 'Severity',
    }),
    ...columns('datetime', { timestamp: 'Timestamp', receiveTimestamp: 'TimeGenerated' }),
  },
  deep: columns('dynamic', {
    'protoPayload.authenticationInfo': 'AuthenticationInfo',
    'protoPayload.authorizationInfo': 'AuthorizationInfo',
    'protoPayload.requestMetadata': 'RequestMetadata',
    'protoPayload.resourceLocation': 'ResourceLocation',
    'protoPayload.request': 'Request',
    'protoPayload.response': 'Response',
    'protoPayload.metadata': 'Metadata',
    'protoPayload.serviceData': 'ServiceData',
    'protoPayload.status': 'Status',
  }),
  fold: [
    'Operation_ = strcat(GCPResourceName, " ", PrincipalEmail)',
    'Method_ = MethodName',
    'Span_ = bin(Timestamp, 15m)',
  ],
  foldNote:
    'entries of one operation are told by resource, caller, method and quarter of an hour, and its end by its answer: GCPAuditLogs has neither ids of operations nor what says which entry is the last',
};

function pascal(prefix: string, names: string): Record<string, string> {
  return Object.fromEntries(
    names.split(' ').map((name) => [`${prefix}${name.charAt(0).toLowerCase()}${name.slice(1)}`, name]),
  );
}

const directory: KqlTable = {
  cloud: 'azure',
  services: ['auditlogs'],
  name: 'AuditLogs',
  id: 'CorrelationId',
  columns: {
    ...columns('string', {
      ...pascal('properties.', 'ActivityDisplayName Result ResultReason LoggedByService'),
      ...pascal('', 'OperationName Category Identity ResultType ResultDescription CorrelationId'),
    }),
    ...columns('datetime', { time: 'TimeGenerated', 'properties.activityDateTime': 'ActivityDateTime' }),
  },
  deep: columns('dynamic', pascal('properties.', 'InitiatedBy TargetResources AdditionalDetails')),
};

const signIns: KqlTable = {
  cloud: 'azure',
  services: ['signinlogs'],
  name: 'SigninLogs',
  id: 'CorrelationId',
  columns: {
    ...columns('string', {
      ...pascal(
        'properties.',
        'AppDisplayName AppId AuthenticationRequirement ClientAppUsed ConditionalAccessStatus CrossTenantAccessType ' +
          'ResourceDisplayName ResourceTenantId HomeTenantId RiskDetail RiskEventTypes RiskLevelAggregated ' +
          'RiskLevelDuringSignIn RiskState UserAgent UserDisplayName UserId UserPrincipalName UserType',
      ),
      ...pascal('', 'OperationName Category Identity ResultType ResultDescription CorrelationId'),
      'properties.ipAddress': 'IPAddress',
      callerIpAddress: 'IPAddress',
    }),
    ...columns('bool', pascal('properties.', 'IsRisky')),
    ...columns('datetime', { time: 'TimeGenerated', 'properties.createdDateTime': 'CreatedDateTime' }),
  },
  deep: columns(
    'dynamic',
    pascal(
      'properties.',
      'AuthenticationDetails ConditionalAccessPolicies DeviceDetail LocationDetails MfaDetail ' +
        'NetworkLocationDetails Status AuthenticationProcessingDetails',
    ),
  ),
};

export const tables: readonly KqlTable[] = [aws, azure, google, directory, signIns];
