import { isObject, type Json, type JsonObject, member, text } from '../../core/json.ts';

/** The value under `a.b.c` of an event; undefined when a step is missing. */
export function at(event: Json | undefined, path: string): Json | undefined {
  let value = event;
  for (const name of path.split('.')) value = member(value, name);
  return value ?? undefined;
}

/** The text under a path. */
export function textAt(event: Json | undefined, path: string): string | undefined {
  return text(at(event, path));
}

/** The object under a path: bodies of other products are JSON text. */
export function objectAt(event: Json | undefined, path: string): JsonObject | undefined {
  const value = at(event, path);
  if (isObject(value)) return value;
  if (typeof value !== 'string' || !value.trimStart().startsWith('{')) return undefined;
  try {
    const parsed: Json = JSON.parse(value);
    return isObject(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}

/** The elements of the list under a path. */
export function listAt(event: Json | undefined, path: string): readonly Json[] {
  const value = at(event, path);
  return Array.isArray(value) ? value : [];
}

/** When it happened, in the form of the native records: OCSF counts milliseconds. */
export function timeAt(event: JsonObject): Json | undefined {
  const time = event['time'];
  const number = typeof time === 'string' && /^\d+$/.test(time) ? Number(time) : time;
  if (typeof number === 'number' && number > 1e11 && number < 8.64e15) return new Date(number).toISOString();
  return number ?? textAt(event, 'time_dt');
}

/** An object without the members that are not there; undefined when none is. */
export function present(members: Readonly<Record<string, Json | undefined>>): JsonObject | undefined {
  const kept = Object.entries(members).filter(
    ([, value]) => value !== undefined && value !== null && value !== '',
  );
  return kept.length > 0 ? (Object.fromEntries(kept) as JsonObject) : undefined;
}

/** 1 is success, 2 failure; undefined for anything else. */
export function isFailure(event: JsonObject): boolean | undefined {
  const status = Number(event['status_id'] ?? Number.NaN);
  if (status === 2 || event['status'] === 'Failure') return true;
  return status === 1 || event['status'] === 'Success' ? false : undefined;
}
