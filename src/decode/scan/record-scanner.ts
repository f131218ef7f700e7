import type { Verdict } from './scan-plan.ts';

/** How a scan ended: more bytes are needed, the list is over, something cannot be vouched for, no room for findings. */
export type ScanStatus = 'more' | 'list-ended' | 'odd' | 'full';

/** What a scan asks of its caller for one record; records without a finding are passed over. */
export type Finding =
  | { readonly kind: 'parse'; readonly start: number; readonly end: number }
  /** Nothing is known of the operation yet; the caller learns it and decides. */
  | {
      readonly kind: 'unknown';
      readonly start: number;
      readonly end: number;
      readonly operation: string;
      readonly service: string;
      /** The record plainly succeeded. */
      readonly plain: boolean;
    }
  /** Counted from its bytes: what its operation counts for, the fingerprint of its key, epoch milliseconds. */
  | {
      readonly kind: 'counted';
      readonly quiet: readonly number[];
      readonly high: number;
      readonly low: number;
      readonly time: number;
    };

/** The outcome of a scan. Places are offsets into the text. */
export interface Scanned {
  readonly status: ScanStatus;
  /** Behind the last whole record, or where the next line begins. */
  readonly at: number;
  /** No comma or line feed has to come before the next record. */
  readonly separated: boolean;
  readonly records: number;
  /** Line feeds before `at`. */
  readonly lines: number;
  /** In the order of the text: the ordinal of the record in this scan, and the line feeds before it. */
  readonly findings: readonly { readonly ordinal: number; readonly line: number; readonly found: Finding }[];
}

/** What is scanned. */
export interface ScanOrder {
  /** One object a line; otherwise the elements of a list. */
  readonly lines: boolean;
  /** Nothing of the list, or no line, comes before the first byte. */
  readonly first: boolean;
  /** The text ends at `to`. */
  readonly last: boolean;
}

/**
 * Finds records in bytes and tells which of them matter. Two of these do the same: one in WebAssembly, and one that is
 * plain to read, which stands in where there is no WebAssembly and is what the other is tested against.
 */
export interface RecordScanner {
  /** Bytes that one scan can take. */
  readonly mostBytes: number;
  scan(text: Buffer, from: number, to: number, order: ScanOrder): Scanned;
  /** Remembers what is known of an operation of a service, while there is room. */
  learn(operation: string, service: string, verdict: Verdict): void;
}
