import { isObject, type Json, type JsonObject } from '../../core/json.ts';
import type { RecordHead } from '../definition.ts';
import { type BulkEntries, readBulk } from './bulk-entries.ts';
import { payloadOf } from './payload.ts';

/** The entries of one operation, put together. */
export interface OperationEntries {
  readonly heads: readonly [RecordHead, ...RecordHead[]];
  /** The entry that carries the request. */
  readonly first: RecordHead;
  /** The entry that carries the result; the same when there is only one. */
  readonly last: RecordHead;
  /** What the catalogue's paths start at: the members of `protoPayload`, each from the entry that has it. */
  readonly payload: JsonObject;
  /** An end was seen, or none is to come. */
  readonly isComplete: boolean;
  readonly bulk?: BulkEntries;
  /** What one `bulkInsert` made, or was to make when nothing came of it: the names in its own entries. */
  readonly children: readonly string[];
}

const partRank = { begin: 0, middle: 1, end: 2 } as const;

function rankOf(head: RecordHead): number {
  return head.fold ? partRank[head.fold.part] : 2;
}

/**
 * Puts the entries of an operation together: the first has the request, the identity and the address; the last has the
 * status, and sometimes the only list of changed metadata keys.
 */
export function readEntries(heads: readonly [RecordHead, ...RecordHead[]]): OperationEntries {
  if (heads.length === 1) {
    const [head] = heads;
    const isComplete = head.fold === undefined || head.fold.part === 'end';
    return { heads, first: head, last: head, payload: payloadOf(head), isComplete, children: [] };
  }
  const sorted = [...heads].sort((a, b) => rankOf(a) - rankOf(b) || a.time - b.time) as [
    RecordHead,
    ...RecordHead[],
  ];
  const bulk = readBulk(sorted);
  // The call speaks for the whole before what it made; what could not be made says nothing of the whole.
  const speaking = bulk ? [...bulk.parents, ...bulk.children] : sorted;
  const [first = sorted[0]] = speaking;
  return {
    heads,
    first,
    last: sorted.at(-1) ?? first,
    payload: merged((speaking.length > 0 ? speaking : sorted).map(payloadOf)),
    isComplete: sorted.some(({ fold }) => fold === undefined || fold.part === 'end'),
    children: bulk ? namesOf(bulk) : [],
    ...(bulk && { bulk }),
  };
}

function merged(payloads: readonly JsonObject[]): JsonObject {
  const result: Record<string, Json> = {};
  for (const payload of payloads) {
    for (const [name, value] of Object.entries(payload)) {
      if (!(name in result) || says(value) > says(result[name])) result[name] = value;
    }
  }
  return result;
}

/** How much a member says; `{"@type": …}` alone says nothing. */
function says(value: Json | undefined): number {
  if (value === undefined || value === null || value === '') return 0;
  if (!isObject(value)) return 2;
  const { '@type': _, ...rest } = value as Record<string, Json>;
  return Object.keys(rest).length === 0 ? 1 : 2;
}

function namesOf({ made, failed }: BulkEntries): readonly string[] {
  return made.length > 0 ? made : failed.map(({ name }) => name);
}
