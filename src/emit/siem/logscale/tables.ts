import { exportedMembers } from '../diagnostic-setting.ts';
import type { Table } from '../table.ts';

/** A field of LogScale, or what stands before the path of all fields. */
export interface CqlField {
  readonly name?: string;
  readonly prefix?: string;
}

export interface CqlTable extends Table<CqlField> {
  readonly filter: string;
  /** What makes the fields that rows of one operation share, and the fields. */
  readonly fold?: { readonly prepare: readonly string[]; readonly keys: readonly string[] };
}

const vendor: Readonly<Record<string, CqlField>> = { '': { prefix: 'Vendor.' } };
const named = (names: Readonly<Record<string, string>>): Record<string, CqlField> =>
  Object.fromEntries(Object.entries(names).map(([path, name]) => [path, { name }]));

/** The parsers of LogScale's packages keep the record below `Vendor`. */
const aws: CqlTable = {
  cloud: 'aws',
  services: ['cloudtrail'],
  name: 'aws/cloudtrail',
  filter: '#Vendor="aws" #event.module="cloudtrail"',
  columns: {},
  deep: vendor,
};

const azure: CqlTable = {
  cloud: 'azure',
  services: ['activitylogs'],
  name: 'microsoft/azure activity log',
  filter: '#Vendor="microsoft" #event.module="azure"',
  columns: named({
    'operationName.value': 'Vendor.operationName',
    'properties.message': 'Vendor.operationName',
    'status.value': 'Vendor.resultType',
    status: 'Vendor.resultType',
    'category.value': 'Vendor.properties.eventCategory',
    category: 'Vendor.properties.eventCategory',
    'httpRequest.clientIpAddress': 'Vendor.callerIpAddress',
  }),
  deep: exportedMembers({ prefix: 'Vendor.' }),
  fold: {
    prepare: [
      'coalesce([Vendor.correlationId, @id], as=correlation)',
      'lower(Vendor.operationName, as=operation)',
      'lower(Vendor.resourceId, as=resource)',
    ],
    keys: ['correlation', 'operation', 'resource'],
  },
};

const directory: CqlTable = {
  cloud: 'azure',
  services: ['auditlogs', 'signinlogs', 'riskdetection', 'pim'],
  name: 'microsoft/entra id',
  filter: '#Vendor="microsoft" #event.module="entraid"',
  columns: named({
    'operationName.value': 'Vendor.operationName',
    'properties.message': 'Vendor.operationName',
    'category.value': 'Vendor.category',
    category: 'Vendor.category',
  }),
  deep: exportedMembers({ prefix: 'Vendor.' }),
};

const google: CqlTable = {
  cloud: 'gcp',
  services: ['gcp.audit'],
  name: 'google/gcp audit',
  filter: '#Vendor="google" #event.module="gcp"',
  columns: {},
  deep: vendor,
  fold: {
    prepare: ['coalesce([Vendor.operation.id, Vendor.insertId], as=operation)'],
    keys: ['operation', 'Vendor.protoPayload.methodName'],
  },
};

export const tables: readonly CqlTable[] = [aws, azure, directory, google];
