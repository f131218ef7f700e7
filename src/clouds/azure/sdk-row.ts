import { isObject, type Json, type JsonObject, own } from '../../core/json.ts';
import { nativeRow } from './native-members.ts';

/** Members of a row whose own members belong to others: names inside stay as they are. */
const opaque = new Set(['claims', 'properties']);

/** True for a row of the Python SDK: `operation_name: {value}`, `event_timestamp`. */
export function isSnakeCaseRow(value: JsonObject): boolean {
  return 'operation_name' in value && ('event_timestamp' in value || 'submission_timestamp' in value);
}

/** True for a row of PowerShell: `OperationName: {Value}`, `EventTimestamp`. */
export function isPascalCaseRow(value: JsonObject): boolean {
  return isObject(value['OperationName']) && ('EventTimestamp' in value || 'SubmissionTimestamp' in value);
}

/** Restores a row of the Python SDK: `http_request.client_ip_address` becomes `httpRequest.clientIpAddress`. */
export function restoreSnakeCaseRow(value: JsonObject): JsonObject {
  return nativeRow(
    renamed(value, (key) => key.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()), 0),
  );
}

/** Restores a row of PowerShell: `Claims.Content` becomes `claims`, `Status.Value` `status.value`. */
export function restorePascalCaseRow(value: JsonObject): JsonObject {
  return nativeRow(renamed(value, (key) => key.charAt(0).toLowerCase() + key.slice(1), 0));
}

function renamed(object: JsonObject, rename: (key: string) => string, depth: number): Record<string, Json> {
  const entries: [string, Json][] = [];
  for (const [key, value] of Object.entries(object)) {
    const name = rename(key);
    if (!isObject(value)) entries.push([name, value]);
    else if (opaque.has(name)) entries.push([name, own(value, 'Content') ?? value]);
    else entries.push([name, depth < 3 ? renamed(value, rename, depth + 1) : value]);
  }
  return Object.fromEntries(entries);
}
