import type { Source } from '../../ir/nodes.ts';

/** Raised with every change of what a name stands for. */
export const aliasVersion = 1;

/** A plain string is a path. */
type Place = string | Source;

export interface AliasTable {
  readonly product: string;
  /** Absent: every service of the product. */
  readonly services?: readonly string[];
  readonly fields: Readonly<Record<string, readonly Place[]>>;
  /** Names that raw records do have, although other forms of the record have them elsewhere: not a repair. */
  readonly native?: readonly string[];
  /** The names at the top of raw records: a name that starts with none of them is repaired by `camelUnder`. */
  readonly top?: readonly string[];
  /** `A.b` may also stand in camel case, at the top or under this prefix (`properties.a.b`). */
  readonly camelUnder?: string;
  /** A prefix that the name may carry although the record has none (`data.` of Pub/Sub). */
  readonly strip?: string;
}

const azureOperation: readonly Place[] = [
  'operationName.value',
  'operationName',
  'OperationNameValue',
  'OperationName',
  'properties.activityDisplayName',
  'activityDisplayName',
];

const azureCategory: readonly Place[] = ['category.value', 'category', 'Category', 'CategoryValue'];

const azureResultType: readonly Place[] = [
  'resultType',
  'ResultType',
  'properties.status.errorCode',
  'status.errorCode',
];

const azureResultText: readonly Place[] = [
  'ResultDescription',
  'resultDescription',
  'properties.status.failureReason',
  'status.failureReason',
];

const signInOutcome = (path: string, otherwise?: string): Source => ({
  kind: 'mapped',
  path,
  cases: [{ when: '0', value: 'Success' }],
  ...(otherwise ? { otherwise } : {}),
});

const modifiedProperty = (key: string): Source => ({
  kind: 'pairs',
  path: 'properties.targetResources.modifiedProperties',
  name: 'displayName',
  value: 'newValue',
  key,
  unquote: true,
});

const workspaceParameter = (key: string): readonly Place[] => [
  { kind: 'pairs', path: 'protoPayload.metadata.event.parameter', name: 'name', value: 'value', key },
  { kind: 'pairs', path: 'events.parameters', name: 'name', value: 'value', key },
];

/**
 * Where the field names of public cloud rules are found in raw records. The names are those of Log Analytics, of the
 * Elastic module for Google Cloud, of Pub/Sub wrappers or of documentation pages; the records are diagnostic exports and
 * REST rows (Azure), log entries (Google) and CloudTrail records (AWS). The rule's own name is always tried first.
 */
export const aliasTables: readonly AliasTable[] = [
  {
    product: 'azure',
    fields: {
      operationName: azureOperation,
      OperationName: azureOperation,
      OperationNameValue: azureOperation,
      'properties.message': ['properties.message', ...azureOperation],
      category: azureCategory,
      Category: azureCategory,
      CategoryValue: azureCategory,
      ResourceProviderValue: [
        'resourceProviderName.value',
        { kind: 'segment', path: 'operationName.value', separator: '/', index: 0 },
        { kind: 'segment', path: 'operationName', separator: '/', index: 0 },
      ],
      ActivityDisplayName: ['properties.activityDisplayName', 'activityDisplayName', 'operationName'],
      activityType: ['properties.activityDisplayName', 'activityDisplayName', 'operationName'],
      ActivityType: ['properties.activityDisplayName', 'activityDisplayName', 'operationName'],
      ResultType: azureResultType,
      resultType: azureResultType,
      ResultDescription: azureResultText,
      Resultdescription: azureResultText,
      Initiatedby: [
        'properties.initiatedBy.user.userPrincipalName',
        'initiatedBy.user.userPrincipalName',
        'properties.initiatedBy.app.displayName',
      ],
      'ConsentContext.IsAdminConsent': [modifiedProperty('ConsentContext.IsAdminConsent')],
      'additionalDetails.additionalInfo': [
        {
          kind: 'pairs',
          path: 'properties.additionalDetails',
          name: 'key',
          value: 'value',
          key: 'additionalInfo',
        },
      ],
      'DeviceDetail.trusttype': ['properties.deviceDetail.trustType', 'deviceDetail.trustType'],
      ClientApp: ['properties.clientAppUsed', 'clientAppUsed'],
      Username: ['properties.userPrincipalName', 'userPrincipalName'],
    },
    native: ['operationName', 'properties.message', 'category', 'resultType'],
    camelUnder: 'properties.',
    top: [
      'properties',
      'time',
      'resourceId',
      'operationName',
      'operationVersion',
      'category',
      'tenantId',
      'resultType',
      'resultSignature',
      'resultDescription',
      'durationMs',
      'callerIpAddress',
      'correlationId',
      'identity',
      'level',
      'location',
      'caller',
      'authorization',
      'claims',
      'eventTimestamp',
      'status',
      'subStatus',
      'resourceGroupName',
      'resourceProviderName',
      'resourceType',
      'subscriptionId',
      'httpRequest',
    ],
  },
  {
    product: 'azure',
    services: ['signinlogs'],
    fields: {
      Status: [
        signInOutcome('properties.status.errorCode'),
        signInOutcome('status.errorCode'),
        'properties.status.additionalDetails',
        'status.additionalDetails',
        signInOutcome('resultType', 'Failure'),
      ],
    },
  },
  {
    product: 'azure',
    services: ['auditlogs', 'pim'],
    fields: {
      Status: [
        { kind: 'union', path: 'properties.result', also: ['properties.resultReason'] },
        { kind: 'union', path: 'result', also: ['resultReason'] },
        'resultType',
      ],
    },
  },
  {
    product: 'azure',
    fields: { Status: ['properties.result', 'status.value', 'status', 'resultType'] },
  },
  {
    product: 'gcp',
    services: ['google_workspace.admin', 'google_workspace.login'],
    fields: {
      eventService: ['protoPayload.serviceName'],
      eventName: [
        'protoPayload.metadata.event.eventName',
        'events.name',
        { kind: 'segment', path: 'protoPayload.methodName', separator: '.', index: -1 },
      ],
      setting_name: workspaceParameter('SETTING_NAME'),
      new_value: workspaceParameter('NEW_VALUE'),
      'protoPayload.Servicename': ['protoPayload.serviceName'],
    },
  },
  {
    product: 'gcp',
    fields: {
      'gcp.audit.method_name': ['protoPayload.methodName', 'data.protoPayload.methodName'],
      'gcp.audit.service_name': ['protoPayload.serviceName', 'data.protoPayload.serviceName'],
      'gcp.audit.resource_name': ['protoPayload.resourceName', 'data.protoPayload.resourceName'],
      'data.protoPayload.resource.type': ['resource.type'],
      'data.protoPayload.logName': [{ kind: 'segment', path: 'logName', separator: '/', index: -1 }],
    },
    strip: 'data.',
  },
  {
    product: 'm365',
    fields: {
      eventSource: ['Workload', 'Source'],
      eventName: ['Name', 'Operation'],
      status: ['ResultStatus', 'Status'],
    },
  },
  {
    product: 'aws',
    fields: {
      src_ip: ['sourceIPAddress'],
      status: [{ kind: 'presence', path: 'errorCode', present: 'failure', absent: 'success' }],
    },
  },
];
