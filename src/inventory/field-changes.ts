import type { InventoryResource } from './resource.ts';

/** Why a changed field deserves a look. */
export type FieldFlag = 'sharing' | 'exposure' | 'protection' | 'replaced';

export interface FieldChange {
  readonly field: string;
  readonly before: string;
  readonly after: string;
  readonly flag?: FieldFlag;
}

type Field = keyof InventoryResource;

/** Fields that are compared, with what their change may mean. Times of sight and the events of logs are not among them. */
const fields: ReadonlyMap<Field, FieldFlag | undefined> = new Map<Field, FieldFlag | undefined>([
  ['uid', 'replaced'],
  ['sharedWith', 'sharing'],
  ['public', 'sharing'],
  ['exposure', 'exposure'],
  ['access', 'exposure'],
  ['exported', 'exposure'],
  ['publicIp', 'exposure'],
  ['protection', 'protection'],
  ['state', undefined],
  ['name', undefined],
  ['account', undefined],
  ['region', undefined],
  ['zone', undefined],
  ['owner', undefined],
  ['tags', undefined],
  ['instanceType', undefined],
  ['image', undefined],
  ['spot', undefined],
  ['role', undefined],
  ['size', undefined],
  ['sources', undefined],
  ['attachedTo', undefined],
  ['network', undefined],
  ['managedBy', undefined],
  ['encrypted', undefined],
  ['kmsKey', undefined],
]);

/**
 * What differs, field by field, in the order of the table. A field that one of the two does not know is not compared: another
 * kind of listing shows other fields.
 */
export function fieldChanges(before: InventoryResource, after: InventoryResource): FieldChange[] {
  const found: FieldChange[] = [];
  for (const [field, flag] of fields) {
    const [old, now] = [before[field], after[field]];
    if (old === undefined || now === undefined) continue;
    if (field === 'tags') found.push(...tagChanges(before.tags ?? {}, after.tags ?? {}));
    else if (shown(old) !== shown(now)) {
      found.push({ field, before: shown(old), after: shown(now), ...(flag && { flag }) });
    }
  }
  return found;
}

function tagChanges(
  before: Readonly<Record<string, string>>,
  after: Readonly<Record<string, string>>,
): FieldChange[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].toSorted();
  const of = (tags: Readonly<Record<string, string>>, name: string): string =>
    Object.hasOwn(tags, name) ? (tags[name] ?? '') : '-';
  return names.flatMap((name) => {
    const [old, now] = [of(before, name), of(after, name)];
    return old === now ? [] : [{ field: `tags.${name}`, before: old, after: now }];
  });
}

function shown(value: unknown): string {
  if (Array.isArray(value)) return value.length > 0 ? value.join(', ') : '-';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return String(value);
}
