import type { Envelope } from './envelope.ts';
import { lists, nested, searchHits } from './lists.ts';
import { messages } from './messages.ts';
import { tables } from './tables.ts';

export type { Content, Envelope } from './envelope.ts';
export { listKeys } from './lists.ts';

/** Every envelope, in the order in which they are tried: what carries a record as text before what lists records. */
export const envelopes: readonly Envelope[] = [
  ...tables,
  ...messages,
  ...lists,
  searchHits,
  nested('elastic', '_source', () => true),
  nested('splunk', 'result', (object) => Object.hasOwn(object, 'preview') || Object.hasOwn(object, 'offset')),
];
