import { isObject, type Json, type JsonObject, own } from '../../core/json.ts';
import { nativeName } from './native-names.ts';

/** Bodies keep the names of the API they belong to; only CloudTrail's own members are restored. */
const opaque = new Set([
  'requestParameters',
  'responseElements',
  'additionalEventData',
  'serviceEventDetails',
]);

/**
 * Restores a row of lower-case (Athena) or snake-case columns to the native record: `useridentity.accesskeyid` becomes
 * `userIdentity.accessKeyId`. Bodies that are text stay text, they are read later. undefined when the row has no event
 * source, so that another product's table is not taken for ours.
 */
export function restoreColumnRow(row: JsonObject): JsonObject | undefined {
  const record = rename(row, 0);
  return typeof own(record, 'eventSource') === 'string' ? record : undefined;
}

function rename(object: JsonObject, depth: number): JsonObject {
  const entries: [string, Json][] = [];
  for (const [key, value] of Object.entries(object)) {
    if (value === null || value === '' || value === '-') continue;
    const name = nativeName(key);
    if (opaque.has(name) || depth > 4) entries.push([name, value]);
    else if (name === 'resources' && Array.isArray(value)) entries.push([name, value.map(resource)]);
    else entries.push([name, isObject(value) ? rename(value, depth + 1) : value]);
  }
  return Object.fromEntries(entries);
}

/** A record writes `resources[].ARN`, the table `resources[].arn`. */
function resource(value: Json): Json {
  if (!isObject(value)) return value;
  const { arn, accountid, ...rest } = value as Record<string, Json>;
  return {
    ...rest,
    ...(arn !== undefined && { ARN: arn }),
    ...(accountid !== undefined && { accountId: accountid }),
  };
}
