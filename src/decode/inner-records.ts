import { isObject, type Json, type JsonObject } from '../core/json.ts';
import { parseJson } from './payload.ts';

const DEEPEST = 4;
const MOST = 10_000;

/**
 * Objects inside an object that nobody knows, the outer ones first: members, elements, and JSON text in strings.
 * Collectors wrap records in members of their own names (`message`, `log`, `attributes.attributes`, `result.items`);
 * the caller knows a record when it sees one. `isRecord` true: what is inside it is not looked at.
 */
export function findInner(value: JsonObject, isRecord: (candidate: JsonObject) => boolean): void {
  let looked = 0;
  const look = (inner: Json, depth: number): void => {
    looked += 1;
    if (depth > DEEPEST || looked > MOST) return;
    if (typeof inner === 'string') {
      if (inner.startsWith('{') || inner.startsWith('[')) look(parseJson(Buffer.from(inner)) ?? null, depth);
    } else if (Array.isArray(inner)) {
      for (const element of inner as readonly Json[]) look(element, depth + 1);
    } else if (isObject(inner) && !isRecord(inner)) members(inner, depth + 1);
  };
  const members = (object: JsonObject, depth: number): void => {
    for (const key of Object.keys(object)) look(object[key] ?? null, depth);
  };
  members(value, 1);
}
