import type { Provider } from '../../activity/vocabulary.ts';

/** Kinds of places that data are taken to, as the lists of a pack name them, and what flows show by themselves. */
export const networkCategories = [
  'mining',
  'file-sharing',
  'paste',
  'messaging',
  'other-account',
  'mining-port',
] as const;
export type NetworkCategory = (typeof networkCategories)[number];

/** One address that an instance spoke with, on one port. */
export interface NetworkPeer {
  readonly ip: string;
  /** The port of the service; absent where neither side's is one. */
  readonly port?: number;
  /** `tcp`, `udp`, `icmp`, or the number that IANA gave. */
  readonly protocol?: string;
  /** Whose service it is: `client`, the peer's; `server`, the instance's; `peer`, not known. */
  readonly role: 'client' | 'server' | 'peer';
  readonly kind: 'public' | 'private' | 'provider';
  /** Names that the instance looked up and that were answered with this address. */
  readonly domains: readonly string[];
  readonly category?: NetworkCategory;
  /** The cloud's service whose address it is, as the cloud's own log says. */
  readonly service?: string;
  /** Account, subscription or project, and network, where the log knows them. */
  readonly account?: string;
  readonly network?: string;
  readonly bytesOut: number;
  readonly bytesIn: number;
  readonly packetsOut: number;
  readonly packetsIn: number;
  /** Records of flows that were let through, and that were not; the numbers above are of the former. */
  readonly accepted: number;
  readonly rejected: number;
  /** Epoch milliseconds: of the accepted flows, or else of the rejected ones. */
  readonly first: number;
  readonly last: number;
  /** Whole minutes from what the time of the instance is counted from to `first`. */
  readonly minutes: number;
}

/** A name that an instance asked for. */
export interface LookedUpDomain {
  readonly name: string;
  readonly category?: NetworkCategory;
  readonly queries: number;
  readonly first: number;
  readonly last: number;
  readonly minutes: number;
}

/** What an instance did that counts: a line of the story and a part of the score. */
export interface NetworkUse {
  readonly category: NetworkCategory;
  /** `sent`: data that are worth the name left; `contacted`: little did; `looked-up`: only its name was asked for. */
  readonly degree: 'sent' | 'contacted' | 'looked-up';
  /** The domain, or address and port, or the account. */
  readonly to: string;
  readonly bytesOut: number;
  readonly bytesIn: number;
  /** Epoch milliseconds. */
  readonly time: number;
  readonly minutes: number;
  readonly points: number;
  /** In words, with the values that it rests on. */
  readonly text: string;
}

/** What one instance did on the network, as far as the given flow and DNS logs show. */
export interface InstanceNetwork {
  readonly instance: string;
  readonly name?: string;
  readonly provider: Provider;
  readonly account: string;
  /** What minutes are counted from, epoch milliseconds: its creation, or the first change that the incident knows. */
  readonly since: number;
  readonly cause: 'created' | 'changed';
  /** When it was deleted. */
  readonly until?: number;
  /** `not-linkable`: the audit log does not say by which name the given logs would know it. */
  readonly status: 'seen' | 'nothing-seen' | 'not-linkable';
  /** What could not be seen, in words. */
  readonly notes: readonly string[];
  /** Records of flows and DNS queries that are this instance's. */
  readonly records: { readonly accepted: number; readonly rejected: number; readonly queries: number };
  readonly bytesOut: number;
  readonly bytesIn: number;
  /** The first accepted flow with a public address. */
  readonly firstPublic?: { readonly ip: string; readonly time: number; readonly minutes: number };
  /** Those that got most bytes first; `peerCount` counts all. */
  readonly peers: readonly NetworkPeer[];
  readonly peerCount: number;
  /** Those of a category first, then by time; `domainCount` counts all. */
  readonly domains: readonly LookedUpDomain[];
  readonly domainCount: number;
  /** In the order of time. */
  readonly uses: readonly NetworkUse[];
}

/** The network side of an incident. */
export interface IncidentNetwork {
  /** False when no flow and no DNS logs were given. */
  readonly observable: boolean;
  readonly note?: string;
  /** Those that something was seen of first. */
  readonly instances: readonly InstanceNetwork[];
}

/** Said of incidents with a new instance when there is nothing to look at. */
export const UNOBSERVABLE =
  'network use of the new instance is not observable in these logs (no flow or DNS logs given)';
