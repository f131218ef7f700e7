import { type Json, type JsonObject, own, text } from '../core/json.ts';
import { addressKey, instanceKey, interfaceKey } from './names.ts';
import type { FlowEnd, FlowRecord, IsKnown, OtherRecord, UnusableRecord } from './record.ts';
import { amountOf, endOf, instantOf, ipOf, portOf, shown, wholeNumber } from './values.ts';

/** Fields that are read, as flow logs in text name them. */
const fields = [
  'account-id',
  'interface-id',
  'instance-id',
  'vpc-id',
  'srcaddr',
  'dstaddr',
  'pkt-srcaddr',
  'pkt-dstaddr',
  'srcport',
  'dstport',
  'protocol',
  'packets',
  'bytes',
  'start',
  'end',
  'action',
  'log-status',
  'flow-direction',
  'pkt-src-aws-service',
  'pkt-dst-aws-service',
  'tgw-id',
  'tgw-src-vpc-account-id',
  'tgw-dst-vpc-account-id',
  'tgw-src-vpc-id',
  'tgw-dst-vpc-id',
  'packets-lost-no-route',
  'packets-lost-blackhole',
] as const;
type Field = (typeof fields)[number];
type Names = Readonly<Record<Field, string>>;

/** The spellings: text, Parquet and Athena, Logs Insights, Sentinel's table AWSVPCFlow. */
const spellings: readonly Names[] = [
  (field: string) => field,
  (field: string) => field.replaceAll('-', '_'),
  (field: string) => camel(field),
  (field: string) => camel(field).replace(/^./, (first) => first.toUpperCase()),
].map((spell) => Object.fromEntries(fields.map((field) => [field, spell(field)])) as Names);

function camel(field: string): string {
  const joined = field.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
  return joined.replace(/addr$/, 'Addr').replace(/port$/, 'Port');
}

/** Told by addresses, and where those are spelled alike, by a second name. */
function spellingOf(row: JsonObject): Names | undefined {
  return spellings.find((names) => {
    const address = names.srcaddr in row || names.dstaddr in row || names['pkt-srcaddr'] in row;
    return address && marks.some((mark) => names[mark] in row);
  });
}

const marks = [
  'interface-id',
  'instance-id',
  'vpc-id',
  'log-status',
  'flow-direction',
  'tgw-id',
  'account-id',
  'pkt-dstaddr',
] as const;

/**
 * A record of VPC or transit gateway flow logs, in the default or a custom format; undefined for another row. An address
 * of an interface is always its private one; `pkt-…` is what lies behind a NAT gateway or another layer between.
 *
 * @param isKnown whether an instance is looked for under a name
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/flow-log-records.html
 * @see https://docs.aws.amazon.com/vpc/latest/tgw/tgw-flow-logs.html#flow-log-records
 */
export function readAwsFlow(
  row: JsonObject,
  isKnown: IsKnown,
): FlowRecord | UnusableRecord | OtherRecord | undefined {
  const names = spellingOf(row);
  if (!names) return undefined;
  const cell = (field: Field): Json | undefined => {
    const value = own(row, names[field]);
    return value === '-' || value === '' || value === null ? undefined : value;
  };
  const status = cell('log-status');
  if (status === 'NODATA') return { kind: 'no-data', detail: 'nothing flowed' };
  if (status === 'SKIPDATA') return { kind: 'lost', detail: 'records were skipped by AWS' };
  return isOthers(row, names, isKnown) ? other : readRow(cell);
}

const other: OtherRecord = Object.freeze({ kind: 'other' });

/** Nearly all records are of interfaces that nobody asks for: nothing else of them is read. */
function isOthers(row: JsonObject, names: Names, isKnown: IsKnown): boolean {
  const id = row[names['interface-id']];
  const instance = row[names['instance-id']];
  const hasId = typeof id === 'string' && id !== '-';
  const hasInstance = typeof instance === 'string' && instance !== '-';
  if (!hasId && !hasInstance) return false;
  return !(hasId && isKnown(interfaceKey(id))) && !(hasInstance && isKnown(instanceKey(instance)));
}

type Cell = (field: Field) => Json | undefined;

function readRow(cell: Cell): FlowRecord | UnusableRecord {
  const start = instantOf(cell('start') ?? cell('end'));
  if (start === undefined)
    return malformed(`start: expected seconds since 1970, found ${shown(cell('start'))}`);
  for (const which of ['src', 'dst'] as const) {
    if (addressOf(cell, which) === undefined) {
      return malformed(`${which}addr: expected an address, found ${shown(cell(`${which}addr`))}`);
    }
  }
  for (const field of ['bytes', 'packets'] as const) {
    const value = cell(field);
    if (amountOf(value) === undefined)
      return malformed(`${field}: expected a whole number, found ${shown(value)}`);
  }
  const protocol = wholeNumber(cell('protocol'));
  const common = {
    kind: 'flow',
    start,
    end: endOf(start, cell('end')),
    ...(protocol === undefined ? {} : { protocol }),
    sent: { bytes: amountOf(cell('bytes')) ?? 0, packets: amountOf(cell('packets')) ?? 0 },
  } as const;
  return cell('tgw-id') === undefined
    ? { ...common, ...ofInterface(cell) }
    : { ...common, ...ofGateway(cell) };
}

type Ends = Pick<FlowRecord, 'vantage' | 'accepted' | 'source' | 'destination' | 'captured'>;

/** The address in the packet, or else that of the interface. */
function addressOf(cell: Cell, which: 'src' | 'dst'): string | undefined {
  return ipOf(cell(`pkt-${which}addr`)) ?? ipOf(cell(`${which}addr`));
}

const sides: ReadonlyMap<Json | undefined, 'source' | 'destination'> = new Map([
  ['egress', 'source'],
  ['ingress', 'destination'],
]);

function ofInterface(cell: Cell): Ends {
  const keys: string[] = [];
  const id = text(cell('interface-id'));
  if (id) keys.push(interfaceKey(id));
  const instance = text(cell('instance-id'));
  if (instance) keys.push(instanceKey(instance));
  const side = sides.get(cell('flow-direction'));
  const vpc = text(cell('vpc-id'));
  // Without a name of the interface, the network and the address have to do.
  const byAddress = keys.length === 0 && vpc !== undefined;
  return {
    vantage: 'aws-vpc',
    accepted: cell('action') !== 'REJECT',
    source: end(cell, 'src', byAddress && side !== 'destination' ? vpc : undefined),
    destination: end(cell, 'dst', byAddress && side !== 'source' ? vpc : undefined),
    ...(keys.length > 0 ? { captured: { keys, ...(side && { side }) } } : {}),
  };
}

/** A gateway knows both networks; each flow passes it twice, coming in and going out. */
function ofGateway(cell: Cell): Ends {
  const lost =
    (wholeNumber(cell('packets-lost-no-route')) ?? 0) + (wholeNumber(cell('packets-lost-blackhole')) ?? 0);
  const packets = wholeNumber(cell('packets')) ?? 0;
  const sourceNetwork = text(cell('tgw-src-vpc-id'));
  const targetNetwork = text(cell('tgw-dst-vpc-id'));
  const from = text(cell('tgw-src-vpc-account-id'));
  const to = text(cell('tgw-dst-vpc-account-id'));
  return {
    vantage: `aws-tgw-${text(cell('flow-direction')) ?? 'any'}`,
    accepted: lost === 0 || lost < packets,
    source: {
      ...end(cell, 'src', sourceNetwork),
      ...(from && { account: from }),
      ...(sourceNetwork && { network: sourceNetwork }),
    },
    destination: {
      ...end(cell, 'dst', targetNetwork),
      ...(to && { account: to }),
      ...(targetNetwork && { network: targetNetwork }),
    },
  };
}

function end(cell: Cell, which: 'src' | 'dst', network: string | undefined): FlowEnd {
  const ip = addressOf(cell, which) ?? '';
  const at = ipOf(cell(`${which}addr`));
  const port = portOf(cell(`${which}port`));
  const service = text(cell(`pkt-${which}-aws-service`));
  return {
    ip,
    keys: network === undefined ? [] : [addressKey(network, at ?? ip)],
    ...(at !== undefined && at !== ip && { at }),
    ...(port === undefined ? {} : { port }),
    ...(service && { service }),
  };
}

function malformed(detail: string): UnusableRecord {
  return { kind: 'malformed', detail };
}
