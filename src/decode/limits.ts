/** What one input may cost. Over a cap the record (or file) is rejected with its place, and the run goes on. */
export interface Limits {
  /** Bytes of inflated text that are taken into memory at once; a larger file is streamed. */
  readonly wholeBytes: number;
  /** Bytes of one JSON value in a streamed file. CloudTrail's own limit is 256 KiB, a Lake store's 1 MiB. */
  readonly recordBytes: number;
  /** Inflated over compressed bytes, looked at once `wholeBytes` have been inflated. */
  readonly inflationRatio: number;
  /** Nesting of objects and arrays in one record. */
  readonly depth: number;
  /** Members and elements of one record, all levels together. */
  readonly members: number;
  /** Bytes of a base64 or gzip payload inside a record, inflated. */
  readonly payloadBytes: number;
}

export const defaultLimits: Limits = Object.freeze({
  wholeBytes: 64 * 1024 * 1024,
  recordBytes: 64 * 1024 * 1024,
  inflationRatio: 1000,
  depth: 100,
  members: 100_000,
  payloadBytes: 256 * 1024 * 1024,
});
