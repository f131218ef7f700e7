import { type InventoryResource, isGone, type ResourceType } from './resource.ts';

/** What one account has, made and deleted in one region. */
export interface Place {
  readonly provider: InventoryResource['provider'];
  readonly account: string;
  /** `unknown` where neither listing nor record says it. */
  readonly region: string;
  /** What exists, by type. */
  readonly existing: Readonly<Record<Exclude<ResourceType, 'network'>, number>>;
  /** Resources of any type whose creation or deletion the logs tell. */
  readonly created: number;
  readonly deleted: number;
  /** Who made them. */
  readonly creators: number;
  /** Of creations and deletions. */
  readonly first?: number;
  readonly last?: number;
}

interface Growing {
  readonly place: Pick<Place, 'provider' | 'account' | 'region'>;
  readonly existing: { instance: number; snapshot: number; volume: number; image: number };
  created: number;
  deleted: number;
  readonly creators: Set<string>;
  first: number;
  last: number;
}

/** Every place of an inventory, by cloud, account and region; none is left out. */
export function placesOf(resources: readonly InventoryResource[]): Place[] {
  const places = new Map<string, Growing>();
  for (const resource of resources) {
    if (resource.type === 'network') continue;
    const { provider, account = '', region = 'unknown' } = resource;
    const key = [provider, account, region].join('\u001f');
    const there = places.get(key) ?? empty({ provider, account, region });
    places.set(key, there);
    take(there, resource, resource.type);
  }
  return [...places.entries()].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => finished(one));
}

function empty(place: Growing['place']): Growing {
  return {
    place,
    existing: { instance: 0, snapshot: 0, volume: 0, image: 0 },
    created: 0,
    deleted: 0,
    creators: new Set(),
    first: Number.POSITIVE_INFINITY,
    last: Number.NEGATIVE_INFINITY,
  };
}

function take(there: Growing, resource: InventoryResource, type: keyof Growing['existing']): void {
  const { created, deleted } = resource;
  if (!isGone(resource)) there.existing[type] += 1;
  if (created) {
    there.created += 1;
    there.creators.add(created.by);
  }
  if (deleted) there.deleted += 1;
  for (const event of [created, deleted]) {
    if (!event) continue;
    there.first = Math.min(there.first, event.time);
    there.last = Math.max(there.last, event.time);
  }
}

function finished({ place, existing, created, deleted, creators, first, last }: Growing): Place {
  return {
    ...place,
    existing,
    created,
    deleted,
    creators: creators.size,
    ...(first <= last ? { first, last } : {}),
  };
}
