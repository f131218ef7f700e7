import type { Activity } from '../../activity/activity.ts';
import { aws } from '../aws/definition.ts';
import { azure } from '../azure/definition.ts';
import type { CloudDefinition, RecordHead } from '../definition.ts';
import { gcp } from '../gcp/definition.ts';

const clouds: Readonly<Record<RecordHead['provider'], CloudDefinition>> = { aws, azure, gcp };

/** The Activity of events whose native records were restored: what their cloud makes of them. */
export function normaliseOcsf(heads: readonly [RecordHead, ...RecordHead[]]): Activity {
  return clouds[heads[0].provider].normalise(heads);
}
