import type { Activity } from '../activity/activity.ts';
import { type Provider, providers } from '../activity/vocabulary.ts';
import type { CatalogueEntry } from '../clouds/catalogue.ts';
import { findAws, findAzure, findGoogle } from '../clouds/catalogue-index.ts';
import { type LogId, type LogNeed, logNeed, logNeeds } from './log-need.ts';

/** What given logs hold, counted in Activities. */
export interface Sight {
  readonly activities: number;
  readonly first?: number;
  readonly last?: number;
  readonly logs: ReadonlyMap<LogId, number>;
  /** By cloud and data component: `aws DC0076`. */
  readonly components: ReadonlyMap<string, number>;
  readonly providers: ReadonlyMap<Provider, number>;
}

/** Counts Activities as they come. */
export class SightCounter {
  private activities = 0;
  private first = Number.POSITIVE_INFINITY;
  private last = Number.NEGATIVE_INFINITY;
  private readonly logs = new Map<LogId, number>();
  private readonly components = new Map<string, number>();
  private readonly clouds = new Map<Provider, number>();

  add(activity: Activity): void {
    const { provider, time, components } = activity;
    this.activities += 1;
    if (Number.isFinite(time)) {
      this.first = Math.min(this.first, time);
      this.last = Math.max(this.last, time);
    }
    increase(this.clouds, provider);
    const entry = entryOf(activity);
    if (entry) increase(this.logs, logNeed(provider, entry).id);
    for (const { id } of components) increase(this.components, sightKey(provider, id));
  }

  result(): Sight {
    return {
      activities: this.activities,
      ...(this.first <= this.last ? { first: this.first, last: this.last } : {}),
      logs: this.logs,
      components: this.components,
      providers: this.clouds,
    };
  }
}

/** A cloud and a data component as one key. */
export function sightKey(provider: Provider, component: string): string {
  return `${provider} ${component}`;
}

/** The logs of the clouds that were given of which there is nothing: what they carry cannot be seen here. */
export function logsNotSeen({ providers: seen, logs }: Sight): LogNeed[] {
  return logNeeds().filter(({ provider, id, exists }) => exists && seen.has(provider) && !logs.has(id));
}

/** The clouds of which there is nothing. */
export function cloudsNotSeen({ providers: seen }: Sight): Provider[] {
  return providers.filter((provider) => !seen.has(provider));
}

function entryOf({ provider, service, operation }: Activity): CatalogueEntry | undefined {
  if (provider === 'aws') return findAws(service, operation);
  if (provider === 'azure') return findAzure(operation);
  return findGoogle(operation, 'activity') ?? findGoogle(operation, 'data_access');
}

function increase<K>(counts: Map<K, number>, key: K): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
