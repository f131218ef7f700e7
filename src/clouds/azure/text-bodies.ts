import { isObject, type Json, type JsonObject } from '../../core/json.ts';

/** Resource Manager limits what it logs; a body beyond this was not written by it. */
const longest = 1 << 20;

/** The object that a member holds, as itself or as JSON text; undefined for everything else, `"******"` included. */
export function objectIn(value: Json | undefined): JsonObject | undefined {
  if (isObject(value)) return value;
  if (typeof value !== 'string' || value.length < 2 || value.length > longest) return undefined;
  const start = value.charCodeAt(0);
  // `{`, or white space before it.
  if (start !== 123 && start > 32) return undefined;
  try {
    const parsed: Json = JSON.parse(value);
    return isObject(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}
