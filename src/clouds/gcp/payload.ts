import { isObject, type JsonObject } from '../../core/json.ts';
import type { RecordHead } from '../definition.ts';

/** What an audit log's entry is about, beside the envelope of Cloud Logging. */
export function payloadOf({ record }: RecordHead): JsonObject {
  const payload = record['protoPayload'];
  return isObject(payload) ? payload : {};
}
