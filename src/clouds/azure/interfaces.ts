import type { NetworkInterface } from '../../activity/activity.ts';
import type { JsonObject } from '../../core/json.ts';
import { macOf } from '../mac.ts';
import { compilePaths, scalarTexts } from '../paths.ts';
import { canonicalId } from './resource-id.ts';

const machine = 'microsoft.compute/virtualmachines/write';
const card = 'microsoft.network/networkinterfaces/write';

const ofMachine = texts('networkProfile.networkInterfaces[].id');
const machineOf = texts('virtualMachine.id');
const addresses = texts('ipConfigurations[].properties.privateIPAddress');
const subnets = texts('ipConfigurations[].properties.subnet.id');
const macs = texts('macAddress');
const groups = texts('networkSecurityGroup.id');

/**
 * The network interfaces that the bodies of an operation describe: those that a new machine is given, or the interface
 * itself with its address, which is often made before the machine. undefined when they describe none.
 *
 * @param view the decoded bodies
 * @param target the resource of the operation
 * @see https://learn.microsoft.com/en-us/rest/api/virtualnetwork/network-interfaces/create-or-update
 */
export function interfacesOf(
  view: JsonObject,
  operation: string,
  target: string | undefined,
): readonly NetworkInterface[] | undefined {
  const name = operation.toLowerCase();
  if (target === undefined) return undefined;
  if (name === machine) {
    const ids = ofMachine(view);
    return ids.length > 0 ? ids.map((id) => ({ id: canonicalId(id), instance: target })) : undefined;
  }
  if (name !== card) return undefined;
  const [instance] = machineOf(view);
  const ips = [...new Set(addresses(view))];
  const mac = macOf(macs(view)[0]);
  const [subnet] = subnets(view);
  const [group] = groups(view);
  if (instance === undefined && ips.length === 0 && mac === undefined) return undefined;
  return [
    {
      id: target,
      ...(instance && { instance: canonicalId(instance) }),
      ...(ips.length > 0 && { ips }),
      ...(mac && { mac }),
      ...(subnet && { network: networkOf(canonicalId(subnet)) }),
      ...(group && { securityGroup: canonicalId(group) }),
    },
  ];
}

/** `…/virtualnetworks/v/subnets/s` is in `…/virtualnetworks/v`. */
function networkOf(subnet: string): string {
  return subnet.replace(/\/subnets\/[^/]+$/, '');
}

/** What the answer says, or else the request. */
function texts(path: string): (view: JsonObject) => readonly string[] {
  const extract = compilePaths([`response.properties.${path}`, `request.properties.${path}`], {
    anyCase: true,
  });
  return (view) => scalarTexts(extract(view));
}
