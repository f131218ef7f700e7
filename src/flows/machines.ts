import type { Activity, NetworkInterface, Resource } from '../activity/activity.ts';
import type { ObjectKind, Provider, Verb } from '../activity/vocabulary.ts';
import { compareTexts } from '../core/text-order.ts';
import { nodeOf } from '../detect/lineage/node.ts';
import { addressKey, instanceKey, interfaceKey, macKey, uidKey } from './names.ts';

/** More instances are not followed; their number is told. */
const MOST_MACHINES = 5000;
/** Interfaces of machines that are not followed: they may still be given to one that is. */
const MOST_CARDS = 50_000;

/** An instance of an incident, for the time in which its name is its own. */
export interface Machine {
  readonly id: string;
  readonly name?: string;
  readonly provider: Provider;
  readonly account: string;
  /** What its time is counted from, epoch milliseconds. */
  readonly since: number;
  readonly cause: 'created' | 'changed';
  readonly until?: number;
  /** Ids of the Activities that made or changed it. */
  readonly activities: ReadonlySet<string>;
  /** Private addresses. */
  readonly ips: ReadonlySet<string>;
  /** Names under which logs of the network may know it. */
  readonly keys: ReadonlySet<string>;
}

const making: ReadonlySet<Verb> = new Set(['create', 'import', 'restore']);
/** After these it may do something else than it did before. */
const changing: ReadonlySet<Verb> = new Set(['start', 'restart', 'modify', 'revert', 'attach', 'execute']);
/** What such a change is done to, so that the instance in the record is the one that changed. */
const changed: ReadonlySet<ObjectKind> = new Set(['instance', 'volume', 'command']);

interface Event {
  readonly time: number;
  readonly kind: 'made' | 'changed' | 'deleted';
  readonly activity: string;
}

interface Draft {
  readonly resource: Resource;
  readonly provider: Provider;
  readonly account: string;
  readonly events: Event[];
}

/** The instances that incidents made or changed, with the names under which flow and DNS logs know them. */
export class Machines {
  readonly all: readonly Machine[];
  /** How many were too many to be followed. */
  readonly left: number;
  private readonly byKey = new Map<string, Machine[]>();
  private readonly window: number;

  /**
   * @param involved what incidents are about: Activities of their stories
   * @param known everything that is known, in any order: interfaces, addresses and deletions are looked for in it
   * @param window how long after the creation an instance is followed, milliseconds
   */
  constructor(involved: Iterable<Activity>, known: Iterable<Activity>, window: number) {
    this.window = window;
    const drafts = new Map<string, Draft>();
    this.left = gather(drafts, involved);
    const cards = new Cards(drafts);
    for (const activity of known) {
      cards.add(activity);
      addDeletion(drafts, activity);
    }
    this.all = [...drafts]
      .flatMap(([node, draft]) => livesOf(draft).map((life) => machineOf(draft, life, cards.of(node))))
      .sort((a, b) => a.since - b.since || compareTexts(a.id, b.id));
    for (const machine of this.all) {
      for (const key of machine.keys) {
        const there = this.byKey.get(key);
        if (there) there.push(machine);
        else this.byKey.set(key, [machine]);
      }
    }
  }

  /** The one that a record of this time is about; `outside`: one is, at another time. */
  find(keys: readonly string[], time: number): Machine | 'outside' | undefined {
    let outside = false;
    for (const key of keys) {
      for (const machine of this.byKey.get(key) ?? []) {
        const { since, until = Number.POSITIVE_INFINITY } = machine;
        if (time >= since && time <= until && time < since + this.window) return machine;
        outside = true;
      }
    }
    return outside ? 'outside' : undefined;
  }
}

/** @returns how many instances there was no room for */
function gather(drafts: Map<string, Draft>, involved: Iterable<Activity>): number {
  const left = new Set<string>();
  for (const activity of involved) {
    const kind = kindOf(activity);
    if (kind === undefined) continue;
    for (const resource of activity.resources) {
      if (resource.type !== 'instance' || !isSubject(resource, activity)) continue;
      const node = nodeOf(resource, activity).key;
      const draft = drafts.get(node) ?? draftOf(resource, activity);
      if (!drafts.has(node) && drafts.size >= MOST_MACHINES) {
        left.add(node);
        continue;
      }
      drafts.set(node, draft);
      if (!draft.events.some((event) => event.activity === activity.id)) {
        draft.events.push({ time: activity.time, kind, activity: activity.id });
      }
    }
  }
  return left.size;
}

function kindOf({ verb, object, outcome }: Activity): Event['kind'] | undefined {
  if (outcome !== 'success' && outcome !== 'pending') return undefined;
  if (object === 'instance' && making.has(verb)) return 'made';
  return changed.has(object) && changing.has(verb) ? 'changed' : undefined;
}

/** The instance that something was done to; a disk is attached to one. */
function isSubject({ role }: Resource, { object }: Activity): boolean {
  return role === 'target' || (object !== 'instance' && role !== 'source');
}

function draftOf(resource: Resource, { provider, account }: Activity): Draft {
  return { resource, provider, account: resource.account ?? account, events: [] };
}

function addDeletion(drafts: ReadonlyMap<string, Draft>, activity: Activity): void {
  const { verb, object, outcome, time, endTime = time, id } = activity;
  if (verb !== 'delete' || object !== 'instance' || outcome !== 'success') return;
  for (const resource of activity.resources) {
    if (resource.type !== 'instance' || resource.role !== 'target') continue;
    drafts.get(nodeOf(resource, activity).key)?.events.push({ time: endTime, kind: 'deleted', activity: id });
  }
}

interface Life {
  readonly since: number;
  readonly cause: Machine['cause'];
  until?: number;
  readonly activities: Set<string>;
}

/** A name that is used again after a deletion is another instance. */
function livesOf({ events }: Draft): Life[] {
  const lives: Life[] = [];
  let open: Life | undefined;
  for (const { time, kind, activity } of events.toSorted((a, b) => a.time - b.time)) {
    if (kind === 'deleted') {
      if (open) open.until = time;
      open = undefined;
      continue;
    }
    if (!open) {
      open = { since: time, cause: kind === 'made' ? 'created' : 'changed', activities: new Set() };
      lives.push(open);
    }
    open.activities.add(activity);
  }
  return lives;
}

/** Interfaces by id, and which of them belong to which instance. */
class Cards {
  private readonly byId = new Map<string, NetworkInterface[]>();
  private readonly byNode = new Map<string, NetworkInterface[]>();
  private readonly drafts: ReadonlyMap<string, Draft>;

  constructor(drafts: ReadonlyMap<string, Draft>) {
    this.drafts = drafts;
  }

  add(activity: Activity): void {
    const { attrs, outcome } = activity;
    if (!attrs.interfaces || outcome === 'failure' || outcome === 'denied' || outcome === 'dry_run') return;
    for (const card of attrs.interfaces) {
      if (card.id !== undefined && this.byId.size < MOST_CARDS) push(this.byId, card.id, card);
      if (card.instance === undefined) continue;
      const listed = activity.resources.find(({ id }) => id === card.instance);
      const node = nodeOf({ ...listed, type: 'instance', id: card.instance }, activity).key;
      if (this.drafts.has(node)) push(this.byNode, node, card);
    }
  }

  /** What is known of the interfaces of an instance. */
  of(node: string): NetworkInterface[] {
    const own = this.byNode.get(node) ?? [];
    return [...own, ...own.flatMap(({ id }) => (id === undefined ? [] : (this.byId.get(id) ?? [])))];
  }
}

function push<T>(map: Map<string, T[]>, key: string, value: T): void {
  const there = map.get(key);
  if (there) there.push(value);
  else map.set(key, [value]);
}

function machineOf(
  { resource, provider, account }: Draft,
  { since, cause, until, activities }: Life,
  cards: readonly NetworkInterface[],
): Machine {
  const { id, name, uid } = resource;
  const keys = new Set([instanceKey(id)]);
  if (uid !== undefined) keys.add(uidKey(uid));
  const ips = new Set(cards.flatMap((card) => card.ips ?? []));
  for (const { id: card, mac, network, securityGroup, ips: addresses = [] } of cards) {
    if (card !== undefined) keys.add(interfaceKey(card));
    if (mac !== undefined) keys.add(macKey(mac));
    for (const within of [network, securityGroup]) {
      if (within !== undefined) for (const ip of addresses) keys.add(addressKey(within, ip));
    }
  }
  return {
    id,
    ...(name !== undefined && name !== id ? { name } : {}),
    provider,
    account,
    since,
    cause,
    ...(until === undefined ? {} : { until }),
    activities,
    ips,
    keys,
  };
}
