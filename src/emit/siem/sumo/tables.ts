import { exportedMembers } from '../diagnostic-setting.ts';
import type { Table } from '../table.ts';

/** The whole record is the text of the message; `path` is where a member really stands, when elsewhere. */
export interface SumoField {
  readonly path?: string;
}

export interface SumoTable extends Table<SumoField> {
  readonly scope: string;
  /** Paths that rows of one operation share: the first of each that is there. */
  readonly fold?: readonly (readonly [string, ...string[]])[];
}

const note = 'put your source category before the first line of conditions';
const whole: Readonly<Record<string, SumoField>> = { '': {} };

const aws: SumoTable = {
  cloud: 'aws',
  services: ['cloudtrail'],
  name: 'CloudTrail messages',
  scope: '_sourceCategory=*cloudtrail*',
  columns: {},
  deep: whole,
  note,
};

const azure: SumoTable = {
  cloud: 'azure',
  services: ['activitylogs'],
  name: 'Activity Log messages',
  scope: '_sourceCategory=*azure*activity*',
  columns: {
    'operationName.value': { path: 'operationName' },
    'properties.message': { path: 'operationName' },
    'status.value': { path: 'resultType' },
    status: { path: 'resultType' },
    'category.value': { path: 'properties.eventCategory' },
    category: { path: 'properties.eventCategory' },
    'httpRequest.clientIpAddress': { path: 'callerIpAddress' },
  },
  deep: exportedMembers({}),
  fold: [['correlationId'], ['operationName'], ['resourceId']],
  note,
};

const directory: SumoTable = {
  cloud: 'azure',
  services: ['auditlogs', 'signinlogs', 'riskdetection', 'pim'],
  name: 'Entra ID messages',
  scope: '_sourceCategory=*azure*ad*',
  columns: {
    'operationName.value': { path: 'operationName' },
    'properties.message': { path: 'operationName' },
    'category.value': { path: 'category' },
    category: { path: 'category' },
  },
  deep: exportedMembers({}),
  note,
};

const google: SumoTable = {
  cloud: 'gcp',
  services: ['gcp.audit'],
  name: 'audit log messages',
  scope: '_sourceCategory=*gcp*audit*',
  columns: {},
  deep: whole,
  fold: [['operation.id', 'insertId'], ['protoPayload.methodName']],
  note,
};

export const tables: readonly SumoTable[] = [aws, azure, directory, google];
