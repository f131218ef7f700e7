import type { Activity, Resource } from '../activity/activity.ts';
import type { Provider } from '../activity/vocabulary.ts';
import { formatTime } from '../core/time.ts';
import { PRINCIPAL_TYPE, PROVIDER } from './case-keys.ts';

/** Values by the names of placeholders; most have one. */
export type Values = ReadonlyMap<string, readonly string[]>;

/** What a finding or an incident knows: the values that commands and queries are filled with. */
export interface Case {
  /** The id of the finding or incident. */
  readonly id: string;
  readonly clouds: readonly Provider[];
  /** One for each event. */
  readonly events: readonly Values[];
  /** One for each resource, by family (`INSTANCE`). */
  readonly resources: ReadonlyMap<string, readonly Values[]>;
  /** The events themselves, and the finding as it is printed: what questions are answered from. */
  readonly activities: readonly Activity[];
  readonly finding: Readonly<Record<string, unknown>>;
}

const DAY = 86_400_000;

export interface CaseOptions {
  /** The paths that were given, if any. */
  readonly logs?: readonly string[];
  /** The finding or incident as `findingJson` has it. */
  readonly finding?: Readonly<Record<string, unknown>>;
}

/** @param activities the events of the finding or incident */
export function caseOf(
  id: string,
  activities: readonly Activity[],
  { logs = [], finding = {} }: CaseOptions = {},
): Case {
  const times = activities.map(({ time }) => time).filter((time) => time !== 0);
  const window = windowOf(times);
  const call = new Map<string, readonly string[]>([['FINDING', [id]]]);
  if (logs.length > 0) call.set('LOGS', logs);
  const events: Values[] = [];
  const resources = new Map<string, Values[]>();
  for (const activity of activities) {
    const values = new Map([...call, ...window, ...eventValues(activity)]);
    events.push(values);
    for (const resource of activity.resources) {
      for (const family of familiesOf(resource, activity)) {
        const own = new Map([...values, ...resourceValues(family, resource, activity)]);
        const there = resources.get(family);
        if (there) there.push(own);
        else resources.set(family, [own]);
      }
    }
  }
  const clouds = [...new Set(activities.map(({ provider }) => provider))];
  return { id, clouds, events, resources, activities, finding };
}

function windowOf(times: readonly number[]): [string, readonly string[]][] {
  if (times.length === 0) return [];
  const from = seconds(times.reduce((a, b) => Math.min(a, b)) - DAY);
  const to = seconds(times.reduce((a, b) => Math.max(a, b)) + DAY);
  const plain = (time: string): string => time.replace('T', ' ').replace('Z', '');
  return [
    ['FROM', [from]],
    ['TO', [to]],
    ['FROM_TEXT', [plain(from)]],
    ['TO_TEXT', [plain(to)]],
  ];
}

function seconds(time: number): string {
  return formatTime(time).replace(/\.\d+Z$/, 'Z');
}

/** Values that are there; the others stay open. */
function present(values: readonly (readonly [string, string | readonly string[] | undefined])[]): Values {
  const found = new Map<string, readonly string[]>();
  for (const [name, value] of values) {
    const all = typeof value === 'string' ? [value] : (value ?? []);
    const known = all.filter((one) => one !== '');
    if (known.length > 0) found.set(name, known);
  }
  return found;
}

function eventValues(activity: Activity): Values {
  const { provider, account, org, region, zone, group, source, service, operation, correlation, attrs } =
    activity;
  return present([
    [PROVIDER, provider],
    ['ACCOUNT', account],
    ['TENANT', org],
    ['REGION', region === 'global' ? undefined : region],
    ['ZONE', zone],
    ['GROUP', group],
    ['SOURCE_IP', source.ip],
    ['SERVICE', service],
    ['OPERATION', operation],
    ['REQUEST', correlation.requestId],
    ['CORRELATION', correlation.correlationId ?? correlation.operationId],
    ['GRANTEE', attrs.grantees?.filter((one) => one !== 'all')],
    ['SHARED_MEMBER', provider === 'gcp' ? attrs.grantees?.slice(0, 1) : undefined],
    ...principalValues(activity),
    ...identityValues(activity),
  ]);
}

function principalValues({
  provider,
  principal,
}: Activity): readonly (readonly [string, string | undefined])[] {
  const { key, type, name, id, session } = principal;
  const bare = key.replace(/^[a-z]+:/, '');
  const arn = provider === 'aws' && bare.startsWith('arn:') ? bare : undefined;
  const isKey = type === 'service_account' || type === 'default_service_account';
  return [
    [PRINCIPAL_TYPE, type],
    ['PRINCIPAL', key],
    ['PRINCIPAL_NAME', name],
    ['PRINCIPAL_ID', id],
    ['ARN', arn],
    ['USER', namedIn(arn, 'user')],
    ['ROLE', namedIn(arn, 'role')],
    ['MEMBER', provider === 'gcp' && /^(?:user|serviceAccount|group):/.test(bare) ? bare : undefined],
    ['ACCESS_KEY', /^A(?:KIA|SIA)[A-Z0-9]+$/.exec(session ?? '')?.[0]],
    // That of a temporary session (ASIA…) is in no list of IAM, and cannot be switched off.
    ['USER_KEY', /^AKIA[A-Z0-9]+$/.exec(session ?? '')?.[0]],
    ['KEY', provider === 'gcp' && isKey ? /^[0-9a-f]{40}$/.exec(session ?? '')?.[0] : undefined],
  ];
}

/** Who was made or given rights, and is to be looked at as well as the one who did it. */
function identityValues({ provider, attrs }: Activity): readonly (readonly [string, string | undefined])[] {
  const [first] = attrs.identities ?? [];
  const bare = first?.replace(/^[a-z]+:/, '');
  return [
    ['NEW_USER', provider === 'aws' ? namedIn(bare, 'user') : undefined],
    [
      'NEW_IDENTITY',
      provider === 'azure' ? bare?.split(':').at(-1) : bare?.replace(/^(?:user|serviceAccount):/, ''),
    ],
  ];
}

/** `arn:aws:iam::1:user/path/tess` → `tess`. */
function namedIn(arn: string | undefined, kind: 'user' | 'role'): string | undefined {
  const [, path] = /^arn:[\w-]+:iam::\d*:(?:user|role)\/(.+)$/.exec(arn ?? '') ?? [];
  return arn?.includes(`:${kind}/`) ? path?.split('/').at(-1) : undefined;
}

const families: Readonly<Partial<Record<Resource['type'], string>>> = {
  instance: 'INSTANCE',
  snapshot: 'SNAPSHOT',
  volume: 'VOLUME',
  image: 'IMAGE',
  backup: 'BACKUP',
  database: 'DATABASE',
  database_backup: 'DATABASE_BACKUP',
  instance_group: 'INSTANCE_GROUP',
};
const made: ReadonlySet<string> = new Set(['create', 'copy', 'import', 'restore']);

/** What a resource is in the case. An instance that data came from is a victim, and nothing to act against. */
function familiesOf({ role, type, id }: Resource, { verb, outcome }: Activity): readonly string[] {
  if (role === 'grantee') return [];
  const found: string[] = [];
  const family = families[type];
  const isNew = role === 'target' && made.has(verb) && (outcome === 'success' || outcome === 'pending');
  if (family !== undefined && !(type === 'instance' && role === 'source')) found.push(family);
  if (family !== undefined && isNew) found.push(`NEW_${family}`);
  if (type === 'network' && isFirewall(id)) found.push('FIREWALL');
  if (role === 'target') found.push('RESOURCE');
  return found;
}

function isFirewall(id: string): boolean {
  return id.startsWith('sg-') || /\/(?:networksecuritygroups|firewalls)\/[^/]+$/i.test(id);
}

function resourceValues(family: string, resource: Resource, { provider }: Activity): Values {
  const { id, name, account, region } = resource;
  const place = provider === 'gcp' ? googlePlace(id) : {};
  return present([
    [family, id],
    [`${family}_NAME`, name ?? id.split('/').at(-1)],
    ['ACCOUNT', account],
    ['REGION', region ?? place.region],
    ['ZONE', place.zone],
    ['GROUP', /\/resourcegroups\/([^/]+)/i.exec(id)?.[1]],
  ]);
}

/** `projects/p/zones/europe-west1-b/disks/d`: zone and region stand in the id. */
function googlePlace(id: string): { readonly zone?: string; readonly region?: string } {
  const zone = /\/zones\/([^/]+)\//.exec(id)?.[1];
  if (zone !== undefined) return { zone, region: zone.replace(/-[a-z]$/, '') };
  const region = /\/regions\/([^/]+)\//.exec(id)?.[1];
  return region === undefined ? {} : { region };
}
