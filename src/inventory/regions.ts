import type { Side } from './comparison.ts';
import type { DiffRow } from './diff-row.ts';
import type { InventoryResource } from './resource.ts';

/** How many active instances a region may have. */
export interface RegionThresholds {
  /** For regions that are not named. */
  readonly every?: number;
  readonly byRegion: ReadonlyMap<string, number>;
}

/** Instances of one account in one region. */
export interface RegionCount {
  readonly provider: InventoryResource['provider'];
  readonly account: string;
  readonly region: string;
  /** Instances that exist and are not stopped. */
  readonly active: number;
  readonly stopped: number;
  readonly activeBefore: number;
}

const idle: ReadonlySet<string> = new Set([
  'stopped',
  'stopping',
  'deallocated',
  'deallocating',
  'suspended',
  'suspending',
]);

/** Instances by provider, account and region, in both inventories; sorted. */
export function countRegions(before: Side, after: Side): RegionCount[] {
  const counts = new Map<string, { -readonly [K in keyof RegionCount]: RegionCount[K] }>();
  const of = ({
    provider,
    account = '',
    region = 'unknown',
  }: InventoryResource): { -readonly [K in keyof RegionCount]: RegionCount[K] } => {
    const key = [provider, account, region].join('\u001f');
    const one = counts.get(key) ?? { provider, account, region, active: 0, stopped: 0, activeBefore: 0 };
    counts.set(key, one);
    return one;
  };
  for (const one of after.live.values()) {
    if (one.type !== 'instance') continue;
    if (isIdle(one)) of(one).stopped += 1;
    else of(one).active += 1;
  }
  for (const one of before.live.values())
    if (one.type === 'instance' && !isIdle(one)) of(one).activeBefore += 1;
  return [...counts.entries()].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
}

function isIdle({ state }: InventoryResource): boolean {
  return state !== undefined && idle.has(state);
}

/** Regions with more active instances than their threshold: T is allowed, T + 1 is told. */
export function overThreshold(
  counts: readonly RegionCount[],
  { every, byRegion }: RegionThresholds,
): DiffRow[] {
  return counts.flatMap(({ provider, account, region, active, activeBefore }) => {
    const threshold = byRegion.get(region) ?? every;
    if (threshold === undefined || active <= threshold) return [];
    const reason = `${active} active instances (${activeBefore} before); the threshold is ${threshold}`;
    return [regionRow('region-over-threshold', { provider, account, region }, reason)];
  });
}

/** Regions in use that were not used before, of accounts of which the earlier inventory knows anything at all. */
export function newRegions(before: Side, after: Side): DiffRow[] {
  const used = new Set<string>();
  const known = new Set<string>();
  for (const one of before.live.values()) {
    known.add(`${one.provider} ${one.account ?? ''}`);
    if (one.region !== undefined) used.add(place(one));
  }
  const found = new Map<string, InventoryResource[]>();
  for (const one of after.live.values()) {
    const isNew =
      one.region !== undefined && known.has(`${one.provider} ${one.account ?? ''}`) && !used.has(place(one));
    if (!isNew || one.type === 'network') continue;
    const list = found.get(place(one));
    if (list) list.push(one);
    else found.set(place(one), [one]);
  }
  return [...found.values()].map((resources) => {
    const [first] = resources as [InventoryResource];
    const looked = resources.some((one) => before.covers(one));
    const caveat = looked ? '' : '; the earlier inventory does not say that it looked there';
    const { provider, account, region } = first;
    return regionRow(
      'region-new',
      { provider, account: account ?? '', region: region ?? '' },
      `${tally(resources)}, and nothing before${caveat}`,
    );
  });
}

/** Regions that were opened or closed. */
export function regionStatuses(before: Side, after: Side): DiffRow[] {
  const old = new Map(before.inventory.regions.map((one) => [`${one.provider} ${one.name}`, one.status]));
  return after.inventory.regions.flatMap(({ provider, name, status }) => {
    const was = old.get(`${provider} ${name}`);
    if (was === undefined || was === status) return [];
    return [
      regionRow('region-status', { provider, account: '', region: name }, `${was} before, ${status} now`),
    ];
  });
}

function place({ provider, account = '', region = '' }: InventoryResource): string {
  return [provider, account, region].join('\u001f');
}

function tally(resources: readonly InventoryResource[]): string {
  const counts = new Map<string, number>();
  for (const { type } of resources) counts.set(type, (counts.get(type) ?? 0) + 1);
  return [...counts]
    .map(([type, amount]) => `${amount} ${type}${amount === 1 ? '' : 's'}`)
    .toSorted()
    .join(', ');
}

function regionRow(
  kind: DiffRow['kind'],
  {
    provider,
    account,
    region,
  }: { readonly provider: DiffRow['provider']; readonly account: string; readonly region: string },
  reason: string,
): DiffRow {
  return { kind, provider, ...(account && { account }), region, type: 'region', id: region, reason };
}
