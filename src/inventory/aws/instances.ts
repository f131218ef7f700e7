import { type JsonObject, member, own, text } from '../../core/json.ts';
import { flag, known, moment, objects, tagList, unique } from '../members.ts';
import type { InventoryResource } from '../resource.ts';
import { placeInArn, regionOfZone } from './place.ts';

/** One instance of `describe-instances` (EC2 API model, Instance). */
export function awsInstance(instance: JsonObject, owner: string | undefined): InventoryResource | undefined {
  const id = text(own(instance, 'InstanceId'));
  if (id === undefined) return undefined;
  const zone = text(member(own(instance, 'Placement'), 'AvailabilityZone'));
  const profile = text(member(own(instance, 'IamInstanceProfile'), 'Arn'));
  const tags = tagList(own(instance, 'Tags'));
  const account = owner ?? text(own(instance, 'OwnerId')) ?? placeInArn(profile).account;
  return known({
    provider: 'aws',
    type: 'instance',
    id,
    account,
    region: regionOfZone(zone),
    zone,
    name: tags?.['Name'],
    state: text(member(own(instance, 'State'), 'Name')),
    createdAt: createdAt(instance),
    tags: tags ?? {},
    instanceType: text(own(instance, 'InstanceType')),
    image: text(own(instance, 'ImageId')),
    spot: own(instance, 'InstanceLifecycle') === 'spot',
    role: profile,
    network: unique([
      ...objects(own(instance, 'SecurityGroups')).map((group) => text(own(group, 'GroupId'))),
    ]),
    managedBy: text(member(own(instance, 'Operator'), 'Principal')) ?? tags?.['aws:autoscaling:groupName'],
    publicIp: text(own(instance, 'PublicIpAddress')) !== undefined,
    protection: flag(own(instance, 'DisableApiTermination')),
  }) as InventoryResource;
}

/**
 * `LaunchTime` is the last start. What was attached at the first start keeps its time, so the earliest of all is the best that
 * a listing says of the creation.
 */
function createdAt(instance: JsonObject): number | undefined {
  const times = [
    moment(own(instance, 'LaunchTime')),
    ...objects(own(instance, 'BlockDeviceMappings')).map((one) =>
      moment(member(own(one, 'Ebs'), 'AttachTime')),
    ),
    ...objects(own(instance, 'NetworkInterfaces')).map((one) =>
      moment(member(own(one, 'Attachment'), 'AttachTime')),
    ),
  ].filter((time) => time !== undefined);
  return times.length > 0 ? Math.min(...times) : undefined;
}
