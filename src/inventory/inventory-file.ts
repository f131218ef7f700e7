import { LAST_MOMENT } from '../clouds/time.ts';
import { isObject, type Json, type JsonObject, own } from '../core/json.ts';

import { type Inventory, resourceTypes } from './resource.ts';

const format = 'nephoscope-inventory';
const version = 1;

/** A file that says it is an inventory and is none that can be read. */
export class InventoryFileError extends Error {
  override readonly name = 'InventoryFileError';
}

/** An inventory as text, which reads back to the same. */
export function writeInventory(inventory: Inventory): string {
  return `${JSON.stringify({ format, version, ...inventory }, null, 1)}\n`;
}

export function isInventoryFile(value: JsonObject): boolean {
  return own(value, 'format') === format;
}

/**
 * The inventory in a parsed file.
 *
 * @throws InventoryFileError for another version and for what is damaged
 */
export function readInventory(value: JsonObject): Inventory {
  const found = own(value, 'version');
  if (found !== version) {
    throw new InventoryFileError(
      `this inventory is of version ${JSON.stringify(found ?? null)}; version ${version} is read. Build it again from its listings.`,
    );
  }
  const observedAt = own(value, 'observedAt');
  const resources = list(value, 'resources', ['provider', 'type', 'id']);
  for (const one of resources) {
    if (!(resourceTypes as readonly unknown[]).includes(one['type'])) throw damaged('resources');
    check(one);
  }
  return {
    ...(typeof observedAt === 'number' && { observedAt }),
    resources,
    coverage: list(value, 'coverage', ['provider', 'type']),
    regions: list(value, 'regions', ['provider', 'name', 'status']),
    logs: list(value, 'logs', ['provider', 'account']).map((one) => ({
      ...one,
      regions: textsOf(one['regions']),
    })),
    deletedGroups: list(value, 'deletedGroups', ['id']),
  } as unknown as Inventory;
}

const texts = ['sources', 'attachedTo', 'network', 'sharedWith', 'exposure'];
const words = [
  'uid',
  'account',
  'region',
  'zone',
  'name',
  'state',
  'owner',
  'instanceType',
  'image',
  'role',
  'managedBy',
  'access',
  'kmsKey',
];
const times = ['createdAt', 'observedAt'];

/** The file may have been edited: what is used later is of its type. */
function check(resource: JsonObject): void {
  const is = (names: readonly string[], test: (value: Json) => boolean): boolean =>
    names.every((name) => own(resource, name) === undefined || test(own(resource, name) as Json));
  const isText = (value: Json): boolean => typeof value === 'string';
  const isTime = (value: Json): boolean => typeof value === 'number' && Math.abs(value) <= LAST_MOMENT;
  const isEvent = (value: Json): boolean =>
    isObject(value) &&
    isTime(own(value, 'time') ?? null) &&
    ['by', 'operation', 'activity'].every((name) => isText(own(value, name) ?? null));
  const isTags = (value: Json): boolean => isObject(value) && Object.values(value).every(isText);
  const isSound =
    is(texts, (value) => Array.isArray(value) && (value as readonly Json[]).every(isText)) &&
    is(words, isText) &&
    is(times, isTime) &&
    is(['size'], (value) => typeof value === 'number') &&
    is(['created', 'deleted'], isEvent) &&
    is(['tags'], isTags);
  if (!isSound) throw damaged('resources');
}

function list(value: JsonObject, name: string, required: readonly string[]): readonly JsonObject[] {
  const items = own(value, name);
  if (!Array.isArray(items)) throw damaged(name);
  const rows = items as readonly Json[];
  if (
    !rows.every(
      (one): one is JsonObject => isObject(one) && required.every((key) => typeof own(one, key) === 'string'),
    )
  ) {
    throw damaged(name);
  }
  return rows;
}

function textsOf(value: Json | undefined): string[] {
  return Array.isArray(value) ? (value as readonly Json[]).filter((one) => typeof one === 'string') : [];
}

function damaged(name: string): InventoryFileError {
  return new InventoryFileError(`this inventory is damaged: \`${name}\` is not as it was written.`);
}
