import type { Provider } from '../activity/vocabulary.ts';
import type { FieldChange } from './field-changes.ts';
import type { InventoryResource, LifeEvent } from './resource.ts';

/** What a row says, in the order in which rows are told. */
export const rowKinds = [
  'unexplained-creation',
  'unexplained-deletion',
  'region-over-threshold',
  'region-new',
  'region-status',
  'added',
  'removed',
  'changed',
] as const;
export type RowKind = (typeof rowKinds)[number];

/** One difference between two inventories, or one thing that the logs do not explain. */
export interface DiffRow {
  readonly kind: RowKind;
  readonly provider: Provider;
  readonly account?: string;
  readonly region?: string;
  readonly type: string;
  readonly id: string;
  readonly name?: string;
  readonly fields?: readonly FieldChange[];
  /** Who did it, as far as the logs tell. */
  readonly by?: string;
  /** When it was made or deleted, epoch milliseconds. */
  readonly time?: number;
  /** One sentence for a person. */
  readonly reason: string;
}

export function rowOf(
  kind: RowKind,
  resource: InventoryResource,
  reason: string,
  more: {
    readonly event?: LifeEvent | undefined;
    readonly fields?: readonly FieldChange[];
    readonly time?: number | undefined;
  } = {},
): DiffRow {
  const { provider, account, region, type, id, name } = resource;
  const time = more.event?.time ?? more.time;
  return {
    kind,
    provider,
    ...(account !== undefined && { account }),
    ...(region !== undefined && { region }),
    type,
    id,
    ...(name !== undefined && { name }),
    ...(more.fields && { fields: more.fields }),
    ...(more.event && { by: more.event.by }),
    ...(time !== undefined && { time }),
    reason,
  };
}

/** By kind, then by place, type and id. */
export function compareRows(a: DiffRow, b: DiffRow): number {
  const key = ({ provider, account = '', region = '', type, id }: DiffRow): string =>
    [provider, account, region, type, id].join('\u001f');
  const order = rowKinds.indexOf(a.kind) - rowKinds.indexOf(b.kind);
  if (order !== 0 || key(a) === key(b)) return order;
  return key(a) < key(b) ? -1 : 1;
}
