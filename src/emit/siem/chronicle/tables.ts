import type { Table } from '../table.ts';

/** A field of the Unified Data Model. */
export interface UdmField {
  readonly path: string;
  readonly type: 'text' | 'ip';
  /** Whether there is a value can only be told by another field, as this condition of the event `$e`. */
  readonly filled?: string;
}

export interface UdmTable extends Table<UdmField> {
  readonly logType: string;
}

function fields(names: Readonly<Record<string, string>>): Record<string, UdmField> {
  return Object.fromEntries(
    Object.entries(names).map(([path, name]) => [path, { path: name, type: 'text' }]),
  );
}

const blocked = 'any $e.security_result.action = "BLOCK"';

/** Where Google's parsers put the members of records. */
const aws: UdmTable = {
  cloud: 'aws',
  services: ['cloudtrail'],
  name: 'AWS_CLOUDTRAIL',
  logType: 'AWS_CLOUDTRAIL',
  columns: {
    ...fields({
      eventName: 'metadata.product_event_type',
      eventSource: 'target.application',
      eventID: 'metadata.product_log_id',
      awsRegion: 'principal.location.name',
      userAgent: 'network.http.user_agent',
      'userIdentity.userName': 'principal.user.user_display_name',
      'userIdentity.principalId': 'principal.user.product_object_id',
    }),
    sourceIPAddress: { path: 'principal.ip', type: 'ip' },
    errorCode: { path: 'security_result.action', type: 'text', filled: blocked },
    errorMessage: { path: 'security_result.action', type: 'text', filled: blocked },
  },
  deep: {},
};

const azure: UdmTable = {
  cloud: 'azure',
  services: ['activitylogs'],
  name: 'AZURE_ACTIVITY',
  logType: 'AZURE_ACTIVITY',
  columns: {
    ...fields({
      'operationName.value': 'metadata.product_event_type',
      operationName: 'metadata.product_event_type',
      'properties.message': 'metadata.product_event_type',
      'status.value': 'security_result.description',
      status: 'security_result.description',
      resultType: 'security_result.description',
      resourceId: 'target.resource.name',
    }),
    callerIpAddress: { path: 'principal.ip', type: 'ip' },
    'httpRequest.clientIpAddress': { path: 'principal.ip', type: 'ip' },
  },
  deep: {},
};

const google: UdmTable = {
  cloud: 'gcp',
  services: ['gcp.audit'],
  name: 'GCP_CLOUDAUDIT',
  logType: 'GCP_CLOUDAUDIT',
  columns: {
    ...fields({
      'protoPayload.methodName': 'metadata.product_event_type',
      'protoPayload.serviceName': 'target.application',
      'protoPayload.resourceName': 'target.resource.name',
      'protoPayload.authenticationInfo.principalEmail': 'principal.user.email_addresses',
      'protoPayload.requestMetadata.callerSuppliedUserAgent': 'network.http.user_agent',
      severity: 'security_result.severity_details',
      insertId: 'metadata.product_log_id',
    }),
    'protoPayload.requestMetadata.callerIp': { path: 'principal.ip', type: 'ip' },
    'protoPayload.status.code': { path: 'security_result.action', type: 'text', filled: blocked },
  },
  deep: {},
};

export const tables: readonly UdmTable[] = [aws, azure, google];
