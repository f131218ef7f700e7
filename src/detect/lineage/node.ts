import type { Activity, Edge, Resource } from '../../activity/activity.ts';
import type { ObjectKind } from '../../activity/vocabulary.ts';

/** Kinds of resources that data travels through. Networks, roles and accounts are shared by too many to connect anything. */
const followed: ReadonlySet<ObjectKind> = new Set([
  'instance',
  'instance_group',
  'snapshot',
  'volume',
  'image',
  'template',
  'backup',
  'database',
  'database_backup',
]);

/** Kinds that many unrelated resources are made from: they connect only when they were made themselves in what was seen. */
const shared: ReadonlySet<ObjectKind> = new Set(['image', 'template']);

export interface ResourceNode {
  /** Unique across accounts and clouds. */
  readonly key: string;
  readonly type: ObjectKind;
  readonly id: string;
}

export function isFollowed(type: ObjectKind): boolean {
  return followed.has(type);
}

export function isShared(type: ObjectKind): boolean {
  return shared.has(type);
}

/**
 * What EC2 calls its resources: a prefix for each kind and 8 hex digits, 17 since 2016. Callers choose the names of
 * databases, of their snapshots and of everything in Lightsail, `backup-20260301` for one: those are no ids.
 *
 * @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/resource-ids.html
 */
const ec2Prefixes: Readonly<Partial<Record<ObjectKind, string>>> = {
  instance: 'i',
  volume: 'vol',
  snapshot: 'snap',
  image: 'ami',
  template: 'lt',
};
const ec2Id = /^([a-z]+)-(?:[0-9a-f]{8}|[0-9a-f]{17})$/;

/** Full paths of Resource Manager (`/subscriptions/…`) and of Google Cloud, and URLs. */
const fullPath = /^\/|^projects\/|^[a-z]+:\/\//;

/** Whether an id says by itself which resource it is; a name does so only within its account and region. */
function isGlobal(id: string, type: ObjectKind, { provider, service }: Activity): boolean {
  if (id.startsWith('arn:')) return true;
  if (provider !== 'aws') return fullPath.test(id);
  const prefix = ec2Id.exec(id)?.[1];
  return prefix !== undefined && prefix === ec2Prefixes[type] && !service.startsWith('lightsail');
}

export function nodeOf(
  { type, id, account, region }: Pick<Resource, 'type' | 'id' | 'account' | 'region'>,
  activity: Activity,
): ResourceNode {
  const key = isGlobal(id, type, activity)
    ? id
    : [activity.provider, account ?? activity.account, region ?? activity.region ?? '', type, id].join(':');
  return { key, type, id };
}

/** Both ends of an edge: its kind says what they are, the Activity's resources where they lie. */
export function endsOf(
  { from, to, kind }: Edge,
  activity: Activity,
): { from: ResourceNode; to: ResourceNode } {
  const [toType, fromType] = kind.split('<-') as [ObjectKind, ObjectKind];
  const end = (id: string, type: ObjectKind): ResourceNode => {
    const listed = activity.resources.find((resource) => resource.id === id);
    return nodeOf({ ...listed, id, type }, activity);
  };
  return { from: end(from, fromType), to: end(to, toType) };
}
