import type { Activity } from '../activity/activity.ts';
import { normalise, recognise } from '../clouds/index.ts';
import type { Json, JsonObject } from '../core/json.ts';
import { unwrap } from '../decode/index.ts';

/**
 * The Activities of a raw record, or of an envelope with several, one for each record: records of one operation are
 * folded only in a hunt. What is no audit record gives none. Never throws.
 */
export function* normalize(value: Json): Generator<Activity> {
  const found: { record: JsonObject; container: string; index: number }[] = [];
  unwrap(value, {
    record: (record, container, { index }) => found.push({ record, container, index }),
    skip: () => undefined,
    reject: () => undefined,
  });
  for (const { record, container, index } of found) {
    const known = recognise(record, { container, index });
    if (known !== undefined && !('outcome' in known)) yield normalise([known]);
  }
}
