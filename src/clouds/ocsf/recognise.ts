import type { JsonObject } from '../../core/json.ts';
import { aws } from '../aws/definition.ts';
import { azure } from '../azure/definition.ts';
import type { NotAnActivity, RecordHead, RecordOrigin } from '../definition.ts';
import { gcp } from '../gcp/definition.ts';
import { restoreActivityLog } from './activity-log.ts';
import { restoreCloudTrail } from './cloudtrail.ts';
import { objectAt, textAt } from './event.ts';
import { restoreLogEntry } from './log-entry.ts';

const apiActivity = 6003;
const otherClass: NotAnActivity = Object.freeze({ outcome: 'skipped', reason: 'ocsf-other-class' });
const otherProvider: NotAnActivity = Object.freeze({ outcome: 'skipped', reason: 'ocsf-other-provider' });

const noName: NotAnActivity = Object.freeze({ outcome: 'rejected', reason: 'no-name' });

const clouds = [
  { names: ['aws', 'amazon web services', 'amazon'], cloud: aws, restore: restoreCloudTrail },
  { names: ['azure', 'microsoft azure', 'microsoft'], cloud: azure, restore: restoreActivityLog },
  { names: ['gcp', 'google cloud', 'google cloud platform', 'google'], cloud: gcp, restore: restoreLogEntry },
] as const;

/**
 * Recognises events of OCSF (Security Lake and brokers emit it), as JSON or as rows of Parquet. The native record is
 * restored, or read from `raw_data` where the event carries it, and the cloud says what it is. undefined: not OCSF. Never
 * throws.
 */
export function recogniseOcsf(
  event: JsonObject,
  origin: RecordOrigin,
): RecordHead | NotAnActivity | undefined {
  const written = event['class_uid'];
  if (typeof written !== 'number' && typeof written !== 'string') return undefined;
  if (!('metadata' in event || 'category_uid' in event || 'type_uid' in event)) return undefined;
  if (Number(written) !== apiActivity) return otherClass;
  const provider = (
    textAt(event, 'cloud.provider') ??
    textAt(event, 'metadata.product.vendor_name') ??
    ''
  ).toLowerCase();
  const one = clouds.find(({ names }) => names.some((name) => name === provider));
  if (!one) return otherProvider;
  const raw = objectAt(event, 'raw_data');
  const native = raw && one.cloud.recognise(raw, origin);
  if (native) return native;
  const restored = one.cloud.recognise(one.restore(event), origin);
  return restored ?? noName;
}
