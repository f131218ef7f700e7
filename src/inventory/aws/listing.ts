import { type JsonObject, own, text } from '../../core/json.ts';
import { coverageOf, type Listing } from '../listing.ts';
import { objects } from '../members.ts';
import type { Coverage, InventoryResource, RegionStatus, ResourceType } from '../resource.ts';
import {
  awsImageAttribute,
  awsInstanceAttribute,
  awsSecurityGroup,
  awsSnapshotAttribute,
} from './attributes.ts';
import { awsConfig } from './config.ts';
import { awsInstance } from './instances.ts';
import { awsImage, awsSnapshot, awsVolume } from './storage.ts';

type Reader = (one: JsonObject) => InventoryResource | undefined;

interface Answer {
  readonly shape: string;
  readonly type: ResourceType;
  readonly read: Reader;
  /** A member that an element has, beside those of the same key that are something else. */
  readonly mark: string;
}

/** Answers of the AWS CLI by the member that holds the list. */
const answers: ReadonlyMap<string, Answer> = new Map<string, Answer>([
  ['Snapshots', { shape: 'describe-snapshots', type: 'snapshot', read: awsSnapshot, mark: 'StartTime' }],
  ['Volumes', { shape: 'describe-volumes', type: 'volume', read: awsVolume, mark: 'CreateTime' }],
  ['Images', { shape: 'describe-images', type: 'image', read: awsImage, mark: 'ImageLocation' }],
  [
    'SecurityGroups',
    { shape: 'describe-security-groups', type: 'network', read: awsSecurityGroup, mark: 'IpPermissions' },
  ],
]);

/** An element by itself, as `--query` gives lists of them: the members that tell it. */
const elements: readonly (readonly [marks: readonly string[], shape: string, read: Reader])[] = [
  [['InstanceId', 'InstanceType', 'ImageId'], 'describe-instances', (one) => awsInstance(one, undefined)],
  [['SnapshotId', 'VolumeId', 'StartTime'], 'describe-snapshots', awsSnapshot],
  [['VolumeId', 'CreateTime', 'AvailabilityZone'], 'describe-volumes', awsVolume],
  [['ImageId', 'ImageLocation', 'OwnerId'], 'describe-images', awsImage],
  [['GroupId', 'IpPermissions', 'OwnerId'], 'describe-security-groups', awsSecurityGroup],
];

const attributes: readonly (readonly [string, Reader])[] = [
  ['describe-snapshot-attribute', awsSnapshotAttribute],
  ['describe-image-attribute', awsImageAttribute],
  ['describe-instance-attribute', awsInstanceAttribute],
];

/** What an answer of the AWS CLI or a delivery of AWS Config lists; undefined for anything else. */
export function awsListing(value: JsonObject): Listing | undefined {
  return (
    instances(value) ??
    list(value) ??
    regions(value) ??
    awsConfig(value) ??
    attribute(value) ??
    element(value)
  );
}

function instances(value: JsonObject): Listing | undefined {
  const reservations = own(value, 'Reservations');
  if (!Array.isArray(reservations)) return undefined;
  const resources = objects(reservations).flatMap((reservation) =>
    objects(own(reservation, 'Instances')).flatMap(
      (one) => awsInstance(one, text(own(reservation, 'OwnerId'))) ?? [],
    ),
  );
  return whole(value, 'describe-instances', 'instance', resources);
}

function list(value: JsonObject): Listing | undefined {
  for (const [key, { shape, type, read, mark }] of answers) {
    const rows = own(value, key);
    if (!Array.isArray(rows)) continue;
    const found = objects(rows);
    // The recycle bin and locks are lists of snapshots too, of other members.
    if (found.length > 0 && !found.some((one) => Object.hasOwn(one, mark))) return undefined;
    return whole(
      value,
      shape,
      type,
      found.flatMap((one) => read(one) ?? []),
    );
  }
  return undefined;
}

/** Of an empty list only the type is known. */
function whole(
  value: JsonObject,
  shape: string,
  type: ResourceType,
  resources: readonly InventoryResource[],
): Listing {
  const isPartial = text(own(value, 'NextToken')) !== undefined;
  const nowhere: Coverage[] = [{ provider: 'aws', type }];
  const coverage = resources.length > 0 ? coverageOf(resources, 'own') : nowhere;
  return { shape, resources, coverage: isPartial ? [] : coverage, isPartial };
}

function regions(value: JsonObject): Listing | undefined {
  const rows = own(value, 'Regions');
  if (!Array.isArray(rows)) return undefined;
  const found: RegionStatus[] = objects(rows).flatMap((one) => {
    const name = text(own(one, 'RegionName'));
    return name === undefined
      ? []
      : [{ provider: 'aws', name, status: text(own(one, 'OptInStatus')) ?? 'enabled' }];
  });
  return found.length > 0
    ? { shape: 'describe-regions', resources: [], coverage: [], regions: found }
    : undefined;
}

function attribute(value: JsonObject): Listing | undefined {
  for (const [shape, read] of attributes) {
    const found = read(value);
    if (found) return { shape, resources: [found], coverage: [] };
  }
  return undefined;
}

function element(value: JsonObject): Listing | undefined {
  for (const [marks, shape, read] of elements) {
    const found = marks.every((mark) => Object.hasOwn(value, mark)) ? read(value) : undefined;
    if (found) return { shape, resources: [found], coverage: coverageOf([found], 'own') };
  }
  return undefined;
}
