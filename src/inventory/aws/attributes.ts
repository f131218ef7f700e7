import { isObject, type Json, type JsonObject, member, own, text } from '../../core/json.ts';
import { flag, known, objects, unique } from '../members.ts';
import type { InventoryResource } from '../resource.ts';

/** With whom `describe-snapshot-attribute --attribute createVolumePermission` says that a snapshot is shared. */
export function awsSnapshotAttribute(answer: JsonObject): InventoryResource | undefined {
  const id = text(own(answer, 'SnapshotId'));
  const grants = own(answer, 'CreateVolumePermissions');
  if (id === undefined || !Array.isArray(grants)) return undefined;
  return { provider: 'aws', type: 'snapshot', id, ...sharing(grants) };
}

/** The same of `describe-image-attribute --attribute launchPermission`. */
export function awsImageAttribute(answer: JsonObject): InventoryResource | undefined {
  const id = text(own(answer, 'ImageId'));
  const grants = own(answer, 'LaunchPermissions');
  if (id === undefined || !Array.isArray(grants)) return undefined;
  return { provider: 'aws', type: 'image', id, ...sharing(grants) };
}

/** `describe-instance-attribute`: termination protection. User data are not looked at. */
export function awsInstanceAttribute(answer: JsonObject): InventoryResource | undefined {
  const id = text(own(answer, 'InstanceId'));
  const protection = flag(member(own(answer, 'DisableApiTermination'), 'Value'));
  if (id === undefined || protection === undefined) return undefined;
  return { provider: 'aws', type: 'instance', id, protection };
}

function sharing(grants: Json): Pick<InventoryResource, 'sharedWith' | 'public'> {
  const sharedWith = unique(
    objects(grants).map(
      (grant) =>
        text(own(grant, 'UserId')) ??
        text(own(grant, 'Group')) ??
        text(own(grant, 'OrganizationArn')) ??
        text(own(grant, 'OrganizationalUnitArn')),
    ),
  );
  return { sharedWith, public: sharedWith.includes('all') };
}

/** One group of `describe-security-groups`, with what it lets in. */
export function awsSecurityGroup(group: JsonObject): InventoryResource | undefined {
  const id = text(own(group, 'GroupId'));
  if (id === undefined || !Array.isArray(own(group, 'IpPermissions'))) return undefined;
  const [, , , region] = (text(own(group, 'SecurityGroupArn')) ?? '').split(':');
  return known({
    provider: 'aws',
    type: 'network',
    id,
    account: text(own(group, 'OwnerId')),
    region: region || undefined,
    name: text(own(group, 'GroupName')),
    exposure: unique(objects(own(group, 'IpPermissions')).flatMap(letIn)),
  }) as InventoryResource;
}

function letIn(rule: JsonObject): string[] {
  const ports = portsOf(rule);
  const v4 = ranges(own(rule, 'IpRanges'), 'CidrIp').concat(ranges(own(rule, 'Ipv4Ranges'), 'CidrIp'));
  return [...v4, ...ranges(own(rule, 'Ipv6Ranges'), 'CidrIpv6')].map((cidr) => `${cidr} ${ports}`);
}

/** AWS Config writes plain texts beside the objects of the API. */
function ranges(list: Json | undefined, key: string): string[] {
  if (!Array.isArray(list)) return [];
  return (list as readonly Json[]).flatMap((one) =>
    isObject(one) ? (text(own(one, key)) ?? []) : (text(one) ?? []),
  );
}

function portsOf(rule: JsonObject): string {
  const protocol = String(own(rule, 'IpProtocol') ?? '-1').toLowerCase();
  if (protocol === '-1' || protocol === 'all') return 'all';
  if (protocol.startsWith('icmp') || protocol === '1' || protocol === '58') return 'icmp';
  const from = Number(own(rule, 'FromPort') ?? 0);
  const to = Number(own(rule, 'ToPort') ?? 65_535);
  if (from <= 0 && to >= 65_535) return 'all';
  return from === to ? String(from) : `${from}-${to}`;
}
