import type { Activity, Resource } from '../activity/activity.ts';
import type { ObjectKind, Provider, Verb } from '../activity/vocabulary.ts';
import { compareTexts } from '../core/text-order.ts';
import { nodeOf } from '../detect/lineage/node.ts';

/** More instances are not followed; their number is told. */
const MOST_MACHINES = 5000;
const making: ReadonlySet<Verb> = new Set(['create', 'import', 'restore']);
/** After these it may do something else than it did before. */
const changing: ReadonlySet<Verb> = new Set(['start', 'restart', 'modify', 'revert', 'attach', 'execute']);
/** What such a change is done to, so that the instance in the record is the one that changed. */
const changed: ReadonlySet<ObjectKind> = new Set(['instance', 'volume', 'command']);

interface Event {
  readonly time: number;
  readonly kind: 'made' | 'changed' | 'deleted';
  readonly activity: Activity;
}

/** What is known of an instance while Activities are gone through. */
export class Draft {
  readonly resource: Resource;
  readonly provider: Provider;
  readonly account: string;
  /** An incident made or changed it; the others were made by what no incident is about. */
  readonly isInvolved: boolean;
  readonly events: Event[] = [];

  constructor(resource: Resource, provider: Provider, account: string, isInvolved: boolean) {
    this.resource = resource;
    this.provider = provider;
    this.account = account;
    this.isInvolved = isInvolved;
  }

  /** An Activity counts once. */
  add(event: Event): void {
    if (!this.events.some(({ activity }) => activity.id === event.activity.id)) this.events.push(event);
  }
}

/** The instances that are followed, by their nodes. */
export class Drafts {
  readonly byNode: Map<string, Draft> = new Map();
  private readonly refused = new Set<string>();

  /** How many instances there was no room for. */
  get left(): number {
    return this.refused.size;
  }

  /** What incidents made or changed. */
  addInvolved(activities: Iterable<Activity>): void {
    for (const activity of activities) {
      const kind = eventOf(activity);
      if (kind !== undefined) this.add(activity, kind, true);
    }
  }

  /** What was made beside them. */
  addOthers(activities: Iterable<Activity>): void {
    const involved = new Set(this.byNode.keys());
    for (const activity of activities) {
      if (eventOf(activity) === 'made') this.add(activity, 'made', false, involved);
    }
  }

  private add(
    activity: Activity,
    kind: Event['kind'],
    isInvolved: boolean,
    except: ReadonlySet<string> = new Set(),
  ): void {
    const { time, resources } = activity;
    for (const resource of resources) {
      if (resource.type !== 'instance' || !isSubject(resource, activity)) continue;
      const node = nodeOf(resource, activity).key;
      if (!except.has(node))
        this.draftOf(node, resource, activity, isInvolved)?.add({ time, kind, activity });
    }
  }

  private draftOf(
    node: string,
    resource: Resource,
    { provider, account }: Activity,
    isInvolved: boolean,
  ): Draft | undefined {
    const there = this.byNode.get(node);
    if (there) return there;
    if (this.byNode.size >= MOST_MACHINES) {
      this.refused.add(node);
      return undefined;
    }
    const made = new Draft(resource, provider, resource.account ?? account, isInvolved);
    this.byNode.set(node, made);
    return made;
  }
}

/** What an Activity is in the life of an instance; undefined when it is nothing. */
export function eventOf({ verb, object, outcome }: Activity): Event['kind'] | undefined {
  if (outcome !== 'success' && outcome !== 'pending') return undefined;
  if (object === 'instance' && making.has(verb)) return 'made';
  return changed.has(object) && changing.has(verb) ? 'changed' : undefined;
}

/** The instance that something was done to; a disk is attached to one. */
function isSubject({ role }: Resource, { object }: Activity): boolean {
  return role === 'target' || (object !== 'instance' && role !== 'source');
}

/** Takes note of instances that were deleted. */
export function addDeletion(drafts: ReadonlyMap<string, Draft>, activity: Activity): void {
  const { verb, object, outcome, time, endTime = time } = activity;
  if (verb !== 'delete' || object !== 'instance' || outcome !== 'success') return;
  for (const resource of activity.resources) {
    if (resource.type !== 'instance' || resource.role !== 'target') continue;
    drafts.get(nodeOf(resource, activity).key)?.add({ time: endTime, kind: 'deleted', activity });
  }
}

/** The time between a creation, or the first change that is known, and a deletion. */
export interface Life {
  readonly since: number;
  readonly cause: 'created' | 'changed';
  until?: number;
  readonly first: Activity;
  readonly activities: Set<string>;
}

/** A name that is used again after a deletion is another instance. */
export function livesOf({ events }: Draft): Life[] {
  const lives: Life[] = [];
  let open: Life | undefined;
  const inOrder = events.toSorted((a, b) => a.time - b.time || compareTexts(a.activity.id, b.activity.id));
  for (const { time, kind, activity } of inOrder) {
    if (kind === 'deleted') {
      if (open) open.until = time;
      open = undefined;
      continue;
    }
    if (!open) {
      const cause = kind === 'made' ? 'created' : 'changed';
      open = { since: time, cause, first: activity, activities: new Set() };
      lives.push(open);
    }
    open.activities.add(activity.id);
  }
  return lives;
}
