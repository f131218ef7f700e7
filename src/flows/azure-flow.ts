import { macOf } from '../clouds/mac.ts';
import { isObject, type Json, type JsonObject, member, own, text } from '../core/json.ts';
import { addressKey, interfaceKey, macKey } from './names.ts';
import type { Amount, FlowRecord, NetworkRecord, UnusableRecord } from './record.ts';
import { amountOf, instantOf, ipOf, portOf, shown, wholeNumber } from './values.ts';

/** What the flows of one log entry have in common. */
interface Capture {
  readonly vantage: 'azure-nsg' | 'azure-vnet';
  readonly keys: readonly string[];
  /** The virtual network or security group within which a private address may be looked for. */
  readonly within?: string;
}

/**
 * The flows of one entry of Azure's flow logs: of network security groups (version 2; version 1 has no amounts), or of
 * virtual networks. Each flow is a text of cells with commas between them. undefined for another value.
 *
 * @see https://learn.microsoft.com/en-us/azure/network-watcher/nsg-flow-logs-overview#log-format
 * @see https://learn.microsoft.com/en-us/azure/network-watcher/vnet-flow-logs-overview#log-format
 */
export function readAzureFlows(entry: JsonObject): Iterable<NetworkRecord> | undefined {
  const records = own(entry, 'flowRecords');
  if (isObject(records)) return ofNetwork(entry, records);
  const flows = member(own(entry, 'properties'), 'flows');
  if (Array.isArray(flows) && 'macAddress' in entry) return ofSecurityGroup(entry, flows);
  return undefined;
}

function* ofSecurityGroup(entry: JsonObject, rules: readonly Json[]): Generator<NetworkRecord> {
  const group = text(own(entry, 'resourceId'))?.toLowerCase();
  for (const rule of rules) {
    for (const flow of listIn(rule, 'flows')) {
      const mac = macOf(text(member(flow, 'mac')) ?? text(own(entry, 'macAddress')));
      const capture = captureOf('azure-nsg', mac, group);
      for (const tuple of listIn(flow, 'flowTuples')) yield readTuple(tuple, capture);
    }
  }
}

function* ofNetwork(entry: JsonObject, records: JsonObject): Generator<NetworkRecord> {
  const mac = macOf(text(own(entry, 'macAddress')));
  const target = text(own(entry, 'targetResourceID'))
    ?.toLowerCase()
    .replace(/\/subnets\/[^/]+$/, '');
  const capture = captureOf('azure-vnet', mac, target);
  for (const flow of listIn(records, 'flows')) {
    for (const group of listIn(flow, 'flowGroups')) {
      for (const tuple of listIn(group, 'flowTuples')) yield readTuple(tuple, capture);
    }
  }
}

function captureOf(
  vantage: Capture['vantage'],
  mac: string | undefined,
  target: string | undefined,
): Capture {
  const keys = mac === undefined ? [] : [macKey(mac)];
  if (target?.includes('/networkinterfaces/')) return { vantage, keys: [...keys, interfaceKey(target)] };
  return { vantage, keys, ...(target && { within: target }) };
}

function listIn(value: Json | undefined, key: string): readonly Json[] {
  const list = member(value, key);
  return Array.isArray(list) ? list : [];
}

/** Version 1 has no more cells. */
const FEWEST = 8;
/** After the eighth cell: state or encryption, then packets and bytes there, packets and bytes back. */
const AMOUNTS = 9;
const protocols: Readonly<Record<string, number>> = { T: 6, U: 17 };

/**
 * Cells: time, source, destination, ports, protocol (T and U, or a number), direction (I or O), and D for denied in place
 * of a decision or a state.
 */
function readTuple(tuple: Json, { vantage, keys, within }: Capture): FlowRecord | UnusableRecord {
  const cells = typeof tuple === 'string' ? tuple.split(',') : [];
  const wrong = wrongIn(cells);
  if (wrong !== undefined) return malformed(wrong, tuple);
  const [time, from, to, fromPort, toPort, protocol = '', direction, decision] = cells;
  const start = instantOf(time) ?? 0;
  const source = ipOf(from) ?? '';
  const destination = ipOf(to) ?? '';
  const side = direction === 'O' ? 'source' : 'destination';
  const number = protocols[protocol] ?? wholeNumber(protocol);
  const own = side === 'source' ? source : destination;
  const sourcePort = portOf(fromPort);
  const destinationPort = portOf(toPort);
  return {
    kind: 'flow',
    vantage,
    start,
    end: start,
    ...(number === undefined ? {} : { protocol: number }),
    accepted: decision !== 'D',
    source: { ip: source, keys: [], ...(sourcePort && { port: sourcePort }) },
    destination: { ip: destination, keys: [], ...(destinationPort && { port: destinationPort }) },
    sent: amountIn(cells, AMOUNTS),
    returned: amountIn(cells, AMOUNTS + 2),
    captured: { keys: within === undefined ? keys : [...keys, addressKey(within, own)], side },
  };
}

function amountIn(cells: readonly string[], at: number): Amount {
  return { packets: amountOf(cells[at]) ?? 0, bytes: amountOf(cells[at + 1]) ?? 0 };
}

/** What keeps a tuple from being read. */
function wrongIn(cells: readonly string[]): string | undefined {
  if (cells.length < FEWEST) return `expected at least ${FEWEST} cells`;
  if (instantOf(cells[0]) === undefined) return 'expected epoch time in the first cell';
  if (ipOf(cells[1]) === undefined || ipOf(cells[2]) === undefined) return 'expected two addresses';
  if (cells[6] !== 'I' && cells[6] !== 'O') return 'expected I or O as direction';
  return cells.slice(AMOUNTS).every((cell) => amountOf(cell) !== undefined)
    ? undefined
    : 'expected whole numbers of packets and bytes';
}

function malformed(why: string, tuple: Json): UnusableRecord {
  return { kind: 'malformed', detail: `flow tuple: ${why}, found ${shown(tuple)}` };
}
