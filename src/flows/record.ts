/** One end of a flow. */
export interface FlowEnd {
  readonly ip: string;
  /** The address of the interface, where that in the packet is another: of a pod, or behind a NAT gateway. */
  readonly at?: string;
  readonly port?: number;
  /** Names under which the end may be known to be an instance, see `names.ts`; none for an end that is only an address. */
  readonly keys: readonly string[];
  readonly account?: string;
  readonly network?: string;
  /** The cloud's service whose address it is. */
  readonly service?: string;
}

export interface Amount {
  readonly bytes: number;
  readonly packets: number;
}

/** A flow as one log recorded it, the same for every cloud. */
export interface FlowRecord {
  readonly kind: 'flow';
  /**
   * The log and the place at which it was recorded. Logs that record the same flow at several places must not be added up:
   * amounts are kept for each vantage.
   */
  readonly vantage: string;
  /** Epoch milliseconds. */
  readonly start: number;
  readonly end: number;
  readonly protocol?: number;
  readonly accepted: boolean;
  readonly source: FlowEnd;
  readonly destination: FlowEnd;
  /** From source to destination, and where the record has both, back. */
  readonly sent: Amount;
  readonly returned?: Amount;
  /** The interface at which it was recorded, which is one of the two ends; without a side the addresses have to tell. */
  readonly captured?: { readonly keys: readonly string[]; readonly side?: 'source' | 'destination' };
}

/** A name that was looked up. */
export interface DnsRecord {
  readonly kind: 'dns';
  readonly time: number;
  readonly keys: readonly string[];
  /** Lower case, without the dot at the end. */
  readonly name: string;
  readonly type: string;
  /** Addresses and names that were answered. */
  readonly answers: readonly string[];
}

/** A record that tells of no flow: `no-data` (nothing flowed), `lost` (the cloud skipped some), or one that cannot be read. */
export interface UnusableRecord {
  readonly kind: 'no-data' | 'lost' | 'malformed';
  readonly detail: string;
}

/** Whether an instance is looked for under a name, whatever the time. */
export type IsKnown = (key: string) => boolean;

/** A record that is of no instance which is looked for; nothing else of it was read. */
export interface OtherRecord {
  readonly kind: 'other';
}

export type NetworkRecord = FlowRecord | DnsRecord | UnusableRecord | OtherRecord;
