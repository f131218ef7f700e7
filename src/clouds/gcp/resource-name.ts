import type { ObjectKind } from '../../activity/vocabulary.ts';
import { withoutSecrets } from '../redaction.ts';

/** What names are read against: a body writes them in full, in part, or as a URL. */
export interface NameContext {
  readonly project: string;
  /** The project's number, which some records write for its id. */
  readonly projectNumber?: string | undefined;
  readonly zone?: string | undefined;
  readonly region?: string | undefined;
}

const host = /^(?:https?:)?\/\/[^/]+\/(?:compute\/|storage\/|sql\/)?(?:(?:v\d+\w*|beta|alpha)\/)?/;
const storage = /^(?:gs|https?):\/\/(?:storage\.|.*\.storage\.)?/;

/**
 * One form for a resource, however it is written: `projects/P/zones/Z/instances/I`. URLs, `//compute.googleapis.com/…`,
 * names that start at the zone, names alone (with the help of their kind), and the project's number for its id.
 */
export function canonicalName(written: string, context: NameContext, kind?: ObjectKind): string {
  if (written.startsWith('gs://')) return written;
  const isUrl = written.includes('//');
  if (isUrl && storage.test(written) && written.includes('storage.googleapis.com'))
    return withoutSecrets(written);
  const path = isUrl ? withoutSecrets(written).replace(host, '') : written;
  if (path.startsWith('projects/')) return withProjectId(path, context);
  if (/^(?:zones|regions|global)\//.test(path)) return `projects/${context.project}/${path}`;
  return path.includes('/') || kind === undefined ? path : fullName(path, context, kind);
}

function withProjectId(path: string, { project, projectNumber }: NameContext): string {
  if (projectNumber === undefined) return path;
  const prefix = `projects/${projectNumber}`;
  if (path === prefix) return `projects/${project}`;
  return path.startsWith(`${prefix}/`) ? `projects/${project}${path.slice(prefix.length)}` : path;
}

const zonal: Readonly<Partial<Record<ObjectKind, string>>> = {
  instance: 'instances',
  volume: 'disks',
  instance_group: 'instanceGroupManagers',
};
const globally: Readonly<Partial<Record<ObjectKind, string>>> = {
  snapshot: 'snapshots',
  image: 'images',
  template: 'instanceTemplates',
};

function fullName(name: string, { project, zone, region }: NameContext, kind: ObjectKind): string {
  const collection = zonal[kind];
  if (collection && (zone ?? region)) {
    return `projects/${project}/${zone ? `zones/${zone}` : `regions/${region}`}/${collection}/${name}`;
  }
  const shared = globally[kind];
  if (shared) return `projects/${project}/global/${shared}/${name}`;
  return kind === 'database' ? `projects/${project}/instances/${name}` : name;
}

const kinds: ReadonlyMap<string, ObjectKind> = new Map([
  ['instances', 'instance'],
  ['disks', 'volume'],
  ['snapshots', 'snapshot'],
  ['instantSnapshots', 'snapshot'],
  ['images', 'image'],
  ['machineImages', 'image'],
  ['instanceTemplates', 'template'],
  ['instanceGroupManagers', 'instance_group'],
  ['instanceGroups', 'instance_group'],
  ['nodePools', 'instance_group'],
  ['firewalls', 'network'],
  ['firewallPolicies', 'network'],
  ['networks', 'network'],
  ['subnetworks', 'network'],
  ['routes', 'network'],
  ['addresses', 'network'],
  ['resourcePolicies', 'schedule'],
  ['reservations', 'capacity'],
  ['serviceAccounts', 'iam'],
  ['keys', 'credential'],
  ['secrets', 'credential'],
  ['buckets', 'storage'],
  ['objects', 'storage'],
  ['sinks', 'logging'],
  ['exclusions', 'logging'],
  ['backupRuns', 'database_backup'],
  ['backups', 'backup'],
  ['backupVaults', 'backup'],
  ['backupPlans', 'backup'],
  ['projects', 'account'],
  ['folders', 'account'],
  ['organizations', 'account'],
]);

/** What a canonical name names, from its last collection; undefined when the collection is not known. */
export function kindOfName(name: string): ObjectKind | undefined {
  const end = name.lastIndexOf('/');
  const collection = name.slice(name.lastIndexOf('/', end - 1) + 1, end);
  // Cloud SQL's instances stand directly in the project.
  if (collection === 'instances' && /^projects\/[^/]+\/instances\//.test(name)) return 'database';
  return kinds.get(collection);
}

/** The zone or region in a name. */
export function placeInName(name: string): { readonly zone?: string; readonly region?: string } {
  const found = /\/(zones|regions|locations)\/([^/]+)/.exec(name);
  if (!found?.[2]) return name.includes('/global/') ? { region: 'global' } : {};
  return placeOf(found[2]);
}

/** `us-central1-a` is a zone of `us-central1`; `us`, `eu` and `global` stand for themselves. */
export function placeOf(location: string): { readonly zone?: string; readonly region: string } {
  return /^[a-z]+-[a-z]+\d+-[a-z]$/.test(location)
    ? { zone: location, region: location.slice(0, -2) }
    : { region: location };
}

/** The project in a canonical name. */
export function projectInName(name: string): string | undefined {
  const project = /^projects\/([^/]+)/.exec(name)?.[1];
  return project === '_' || project === '-' ? undefined : project;
}

/** The last part of a name. */
export function lastPart(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1);
}
