import type { Json, JsonObject } from '../../core/json.ts';
import type { Skip } from '../record-sink.ts';

/** What an envelope holds: values to look into again, text payloads to open first, or nothing of use. */
export type Content =
  | { readonly values: readonly Json[] }
  /** Strings that carry JSON, perhaps in base64 or gzip. */
  | { readonly payloads: readonly Json[] }
  | { readonly skip: Skip };

/** One way of wrapping records. Envelopes are recognised by their members alone. */
export interface Envelope {
  readonly name: string;
  /** A member that every such envelope has: looked up before `open` is tried. */
  readonly key: string;
  /** undefined: not this envelope after all. */
  open(object: JsonObject): Content | undefined;
}
