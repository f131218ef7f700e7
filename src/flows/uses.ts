import { bytesText } from '../core/bytes-text.ts';
import { compareTexts } from '../core/text-order.ts';
import type { LookedUpDomain, NetworkCategory, NetworkPeer, NetworkUse } from '../detect/incident/network.ts';
import type { Machine } from './machines.ts';
import type { NetworkLists } from './network-lists.ts';
import { minutesAfter } from './peers.ts';

/** From here on it is data that left, and not a page that was asked for. */
const MUCH = 1_000_000;
/** What is done so soon is what the instance was made for. */
const SOON = 60;
const LATER = -5;
const LEAST = 2;
const MOST_USES = 50;

/** Points of a use within the first hour; five less after it. Set by judgement. */
const points: Readonly<Record<NetworkCategory, Readonly<Record<NetworkUse['degree'], number>>>> = {
  mining: { sent: 20, contacted: 20, 'looked-up': 10 },
  'file-sharing': { sent: 20, contacted: 8, 'looked-up': 5 },
  paste: { sent: 15, contacted: 8, 'looked-up': 5 },
  messaging: { sent: 12, contacted: 5, 'looked-up': 3 },
  'other-account': { sent: 20, contacted: 3, 'looked-up': 0 },
  'mining-port': { sent: 8, contacted: 5, 'looked-up': 0 },
};

const meanings: Readonly<Record<NetworkCategory, string>> = {
  mining: 'a mining pool',
  'file-sharing': 'a file-sharing service',
  paste: 'a paste site',
  messaging: 'a messaging service',
  'other-account': 'an account that is not among the trusted ones',
  'mining-port': 'a port that mining pools use',
};

interface Draft {
  readonly category: NetworkCategory;
  readonly to: string;
  readonly addresses: Set<string>;
  bytesOut: number;
  bytesIn: number;
  time: number;
}

/**
 * What an instance did that counts: data to services of the lists, to accounts that are not trusted, and names of such
 * services that were only looked up. In the order of time.
 */
export function usesOf(
  machine: Machine,
  peers: readonly NetworkPeer[],
  domains: readonly LookedUpDomain[],
  lists: NetworkLists,
): NetworkUse[] {
  const drafts = new Map<string, Draft>();
  const telling = new Set(domains.flatMap(({ name, category }) => (category ? [name] : [])));
  for (const peer of peers) {
    if (peer.accepted === 0) continue;
    if (peer.category) add(drafts, peer.category, nameOf(peer, telling), peer);
    const stranger = strangerOf(machine, peer, lists);
    if (stranger !== undefined) add(drafts, 'other-account', stranger, peer);
  }
  const contacted = new Set([...drafts.values()].map(({ to }) => to));
  const uses = [...drafts.values()].map((draft) => useOf(machine, draft));
  for (const { name, category, first } of domains) {
    if (category && !contacted.has(name)) uses.push(lookUpOf(machine, name, category, first));
  }
  return uses
    .sort((a, b) => b.points - a.points || a.time - b.time || compareTexts(a.to, b.to))
    .slice(0, MOST_USES)
    .sort((a, b) => a.time - b.time || compareTexts(a.category, b.category) || compareTexts(a.to, b.to));
}

function add(drafts: Map<string, Draft>, category: NetworkCategory, to: string, peer: NetworkPeer): void {
  const key = `${category} ${to}`;
  const draft = drafts.get(key) ?? {
    category,
    to,
    addresses: new Set(),
    bytesOut: 0,
    bytesIn: 0,
    time: peer.first,
  };
  drafts.set(key, draft);
  draft.addresses.add(addressOf(peer));
  draft.bytesOut += peer.bytesOut;
  draft.bytesIn += peer.bytesIn;
  draft.time = Math.min(draft.time, peer.first);
}

/** The domain that made the category, or the address. */
function nameOf(peer: NetworkPeer, telling: ReadonlySet<string>): string {
  return peer.domains.find((name) => telling.has(name)) ?? addressOf(peer);
}

function addressOf({ ip, port }: NetworkPeer): string {
  if (port === undefined) return ip;
  return ip.includes(':') ? `[${ip}]:${port}` : `${ip}:${port}`;
}

/** The account, with its network, that a peer belongs to when that is another one than the instance's and not trusted. */
function strangerOf({ account }: Machine, peer: NetworkPeer, lists: NetworkLists): string | undefined {
  if (peer.account === undefined || peer.account === account || peer.bytesOut === 0) return undefined;
  if (lists.isTrusted(peer.account)) return undefined;
  if (peer.network !== undefined && lists.isTrusted(peer.network)) return undefined;
  return peer.network === undefined ? peer.account : `${peer.account} (${peer.network})`;
}

function useOf(machine: Machine, { category, to, addresses, bytesOut, bytesIn, time }: Draft): NetworkUse {
  const degree = bytesOut >= MUCH ? 'sent' : 'contacted';
  const minutes = minutesAfter(machine, time);
  const [first = to] = [...addresses].sort();
  const others = addresses.size > 1 ? ` and ${addresses.size - 1} more` : '';
  const at = first === to ? '' : ` (${first}${others})`;
  const named = `${to}, ${meanings[category]}${at}`;
  const what =
    degree === 'sent'
      ? `sent ${bytesText(bytesOut)} to ${named}`
      : `spoke with ${named}: ${bytesText(bytesOut)} out, ${bytesText(bytesIn)} in`;
  return {
    category,
    degree,
    to,
    bytesOut,
    bytesIn,
    time,
    minutes,
    points: pointsFor(category, degree, minutes),
    text: `${whenText(machine, minutes)} ${labelOf(machine)} ${what}`,
  };
}

function lookUpOf(machine: Machine, name: string, category: NetworkCategory, time: number): NetworkUse {
  const minutes = minutesAfter(machine, time);
  return {
    category,
    degree: 'looked-up',
    to: name,
    bytesOut: 0,
    bytesIn: 0,
    time,
    minutes,
    points: pointsFor(category, 'looked-up', minutes),
    text:
      `${whenText(machine, minutes)} ${labelOf(machine)} looked up ${name}, ${meanings[category]}: ` +
      'the given logs have no accepted flow to it',
  };
}

function pointsFor(category: NetworkCategory, degree: NetworkUse['degree'], minutes: number): number {
  const full = points[category][degree];
  return minutes < SOON ? full : Math.max(LEAST, full + LATER);
}

/** Ids of Azure and Google are paths. */
function labelOf({ name, id }: Machine): string {
  return name ?? id.split('/').at(-1) ?? id;
}

/** `12 min after its creation`. */
function whenText({ cause }: Machine, minutes: number): string {
  const event = cause === 'created' ? 'its creation' : 'its change';
  if (minutes < 1) return `less than a minute after ${event}`;
  if (minutes < 120) return `${minutes} min after ${event}`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} h after ${event}` : `${Math.floor(hours / 24)} days after ${event}`;
}
