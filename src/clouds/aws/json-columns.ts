import { isObject, type Json, type JsonObject } from '../../core/json.ts';
import { parseStruct } from './struct-text.ts';

/** Members that are objects or arrays in a native record and text in exports. */
const columns = [
  'userIdentity',
  'requestParameters',
  'responseElements',
  'additionalEventData',
  'serviceEventDetails',
  'resources',
  'tlsDetails',
  'addendum',
] as const;

const booleans = ['readOnly', 'managementEvent'] as const;

/**
 * The record with the bodies that an export wrote as text read again: JSON text (Lake, Athena, Sentinel) and the
 * `{type=IAMUser, accountid=…}` text of structs. The same object when nothing is text; a body that cannot be read
 * stays text.
 */
export function parseJsonColumns(record: JsonObject): JsonObject {
  return hasText(record) ? parseColumns(record) : record;
}

/** Written out member by member: this runs for every record, and reading by a variable name takes twice as long. */
function hasText(record: JsonObject): boolean {
  return (
    typeof record['userIdentity'] === 'string' ||
    typeof record['requestParameters'] === 'string' ||
    typeof record['responseElements'] === 'string' ||
    typeof record['additionalEventData'] === 'string' ||
    typeof record['serviceEventDetails'] === 'string' ||
    typeof record['resources'] === 'string' ||
    typeof record['tlsDetails'] === 'string' ||
    typeof record['addendum'] === 'string' ||
    typeof record['readOnly'] === 'string' ||
    typeof record['managementEvent'] === 'string'
  );
}

function parseColumns(record: JsonObject): JsonObject {
  let parsed: Record<string, Json> | undefined;
  for (const column of columns) {
    const value = record[column];
    if (typeof value !== 'string') continue;
    const body = parseBody(value);
    if (body === undefined) continue;
    parsed ??= { ...record };
    parsed[column] = body;
  }
  for (const name of booleans) {
    const value = record[name];
    if (typeof value !== 'string') continue;
    parsed ??= { ...record };
    parsed[name] = value.toLowerCase() === 'true';
  }
  return parsed ?? record;
}

function parseBody(value: string): Json | undefined {
  const body = value.trim();
  if (body === '' || body === 'null') return null;
  const first = body[0];
  if (first !== '{' && first !== '[') return undefined;
  try {
    const json: Json = JSON.parse(body);
    return isObject(json) || Array.isArray(json) ? json : undefined;
  } catch {
    return parseStruct(body);
  }
}
