import type { Provider } from '../activity/vocabulary.ts';
import type { CatalogueEntry } from '../clouds/catalogue.ts';
import { catalogueOf } from '../clouds/catalogue-index.ts';
import { always, type Condition, never } from '../emit/siem/condition.ts';
import { literalText } from '../ir/pattern.ts';
import { type LowerField, type Lowering, unsayable } from './activity-tests.ts';
import { awsFields, awsOperations } from './aws.ts';
import { azureFields, azureOperations } from './azure.ts';
import { acceptsSome, type Choice } from './choices.ts';
import { entraFields } from './entra.ts';
import { gcpFields, gcpOperations } from './gcp.ts';

/** Sigma's category of rules on Activities. */
export const ACTIVITY_CATEGORY = 'cloud_activity';

/** A log that holds Activities of a cloud, and how their fields stand in its records. */
export interface CloudLog {
  readonly cloud: Provider;
  /** Sigma's service. */
  readonly service: string;
  /** Names that records may write for an operation of the catalogue. */
  namesOf(entry: CatalogueEntry): readonly string[];
  /** The condition that a record is of one of these operations. */
  isOneOf(entries: readonly CatalogueEntry[]): Condition;
  readonly fields: Readonly<Record<string, LowerField>>;
  /** The log has no operations of the catalogue, only those of this service. */
  readonly only?: string;
}

const versions = ['', 'v1.', 'beta.', 'alpha.'];

/** Every log that rules on Activities are carried to. */
export const cloudLogs: readonly CloudLog[] = [
  {
    cloud: 'aws',
    service: 'cloudtrail',
    namesOf: ({ operation }) => [operation],
    isOneOf: awsOperations,
    fields: awsFields,
  },
  {
    cloud: 'azure',
    service: 'activitylogs',
    namesOf: ({ operation }) => [operation],
    isOneOf: azureOperations,
    fields: azureFields,
  },
  {
    cloud: 'azure',
    service: 'auditlogs',
    namesOf: () => [],
    isOneOf: () => never,
    fields: entraFields,
    only: 'Microsoft.Entra',
  },
  {
    cloud: 'gcp',
    service: 'gcp.audit',
    namesOf: ({ operation }) => versions.map((version) => `${version}${operation}`),
    isOneOf: gcpOperations,
    fields: gcpFields,
  },
];

/** A test of a field of the Activity, on the records of a log. */
export function lowerField(log: CloudLog, leaf: Choice, lowering: Lowering): Condition {
  const { name } = leaf.field;
  if (isForeign(log, leaf)) return never;
  const components = componentsBy(name, lowering.entry);
  if (components) return components.some((value) => acceptsSome(leaf, value)) ? always : never;
  const lower = Object.hasOwn(log.fields, name) ? log.fields[name] : undefined;
  if (lower) return lower(leaf, lowering);
  return unsayable(leaf, 'it is worked out from several parts of the record');
}

/** A test for the name of an operation or service that only another log has. */
function isForeign(log: CloudLog, leaf: Choice): boolean {
  if (leaf.kind !== 'string') return false;
  const literal = literalText(leaf.pattern) ?? '';
  if (leaf.field.name === 'service' && leaf.op === 'equals') {
    const home = /\.amazonaws\.com$/i.test(literal) ? 'aws' : /\.googleapis\.com$/i.test(literal) && 'gcp';
    return home !== false && home !== log.cloud;
  }
  if (leaf.field.name !== 'operation') return false;
  // No operation of AWS has such a sign in its name, all those of Azure and nearly all of Google do.
  if (log.cloud === 'aws' && /[./ ]/.test(literal)) return true;
  return !isKnownIn(log, leaf) && cloudLogs.some((other) => other !== log && isKnownIn(other, leaf));
}

const knownIn = new WeakMap<Choice, Map<CloudLog, boolean>>();

/** Whether the catalogue has an operation of the log that satisfies the test. */
function isKnownIn(log: CloudLog, leaf: Choice): boolean {
  const known = knownIn.get(leaf) ?? new Map<CloudLog, boolean>();
  knownIn.set(leaf, known);
  const names = (): readonly string[] =>
    log.only === undefined ? catalogueOf(log.cloud).flatMap((entry) => log.namesOf(entry)) : [];
  const isKnown = known.get(log) ?? names().some((name) => acceptsSome(leaf, name));
  known.set(log, isKnown);
  return isKnown;
}

/** The components that an operation always shows. */
function componentsBy(name: string, entry: CatalogueEntry | undefined): readonly string[] | undefined {
  const part = ({ 'components.id': 'id', 'components.name': 'name' } as const)[name];
  if (part === undefined || !entry || entry.update || entry.object === 'tag') return undefined;
  return [...(entry.component ? [entry.component] : []), ...(entry.secondary ?? [])].map((one) => one[part]);
}
