import { isIP } from 'node:net';
import { compareTexts } from '../core/text-order.ts';
import type { NetworkCategory } from '../detect/incident/network.ts';
import type { NetworkLists } from './network-lists.ts';
import type { Amount, DnsRecord, FlowEnd, FlowRecord } from './record.ts';

/** Names that one address may have had, and that one name may have led to. */
const MOST_NAMES_EACH = 16;

/** How many rows all instances together, and each by itself, may have; what is beyond is only added up. */
export class Room {
  private left: number;
  readonly each: number;

  constructor(all = 400_000, each = 50_000) {
    this.left = all;
    this.each = each;
  }

  /**
   * Whether there is room for one more where there are so many already.
   *
   * @param counts what counts has a place where the others have none: nobody hides it by asking for much else
   */
  take(there: number, counts = false): boolean {
    if (counts && there < 2 * this.each) return true;
    if (there >= this.each || this.left === 0) return false;
    this.left -= 1;
    return true;
  }
}

/** The same peer, port and direction as one log recorded it. */
export interface Totals {
  readonly vantage: string;
  bytesOut: number;
  bytesIn: number;
  packetsOut: number;
  packetsIn: number;
  accepted: number;
  rejected: number;
  /** Of the accepted flows; `firstTried` and `lastTried` of the others. */
  first: number;
  last: number;
  firstTried: number;
  lastTried: number;
}

export interface PeerRow {
  readonly ip: string;
  readonly port?: number;
  readonly protocol?: number;
  readonly role: 'client' | 'server' | 'peer';
  account?: string;
  network?: string;
  service?: string;
  readonly totals: Totals[];
}

export interface NameRow {
  readonly name: string;
  queries: number;
  first: number;
  last: number;
  /** Names that answers led to. */
  readonly leads: Set<string>;
}

/** A flow as seen from the instance. */
export interface SeenFlow {
  readonly record: FlowRecord;
  readonly own: FlowEnd;
  readonly peer: FlowEnd;
  readonly out: Amount;
  readonly back: Amount;
}

/**
 * What one instance did, added up in bounded memory. The sums do not depend on the order of the records as long as nothing
 * had to be let go.
 */
export class Traffic {
  readonly rows: Map<string, PeerRow> = new Map();
  readonly names: Map<string, NameRow> = new Map();
  /** Names by the address that they were answered with. */
  readonly answered: Map<string, Set<string>> = new Map();
  /** What had no room in `rows`, by vantage. */
  readonly others: Totals[] = [];
  accepted = 0;
  rejected = 0;
  queries = 0;
  /** Queries whose name had no room. */
  unnamed = 0;
  /** Answers that had no room. */
  unanswered = 0;
  private readonly lists: NetworkLists;
  private readonly room: Room;

  constructor(lists: NetworkLists, room: Room) {
    this.lists = lists;
    this.room = room;
  }

  /** The names that an address was answered for, those of a category first. */
  namesOf(ip: string): string[] {
    return this.firstOf(this.answered.get(ip));
  }

  /** What a name, or one that answers led to, is known for. */
  categoryOf(name: string): NetworkCategory | undefined {
    const names = [name, ...this.firstOf(this.names.get(name)?.leads)];
    return names.map((one) => this.lists.categoryOf(one)).find((one) => one !== undefined);
  }

  addFlow({ record, own, peer, out, back }: SeenFlow): void {
    if (record.accepted) this.accepted += 1;
    else this.rejected += 1;
    const service = serviceOf(own.port, peer.port, this.lists.miningPorts);
    const key = `${peer.ip} ${service.port ?? ''} ${record.protocol ?? ''} ${service.role}`;
    let row = this.rows.get(key);
    if (!row && this.room.take(this.rows.size)) {
      const { protocol } = record;
      row = { ip: peer.ip, ...service, ...(protocol === undefined ? {} : { protocol }), totals: [] };
      this.rows.set(key, row);
    }
    if (row) describe(row, own, peer);
    add(totalsFor(row?.totals ?? this.others, record.vantage), record, out, back);
  }

  addQuery({ name, time, answers }: DnsRecord): void {
    this.queries += 1;
    const row = this.names.get(name);
    if (row) {
      row.queries += 1;
      row.first = Math.min(row.first, time);
      row.last = Math.max(row.last, time);
    } else if (this.room.take(this.names.size, this.lists.categoryOf(name) !== undefined)) {
      this.names.set(name, { name, queries: 1, first: time, last: time, leads: new Set() });
    } else this.unnamed += 1;
    this.addAnswers(name, answers);
  }

  private addAnswers(name: string, answers: readonly string[]): void {
    const leads = this.names.get(name)?.leads;
    for (const answer of answers) {
      if (isIP(answer) === 0) {
        if (leads) this.keep(leads, answer);
        continue;
      }
      const there = this.answered.get(answer);
      if (there) this.keep(there, name);
      else if (this.room.take(this.answered.size, this.categoryOf(name) !== undefined))
        this.answered.set(answer, new Set([name]));
      else this.unanswered += 1;
    }
  }

  /** Adds a name, and keeps the first when there are too many: the same whatever the order was. */
  private keep(names: Set<string>, name: string): void {
    names.add(name);
    if (names.size <= 2 * MOST_NAMES_EACH) return;
    const kept = this.firstOf(names);
    names.clear();
    for (const one of kept) names.add(one);
  }

  /** A name that counts must not be lost among many that were looked up to hide it. */
  private firstOf(names: ReadonlySet<string> = new Set()): string[] {
    const isPlain = (name: string): number => Number(this.lists.categoryOf(name) === undefined);
    return [...names].sort((a, b) => isPlain(a) - isPlain(b) || compareTexts(a, b)).slice(0, MOST_NAMES_EACH);
  }
}

/** Ports from here on are chosen by clients: Linux's range begins here, those of IANA and Windows later. */
const EPHEMERAL = 32_768;

/** Whose service a flow is for: the lower port is the service's, unless both are high. */
function serviceOf(
  own: number | undefined,
  peer: number | undefined,
  known: ReadonlySet<number>,
): Pick<PeerRow, 'port' | 'role'> {
  const isFromHigh = own === undefined || own >= EPHEMERAL;
  if (peer !== undefined && isFromHigh && known.has(peer)) return { port: peer, role: 'client' };
  if (peer !== undefined && peer < EPHEMERAL && (own === undefined || peer <= own)) {
    return { port: peer, role: 'client' };
  }
  if (own !== undefined && own < EPHEMERAL) return { port: own, role: 'server' };
  return { role: 'peer' };
}

/** What a log says of the peer beside its address; of different words the first in the order of texts. */
function describe(row: PeerRow, own: FlowEnd, peer: FlowEnd): void {
  // Machines of one network are of one owner, whatever their projects are.
  const isSameNetwork = peer.network !== undefined && peer.network === own.network;
  for (const name of ['account', 'network', 'service'] as const) {
    const value = isSameNetwork && name === 'account' ? undefined : peer[name];
    if (value !== undefined && (row[name] === undefined || value < row[name])) row[name] = value;
  }
}

function totalsFor(list: Totals[], vantage: string): Totals {
  const there = list.find((one) => one.vantage === vantage);
  if (there) return there;
  const none = { bytesOut: 0, bytesIn: 0, packetsOut: 0, packetsIn: 0, accepted: 0, rejected: 0 };
  const never = Number.POSITIVE_INFINITY;
  const made = { vantage, ...none, first: never, last: -never, firstTried: never, lastTried: -never };
  list.push(made);
  return made;
}

function add(totals: Totals, { accepted, start, end }: FlowRecord, out: Amount, back: Amount): void {
  if (!accepted) {
    totals.rejected += 1;
    totals.firstTried = Math.min(totals.firstTried, start);
    totals.lastTried = Math.max(totals.lastTried, end);
    return;
  }
  totals.accepted += 1;
  totals.bytesOut += out.bytes;
  totals.packetsOut += out.packets;
  totals.bytesIn += back.bytes;
  totals.packetsIn += back.packets;
  totals.first = Math.min(totals.first, start);
  totals.last = Math.max(totals.last, end);
}
