import type { Attributes } from '../../activity/activity.ts';
import { isObject, type Json, type JsonObject, own } from '../../core/json.ts';
import { compilePaths } from '../paths.ts';

type Exposure = NonNullable<Attributes['exposure']>[number];

/** Operations that let addresses in; what they let out (egress) or take back (revoke) exposes nothing. */
export const opening: ReadonlySet<string> = new Set([
  'AuthorizeSecurityGroupIngress',
  'ModifySecurityGroupRules',
  'OpenInstancePublicPorts',
  'PutInstancePublicPorts',
]);

const body = 'requestParameters.';
const wrapped = `${body}AuthorizeSecurityGroupIngressRequest.`;
/** Each yields rules that carry protocol and ports, in the two serialisations and the styles of the services. */
const ruleLists = compilePaths([
  `${body}ipPermissions.items[]`,
  `${wrapped}IpPermissions[]`,
  `${body}ModifySecurityGroupRulesRequest.SecurityGroupRule[].SecurityGroupRule`,
  `${body}portInfos[]`,
  `${body}portInfo`,
]);
const flat = compilePaths(['requestParameters', wrapped.slice(0, -1)]);
const answered = compilePaths(['responseElements.securityGroupRuleSet.items[]']);
const ranges = compilePaths([
  'ipRanges.items[].cidrIp',
  'IpRanges[].CidrIp',
  'IpRanges.Item[].CidrIp',
  'cidrs[]',
]);
const ranges6 = compilePaths(['ipv6Ranges.items[].cidrIpv6', 'Ipv6Ranges[].CidrIpv6', 'ipv6Cidrs[]']);
const maximum = 500;

/**
 * The address ranges that the operation lets in, each with its ports. From the rules of the request, its shorthand form
 * (one range beside the ports), or, when the request was left out, the rules that the response lists.
 */
export function exposureOf(record: JsonObject, operation: string): readonly Exposure[] | undefined {
  if (!opening.has(operation)) return undefined;
  const found: Exposure[] = [];
  for (const rule of ruleLists(record)) addRule(found, rule);
  if (found.length === 0) for (const rule of flat(record)) addRule(found, rule);
  if (found.length === 0) for (const rule of answered(record)) addRule(found, rule);
  return found.length > 0 ? found : undefined;
}

function addRule(found: Exposure[], rule: Json): void {
  if (!isObject(rule) || rule['isEgress'] === true) return;
  const single = [
    first(rule, 'cidrIp', 'CidrIp', 'cidrIpv4', 'CidrIpv4'),
    first(rule, 'cidrIpv6', 'CidrIpv6'),
  ];
  const ports = portsOf(rule);
  for (const cidr of [...ranges(rule), ...ranges6(rule), ...single]) {
    if (typeof cidr === 'string' && cidr !== '' && found.length < maximum) found.push({ cidr, ports });
  }
}

function first(object: JsonObject, ...names: readonly string[]): Json | undefined {
  for (const name of names) {
    const value = own(object, name);
    if (value !== undefined && value !== null && value !== '') return value;
  }
  return undefined;
}

/** `22`, `8000-9000`, `all`; `icmp` for protocols without ports. */
function portsOf(rule: JsonObject): string {
  const protocol = String(first(rule, 'ipProtocol', 'IpProtocol', 'protocol') ?? '-1').toLowerCase();
  if (protocol === '-1' || protocol === 'all') return 'all';
  if (protocol.startsWith('icmp') || protocol === '1' || protocol === '58') return 'icmp';
  const from = Number(first(rule, 'fromPort', 'FromPort') ?? 0);
  const to = Number(first(rule, 'toPort', 'ToPort') ?? 65535);
  if (!Number.isFinite(from) || !Number.isFinite(to)) return 'all';
  if (from <= 0 && to >= 65535) return 'all';
  return from === to ? String(from) : `${from}-${to}`;
}
