import { ipKindOf } from '../clouds/source.ts';
import { compareTexts } from '../core/text-order.ts';
import type { LookedUpDomain, NetworkPeer } from '../detect/incident/network.ts';
import type { Machine } from './machines.ts';
import type { NetworkLists } from './network-lists.ts';
import type { NameRow, PeerRow, Totals, Traffic } from './traffic.ts';

const MINUTE = 60_000;

/** Whole minutes from what a machine's time is counted from. */
export function minutesAfter({ since }: Pick<Machine, 'since'>, time: number): number {
  return Math.floor((time - since) / MINUTE);
}

/** All peers of an instance, those that got most bytes first; equal ones in an order that depends on nothing else. */
export function peersOf(machine: Machine, traffic: Traffic, lists: NetworkLists): NetworkPeer[] {
  return [...traffic.rows.values()]
    .map((row) => peerOf(row, machine, traffic, lists))
    .sort(
      (a, b) =>
        b.bytesOut - a.bytesOut ||
        b.bytesIn - a.bytesIn ||
        b.accepted - a.accepted ||
        compareTexts(a.ip, b.ip) ||
        (a.port ?? 0) - (b.port ?? 0) ||
        compareTexts(`${a.protocol} ${a.role}`, `${b.protocol} ${b.role}`),
    );
}

function peerOf(row: PeerRow, machine: Machine, traffic: Traffic, lists: NetworkLists): NetworkPeer {
  const totals = strongest(row.totals);
  const domains = traffic.namesOf(row.ip);
  const kind = kindOf(row, domains, lists);
  const category = domains.map((name) => traffic.categoryOf(name)).find((one) => one !== undefined);
  const isMining = kind === 'public' && row.role === 'client' && lists.miningPorts.has(row.port ?? 0);
  const first = totals.accepted > 0 ? totals.first : totals.firstTried;
  const found = category ?? (isMining && domains.length === 0 ? 'mining-port' : undefined);
  return {
    ip: row.ip,
    ...(row.port === undefined ? {} : { port: row.port }),
    ...(row.protocol === undefined ? {} : { protocol: protocolName(row.protocol) }),
    role: row.role,
    kind,
    domains,
    ...(found && { category: found }),
    ...(row.service === undefined ? {} : { service: row.service }),
    ...(row.account === undefined ? {} : { account: row.account }),
    ...(row.network === undefined ? {} : { network: row.network }),
    bytesOut: totals.bytesOut,
    bytesIn: totals.bytesIn,
    packetsOut: totals.packetsOut,
    packetsIn: totals.packetsIn,
    accepted: totals.accepted,
    rejected: totals.rejected,
    first,
    last: totals.accepted > 0 ? totals.last : totals.lastTried,
    minutes: minutesAfter(machine, first),
  };
}

/** Of several logs that recorded the same flows, the one that saw most. */
function strongest(totals: readonly Totals[]): Totals {
  const sorted = totals.toSorted(
    (a, b) =>
      b.bytesOut + b.bytesIn - (a.bytesOut + a.bytesIn) ||
      b.accepted - a.accepted ||
      b.rejected - a.rejected ||
      compareTexts(a.vantage, b.vantage),
  );
  return sorted[0] as Totals;
}

/** The bytes that had no room among the peers. */
export function bytesOfOthers({ others }: Traffic): { readonly bytesOut: number; readonly bytesIn: number } {
  return others.length === 0 ? { bytesOut: 0, bytesIn: 0 } : strongest(others);
}

const protocolNames: Readonly<Record<number, string>> = { 1: 'icmp', 6: 'tcp', 17: 'udp', 58: 'icmp6' };

function protocolName(protocol: number): string {
  return protocolNames[protocol] ?? String(protocol);
}

/** Addresses behind which customers' machines and sites stand, whoever's they are. */
const ofCustomers = /^(?:EC2|CLOUDFRONT|GLOBALACCELERATOR|API_GATEWAY|CLOUD9|WORKSPACES_GATEWAYS)$/;
/** The same by name: machines, load balancers and gateways of anybody, below the domains of the clouds' own services. */
const namesOfCustomers =
  /(?:^|\.)(?:(?:compute(?:-1)?|elb|execute-api)(?:\.[a-z0-9-]+)?\.amazonaws\.com(?:\.cn)?|cloudapp\.azure\.com)$/;
/** Metadata, time and name services of the platform itself; the address by which Azure's agents are spoken to. */
const ofPlatform = /^(?:169\.254\.|168\.63\.129\.16$|fd00:ec2:|fe80:)/;
/** Broadcast, multicast, unspecified: nobody in particular. */
const nobody = /^(?:0\.|22[4-9]\.|23\d\.|255\.|ff|::$)/;

function kindOf(
  { ip, service }: PeerRow,
  domains: readonly string[],
  lists: NetworkLists,
): NetworkPeer['kind'] {
  if (ofPlatform.test(ip)) return 'provider';
  if (nobody.test(ip) || ipKindOf(ip) === 'private') return 'private';
  if (service !== undefined && !ofCustomers.test(service)) return 'provider';
  const isProvider = domains.some((name) => lists.isProvider(name) && !namesOfCustomers.test(name));
  return isProvider ? 'provider' : 'public';
}

/** All names that an instance looked up, those of a category first, then by time. */
export function domainsOf(machine: Machine, traffic: Traffic): LookedUpDomain[] {
  return [...traffic.names.values()]
    .map((row) => domainOf(row, machine, traffic.categoryOf(row.name)))
    .sort(
      (a, b) =>
        Number(b.category !== undefined) - Number(a.category !== undefined) ||
        a.first - b.first ||
        compareTexts(a.name, b.name),
    );
}

function domainOf(
  { name, queries, first, last }: NameRow,
  machine: Machine,
  category: LookedUpDomain['category'],
): LookedUpDomain {
  return { name, ...(category && { category }), queries, first, last, minutes: minutesAfter(machine, first) };
}
