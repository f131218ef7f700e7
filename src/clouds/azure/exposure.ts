import type { Attributes } from '../../activity/activity.ts';
import { isObject, type Json, type JsonObject, member, own } from '../../core/json.ts';

type Exposure = NonNullable<Attributes['exposure']>[number];

const groupWrite = 'Microsoft.Network/networkSecurityGroups/write';
const ruleWrite = 'Microsoft.Network/networkSecurityGroups/securityRules/write';
const world = new Set(['*', 'internet', 'any', '0.0.0.0', '0.0.0.0/0']);
const address = /^[0-9a-f.:]+(?:\/\d{1,3})?$/i;
const maximum = 500;

/** Whether the operation sets rules of a network security group. */
export function opensAzure(operation: string): boolean {
  return operation === groupWrite || operation === ruleWrite;
}

/**
 * The address ranges that the rules of a network security group let in, each with its ports. Rules that deny, or that are
 * for what goes out, expose nothing; service tags (`VirtualNetwork`) are not addresses. Everything is `0.0.0.0/0`.
 */
export function exposureOf(view: JsonObject, operation: string): readonly Exposure[] | undefined {
  if (!opensAzure(operation)) return undefined;
  const properties = member(view['request'], 'properties') ?? member(view['response'], 'properties');
  const found: Exposure[] = [];
  if (operation === ruleWrite) addRule(found, properties);
  else
    for (const rule of listOf(member(properties, 'securityRules')))
      addRule(found, member(rule, 'properties'));
  return found.length > 0 ? found : undefined;
}

function addRule(found: Exposure[], rule: Json | undefined): void {
  if (!isObject(rule) || !is(rule, 'access', 'allow') || !is(rule, 'direction', 'inbound')) return;
  const ports = valuesOf(rule, 'destinationPortRange', 'destinationPortRanges').map(portsOf);
  for (const source of valuesOf(rule, 'sourceAddressPrefix', 'sourceAddressPrefixes')) {
    const cidr = rangeOf(source);
    if (cidr === undefined) continue;
    for (const port of ports.length > 0 ? ports : ['all']) {
      if (found.length < maximum) found.push({ cidr, ports: port });
    }
  }
}

function is(rule: JsonObject, name: string, wanted: string): boolean {
  const value = own(rule, name);
  return typeof value === 'string' && value.toLowerCase() === wanted;
}

/** One member holds a single value, the other a list; the list is empty when the single one is used. */
function valuesOf(rule: JsonObject, single: string, many: string): readonly string[] {
  const values = [own(rule, single), ...listOf(own(rule, many))];
  return values.filter((value) => typeof value === 'string' && value !== '') as string[];
}

function listOf(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : [];
}

function rangeOf(source: string): string | undefined {
  if (world.has(source.toLowerCase())) return '0.0.0.0/0';
  return address.test(source) ? source : undefined;
}

function portsOf(range: string): string {
  return range === '*' || range === '0-65535' ? 'all' : range;
}
