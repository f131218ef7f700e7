import { text } from '../../core/json.ts';
import type { RecordHead } from '../definition.ts';
import { firstFailure, type Result } from './failure.ts';
import { payloadOf } from './payload.ts';
import { kindOfName } from './resource-name.ts';

/** The entries of one `bulkInsert`: those of the call, and one for each thing that it was to make. */
export interface BulkEntries {
  readonly parents: readonly RecordHead[];
  /** Entries that made something. */
  readonly children: readonly RecordHead[];
  /** The names of what was made. */
  readonly made: readonly string[];
  readonly failed: readonly { readonly name: string; readonly failure: Result }[];
  /** The last entry of the call itself was seen. */
  readonly isEnded: boolean;
}

/** Tells the entries of a `bulkInsert` apart; undefined for any other method, and when it is only the call itself. */
export function readBulk(heads: readonly [RecordHead, ...RecordHead[]]): BulkEntries | undefined {
  if (!heads[0].operation.endsWith('.bulkInsert')) return undefined;
  const own = nameIn(heads.find(({ fold }) => fold?.part === 'begin'));
  const parents: RecordHead[] = [];
  const children: RecordHead[] = [];
  const failures = new Map<string, Result>();
  for (const head of heads) {
    const name = nameIn(head);
    if (name === undefined || name === own || !isThing(name)) {
      parents.push(head);
      continue;
    }
    const failure = firstFailure([head]);
    if (failure) failures.set(name, failure);
    else children.push(head);
  }
  if (parents.length === heads.length) return undefined;
  const made = new Set(children.map(nameIn).filter((name) => name !== undefined));
  // What failed and was made when it was tried again has been made.
  const failed = [...failures].filter(([name]) => !made.has(name));
  return {
    parents,
    children,
    made: [...made],
    failed: failed.map(([name, failure]) => ({ name, failure })),
    isEnded: parents.some(({ fold }) => fold?.part === 'end'),
  };
}

function nameIn(head: RecordHead | undefined): string | undefined {
  return head && text(payloadOf(head)['resourceName']);
}

/** The call names a zone, a region or a project; what it makes is in them. */
function isThing(name: string): boolean {
  const kind = kindOfName(name);
  return kind !== undefined && kind !== 'account';
}
