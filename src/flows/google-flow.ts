import { isObject, type Json, type JsonObject, member, own, text } from '../core/json.ts';
import { instanceKey } from './names.ts';
import type { FlowEnd, FlowRecord, UnusableRecord } from './record.ts';
import { amountOf, endOf, instantOf, ipOf, portOf, shown, wholeNumber } from './values.ts';

/**
 * An entry of Google's VPC flow logs; undefined for another value. Two machines that log both record what flows between
 * them, each at its side. Amounts are estimates: Google samples packets, and entries.
 *
 * @see https://cloud.google.com/vpc/docs/about-flow-logs-records
 */
export function readGoogleFlow(entry: JsonObject): FlowRecord | UnusableRecord | undefined {
  const payload = own(entry, 'jsonPayload');
  const connection = member(payload, 'connection');
  if (!isObject(payload) || !isObject(connection) || !('src_ip' in connection)) return undefined;
  const start = instantOf(payload['start_time'] ?? entry['timestamp']);
  if (start === undefined)
    return malformed(`start_time: expected a time, found ${shown(payload['start_time'])}`);
  const source = ipOf(connection['src_ip']);
  const destination = ipOf(connection['dest_ip']);
  if (source === undefined || destination === undefined) {
    const found = source === undefined ? connection['src_ip'] : connection['dest_ip'];
    return malformed(
      `${source === undefined ? 'src_ip' : 'dest_ip'}: expected an address, found ${shown(found)}`,
    );
  }
  const [bytes, packets] = [amountOf(payload['bytes_sent']), amountOf(payload['packets_sent'])];
  if (bytes === undefined || packets === undefined) {
    return malformed(`bytes_sent: expected a whole number, found ${shown(payload['bytes_sent'])}`);
  }
  const protocol = wholeNumber(connection['protocol']);
  const reporter = text(payload['reporter'])?.toLowerCase() ?? 'any';
  return {
    kind: 'flow',
    vantage: `google-${reporter}`,
    start,
    end: endOf(start, payload['end_time']),
    ...(protocol === undefined ? {} : { protocol }),
    // What firewall rules stop is in their own logs.
    accepted: true,
    source: sideOf(payload, 'src', source, portOf(connection['src_port'])),
    destination: sideOf(payload, 'dest', destination, portOf(connection['dest_port'])),
    sent: { bytes, packets },
  };
}

function sideOf(payload: JsonObject, which: 'src' | 'dest', ip: string, port: number | undefined): FlowEnd {
  const machine = member(payload, `${which}_instance`);
  const vpc = member(payload, `${which}_vpc`);
  const name = googleInstance(
    member(machine, 'project_id'),
    member(machine, 'zone'),
    member(machine, 'vm_name'),
  );
  const host = text(member(vpc, 'project_id'));
  const account = text(member(machine, 'project_id')) ?? host;
  const network = text(member(vpc, 'vpc_name'));
  const google = member(payload, `${which}_google_service`);
  const service = text(member(google, 'service_name')) ?? text(member(google, 'type'));
  return {
    ip,
    keys: name === undefined ? [] : [instanceKey(name)],
    ...(port === undefined ? {} : { port }),
    ...(account && { account }),
    ...(network && { network: host === undefined ? network : `projects/${host}/global/networks/${network}` }),
    ...(service && { service }),
  };
}

/** The name of an instance as Activities have it; undefined when a part of it is missing. */
export function googleInstance(
  project: Json | undefined,
  zone: Json | undefined,
  name: Json | undefined,
): string | undefined {
  const [inProject, inZone, ofName] = [text(project), text(zone), text(name)];
  return inProject && inZone && ofName
    ? `projects/${inProject}/zones/${inZone}/instances/${ofName}`
    : undefined;
}

function malformed(detail: string): UnusableRecord {
  return { kind: 'malformed', detail };
}
