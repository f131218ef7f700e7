import type { JsonObject } from '../core/json.ts';

/** Where in a file something was found: ordinal of the value from 0, and the byte offset where it is known. */
export interface Place {
  readonly index: number;
  readonly offset?: number;
  readonly line?: number;
}

export const rejections = [
  'truncated',
  'not-json',
  'not-an-object',
  'not-a-row',
  'record-too-large',
  'nesting',
  'members',
  'payload',
  'envelope-depth',
] as const;
/** Why a piece of the input could not be read as a record. */
export type Rejection = (typeof rejections)[number];

/** Why a readable piece of the input is no audit record. */
export type Skip = 'control-message' | 'other-event' | 'empty-message';

/**
 * Takes what decoding yields. Each call stands for one record of the input: `records read` is the number of calls.
 */
export interface RecordSink {
  record(value: JsonObject, container: string, place: Place): void;
  skip(reason: Skip, place: Place): void;
  reject(reason: Rejection, place: Place, detail: string): void;
}
