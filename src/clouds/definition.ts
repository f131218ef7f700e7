import type { Activity } from '../activity/activity.ts';
import type { Provider } from '../activity/vocabulary.ts';
import type { JsonObject } from '../core/json.ts';
import type { CatalogueEntry } from './catalogue.ts';

/** Where a record was found. */
export interface RecordOrigin {
  /** The container's shape as `decode` names it, e.g. `aws-records`. */
  readonly container: string;
  readonly path?: string;
  /** Ordinal of the record in its file, from 0. */
  readonly index: number;
}

/**
 * What a cloud can say of a record without normalising it: cheap, made for every record. `record` is in the cloud's
 * native shape (table rows and SDK spellings already restored), which is what Sigma rules on raw records see.
 */
export interface RecordHead {
  readonly provider: Provider;
  readonly record: JsonObject;
  readonly origin: RecordOrigin;
  /** Epoch milliseconds; NaN never: a record without a readable time is rejected instead. */
  readonly time: number;
  readonly service: string;
  readonly operation: string;
  /** What the operation is known to mean; absent when the catalogue does not know it. */
  readonly entry?: CatalogueEntry;
  /** Sigma's log source of the raw record, e.g. `{product: 'aws', service: 'cloudtrail'}`. */
  readonly logsource: { readonly product: string; readonly service: string };
  /** Equal for exact copies of one record (AWS eventID, Azure eventDataId, Google logName+timestamp+insertId). */
  readonly duplicateKey: string;
  /** Records with equal fold keys are one operation; absent when the record stands alone. */
  readonly fold?: {
    readonly key: string;
    /** `begin` carries the request, `end` the result; an operation with both is complete. */
    readonly part: 'begin' | 'middle' | 'end';
  };
}

/** A record of this cloud that is not an audit record of an API call, or cannot be used, with the reason. */
export interface NotAnActivity {
  readonly outcome: 'skipped' | 'rejected';
  /** A short stable word, e.g. `insight`, `sign-in`, `no-time`. */
  readonly reason: string;
  readonly detail?: string;
}

export interface CloudDefinition {
  readonly name: 'aws' | 'azure' | 'gcp' | 'ocsf';
  /**
   * Recognises a record by its content. undefined: not this cloud's. Never throws, whatever the value.
   */
  recognise(value: JsonObject, origin: RecordOrigin): RecordHead | NotAnActivity | undefined;
  /** The Activity of the records of one operation, any order, at least one. Never throws. */
  normalise(heads: readonly [RecordHead, ...RecordHead[]]): Activity;
}
