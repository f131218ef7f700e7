import { formatTime } from '../core/time.ts';
import type { Side } from './comparison.ts';
import { type DiffRow, rowOf } from './diff-row.ts';
import type { History } from './history.ts';
import { type InventoryResource, isGone, type LifeEvent, type LogCoverage, resourceKey } from './resource.ts';

/** What could not be judged, by reason. */
export type Undecided = Map<string, number>;

export interface Evidence {
  readonly before: Side;
  readonly after: Side;
  readonly history: History;
  readonly undecided: Undecided;
}

/** What is made together with an instance is made within this time of it. */
const TOGETHER = 10 * 60_000;

/**
 * Resources that exist though the logs, which reach their creation, tell of none. Without a time of creation, those count that were
 * added between the two inventories while the logs went on.
 */
export function unexplainedCreations(evidence: Evidence): DiffRow[] {
  const { after, history } = evidence;
  const rows: DiffRow[] = [];
  for (const [key, resource] of after.live) {
    if (resource.type === 'network' || history.created(key)) continue;
    const logs = history.coverage(resource);
    const reason = logs && creationReason(resource, logs, evidence);
    if (reason !== undefined && !isMadeWithOther(resource, evidence)) {
      rows.push(rowOf('unexplained-creation', resource, reason, { time: resource.createdAt }));
    }
    if (logs === undefined)
      count(evidence.undecided, 'it exists in an account that the logs do not hold, or that is not known');
  }
  return rows;
}

function creationReason(
  resource: InventoryResource,
  logs: LogCoverage,
  { before, after, undecided }: Evidence,
): string | undefined {
  const { createdAt } = resource;
  if (createdAt !== undefined) {
    if (createdAt < logs.from || createdAt > logs.to) return undefined;
    return `made ${shown(createdAt)}, and the logs, which reach it, tell of no creation${unlogged(resource, logs)}`;
  }
  if (before.all.has(resourceKey(resource)) || !before.covers(resource)) return undefined;
  if (!reaches(logs, before.inventory.observedAt, after.inventory.observedAt)) {
    count(undecided, 'it was added at a time that the logs may not reach');
    return undefined;
  }
  return `added between the two inventories, and the logs tell of no creation${unlogged(resource, logs)}`;
}

/**
 * Disks are made with their instance and snapshots with their image, without a record of their own (RunInstances, CreateImage, and
 * their like in the other clouds).
 */
function isMadeWithOther(resource: InventoryResource, { after, history }: Evidence): boolean {
  const makers: InventoryResource[] = [];
  for (const id of resource.type === 'volume' ? (resource.attachedTo ?? []) : []) {
    makers.push({ provider: resource.provider, type: 'instance', id });
  }
  if (resource.type === 'snapshot') makers.push(...after.imagesOf(resourceKey(resource)));
  return makers.some((maker) => {
    const made = history.created(resourceKey(maker));
    if (made === undefined) return false;
    return resource.createdAt === undefined || Math.abs(resource.createdAt - made.time) <= TOGETHER;
  });
}

/**
 * Resources that were there, or that the logs saw made, and that are gone though the logs tell of no deletion. Only where the later
 * inventory looked.
 */
export function unexplainedDeletions(evidence: Evidence): DiffRow[] {
  const { before, after, history } = evidence;
  const rows: DiffRow[] = [];
  const candidates = new Map([...before.live, ...[...history.told].filter(([key]) => !before.all.has(key))]);
  for (const [key, resource] of candidates) {
    const now = after.all.get(key);
    const isMissing = now === undefined ? after.covers(resource) : isGone(now);
    if (resource.type === 'network' || !isMissing || deletionOf(resource, evidence)) continue;
    const reason = deletionReason(key, resource, evidence);
    if (reason !== undefined)
      rows.push(rowOf('unexplained-deletion', resource, reason, { event: history.created(key) }));
  }
  return rows;
}

function deletionReason(
  key: string,
  resource: InventoryResource,
  { before, after, history, undecided }: Evidence,
): string | undefined {
  const logs = history.coverage(resource);
  if (logs === undefined) {
    count(undecided, 'it is gone from an account that the logs do not hold, or that is not known');
    return undefined;
  }
  const made = history.created(key);
  const start = before.live.has(key) ? before.inventory.observedAt : made?.time;
  const end = after.inventory.observedAt;
  if (made !== undefined && end !== undefined && made.time > end) return undefined;
  if (!reaches(logs, start, end)) {
    count(undecided, 'it is gone since a time that the logs may not reach');
    return undefined;
  }
  const since = made === undefined ? 'was there before' : `was made ${shown(made.time)} (${made.operation})`;
  return `${since}, is gone, and the logs tell of no deletion${unlogged(resource, logs)}`;
}

/** Its own deletion, its group's, or that of the instance that took its disks with it. */
export function deletionOf(
  resource: InventoryResource,
  { history }: Pick<Evidence, 'history'>,
): LifeEvent | undefined {
  const own = deletedSince(resource, history);
  if (own || resource.type !== 'volume') return own;
  for (const id of resource.attachedTo ?? []) {
    const taken = deletedSince({ provider: resource.provider, type: 'instance', id }, history);
    if (taken) return taken;
  }
  return undefined;
}

/** Names are used again: a deletion before the last creation is another resource's. */
function deletedSince(resource: InventoryResource, history: History): LifeEvent | undefined {
  const deleted = history.deleted(resource);
  const made = history.created(resourceKey(resource));
  return deleted && made && deleted.time < made.time ? undefined : deleted;
}

/** Whether the logs reach from one time to another; a time that is not known is taken to be reached. */
function reaches(logs: LogCoverage, from: number | undefined, to: number | undefined): boolean {
  return (from === undefined || logs.from <= from) && (to === undefined || logs.to >= to);
}

function unlogged({ region }: InventoryResource, { regions }: LogCoverage): string {
  if (region === undefined || region === 'global' || regions.length === 0 || regions.includes(region))
    return '';
  return `; they hold nothing at all of ${region}`;
}

export function count(undecided: Undecided, reason: string): void {
  undecided.set(reason, (undecided.get(reason) ?? 0) + 1);
}

function shown(time: number): string {
  return formatTime(time).replace('.000Z', 'Z');
}
