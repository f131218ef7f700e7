import type { Activity } from '../activity/activity.ts';
import type { JsonObject } from '../core/json.ts';
import type { RecordShape } from '../core/record-shape.ts';
import { aws } from './aws/definition.ts';
import { cloudTrailShape } from './aws/record-shape.ts';
import { azure } from './azure/definition.ts';
import { activityLogShape } from './azure/record-shape.ts';
import { withCountable } from './countable.ts';
import type { CloudDefinition, NotAnActivity, RecordHead, RecordOrigin } from './definition.ts';
import { gcp } from './gcp/definition.ts';
import { logEntryShape } from './gcp/record-shape.ts';
import { ocsf } from './ocsf/definition.ts';

export type { CloudDefinition, NotAnActivity, RecordHead, RecordOrigin } from './definition.ts';

/** The clouds, in the order in which they are asked. A test holds that no record is known to two of them. */
export const clouds: readonly CloudDefinition[] = [aws, azure, gcp, ocsf];

/** The shapes in which clouds write their records themselves: these can be told apart without being parsed. */
export const shapes: readonly RecordShape[] = [cloudTrailShape, activityLogShape, logEntryShape];

const byProvider: ReadonlyMap<string, CloudDefinition> = new Map(clouds.map((cloud) => [cloud.name, cloud]));

/** What the first cloud that knows the record says of it; undefined when none does. */
export function recognise(value: JsonObject, origin: RecordOrigin): RecordHead | NotAnActivity | undefined {
  for (const cloud of clouds) {
    const known = cloud.recognise(value, origin);
    if (known) return known;
  }
  return undefined;
}

/** The Activity of the records of one operation. */
export function normalise(heads: readonly [RecordHead, ...RecordHead[]]): Activity {
  const cloud = byProvider.get(heads[0].provider);
  if (!cloud) throw new Error(`no cloud is called ${heads[0].provider}`);
  return withCountable(cloud.normalise(heads));
}
