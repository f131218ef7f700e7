import { isObject, type Json, type JsonObject } from '../../core/json.ts';

/**
 * Builds a native row from the members that another shape carries, without those that it leaves empty: the answer of the
 * REST API, which every restored shape is brought to.
 */
export function nativeRow(members: Readonly<Record<string, Json | undefined>>): JsonObject {
  const kept: [string, Json][] = [];
  for (const [name, value] of Object.entries(members)) {
    if (value === undefined || value === null || value === '') continue;
    if (isObject(value) && Object.keys(value).length === 0) continue;
    kept.push([name, value]);
  }
  return Object.fromEntries(kept);
}

/** `{value: …}`, as the REST API writes names, states and categories. */
export function valued(value: Json | undefined): Json | undefined {
  if (isObject(value)) return value;
  return typeof value === 'string' && value !== '' ? { value } : undefined;
}
