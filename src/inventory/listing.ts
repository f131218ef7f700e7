import type { Coverage, InventoryResource, RegionStatus } from './resource.ts';

/** What one JSON object of a listing says. */
export interface Listing {
  /** The command or export, for people: `describe-instances`, `Resource Graph`. */
  readonly shape: string;
  readonly resources: readonly InventoryResource[];
  readonly coverage: readonly Coverage[];
  readonly regions?: readonly RegionStatus[];
  /** It is one page of several, or the beginning: absence means nothing. */
  readonly isPartial?: boolean;
}

/** Coverage of the places that the resources of a listing stand in. */
export function coverageOf(
  resources: readonly InventoryResource[],
  region: 'every' | 'own',
): readonly Coverage[] {
  const found = new Map<string, Coverage>();
  for (const { provider, type, account, region: place } of resources) {
    const where = region === 'every' ? '*' : place;
    const one: Coverage = {
      provider,
      type,
      ...(account !== undefined && { account }),
      ...(where !== undefined && { region: where }),
    };
    found.set(coverageKey(one), one);
  }
  return [...found.values()];
}

export function coverageKey({ provider, type, account = '', region = '' }: Coverage): string {
  return [provider, type, account, region].join(' ');
}
