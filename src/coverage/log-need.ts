import type { Provider } from '../activity/vocabulary.ts';
import type { CatalogueEntry } from '../clouds/catalogue.ts';

/** The audit logs of the clouds that carry compute operations, as far as what they need differs. */
export type LogId =
  | 'aws-management-write'
  | 'aws-management-read'
  | 'aws-data'
  | 'azure-activity'
  | 'azure-none'
  | 'gcp-activity'
  | 'gcp-system-event'
  | 'gcp-data-access';

/** What has to be switched on for an operation to be seen at all. */
export interface LogNeed {
  readonly id: LogId;
  readonly provider: Provider;
  readonly name: string;
  /** Whether the cloud writes it unless somebody switches it off. */
  readonly onByDefault: boolean;
  /** Whether it exists at all: no setting makes Azure's Activity Log hold reads. */
  readonly exists: boolean;
  readonly note: string;
}

/**
 * Where the notes come from: AWS CloudTrail user guide (management and data events), Azure Monitor (Activity Log: write,
 * delete and action), Google Cloud Audit Logs (Data Access logs are off by default except for BigQuery).
 */
const needs: Readonly<Record<LogId, LogNeed>> = {
  'aws-management-write': {
    id: 'aws-management-write',
    provider: 'aws',
    name: 'CloudTrail management events (write)',
    onByDefault: true,
    exists: true,
    note: '90 days of event history without a trail; a trail for all regions keeps them',
  },
  'aws-management-read': {
    id: 'aws-management-read',
    provider: 'aws',
    name: 'CloudTrail management events (read)',
    onByDefault: true,
    exists: true,
    note: 'a trail with ReadWriteType WriteOnly leaves them out',
  },
  'aws-data': {
    id: 'aws-data',
    provider: 'aws',
    name: 'CloudTrail data events',
    onByDefault: false,
    exists: true,
    note: 'off until an event selector asks for them',
  },
  'azure-activity': {
    id: 'azure-activity',
    provider: 'azure',
    name: 'Azure Activity Log',
    onByDefault: true,
    exists: true,
    note: '90 days in the platform; a diagnostic setting keeps them',
  },
  'azure-none': {
    id: 'azure-none',
    provider: 'azure',
    name: 'no log',
    onByDefault: false,
    exists: false,
    note: 'the Activity Log has writes, deletes and actions, no reads and nothing inside the machine',
  },
  'gcp-activity': {
    id: 'gcp-activity',
    provider: 'gcp',
    name: 'Google Admin Activity audit log',
    onByDefault: true,
    exists: true,
    note: 'cannot be switched off',
  },
  'gcp-system-event': {
    id: 'gcp-system-event',
    provider: 'gcp',
    name: 'Google System Event audit log',
    onByDefault: true,
    exists: true,
    note: 'cannot be switched off',
  },
  'gcp-data-access': {
    id: 'gcp-data-access',
    provider: 'gcp',
    name: 'Google Data Access audit log',
    onByDefault: false,
    exists: true,
    note: 'off until the IAM audit configuration asks for ADMIN_READ',
  },
};

const ids: Readonly<Record<Provider, (entry: Pick<CatalogueEntry, 'access' | 'log'>) => LogId>> = {
  aws: ({ access, log }) => {
    if (log === 'data') return 'aws-data';
    return access === 'read' ? 'aws-management-read' : 'aws-management-write';
  },
  azure: ({ log }) => (log === 'none' ? 'azure-none' : 'azure-activity'),
  gcp: ({ log }) => {
    if (log === 'system_event') return 'gcp-system-event';
    return log === 'data_access' ? 'gcp-data-access' : 'gcp-activity';
  },
};

/** The log that carries an operation of the catalogue. */
export function logNeed(provider: Provider, entry: Pick<CatalogueEntry, 'access' | 'log'>): LogNeed {
  return needs[ids[provider](entry)];
}

/** Every log, in the order of the clouds. */
export function logNeeds(): readonly LogNeed[] {
  return Object.values(needs);
}
