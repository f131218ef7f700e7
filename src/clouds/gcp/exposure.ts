import type { Attributes } from '../../activity/activity.ts';
import { isObject, type Json, type JsonObject, own } from '../../core/json.ts';
import { type ExtractionPlan, textsOf, valuesOf } from '../extraction-plan.ts';

type Exposure = NonNullable<Attributes['exposure']>[number];

const maximum = 500;
const firewall = /^compute\.firewalls\.(?:insert|patch|update)$/;

/** Whether the operation sets a firewall rule. */
export function opensGoogle(operation: string): boolean {
  return firewall.test(operation);
}

/**
 * The address ranges that a firewall rule lets in, each with its ports. A new rule for ingress that names no source lets
 * everybody in; in a change, a source that is not named is not known.
 */
export function exposureOf(
  payload: JsonObject,
  plan: ExtractionPlan,
  operation: string,
): readonly Exposure[] | undefined {
  if (!opensGoogle(operation)) return undefined;
  if (textsOf(plan, 'direction', payload)[0] === 'EGRESS' || textsOf(plan, 'disabled', payload)[0] === 'true')
    return undefined;
  const ports = valuesOf(plan, 'rules', payload).flatMap(portsOf);
  if (ports.length === 0) return undefined;
  const found = rangesOf(payload, plan, operation).flatMap((cidr) =>
    ports.map((port) => ({ cidr, ports: port })),
  );
  return found.length > 0 ? found.slice(0, maximum) : undefined;
}

function rangesOf(payload: JsonObject, plan: ExtractionPlan, operation: string): readonly string[] {
  const ranges = textsOf(plan, 'cidrs', payload);
  if (ranges.length > 0 || !operation.endsWith('insert')) return ranges;
  const request = payload['request'];
  const isNarrowed = ['sourceTags', 'sourceServiceAccounts'].some(
    (name) => isObject(request) && own(request, name) !== undefined,
  );
  return isNarrowed ? [] : ['0.0.0.0/0'];
}

/** `{IPProtocol: "tcp", ports: ["22", "8000-9000"]}`; no ports are all of them. */
function portsOf(rule: Json): readonly string[] {
  if (!isObject(rule)) return [];
  const protocol = String(own(rule, 'IPProtocol') ?? own(rule, 'ipProtocol') ?? 'all').toLowerCase();
  if (protocol.startsWith('icmp') || protocol === '1') return ['icmp'];
  const ports = own(rule, 'ports');
  const list = Array.isArray(ports) ? (ports as readonly Json[]).map(String) : [];
  return list.length > 0 ? list.map((port) => (port === '0-65535' ? 'all' : port)) : ['all'];
}
