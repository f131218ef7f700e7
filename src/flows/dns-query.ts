import { isObject, type Json, type JsonObject, member, own, text } from '../core/json.ts';
import { googleInstance } from './google-flow.ts';
import { addressKey, instanceKey, uidKey } from './names.ts';
import type { DnsRecord, UnusableRecord } from './record.ts';
import { domainOf, instantOf, ipOf, shown } from './values.ts';

const MOST_ANSWERS = 64;
/** RFC 1035 §2.3.4. */
const LONGEST_NAME = 255;

/**
 * A query of Route 53 Resolver's or Cloud DNS's query log; undefined for another value.
 *
 * @see https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resolver-query-logs-format.html
 * @see https://cloud.google.com/dns/docs/monitoring#dns-log-record-format
 */
export function readDnsQuery(value: JsonObject): DnsRecord | UnusableRecord | undefined {
  if ('query_name' in value && 'query_timestamp' in value) return ofRoute53(value);
  const payload = own(value, 'jsonPayload');
  if (isObject(payload) && 'queryName' in payload) return ofGoogle(value, payload);
  return undefined;
}

function ofRoute53(value: JsonObject): DnsRecord | UnusableRecord {
  const instance = text(member(own(value, 'srcids'), 'instance'));
  const vpc = text(own(value, 'vpc_id'));
  const ip = ipOf(own(value, 'srcaddr'));
  const answers = own(value, 'answers');
  const byAddress = vpc && ip ? [addressKey(vpc, ip)] : [];
  return queryOf({
    time: own(value, 'query_timestamp'),
    name: own(value, 'query_name'),
    type: own(value, 'query_type'),
    // The id says it; without one (the query came through another resolver) the address in the network may.
    keys: instance ? [instanceKey(instance)] : byAddress,
    answers: Array.isArray(answers) ? answers.flatMap((one) => text(member(one, 'Rdata')) ?? []) : [],
  });
}

function ofGoogle(entry: JsonObject, payload: JsonObject): DnsRecord | UnusableRecord {
  const keys: string[] = [];
  const uid = payload['vmInstanceIdString'] ?? payload['vmInstanceId'];
  if (typeof uid === 'string' || typeof uid === 'number') keys.push(uidKey(String(uid)));
  // The number of the project may stand before the name.
  const name = text(payload['vmInstanceName'])?.replace(/^\d+\./, '');
  const instance = googleInstance(payload['vmProjectId'], payload['vmZoneName'], name);
  if (instance) keys.push(instanceKey(instance));
  return queryOf({
    time: own(entry, 'timestamp'),
    name: payload['queryName'],
    type: payload['queryType'],
    keys,
    answers: text(payload['rdata'])?.split('\n').flatMap(lastWord) ?? [],
  });
}

/** `example.com. 300 IN a 203.0.113.9` answers 203.0.113.9. */
function lastWord(line: string): string[] {
  const word = line.trim().split(/\s+/).at(-1);
  return word ? [word] : [];
}

interface Parts {
  readonly time: Json | undefined;
  readonly name: Json | undefined;
  readonly type: Json | undefined;
  readonly keys: readonly string[];
  readonly answers: readonly string[];
}

function queryOf({ time, name, type, keys, answers }: Parts): DnsRecord | UnusableRecord {
  const at = instantOf(time);
  if (at === undefined) return malformed(`time: expected a time, found ${shown(time)}`);
  const asked = typeof name === 'string' ? domainOf(name) : '';
  if (asked.length === 0 || asked.length > LONGEST_NAME)
    return malformed(`expected a name, found ${shown(name)}`);
  return {
    kind: 'dns',
    time: at,
    keys,
    name: asked,
    type: text(type)?.toUpperCase() ?? '',
    answers: answers.slice(0, MOST_ANSWERS).map((one) => ipOf(one) ?? domainOf(one)),
  };
}

function malformed(detail: string): UnusableRecord {
  return { kind: 'malformed', detail: `DNS query: ${detail}` };
}
