/** A parsed JSON value. Integers beyond 2^53 arrive as their decimal text (see `decode/big-integers.ts`). */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

export interface JsonObject {
  readonly [key: string]: Json;
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The own property `key`, or undefined: inherited names such as `constructor` are never found. */
export function own(object: JsonObject, key: string): Json | undefined {
  const value = object[key] as unknown;
  // JSON holds no functions, and all that objects inherit are functions, but for `__proto__`.
  if (typeof value !== 'function' && key !== '__proto__') return value as Json | undefined;
  return Object.hasOwn(object, key) ? (value as Json) : undefined;
}

/** `value[key]` where value is an object that owns the key; undefined for everything else. */
export function member(value: Json | undefined, key: string): Json | undefined {
  return isObject(value) ? own(value, key) : undefined;
}

/** A non-empty string, or undefined. */
export function text(value: Json | undefined): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
