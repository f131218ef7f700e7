import { ipKindOf } from '../clouds/source.ts';
import type { JsonObject } from '../core/json.ts';
import { fingerprint, KeySet } from '../core/key-set.ts';
import type { DecodeResult } from '../decode/index.ts';
import type { Place, RecordSink, Rejection, Skip } from '../decode/record-sink.ts';
import type { NetworkStats } from '../detect/incident/network-stats.ts';
import type { Machine, Machines } from './machines.ts';
import type { NetworkLists } from './network-lists.ts';
import { readNetworkRecords } from './recognise.ts';
import type { DnsRecord, FlowRecord, NetworkRecord } from './record.ts';
import { Room, Traffic } from './traffic.ts';

const MOST_PLACES = 200;
/** Records whose copies are looked for: 16 bytes and some each. */
const MOST_REMEMBERED = 4_000_000;
const nothing = Object.freeze({ bytes: 0, packets: 0 });

type Side = 'source' | 'destination';

/** Takes what is decoded of flow and DNS logs and adds it up for the instances that it is about. */
export class FlowCollector implements RecordSink {
  private readonly machines: Machines;
  private readonly lists: NetworkLists;
  private readonly traffic = new Map<Machine, Traffic>();
  private readonly room: Room;
  private readonly copies = new KeySet();
  private readonly words = new Uint32Array(2);
  private path = '';
  private read = 0;
  private linked = 0;
  private duplicates = 0;
  private notCompared = 0;
  private readonly unlinked: Record<string, number> = {};
  private readonly skipped: Record<string, number> = {};
  private readonly rejected: Record<string, number> = {};
  private readonly places: NetworkStats['rejectedPlaces'][number][] = [];
  private readonly problems: NetworkStats['problems'][number][] = [];
  private inputs = 0;
  private withProblems = 0;
  private compressed = 0;
  private text = 0;

  constructor(machines: Machines, lists: NetworkLists, room: Room = new Room()) {
    this.machines = machines;
    this.lists = lists;
    this.room = room;
  }

  /** Another input begins. */
  begin(path: string): void {
    this.path = path;
    this.inputs += 1;
  }

  /** It ends, with what was wrong with it as a whole. */
  end({ compressedBytes, textBytes, problem }: DecodeResult): void {
    this.compressed += compressedBytes;
    this.text += textBytes;
    if (problem) this.fail(problem);
  }

  /** It could not be read, or not to its end. */
  fail(problem: { readonly kind: string; readonly detail: string }): void {
    this.withProblems += 1;
    this.problems.push({ path: this.path, ...problem });
  }

  record(value: JsonObject, _container: string, place: Place): void {
    const records = readNetworkRecords(value, this.machines.isKnown);
    if (records) for (const record of records) this.take(record, place);
    else this.skip('other-record');
  }

  skip(reason: Skip | 'other-record' | 'no-data' | 'lost'): void {
    this.read += 1;
    bump(this.skipped, reason);
  }

  reject(reason: Rejection | 'malformed', place: Place, detail: string): void {
    this.read += 1;
    bump(this.rejected, reason);
    if (this.places.length < MOST_PLACES) this.places.push({ path: this.path, reason, place, detail });
  }

  /** What was seen of an instance; undefined for nothing. */
  of(machine: Machine): Traffic | undefined {
    return this.traffic.get(machine);
  }

  /** @param missing paths that led to no input */
  stats(missing: NetworkStats['problems']): NetworkStats {
    const sum = (of: (one: Traffic) => number): number =>
      [...this.traffic.values()].reduce((total, one) => total + of(one), 0);
    const unlisted = ({ others }: Traffic): number =>
      others.reduce((all, { accepted, rejected }) => all + accepted + rejected, 0);
    const evicted: [string, number][] = [
      ['instances', this.machines.left],
      ['flows by address', sum(unlisted)],
      ['looked-up names', sum(({ unnamed }) => unnamed)],
      ['answered addresses', sum(({ unanswered }) => unanswered)],
      ['comparisons with copies', this.notCompared],
    ];
    return {
      inputs: { read: this.inputs, withProblems: this.withProblems },
      bytes: { compressed: this.compressed, text: this.text },
      records: {
        read: this.read,
        linked: this.linked,
        duplicates: this.duplicates,
        unlinked: this.unlinked,
        skipped: this.skipped,
        rejected: this.rejected,
      },
      instances: { followed: this.machines.all.length, left: this.machines.left },
      problems: [...missing, ...this.problems],
      rejectedPlaces: this.places,
      evicted: Object.fromEntries(evicted.filter(([, count]) => count > 0)),
    };
  }

  private take(record: NetworkRecord, place: Place): void {
    switch (record.kind) {
      case 'malformed':
        this.reject('malformed', place, record.detail);
        break;
      case 'no-data':
      case 'lost':
        this.skip(record.kind);
        break;
      case 'other':
        this.read += 1;
        this.notLinked(undefined);
        break;
      case 'dns':
        this.read += 1;
        this.takeQuery(record);
        break;
      default:
        this.read += 1;
        if (record.captured) this.takeCaptured(record, record.captured);
        else this.takeBothEnds(record);
    }
  }

  private takeQuery(record: DnsRecord): void {
    const machine = this.machines.find(record.keys, record.time);
    if (typeof machine !== 'object') {
      this.notLinked(machine);
      return;
    }
    this.linked += 1;
    this.trafficOf(machine).addQuery(record);
  }

  private takeCaptured(record: FlowRecord, captured: NonNullable<FlowRecord['captured']>): void {
    const machine = this.machines.find(captured.keys, record.start);
    if (typeof machine !== 'object') {
      this.notLinked(machine);
      return;
    }
    const side = captured.side ?? sideOf(machine, record);
    if (side === undefined) bump(this.unlinked, 'no-direction');
    else if (this.isNew(machine, side, record)) {
      this.linked += 1;
      this.add(machine, side, record);
    } else this.duplicates += 1;
  }

  /** A log that names both ends; each may be an instance that is looked for. */
  private takeBothEnds(record: FlowRecord): void {
    const ends = (['source', 'destination'] as const).map((side) => ({
      side,
      machine: this.machines.find(record[side].keys, record.start),
    }));
    let isLinked = false;
    let isCopy = false;
    for (const { side, machine } of ends) {
      if (typeof machine !== 'object') continue;
      if (this.isNew(machine, side, record)) {
        isLinked = true;
        this.add(machine, side, record);
      } else isCopy = true;
    }
    if (isLinked) this.linked += 1;
    else if (isCopy) this.duplicates += 1;
    else this.notLinked(ends.some(({ machine }) => machine === 'outside') ? 'outside' : undefined);
  }

  private notLinked(machine: 'outside' | undefined): void {
    bump(this.unlinked, machine === 'outside' ? 'outside-window' : 'other-instance');
  }

  private add(machine: Machine, side: Side, record: FlowRecord): void {
    const { source, destination, sent, returned = nothing } = record;
    this.trafficOf(machine).addFlow(
      side === 'source'
        ? { record, own: source, peer: destination, out: sent, back: returned }
        : { record, own: destination, peer: source, out: returned, back: sent },
    );
  }

  private trafficOf(machine: Machine): Traffic {
    const there = this.traffic.get(machine);
    if (there) return there;
    const made = new Traffic(this.lists, this.room);
    this.traffic.set(machine, made);
    return made;
  }

  /** A flow log that was delivered to two places is read once. */
  private isNew({ id, since }: Machine, side: Side, record: FlowRecord): boolean {
    if (this.copies.size >= MOST_REMEMBERED) {
      this.notCompared += 1;
      return true;
    }
    const { vantage, source, destination, protocol, start, end, sent, returned, accepted } = record;
    const parts = [
      ...[id, since, side, vantage, protocol, start, end, accepted],
      ...[source.ip, source.port, destination.ip, destination.port],
      ...[sent.bytes, sent.packets, returned?.bytes, returned?.packets],
    ];
    fingerprint(parts.join(' '), this.words, 0);
    return this.copies.add(this.words[0] ?? 0, this.words[1] ?? 0);
  }
}

/**
 * Which end of a flow an instance is, where its log does not say: the one with an address of its own, or, where its
 * addresses are not known, the only private one.
 */
function sideOf({ ips }: Machine, { source, destination }: FlowRecord): Side | undefined {
  const [from, to] = [source.at ?? source.ip, destination.at ?? destination.ip];
  if (ips.size > 0) {
    if (ips.has(from)) return 'source';
    return ips.has(to) ? 'destination' : undefined;
  }
  const isPrivate = [from, to].map((ip) => ipKindOf(ip) === 'private');
  if (isPrivate[0] === isPrivate[1]) return undefined;
  return isPrivate[0] ? 'source' : 'destination';
}

function bump(counts: Record<string, number>, reason: string): void {
  counts[reason] = (counts[reason] ?? 0) + 1;
}
