import type { RecordHead } from './definition.ts';
import { type FoldGroup, standsBefore } from './fold-table.ts';

const order = { begin: 0, middle: 1, end: 2 } as const;

/**
 * Cuts a group whose key was used more than once into its operations: a beginning behind an end starts the next one
 * (a caller may reuse a correlation id). The records of each come in the order of time, whatever the order in which they
 * were added.
 */
export function splitOperations({ key, heads, copies }: FoldGroup): FoldGroup[] {
  const sorted = heads.length === 1 ? heads : [...heads].sort(inTime);
  const operations: RecordHead[][] = [];
  let current: RecordHead[] = [];
  let ended = false;
  for (const head of sorted) {
    if (ended && head.fold?.part === 'begin') {
      operations.push(current);
      current = [];
      ended = false;
    }
    current.push(head);
    ended ||= head.fold?.part === 'end';
  }
  operations.push(current);
  return operations.flatMap((records, index) => {
    const named = index === 0 ? records : records.map((head) => renamed(head, `${key}\u001f${index}`));
    const [first, ...rest] = named;
    return first
      ? [{ key: first.fold?.key ?? key, heads: [first, ...rest], copies: index === 0 ? copies : 0 }]
      : [];
  });
}

function inTime(a: RecordHead, b: RecordHead): number {
  const parts = order[a.fold?.part ?? 'middle'] - order[b.fold?.part ?? 'middle'];
  if (a.time !== b.time) return a.time - b.time;
  if (parts !== 0) return parts;
  return standsBefore(a, b) ? -1 : 1;
}

/** The later operations of a reused key get ids of their own. */
function renamed(head: RecordHead, key: string): RecordHead {
  return head.fold ? { ...head, fold: { ...head.fold, key } } : head;
}
