import type { Activity, Resource } from '../activity/activity.ts';
import { compareTexts } from '../core/text-order.ts';
import {
  type DeletedGroup,
  type InventoryResource,
  type LifeEvent,
  type LogCoverage,
  type ResourceType,
  resourceKey,
  resourceTypes,
} from './resource.ts';

const making: ReadonlySet<string> = new Set(['create', 'copy', 'import', 'restore']);
const states: ReadonlyMap<string, string> = new Map([
  ['start', 'running'],
  ['restart', 'running'],
  ['stop', 'stopped'],
]);

/** What shows nothing of a resource but that somebody asked. */
const asking: ReadonlySet<string> = new Set([
  'read',
  'enumerate',
  'access',
  'request',
  'notify',
  'login',
  'other',
]);

interface Change {
  readonly time: number;
  readonly activity: string;
  readonly verb: string;
  readonly event: LifeEvent;
  readonly resource: InventoryResource;
  readonly grantees: readonly string[];
}

/**
 * What Activities tell of resources: made and deleted when and by whom, started, stopped, shared. Activities may come in any
 * order, and the same one twice; attempts count for nothing.
 */
export class LifeEvents {
  private readonly changes = new Map<string, Map<string, Change>>();
  private readonly groups = new Map<string, DeletedGroup>();
  private readonly logs = new Map<
    string,
    { provider: Activity['provider']; account: string; from: number; to: number; regions: Set<string> }
  >();

  add(activity: Activity): void {
    this.addCoverage(activity);
    if (activity.outcome !== 'success' || asking.has(activity.verb)) return;
    const event = Object.freeze({
      time: activity.endTime ?? activity.time,
      by: activity.principal.key,
      operation: activity.operation,
      activity: activity.id,
    });
    for (const resource of activity.resources) {
      if (resource.role !== 'target' && resource.role !== 'destination') continue;
      if (activity.verb === 'delete' && isGroup(resource))
        this.groups.set(`${resource.id} ${activity.id}`, { id: resource.id, ...event });
      const type = resourceTypes.find((one) => one === resource.type);
      if (type !== undefined && type !== 'network' && resource.id !== '')
        this.addChange(activity, resource, type, event);
    }
  }

  /** What earlier inventories know of the logs that they were built from. */
  addPast(logs: readonly LogCoverage[], groups: readonly DeletedGroup[]): void {
    for (const { provider, account, from, to, regions } of logs) {
      this.reach(provider, account, from, regions);
      this.reach(provider, account, to, regions);
    }
    for (const one of groups) this.groups.set(`${one.id} ${one.activity}`, one);
  }

  get coverage(): LogCoverage[] {
    return [...this.logs.values()]
      .map((one) => ({ ...one, regions: [...one.regions].toSorted() }))
      .toSorted((a, b) => compareTexts(`${a.provider} ${a.account}`, `${b.provider} ${b.account}`));
  }

  get deletedGroups(): DeletedGroup[] {
    return [...this.groups.values()].toSorted((a, b) => compareTexts(a.id, b.id) || a.time - b.time);
  }

  /** The state in which the Activities leave each resource, from their earliest on; `before` is what listings know of it. */
  states(before: ReadonlyMap<string, InventoryResource>): InventoryResource[] {
    return [...this.changes].map(([key, changes]) => {
      const ordered = [...changes.values()].toSorted(
        (a, b) => a.time - b.time || compareTexts(a.activity, b.activity),
      );
      return ordered.reduce<InventoryResource>(apply, startOf(ordered, before.get(key)));
    });
  }

  private addChange(activity: Activity, resource: Resource, type: ResourceType, event: LifeEvent): void {
    const verb = verbFor(activity, resource, type);
    const found = resourceOf(activity, resource, type, verb);
    const key = resourceKey(found);
    const changes = this.changes.get(key) ?? new Map<string, Change>();
    this.changes.set(key, changes);
    const grantees = activity.attrs.grantees ?? [];
    changes.set(activity.id, {
      time: event.time,
      activity: activity.id,
      verb,
      event,
      resource: found,
      grantees,
    });
  }

  private addCoverage({ provider, account, time, region }: Activity): void {
    if (time > 0) this.reach(provider, account, time, region === undefined ? [] : [region]);
  }

  private reach(
    provider: Activity['provider'],
    account: string,
    time: number,
    regions: readonly string[],
  ): void {
    const key = `${provider} ${account}`;
    const one = this.logs.get(key) ?? { provider, account, from: time, to: time, regions: new Set<string>() };
    this.logs.set(key, one);
    one.from = Math.min(one.from, time);
    one.to = Math.max(one.to, time);
    for (const region of regions) one.regions.add(region);
  }
}

/**
 * What an operation does to one of its targets. An operation on something else (a tag, a template) makes and deletes nothing here;
 * and what others made of a shared snapshot leaves the snapshot as it is: there it is only an origin.
 */
function verbFor({ verb, object, edges }: Activity, { id }: Resource, type: ResourceType): Activity['verb'] {
  if (!making.has(verb) && verb !== 'delete') return verb;
  const isIts = object === type || (object === 'instance_group' && type === 'instance');
  const isOrigin = edges.some(({ from }) => from === id) && !edges.some(({ to }) => to === id);
  return isIts && !isOrigin ? verb : 'modify';
}

function isGroup({ type, id }: Resource): boolean {
  return type === 'resource' && /^\/subscriptions\/[^/]+\/resourcegroups\/[^/]+$/.test(id);
}

function resourceOf(
  activity: Activity,
  { id, uid, name, account, region }: Resource,
  type: ResourceType,
  verb: Activity['verb'],
): InventoryResource {
  const { attrs, edges } = activity;
  const isMade = making.has(verb);
  const place = region ?? activity.region;
  const sources = edges.filter(({ to }) => to === id).map(({ from }) => from);
  const image = attrs.image?.id ?? attrs.image?.name;
  const [instanceType] = attrs.instanceType ?? [];
  return {
    provider: activity.provider,
    type,
    id,
    account: account ?? activity.account,
    ...(uid !== undefined && { uid }),
    ...(name !== undefined && { name }),
    ...(place !== undefined && { region: place }),
    ...(isMade && attrs.tags && { tags: sorted(attrs.tags) }),
    ...(type === 'instance' && instanceType !== undefined && { instanceType }),
    ...(isMade && type === 'instance' && image !== undefined && { image }),
    ...(isMade && sources.length > 0 && { sources: [...new Set(sources)].toSorted() }),
    ...(isMade && attrs.encrypted !== undefined && { encrypted: attrs.encrypted }),
  };
}

function sorted(tags: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(tags).toSorted(([a], [b]) => compareTexts(a, b)));
}

/** Sharing is known from the beginning only of what is known to have been made here, or was listed. */
function startOf(changes: readonly Change[], listed: InventoryResource | undefined): InventoryResource {
  const [first] = changes;
  if (!first) throw new Error('a resource without a change');
  const canBeShared = first.resource.type === 'snapshot' || first.resource.type === 'image';
  const isNew = canBeShared && making.has(first.verb) && listed?.sharedWith === undefined;
  return isNew
    ? { ...first.resource, sharedWith: [] }
    : { ...first.resource, ...(listed?.sharedWith && { sharedWith: listed.sharedWith }) };
}

function apply(state: InventoryResource, { verb, event, resource, grantees }: Change): InventoryResource {
  const { state: _state, deleted: _deleted, ...rest } = state;
  const next = { ...state, ...resource };
  if (making.has(verb)) {
    // An id that is used again is another resource.
    const running = resource.type === 'instance' ? { state: 'running' } : {};
    return { ...rest, ...resource, ...running, createdAt: event.time, created: event };
  }
  if (verb === 'delete') return { ...next, deleted: event, state: 'deleted' };
  if (verb === 'share') return withSharing(next, [...(state.sharedWith ?? []), ...grantees]);
  if (verb === 'unshare' && state.sharedWith) {
    return withSharing(
      next,
      state.sharedWith.filter((one) => !grantees.includes(one)),
    );
  }
  const power = resource.type === 'instance' ? states.get(verb) : undefined;
  return power === undefined ? next : { ...next, state: power };
}

function withSharing(resource: InventoryResource, grantees: readonly string[]): InventoryResource {
  const sharedWith = [...new Set(grantees)].toSorted();
  const isPublic = sharedWith.some(
    (one) => one === 'all' || one === 'allUsers' || one === 'allAuthenticatedUsers',
  );
  return { ...resource, sharedWith, public: isPublic };
}
