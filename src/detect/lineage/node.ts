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

/** An id such as `snap-0a1b…`, an ARN or a path says by itself which resource it is; a name does so only within its account and region. */
const global = /^[a-z]+-[0-9a-f]{8,}$|^arn:|\//;

export function nodeOf(
  { type, id, account, region }: Pick<Resource, 'type' | 'id' | 'account' | 'region'>,
  activity: Activity,
): ResourceNode {
  const key = global.test(id)
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
