import type { Activity } from '../../activity/activity.ts';
import { type JsonObject, member, text } from '../../core/json.ts';
import type { CatalogueEntry } from '../catalogue.ts';
import type { OperationRows } from './operation-rows.ts';
import { timeOf } from './time.ts';

export interface Decision {
  readonly update: boolean;
  readonly by: NonNullable<Activity['quality']['createOrUpdate']>;
}

/** A resource that existed this long before the call was not made by it. */
const apart = 10 * 60 * 1000;

/**
 * Whether a write made its resource or changed it; undefined for operations that only do one. Most services answer 201
 * for a new resource and 200 for a changed one. Disks and snapshots answer 200 or 202 for both, so the method, the time at
 * which the resource was made and the body decide. What nothing shows is taken for a creation, and `by` says that it is a
 * guess: missing a new resource is worse than calling a change new.
 */
export function decideWrite(entry: CatalogueEntry, rows: OperationRows): Decision | undefined {
  const kind = entry.createOrUpdate;
  if (!kind) return undefined;
  return (
    (kind === 'http_201_200' ? byStatus(rows) : undefined) ??
    byMethod(rows) ??
    byAnswer(rows) ??
    byRequest(kind, rows) ?? { update: false, by: 'guess' }
  );
}

function byStatus({ rows }: OperationRows): Decision | undefined {
  let updated = false;
  for (const { stage, httpStatus } of rows) {
    if (stage === 'started') continue;
    if (httpStatus === 201) return { update: false, by: 'status' };
    if (httpStatus === 200) updated = true;
  }
  return updated ? { update: true, by: 'status' } : undefined;
}

function byMethod({ rows }: OperationRows): Decision | undefined {
  const patched = rows.some(
    ({ record }) => text(member(record['httpRequest'], 'method'))?.toUpperCase() === 'PATCH',
  );
  return patched ? { update: true, by: 'method' } : undefined;
}

function byAnswer({ rows, view }: OperationRows): Decision | undefined {
  const properties = member(view['response'], 'properties');
  const made = timeOf(member(properties, 'timeCreated'));
  if (made !== undefined && made < rows[0].time - apart) return { update: true, by: 'body' };
  const state = text(member(properties, 'provisioningState'))?.toLowerCase();
  if (state === 'creating') return { update: false, by: 'body' };
  return undefined;
}

/** Members without which nothing is made. */
const making = ['creationData', 'hardwareProfile', 'storageProfile', 'virtualMachineProfile'];

function byRequest(kind: string, { view }: OperationRows): Decision | undefined {
  const request = view['request'];
  if (request === undefined) return undefined;
  const properties = member(request, 'properties');
  const makes = making.some((name) => member(properties, name) !== undefined);
  if (kind === 'http_202_both') return { update: !makes, by: 'body' };
  const isTagsOnly =
    properties === undefined && Object.keys(request as JsonObject).every((name) => name === 'tags');
  return isTagsOnly ? { update: true, by: 'body' } : undefined;
}
