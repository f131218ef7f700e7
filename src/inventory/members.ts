import { epochMs } from '../clouds/time.ts';
import { isObject, type Json, type JsonObject, member, own, text } from '../core/json.ts';

/** Readers of members that may be missing or of another type: listings are not ours. */

export function texts(value: Json | undefined): string[] {
  return Array.isArray(value) ? (value as readonly Json[]).filter((one) => typeof one === 'string') : [];
}

export function objects(value: Json | undefined): JsonObject[] {
  return Array.isArray(value) ? (value as readonly Json[]).filter(isObject) : [];
}

export function flag(value: Json | undefined): boolean | undefined {
  if (typeof value === 'boolean') return value;
  if (value === 'true') return true;
  return value === 'false' ? false : undefined;
}

/** An id may be a number, a size a text. */
export function word(value: Json | undefined): string | undefined {
  return typeof value === 'number' ? String(value) : text(value);
}

export function amount(value: Json | undefined): number | undefined {
  const number = typeof value === 'string' && value !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}

export function moment(value: Json | undefined): number | undefined {
  return value === undefined || value === null ? undefined : epochMs(value);
}

/** A map of texts with keys of any name; null is an empty text. */
export function textMap(value: Json | undefined): Record<string, string> | undefined {
  if (!isObject(value)) return undefined;
  return record(Object.keys(value).map((key) => [key, own(value, key) ?? '']));
}

/** Tags as a list of names and values. */
export function tagList(value: Json | undefined): Record<string, string> | undefined {
  if (!Array.isArray(value)) return undefined;
  return record(
    objects(value).map((tag) => [
      word(member(tag, 'Key')) ?? word(member(tag, 'key')) ?? '',
      member(tag, 'Value') ?? member(tag, 'value') ?? '',
    ]),
  );
}

function record(entries: readonly (readonly [string, Json])[]): Record<string, string> {
  const sorted = entries
    .filter(([key]) => key !== '')
    .map(([key, value]) => [key, typeof value === 'string' ? value : JSON.stringify(value)] as const)
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(sorted);
}

/** Without members that are not known, which `exactOptionalPropertyTypes` keeps apart from `undefined`. */
export function known<T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
}

/** Each once, in order. */
export function unique(values: readonly (string | undefined)[]): string[] {
  return [...new Set(values.filter((one) => one !== undefined))].toSorted();
}
