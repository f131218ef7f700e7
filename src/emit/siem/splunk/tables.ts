import { exportedMembers } from '../diagnostic-setting.ts';
import type { Table } from '../table.ts';

/** A source type in Splunk: fields are named by the paths of the JSON that it holds. */
export interface SplTable extends Table<SplField> {
  /** What selects its events. */
  readonly search: string;
  /** Members that are objects: they have no field of their own. */
  readonly objects: readonly string[];
  /** Expressions that rows of one operation share. */
  readonly fold?: readonly string[];
}

/** A field, or what stands before the path of all fields. */
export interface SplField {
  readonly prefix: string;
}

const whole: Readonly<Record<string, SplField>> = { '': { prefix: '' } };

/** Splunk Add-on for AWS: the record as it is. */
const aws: SplTable = {
  cloud: 'aws',
  services: ['cloudtrail'],
  name: 'aws:cloudtrail',
  search: 'sourcetype="aws:cloudtrail"',
  note: 'put the index before the source type',
  columns: {},
  deep: whole,
  objects: [
    'requestParameters',
    'responseElements',
    'additionalEventData',
    'serviceEventDetails',
    'userIdentity',
  ],
};

const sameAs = (path: string): SplField => ({ prefix: `=${path}` });

/** Splunk Add-on for Microsoft Cloud Services: the record of a diagnostic setting. */
const azure: SplTable = {
  cloud: 'azure',
  services: ['activitylogs'],
  name: 'azure:monitor:activity',
  search: 'sourcetype="azure:monitor:activity"',
  note: 'put the index before the source type',
  columns: {
    'operationName.value': sameAs('operationName'),
    'properties.message': sameAs('operationName'),
    'status.value': sameAs('resultType'),
    status: sameAs('resultType'),
    'category.value': sameAs('properties.eventCategory'),
    category: sameAs('properties.eventCategory'),
    'httpRequest.clientIpAddress': sameAs('callerIpAddress'),
  },
  deep: exportedMembers({ prefix: '' }),
  objects: ['properties', 'identity'],
  fold: ['coalesce(correlationId, _cd)', 'lower(operationName)', 'lower(resourceId)'],
};

/** Splunk Add-on for Google Cloud Platform: the log entry below `data`. */
const google: SplTable = {
  cloud: 'gcp',
  services: ['gcp.audit'],
  name: 'google:gcp:pubsub:message',
  search: 'sourcetype="google:gcp:pubsub:message" "data.protoPayload.@type"="*AuditLog"',
  note: 'put the index before the source type',
  columns: {},
  deep: { '': { prefix: 'data.' } },
  objects: ['protoPayload', 'protoPayload.request', 'protoPayload.response', 'protoPayload.metadata'],
  fold: ["coalesce('data.operation.id', 'data.insertId')", "'data.protoPayload.methodName'"],
};

/** The logs of Entra ID by way of an event hub. */
const directory: SplTable = {
  cloud: 'azure',
  services: ['auditlogs', 'signinlogs', 'riskdetection', 'pim'],
  name: 'azure:monitor:aad',
  search: 'sourcetype="azure:monitor:aad"',
  note: 'put the index before the source type',
  columns: {
    'operationName.value': sameAs('operationName'),
    'properties.message': sameAs('operationName'),
    'category.value': sameAs('category'),
    category: sameAs('category'),
  },
  deep: exportedMembers({ prefix: '' }),
  objects: ['properties', 'properties.initiatedBy', 'properties.deviceDetail', 'properties.status'],
};

export const tables: readonly SplTable[] = [aws, azure, google, directory];
