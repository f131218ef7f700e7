import type { Table } from '../table.ts';

/** A property of events, or the payload in which members are looked for by name. */
export interface AqlProperty {
  readonly name: string;
  /** `custom`: somebody has to define it, since the log source type does not bring it. */
  readonly kind: 'builtin' | 'custom' | 'payload';
}

export interface AqlTable extends Table<AqlProperty> {
  readonly logSourceType: string;
  readonly selected: readonly string[];
  readonly fold?: readonly string[];
}

function properties(
  kind: AqlProperty['kind'],
  names: Readonly<Record<string, string>>,
): Record<string, AqlProperty> {
  return Object.fromEntries(Object.entries(names).map(([path, name]) => [path, { name, kind }]));
}

const payload: Readonly<Record<string, AqlProperty>> = { '': { name: 'payload', kind: 'payload' } };

/** Amazon AWS CloudTrail (type 347) brings no custom properties. */
const aws: AqlTable = {
  cloud: 'aws',
  services: ['cloudtrail'],
  name: 'Amazon AWS CloudTrail',
  logSourceType: 'Amazon AWS CloudTrail',
  columns: properties('custom', {
    eventName: '"Event Name"',
    eventSource: '"Event Source"',
    awsRegion: '"Region"',
  }),
  deep: payload,
  selected: ['"Event Source"', '"Event Name"', '"Region"'],
};

/** Microsoft Azure Platform (type 413) brings these. */
const azure: AqlTable = {
  cloud: 'azure',
  services: ['activitylogs'],
  name: 'Microsoft Azure Platform',
  logSourceType: 'Microsoft Azure Platform',
  columns: {
    ...properties('builtin', {
      'operationName.value': '"Operation"',
      operationName: '"Operation"',
      'properties.message': '"Operation"',
      'status.value': '"ResultType"',
      status: '"ResultType"',
      resultType: '"ResultType"',
      resourceId: '"Resource"',
      resourceGroupName: '"ResourceGroup"',
      subscriptionId: '"SubscriptionId"',
      correlationId: '"Correlation ID"',
    }),
  },
  deep: {
    ...properties('payload', {
      properties: 'payload',
      'identity.claims': 'payload',
      'identity.authorization': 'payload',
      resultSignature: 'payload',
      callerIpAddress: 'payload',
      category: 'payload',
    }),
  },
  selected: ['"Operation"', '"ResultType"', '"Resource"'],
  fold: ['"Correlation ID"', 'LOWER("Operation")', 'LOWER("Resource")'],
};

/** Google Cloud Audit Logs (type 449). */
const google: AqlTable = {
  cloud: 'gcp',
  services: ['gcp.audit'],
  name: 'Google Cloud Audit Logs',
  logSourceType: 'Google Cloud Audit Logs',
  columns: properties('custom', {
    'protoPayload.methodName': '"Event Name"',
    'protoPayload.serviceName': '"Event Source"',
  }),
  deep: payload,
  note: 'the custom property "Operation ID" has to hold operation.id, or insertId where there is none',
  selected: ['"Event Source"', '"Event Name"'],
  fold: ['"Operation ID"', '"Event Name"'],
};

/** Microsoft Entra ID (type 445), whose type still has its old name. */
const directory: AqlTable = {
  cloud: 'azure',
  services: ['auditlogs', 'signinlogs', 'riskdetection', 'pim'],
  name: 'Microsoft Azure Active Directory',
  logSourceType: 'Microsoft Azure Active Directory',
  columns: properties('builtin', { operationName: '"Operation"', 'properties.message': '"Operation"' }),
  deep: payload,
  selected: ['"Operation"'],
};

/** The member that a custom property of the table has to hold; undefined: it is none of its custom properties. */
export function pathOfCustom({ columns }: AqlTable, name: string): string | undefined {
  const found = Object.entries(columns).find(
    ([, column]) => column.kind === 'custom' && column.name === name,
  );
  return found?.[0];
}

export const tables: readonly AqlTable[] = [aws, azure, google, directory];
