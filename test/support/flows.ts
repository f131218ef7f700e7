import type { Activity } from '../../src/activity/activity.ts';
import type { Json, JsonObject } from '../../src/core/json.ts';
import type { InstanceNetwork } from '../../src/detect/incident/network.ts';
import type { NetworkStats } from '../../src/detect/incident/network-stats.ts';
import { evidenceOf } from '../../src/flows/evidence.ts';
import { FlowCollector } from '../../src/flows/flow-collector.ts';
import { Machines } from '../../src/flows/machines.ts';
import { NetworkLists } from '../../src/flows/network-lists.ts';
import type { Room } from '../../src/flows/traffic.ts';
import { activity } from './activities.ts';

/** When the instance of these tests is created. */
export const created: number = Date.parse('2026-03-10T10:00:00Z');
export const minute = 60_000;
const week = 7 * 24 * 60 * minute;

export const lists: Readonly<Record<string, readonly string[]>> = {
  file_sharing_domains: ['mega.nz', 'mega.co.nz'],
  paste_domains: ['pastebin.com'],
  mining_domains: ['supportxmr.com'],
  mining_ports: ['3333', '45700'],
  provider_domains: ['amazonaws.com'],
  trusted_accounts: ['333333333333'],
};

/** `RunInstances` of i-0a with eni-0a, 10.0.0.5 in vpc-1. */
export function launch(part: Parameters<typeof activity>[0] = {}): Activity {
  return activity({
    id: 'a-launch',
    operation: 'RunInstances',
    object: 'instance',
    resources: [{ role: 'target', type: 'instance', id: 'i-0a0a0a0a' }],
    attrs: {
      interfaces: [{ id: 'eni-0a', instance: 'i-0a0a0a0a', ips: ['10.0.0.5'], network: 'vpc-1' }],
    },
    ...part,
  });
}

export function deletion(at: string, part: Parameters<typeof activity>[0] = {}): Activity {
  return launch({
    id: `a-deletion ${at}`,
    operation: 'TerminateInstances',
    verb: 'delete',
    attrs: {},
    at,
    ...part,
  });
}

/** A VPC flow record of eni-0a: 5 kB to 203.0.113.9:443, ten minutes after the creation. */
export function vpcFlow(part: Readonly<Record<string, Json>> = {}): JsonObject {
  const start = (created + 10 * minute) / 1000;
  return {
    version: '2',
    'account-id': '210987654321',
    'interface-id': 'eni-0a',
    srcaddr: '10.0.0.5',
    dstaddr: '203.0.113.9',
    srcport: '49152',
    dstport: '443',
    protocol: '6',
    packets: '10',
    bytes: '5000',
    start: String(start),
    end: String(start + 59),
    action: 'ACCEPT',
    'log-status': 'OK',
    ...part,
  };
}

/** The same flow from the other side. */
export function answer(part: Readonly<Record<string, Json>> = {}): JsonObject {
  return vpcFlow({ srcaddr: '203.0.113.9', dstaddr: '10.0.0.5', srcport: '443', dstport: '49152', ...part });
}

/** A query of Route 53 Resolver's log, ten minutes after the creation. */
export function query(name: string, answers: readonly string[] = [], part: JsonObject = {}): JsonObject {
  return {
    version: '1.100000',
    account_id: '210987654321',
    region: 'eu-west-1',
    vpc_id: 'vpc-1',
    query_timestamp: '2026-03-10T10:10:00Z',
    query_name: name,
    query_type: 'A',
    rcode: 'NOERROR',
    answers: answers.map((Rdata) => ({ Rdata, Type: 'A', Class: 'IN' })),
    srcaddr: '10.0.0.5',
    srcids: { instance: 'i-0a0a0a0a' },
    ...part,
  };
}

export interface LinkedValues {
  readonly networks: readonly InstanceNetwork[];
  readonly stats: NetworkStats;
}

/** What records that were decoded already tell of the instances of Activities. */
export function linkValues(
  activities: readonly Activity[],
  values: readonly JsonObject[],
  options: {
    readonly lists?: typeof lists;
    readonly window?: number;
    readonly known?: readonly Activity[];
    readonly room?: Room;
  } = {},
): LinkedValues {
  const machines = new Machines(activities, options.known ?? activities, options.window ?? week);
  const known = new NetworkLists(options.lists ?? lists);
  const collector = new FlowCollector(machines, known, options.room);
  collector.begin('flows');
  for (const [index, value] of values.entries()) collector.record(value, 'test', { index });
  return {
    networks: machines.all.map((machine) => evidenceOf(machine, collector.of(machine), known)),
    stats: collector.stats([]),
  };
}

/** The one instance of a test. */
export function onlyOne({ networks }: LinkedValues): InstanceNetwork {
  const [first, ...others] = networks;
  if (!first || others.length > 0) throw new Error(`expected one instance, found ${networks.length}`);
  return first;
}
