import type { ObjectKind } from '../../activity/vocabulary.ts';
import { withoutSecrets } from '../redaction.ts';

/** An id of Resource Manager, read from its lower-case form. */
export interface ResourceId {
  /** Lower-case and without a slash at the end: ids are the same whatever their case. */
  readonly id: string;
  readonly name: string;
  readonly subscription?: string;
  readonly group?: string;
  /** `microsoft.compute/virtualmachines/extensions`; undefined for groups, subscriptions and tenants. */
  readonly type?: string;
  /** What it belongs to, the nearest first: the parent resources, or the scope of a lock or role assignment. */
  readonly parents: readonly string[];
  /** The region in `…/locations/<region>/…`. */
  readonly location?: string;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** The parts of an id. `written` keeps its case, for the name. */
export function readResourceId(written: string): ResourceId {
  const trimmed = written.endsWith('/') ? written.slice(0, -1) : written;
  const id = trimmed.toLowerCase();
  const result: Mutable<ResourceId> = {
    id,
    name: trimmed.slice(trimmed.lastIndexOf('/') + 1),
    parents: [],
  };
  const segments = id.split('/');
  if (segments[1] === 'subscriptions' && segments[2]) result.subscription = segments[2];
  if (segments[3] === 'resourcegroups' && segments[4]) result.group = segments[4];
  const provider = segments.lastIndexOf('providers');
  if (provider < 0) return result;
  result.parents = parentsOf(segments, provider);
  result.type = typeOf(segments, provider);
  const location = segments.indexOf('locations', provider);
  if (location > 0 && segments[location + 1]) result.location = segments[location + 1] as string;
  return result;
}

/** Names stand at every second place after the provider: `providers/p/type/name/type/name`. */
function typeOf(segments: readonly string[], provider: number): string {
  const types = segments.slice(provider + 2).filter((_, index) => index % 2 === 0);
  return [segments[provider + 1], ...types].join('/');
}

function parentsOf(segments: readonly string[], provider: number): readonly string[] {
  const parents: string[] = [];
  for (let end = segments.length - 2; end > provider + 3; end -= 2) {
    parents.push(segments.slice(0, end).join('/'));
  }
  // What stands before the last provider is the scope of an extension: a lock, a diagnostic setting, a role assignment.
  const scope = segments.slice(0, provider).join('/');
  if (scope.includes('/providers/') || isScoped(segments[provider + 1])) parents.push(scope);
  return parents.filter((parent) => parent !== '');
}

/** Providers whose resources act on the scope that they stand in. */
function isScoped(provider: string | undefined): boolean {
  return provider === 'microsoft.authorization';
}

const kinds: readonly (readonly [RegExp, ObjectKind])[] = [
  [/\/(?:extensions|runcommands)$/, 'command'],
  [
    /^microsoft\.(?:classic)?compute\/virtualmachines$|\/virtualmachinescalesets\/virtualmachines$/,
    'instance',
  ],
  [/^microsoft\.hybridcompute\/machines$|^microsoft\.containerinstance\/containergroups$/, 'instance'],
  [
    /\/virtualmachinescalesets$|^microsoft\.containerservice\/managedclusters(?:\/agentpools)?$|^microsoft\.azurefleet\/fleets$/,
    'instance_group',
  ],
  [/^microsoft\.compute\/disks$/, 'volume'],
  [/^microsoft\.compute\/(?:snapshots|restorepointcollections)\b/, 'snapshot'],
  [/^microsoft\.compute\/(?:images|galleries|sharedvmimages)\b|^microsoft\.virtualmachineimages\//, 'image'],
  [/^microsoft\.compute\/sshpublickeys$/, 'credential'],
  [/^microsoft\.compute\/(?:hostgroups|capacityreservationgroups)\b/, 'capacity'],
  [/^microsoft\.compute\/diskencryptionsets$|^microsoft\.keyvault\//, 'encryption'],
  [/^microsoft\.network\//, 'network'],
  [/^microsoft\.storage\//, 'storage'],
  [/^microsoft\.recoveryservices\/|^microsoft\.dataprotection\//, 'backup'],
  [/longtermretention.*backups$|\/restorepoints$/, 'database_backup'],
  [/^microsoft\.sql\/|^microsoft\.dbfor\w+\/|^microsoft\.documentdb\//, 'database'],
  [/^microsoft\.authorization\/locks$/, 'lock'],
  [/^microsoft\.authorization\/polic/, 'policy'],
  [/^microsoft\.authorization\/|^microsoft\.managedidentity\//, 'iam'],
  [/^microsoft\.resources\/deployments/, 'deployment'],
  [/^microsoft\.insights\/autoscalesettings$/, 'setting'],
  [/^microsoft\.(?:insights|operationalinsights)\//, 'logging'],
  [/^microsoft\.web\/sites/, 'function'],
];

const known = new Map<string, ObjectKind | undefined>();
const remembered = 2000;

/** What an id names, from its type; a subscription is an account. undefined for types that are not known. */
export function kindOf({ type, subscription, group }: ResourceId): ObjectKind | undefined {
  if (type === undefined) return subscription !== undefined && group === undefined ? 'account' : undefined;
  if (known.has(type)) return known.get(type);
  const kind = kinds.find(([pattern]) => pattern.test(type))?.[1];
  if (known.size >= remembered) known.clear();
  known.set(type, kind);
  return kind;
}

/** True for an id of Resource Manager. */
export function isResourceId(value: string): boolean {
  return (
    value.startsWith('/') &&
    /^\/(?:subscriptions|providers|communitygalleries|sharedgalleries|tenants)\//i.test(value)
  );
}

/**
 * The id under which a value is the same in every record: Resource Manager ids in lower case; URLs of blobs without the
 * query, which is the secret of a shared access signature.
 */
export function canonicalId(value: string): string {
  if (isResourceId(value)) return value.replace(/\/$/, '').toLowerCase();
  return withoutSecrets(value);
}
