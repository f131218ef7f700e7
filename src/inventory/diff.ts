import { formatTime } from '../core/time.ts';
import { Side } from './comparison.ts';
import { compareRows, type DiffRow, rowOf } from './diff-row.ts';
import { fieldChanges } from './field-changes.ts';
import { History } from './history.ts';
import {
  countRegions,
  newRegions,
  overThreshold,
  type RegionCount,
  type RegionThresholds,
  regionStatuses,
} from './regions.ts';
import type { Inventory, InventoryResource, LifeEvent } from './resource.ts';
import {
  count,
  deletionOf,
  type Evidence,
  type Undecided,
  unexplainedCreations,
  unexplainedDeletions,
} from './unexplained.ts';

export interface DiffOptions {
  /** What the logs tell, beside what the inventories hold of them. */
  readonly logs?: Inventory;
  readonly thresholds?: RegionThresholds;
}

export interface InventoryDiff {
  /** Sorted by kind, place, type and id. */
  readonly rows: readonly DiffRow[];
  readonly regions: readonly RegionCount[];
  /** What could not be judged, by reason, with how many resources it concerns. */
  readonly undecided: ReadonlyMap<string, number>;
  /** Whether there were any logs to hold against the inventories. */
  readonly hasLogs: boolean;
}

/**
 * Compares two inventories and holds them against the logs. What the later one did not look at is not removed, what the earlier
 * one did not look at is not added: both are counted instead.
 */
export function diffInventories(
  earlier: Inventory,
  later: Inventory,
  options: DiffOptions = {},
): InventoryDiff {
  const before = new Side(earlier);
  const after = new Side(later);
  const history = new History();
  for (const one of [earlier, later, ...(options.logs ? [options.logs] : [])]) history.add(one);
  const undecided: Undecided = new Map();
  const evidence: Evidence = { before, after, history, undecided };
  const hasLogs = [earlier, later, options.logs].some((one) => (one?.logs.length ?? 0) > 0);
  const regions = countRegions(before, after);
  const rows = [
    ...(hasLogs ? [...unexplainedCreations(evidence), ...unexplainedDeletions(evidence)] : []),
    ...overThreshold(regions, options.thresholds ?? { byRegion: new Map() }),
    ...newRegions(before, after),
    ...regionStatuses(before, after),
    ...added(evidence),
    ...removed(evidence),
    ...changed(evidence),
  ];
  return { rows: rows.toSorted(compareRows), regions, undecided, hasLogs };
}

function added({ before, after, history, undecided }: Evidence): DiffRow[] {
  const rows: DiffRow[] = [];
  for (const [key, resource] of after.live) {
    if (before.live.has(key)) continue;
    const event = history.created(key);
    if (before.covers(resource) || before.all.has(key) || (event !== undefined && isAfter(event, before))) {
      rows.push(rowOf('added', resource, made(resource, event), { event, time: resource.createdAt }));
    } else count(undecided, 'it is only in the later inventory, and the earlier one did not look there');
  }
  return rows;
}

function isAfter({ time }: LifeEvent, { inventory }: Side): boolean {
  return inventory.observedAt !== undefined && time > inventory.observedAt;
}

function made({ createdAt }: InventoryResource, event: LifeEvent | undefined): string {
  if (event) return `made by ${event.by} (${event.operation})`;
  return createdAt === undefined ? 'new' : `made ${formatTime(createdAt).replace('.000Z', 'Z')}`;
}

function removed(evidence: Evidence): DiffRow[] {
  const { before, after, undecided } = evidence;
  const rows: DiffRow[] = [];
  for (const [key, resource] of before.live) {
    if (after.live.has(key)) continue;
    const now = after.all.get(key);
    const event = deletionOf(resource, evidence);
    if (now !== undefined || after.covers(resource) || event !== undefined) {
      const state = now?.state === undefined ? 'gone' : now.state;
      const reason = event ? `deleted by ${event.by} (${event.operation})` : state;
      rows.push(rowOf('removed', resource, reason, { event }));
    } else count(undecided, 'it is only in the earlier inventory, and the later one did not look there');
  }
  return rows;
}

function changed({ before, after }: Evidence): DiffRow[] {
  const rows: DiffRow[] = [];
  for (const [key, now] of after.live) {
    const old = before.live.get(key);
    const fields = old === undefined ? [] : fieldChanges(old, now);
    if (fields.length === 0) continue;
    const reason = fields
      .map(({ field, before: was, after: is, flag }) => `${flag ? `${flag}: ` : ''}${field} ${was} → ${is}`)
      .join('; ');
    rows.push(rowOf('changed', now, reason, { fields }));
  }
  return rows;
}
