import type { NetworkInterface } from '../../activity/activity.ts';
import { isObject, type Json, type JsonObject, member, text } from '../../core/json.ts';
import { macOf } from '../mac.ts';

const MOST_INTERFACES = 2000;

/**
 * The network interfaces that a record of EC2 describes: those of new instances (`RunInstances` answers with interface,
 * addresses and VPC), and one that was attached. undefined when it describes none.
 *
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Instance.html
 */
export function interfacesOf(record: JsonObject, operation: string): readonly NetworkInterface[] | undefined {
  if (operation === 'AttachNetworkInterface') return attached(record['requestParameters']);
  if (operation !== 'RunInstances') return undefined;
  const instances = itemsOf(member(record['responseElements'], 'instancesSet'));
  const found = instances.flatMap(ofInstance).filter(saysSomething).slice(0, MOST_INTERFACES);
  return found.length > 0 ? found : undefined;
}

function attached(request: Json | undefined): readonly NetworkInterface[] | undefined {
  const id = text(member(request, 'networkInterfaceId'));
  const instance = text(member(request, 'instanceId'));
  return id && instance ? [{ id, instance }] : undefined;
}

function ofInstance(described: JsonObject): NetworkInterface[] {
  const instance = text(described['instanceId']);
  if (instance === undefined) return [];
  const interfaces = itemsOf(described['networkInterfaceSet']);
  // An answer of before 2012, or one that was shortened, has the primary address alone.
  if (interfaces.length === 0) return [describe(described, instance)];
  return interfaces.map((one) => describe(one, instance));
}

function saysSomething({ id, ips }: NetworkInterface): boolean {
  return id !== undefined || ips !== undefined;
}

function describe(value: JsonObject, instance: string): NetworkInterface {
  const id = text(value['networkInterfaceId']);
  const mac = macOf(text(value['macAddress']));
  const network = text(value['vpcId']);
  const ips = new Set(
    [
      value['privateIpAddress'],
      ...itemsOf(value['privateIpAddressesSet']).map((one) => one['privateIpAddress']),
      ...itemsOf(value['ipv6AddressesSet']).map((one) => one['ipv6Address']),
    ].flatMap((address) => text(address) ?? []),
  );
  return {
    ...(id && { id }),
    instance,
    ...(ips.size > 0 && { ips: [...ips] }),
    ...(mac && { mac }),
    ...(network && { network }),
  };
}

/** Lists of CloudTrail: `{items: […]}`, here and there `{item: […]}`. */
function itemsOf(list: Json | undefined): readonly JsonObject[] {
  const items = member(list, 'items') ?? member(list, 'item');
  return Array.isArray(items) ? items.filter(isObject) : [];
}
