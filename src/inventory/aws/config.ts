import { isObject, type Json, type JsonObject, own, text } from '../../core/json.ts';
import { coverageOf, type Listing } from '../listing.ts';
import { moment, objects, textMap } from '../members.ts';
import type { InventoryResource } from '../resource.ts';
import { awsSecurityGroup } from './attributes.ts';
import { awsInstance } from './instances.ts';
import { awsVolume } from './storage.ts';

const DEEPEST = 20;

const readers: ReadonlyMap<string, (configuration: JsonObject) => InventoryResource | undefined> = new Map([
  ['AWS::EC2::Instance', (one: JsonObject) => awsInstance(one, undefined)],
  ['AWS::EC2::Volume', awsVolume],
  ['AWS::EC2::SecurityGroup', awsSecurityGroup],
]);

const types: ReadonlyMap<string, InventoryResource['type']> = new Map([
  ['AWS::EC2::Instance', 'instance'],
  ['AWS::EC2::Volume', 'volume'],
  ['AWS::EC2::SecurityGroup', 'network'],
]);

/**
 * AWS Config: a snapshot or history as it is delivered, answers of the API, and a change notification. A snapshot
 * (`configSnapshotId`) shows everything of its types; the others only what changed. EBS snapshots are none of Config's types.
 */
export function awsConfig(value: JsonObject): Listing | undefined {
  const notified = own(value, 'configurationItem');
  const listed = own(value, 'configurationItems') ?? own(value, 'baseConfigurationItems');
  const items = isObject(notified) ? [notified] : objects(listed);
  const isItem = text(own(value, 'resourceType')) !== undefined && own(value, 'configuration') !== undefined;
  if (!Array.isArray(listed) && !isObject(notified) && !isItem) return undefined;
  const resources = (isItem ? [value] : items).flatMap((item) => configured(item) ?? []);
  const isSnapshot = text(own(value, 'configSnapshotId')) !== undefined && resources.length > 0;
  const live = resources.filter(({ state }) => state !== 'deleted');
  return {
    shape: isSnapshot ? 'AWS Config snapshot' : 'AWS Config items',
    resources,
    coverage: isSnapshot ? coverageOf(live, 'own') : [],
  };
}

function configured(item: JsonObject): InventoryResource | undefined {
  const kind = text(own(item, 'resourceType')) ?? '';
  const type = types.get(kind);
  const id = text(own(item, 'resourceId'));
  if (type === undefined || id === undefined) return undefined;
  const account = text(own(item, 'awsAccountId')) ?? text(own(item, 'accountId'));
  const region = text(own(item, 'awsRegion'));
  const observedAt = moment(own(item, 'configurationItemCaptureTime'));
  const createdAt = moment(own(item, 'resourceCreationTime'));
  const status = text(own(item, 'configurationItemStatus')) ?? 'OK';
  const body = pascal(bodyOf(own(item, 'configuration')), 0);
  const read = isObject(body) ? readers.get(kind)?.(body) : undefined;
  const tags = textMap(own(item, 'tags'));
  return {
    provider: 'aws',
    type,
    id,
    ...read,
    ...(account && { account }),
    ...(region && { region }),
    ...(createdAt !== undefined && { createdAt }),
    ...(observedAt !== undefined && { observedAt }),
    ...(tags && Object.keys(tags).length > 0 && { tags }),
    ...(status.startsWith('ResourceDeleted') && { state: 'deleted' }),
  };
}

/** An object in files, a text in answers of the API. */
function bodyOf(configuration: Json | undefined): Json {
  if (typeof configuration !== 'string') return configuration ?? null;
  try {
    return JSON.parse(configuration) as Json;
  } catch {
    return null;
  }
}

/** Config writes the members of the EC2 API with a small letter at their beginning. */
function pascal(value: Json, depth: number): Json {
  if (depth > DEEPEST) return null;
  if (Array.isArray(value)) return (value as readonly Json[]).map((one) => pascal(one, depth + 1));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.keys(value).map((key) => [
      key.charAt(0).toUpperCase() + key.slice(1),
      pascal(own(value, key) ?? null, depth + 1),
    ]),
  );
}
