import { coverageKey } from './listing.ts';
import { type Coverage, type Inventory, type InventoryResource, isGone, resourceKey } from './resource.ts';

/** Looks things up in an inventory. */
export class Side {
  readonly inventory: Inventory;
  readonly all: ReadonlyMap<string, InventoryResource>;
  /** Those that exist. */
  readonly live: ReadonlyMap<string, InventoryResource>;
  private readonly coverage: ReadonlySet<string>;
  private readonly images = new Map<string, InventoryResource[]>();

  constructor(inventory: Inventory) {
    this.inventory = inventory;
    const all = inventory.resources.map((one) => [resourceKey(one), one] as const);
    this.all = new Map(all);
    this.live = new Map(all.filter(([, one]) => !isGone(one)));
    this.coverage = new Set(inventory.coverage.map(coverageKey));
    for (const one of this.live.values()) {
      if (one.type !== 'image') continue;
      for (const id of one.sources ?? []) {
        const key = resourceKey({ provider: one.provider, id });
        const list = this.images.get(key);
        if (list) list.push(one);
        else this.images.set(key, [one]);
      }
    }
  }

  /** Images that have this resource among what they came from. */
  imagesOf(key: string): readonly InventoryResource[] {
    return this.images.get(key) ?? [];
  }

  /** Whether the listings looked where this resource is: only then does its absence mean anything. */
  covers({ provider, type, account, region }: InventoryResource): boolean {
    const place: Coverage = { provider, type, ...(account !== undefined && { account }) };
    return (
      this.coverage.has(coverageKey({ ...place, region: '*' })) ||
      this.coverage.has(coverageKey({ ...place, ...(region !== undefined && { region }) }))
    );
  }
}
