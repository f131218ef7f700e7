import {
  type DeletedGroup,
  type Inventory,
  type InventoryResource,
  type LifeEvent,
  type LogCoverage,
  resourceKey,
} from './resource.ts';

/** What logs tell of resources, from one or several inventories. */
export class History {
  /** Resources that the logs tell of, as they leave them. */
  readonly told: Map<string, InventoryResource> = new Map();
  private readonly creations = new Map<string, LifeEvent[]>();
  private readonly deletions = new Map<string, LifeEvent[]>();
  private readonly groups: DeletedGroup[] = [];
  private readonly logs = new Map<string, LogCoverage>();

  add({ resources, logs, deletedGroups }: Inventory): void {
    for (const one of resources) {
      const key = resourceKey(one);
      if (one.created) put(this.creations, key, one.created);
      if (one.deleted) put(this.deletions, key, one.deleted);
      if (one.created || one.deleted) this.told.set(key, { ...this.told.get(key), ...one });
    }
    this.groups.push(...deletedGroups);
    for (const one of logs) {
      const key = `${one.provider} ${one.account}`;
      const known = this.logs.get(key);
      this.logs.set(key, known === undefined ? one : union(known, one));
    }
  }

  created(key: string): LifeEvent | undefined {
    return latest(this.creations.get(key));
  }

  /** The deletion of a resource, or of the group that it was in. */
  deleted(resource: InventoryResource): LifeEvent | undefined {
    const own = latest(this.deletions.get(resourceKey(resource)));
    return own ?? latest(this.groups.filter(({ id }) => resource.id.startsWith(`${id}/`)));
  }

  /** What the logs reach of the account of a resource; undefined where they hold nothing of it, or it is not known. */
  coverage({ provider, account }: InventoryResource): LogCoverage | undefined {
    return account === undefined ? undefined : this.logs.get(`${provider} ${account}`);
  }
}

function put(map: Map<string, LifeEvent[]>, key: string, event: LifeEvent): void {
  map.set(key, [...(map.get(key) ?? []), event]);
}

function latest<T extends LifeEvent>(events: readonly T[] | undefined): T | undefined {
  return events?.toSorted((a, b) => b.time - a.time || (a.activity < b.activity ? -1 : 1))[0];
}

/** Logs with a gap between them count as one: the gap is not known. */
function union(a: LogCoverage, b: LogCoverage): LogCoverage {
  return {
    ...a,
    from: Math.min(a.from, b.from),
    to: Math.max(a.to, b.to),
    regions: [...new Set([...a.regions, ...b.regions])].toSorted(),
  };
}
