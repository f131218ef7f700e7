import { type JsonObject, member, own, text } from '../../core/json.ts';
import { amount, flag, known, moment, objects, tagList, unique } from '../members.ts';
import type { InventoryResource } from '../resource.ts';
import { placeInArn, regionOfZone } from './place.ts';

/** What AWS writes for the volume of a copy: there is none. */
const noVolume = 'vol-ffffffff';

/** One snapshot of `describe-snapshots`. Its region is in the ARN of its key, if anywhere. */
export function awsSnapshot(snapshot: JsonObject): InventoryResource | undefined {
  const id = text(own(snapshot, 'SnapshotId'));
  if (id === undefined) return undefined;
  const kmsKey = text(own(snapshot, 'KmsKeyId'));
  const volume = text(own(snapshot, 'VolumeId'));
  const tags = tagList(own(snapshot, 'Tags'));
  return known({
    provider: 'aws',
    type: 'snapshot',
    id,
    account: text(own(snapshot, 'OwnerId')),
    region: regionOfZone(text(own(snapshot, 'AvailabilityZone'))) ?? placeInArn(kmsKey).region,
    name: tags?.['Name'],
    state: text(own(snapshot, 'State')),
    createdAt: moment(own(snapshot, 'StartTime')),
    owner: text(own(snapshot, 'OwnerAlias')),
    tags: tags ?? {},
    size: amount(own(snapshot, 'VolumeSize')),
    sources: volume === noVolume ? [] : unique([volume]),
    encrypted: flag(own(snapshot, 'Encrypted')),
    kmsKey,
  }) as InventoryResource;
}

/** One volume of `describe-volumes`, which does not say whose it is. */
export function awsVolume(volume: JsonObject): InventoryResource | undefined {
  const id = text(own(volume, 'VolumeId'));
  if (id === undefined) return undefined;
  const kmsKey = text(own(volume, 'KmsKeyId'));
  const zone = text(own(volume, 'AvailabilityZone'));
  const tags = tagList(own(volume, 'Tags'));
  return known({
    provider: 'aws',
    type: 'volume',
    id,
    region: regionOfZone(zone),
    zone,
    name: tags?.['Name'],
    state: text(own(volume, 'State')),
    createdAt: moment(own(volume, 'CreateTime')),
    tags: tags ?? {},
    size: amount(own(volume, 'Size')),
    sources: unique([text(own(volume, 'SnapshotId')), text(own(volume, 'SourceVolumeId'))]),
    attachedTo: unique(objects(own(volume, 'Attachments')).map((one) => text(own(one, 'InstanceId')))),
    encrypted: flag(own(volume, 'Encrypted')),
    kmsKey,
  }) as InventoryResource;
}

/** One image of `describe-images`. */
export function awsImage(image: JsonObject): InventoryResource | undefined {
  const id = text(own(image, 'ImageId'));
  if (id === undefined) return undefined;
  const disks = objects(own(image, 'BlockDeviceMappings')).map((one) => own(one, 'Ebs'));
  const isPublic = flag(own(image, 'Public'));
  return known({
    provider: 'aws',
    type: 'image',
    id,
    account: text(own(image, 'OwnerId')),
    name: text(own(image, 'Name')),
    state: text(own(image, 'State')),
    createdAt: moment(own(image, 'CreationDate')),
    owner: text(own(image, 'ImageOwnerAlias')),
    tags: tagList(own(image, 'Tags')) ?? {},
    sources: unique([
      ...disks.map((disk) => text(member(disk, 'SnapshotId'))),
      text(own(image, 'SourceInstanceId')),
      text(own(image, 'SourceImageId')),
    ]),
    public: isPublic,
    protection: protectionOf(text(own(image, 'DeregistrationProtection'))),
  }) as InventoryResource;
}

/** `enabled`, `enabled-with-cooldown`, `disabled`. */
function protectionOf(written: string | undefined): boolean | undefined {
  return written === undefined ? undefined : written.startsWith('enabled');
}
