import type { InstanceNetwork, NetworkPeer } from '../detect/incident/network.ts';
import type { Machine } from './machines.ts';
import type { NetworkLists } from './network-lists.ts';
import { bytesOfOthers, domainsOf, minutesAfter, peersOf } from './peers.ts';
import type { Traffic } from './traffic.ts';
import { usesOf } from './uses.ts';

const MOST_PEERS = 25;
const MOST_DOMAINS = 100;

/** What an instance did, with what could not be seen of it. */
export function evidenceOf(
  machine: Machine,
  traffic: Traffic | undefined,
  lists: NetworkLists,
): InstanceNetwork {
  const { id, name, provider, account, since, cause, until } = machine;
  const about = {
    instance: id,
    ...(name === undefined ? {} : { name }),
    provider,
    account,
    since,
    cause,
    ...(until === undefined ? {} : { until }),
  };
  if (!traffic) return { ...about, ...nothingSeen(machine) };
  const peers = peersOf(machine, traffic, lists);
  const domains = domainsOf(machine, traffic);
  const uses = usesOf(machine, peers, domains, lists);
  const others = bytesOfOthers(traffic);
  const { accepted, rejected, queries } = traffic;
  const first = firstPublic(peers);
  return {
    ...about,
    status: 'seen',
    notes: notesOf(traffic),
    records: { accepted, rejected, queries },
    bytesOut: peers.reduce((sum, one) => sum + one.bytesOut, others.bytesOut),
    bytesIn: peers.reduce((sum, one) => sum + one.bytesIn, others.bytesIn),
    ...(first && {
      firstPublic: { ip: first.ip, time: first.first, minutes: minutesAfter(machine, first.first) },
    }),
    peers: shownPeers(peers),
    peerCount: peers.length,
    domains: domains.slice(0, MOST_DOMAINS),
    domainCount: domains.length,
    uses,
  };
}

/** Those that got most, and those of a category. */
function shownPeers(peers: readonly NetworkPeer[]): NetworkPeer[] {
  const telling = peers.filter(({ category }, index) => index < MOST_PEERS || category !== undefined);
  return telling.slice(0, 2 * MOST_PEERS);
}

function firstPublic(peers: readonly NetworkPeer[]): NetworkPeer | undefined {
  const open = peers.filter(({ kind, accepted }) => kind === 'public' && accepted > 0);
  return open.reduce<NetworkPeer | undefined>(
    (best, one) => (best === undefined || one.first < best.first ? one : best),
    undefined,
  );
}

type Seen = Omit<InstanceNetwork, 'instance' | 'name' | 'provider' | 'account' | 'since' | 'cause' | 'until'>;

function nothingSeen(machine: Machine): Seen {
  const isLinkable = linkable(machine);
  return {
    status: isLinkable ? 'nothing-seen' : 'not-linkable',
    notes: [isLinkable ? seldomNote(machine) : unlinkableNote],
    records: { accepted: 0, rejected: 0, queries: 0 },
    bytesOut: 0,
    bytesIn: 0,
    peers: [],
    peerCount: 0,
    domains: [],
    domainCount: 0,
    uses: [],
  };
}

const unlinkableNote =
  'the audit logs name neither its network interface with an address nor its hardware address: no flow can be told to be its';

/** Google's logs name the machine, those of Route 53 and of custom formats the instance; Azure's only the interface. */
function linkable({ provider, id, keys }: Machine): boolean {
  if (provider === 'gcp') return true;
  if (provider === 'aws') return /^i-[0-9a-f]+$/.test(id) || keys.size > 1;
  return [...keys].some((key) => /^(?:mac|address) /.test(key));
}

function seldomNote({ provider, keys }: Machine): string {
  const hasInterface = [...keys].some((key) => key.startsWith('interface '));
  return provider === 'aws' && !hasInterface
    ? 'nothing of it is in the given logs; its interface is not known, so that only flow logs with instance-id could show it'
    : 'nothing of it is in the given logs';
}

function notesOf({ accepted, rejected, queries, others }: Traffic): string[] {
  const notes: string[] = [];
  if (accepted + rejected === 0) notes.push('no flow of it is in the given logs: what left is not known');
  if (queries === 0) notes.push('no DNS query of it is in the given logs: names are not known');
  if (others.length > 0) notes.push('it spoke with more addresses than are kept: some are only in the sums');
  return notes;
}
