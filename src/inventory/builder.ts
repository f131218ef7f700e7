import type { Activity } from '../activity/activity.ts';
import { compareTexts } from '../core/text-order.ts';
import { LifeEvents } from './life-events.ts';
import { coverageKey, type Listing } from './listing.ts';
import { type Answer, answerCoverage, inferPlaces } from './place-inference.ts';
import {
  type Coverage,
  type Inventory,
  type InventoryResource,
  isGone,
  type RegionStatus,
  resourceKey,
} from './resource.ts';

export interface BuildOptions {
  /** What AWS listings that do not say are taken to be of. */
  readonly account?: string;
  readonly region?: string;
  /** When the listings were made, epoch milliseconds; else what they say themselves. */
  readonly observedAt?: number;
}

/**
 * Puts listings and Activities together to one inventory. The order in which they come does not matter: of two listings that show
 * a resource, the later wins field by field.
 */
export class InventoryBuilder {
  private readonly options: BuildOptions;
  private readonly sightings = new Map<string, InventoryResource[]>();
  private readonly coverage = new Map<string, Coverage>();
  private readonly regions = new Map<string, RegionStatus>();
  private readonly answers: Answer[] = [];
  private readonly life = new LifeEvents();

  constructor(options: BuildOptions = {}) {
    this.options = options;
  }

  addListing({ resources, coverage, regions = [] }: Listing): void {
    for (const resource of resources) {
      const placed = this.placed(resource);
      const key = resourceKey(placed);
      const list = this.sightings.get(key);
      if (list) list.push(placed);
      else this.sightings.set(key, [placed]);
    }
    const covering = coverage.map((one) => this.placed(one));
    if (resources.length > 0 && covering.some(({ provider }) => provider === 'aws')) {
      this.answers.push({ keys: resources.map(resourceKey) });
    } else for (const one of covering) this.coverage.set(coverageKey(one), one);
    for (const one of regions) this.regions.set(`${one.provider} ${one.name}`, one);
  }

  /** What was built before: of another region, or of another day. */
  addInventory({ observedAt, resources, coverage, regions, logs, deletedGroups }: Inventory): void {
    const seen = observedAt === undefined ? {} : { observedAt };
    this.addListing({
      shape: 'inventory',
      resources: resources.map((one) => ({ ...seen, ...one })),
      coverage: [],
      regions,
    });
    for (const one of coverage) this.coverage.set(coverageKey(one), one);
    this.life.addPast(logs, deletedGroups);
  }

  addActivity(activity: Activity): void {
    this.life.add(activity);
  }

  build(): Inventory {
    const listed = new Map([...this.sightings].map(([key, sightings]) => [key, merge(sightings)]));
    const merged = new Map(listed);
    for (const told of this.life.states(listed)) {
      const key = resourceKey(told);
      const seen = listed.get(key);
      merged.set(key, seen === undefined ? told : this.reconcile(seen, told));
    }
    inferPlaces(merged, this.answers);
    const covered = new Map(this.coverage);
    for (const one of answerCoverage(merged, this.answers)) covered.set(coverageKey(one), one);
    const exposed = withExposure(merged);
    const times = exposed.map(({ observedAt }) => observedAt).filter((time) => time !== undefined);
    const latest =
      this.options.observedAt ?? (times.length > 0 ? times.reduce((a, b) => Math.max(a, b)) : undefined);
    return {
      ...(latest !== undefined && { observedAt: latest }),
      resources: exposed.toSorted((a, b) => compareTexts(resourceKey(a), resourceKey(b))),
      coverage: sortedValues(covered),
      regions: sortedValues(this.regions),
      logs: this.life.coverage,
      deletedGroups: this.life.deletedGroups,
    };
  }

  /**
   * A listing shows what is; the logs add who made it, and what happened after the listing. Without a time of the listing it
   * is taken to be later than the logs: a snapshot that a listing shows exists, whatever was deleted under its name.
   */
  private reconcile(seen: InventoryResource, told: InventoryResource): InventoryResource {
    const observedAt = seen.observedAt ?? this.options.observedAt ?? Number.POSITIVE_INFINITY;
    const { created, deleted } = told;
    if (deleted !== undefined && deleted.time > observedAt)
      return { ...told, ...seen, ...(created && { created }), deleted, state: 'deleted' };
    const { deleted: _deleted, ...rest } = told;
    const kept = isGone(seen) && deleted !== undefined ? { deleted } : {};
    return { ...rest, ...seen, ...(created && { created }), ...kept };
  }

  private placed<T extends Coverage | InventoryResource>(one: T): T {
    if (one.provider !== 'aws') return one;
    const { account, region } = this.options;
    return {
      ...one,
      ...(one.account === undefined && account !== undefined && { account }),
      ...(one.region === undefined && region !== undefined && { region }),
    };
  }
}

function merge(sightings: readonly InventoryResource[]): InventoryResource {
  const ordered = sightings.toSorted(
    (a, b) =>
      (a.observedAt ?? Number.NEGATIVE_INFINITY) - (b.observedAt ?? Number.NEGATIVE_INFINITY) ||
      compareTexts(JSON.stringify(a), JSON.stringify(b)),
  );
  return Object.assign({}, ...ordered) as InventoryResource;
}

/** What the security groups of an instance let in is what the instance is exposed to. */
function withExposure(resources: ReadonlyMap<string, InventoryResource>): InventoryResource[] {
  return [...resources.values()].map((one) => {
    if (one.type !== 'instance' || one.network === undefined) return one;
    const groups = one.network.map(
      (id) => resources.get(resourceKey({ provider: one.provider, id }))?.exposure,
    );
    // A group that is not listed may let in anything.
    if (groups.length === 0 || groups.some((exposure) => exposure === undefined)) return one;
    return { ...one, exposure: [...new Set(groups.flatMap((exposure) => exposure ?? []))].toSorted() };
  });
}

function sortedValues<T>(map: ReadonlyMap<string, T>): T[] {
  return [...map.entries()].toSorted(([a], [b]) => compareTexts(a, b)).map(([, value]) => value);
}
