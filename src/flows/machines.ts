import type { Activity, NetworkInterface } from '../activity/activity.ts';
import type { Provider } from '../activity/vocabulary.ts';
import { compareTexts } from '../core/text-order.ts';
import { nodeOf } from '../detect/lineage/node.ts';
import { addDeletion, type Draft, Drafts, type Life, livesOf } from './machine-drafts.ts';
import { addressKey, instanceKey, interfaceKey, macKey, uidKey } from './names.ts';

/** Interfaces of machines that are not followed: they may still be given to one that is. */
const MOST_CARDS = 50_000;

/** An instance that is followed, for the time in which its name is its own. */
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
  /** The Activity that made it, for an instance that no incident knows. */
  readonly origin?: Activity;
  /** Private addresses. */
  readonly ips: ReadonlySet<string>;
  /** Names under which logs of the network may know it. */
  readonly keys: ReadonlySet<string>;
}

/**
 * The instances that incidents made or changed, and those that were made beside them, with the names under which flow and
 * DNS logs know them.
 */
export class Machines {
  readonly all: readonly Machine[];
  /** How many were too many to be followed. */
  readonly left: number;
  private readonly byKey = new Map<string, Machine[]>();
  private readonly window: number;

  /**
   * @param involved what incidents are about: Activities of their stories
   * @param known everything that is known, in any order: other new instances, interfaces, addresses and deletions; it is
   *   gone through twice
   * @param window how long after the creation an instance is followed, milliseconds
   */
  constructor(involved: Iterable<Activity>, known: Iterable<Activity>, window: number) {
    this.window = window;
    const gathered = new Drafts();
    gathered.addInvolved(involved);
    gathered.addOthers(known);
    this.left = gathered.left;
    const drafts = gathered.byNode;
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

  /** Whether one is looked for under a name. */
  readonly isKnown = (key: string): boolean => this.byKey.has(key);

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
  { isInvolved, resource, provider, account }: Draft,
  { since, cause, until, first, activities }: Life,
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
    ...(isInvolved ? {} : { origin: first }),
    ips,
    keys,
  };
}
