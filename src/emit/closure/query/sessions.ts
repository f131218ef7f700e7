import type { Value } from '../../../ir/query/leaf.ts';
import type { QueryTable, Sessions } from '../../../ir/query/query.ts';
import { compileExpression, type LeafExpression, type Reader } from './expression.ts';
import { comparePlaces, type QueryRow } from './row.ts';

interface Entry {
  readonly row: QueryRow;
  readonly time: number;
  readonly begins: boolean;
  readonly ends: boolean;
  /** Order in which its session began, before they are numbered. */
  session: Session | undefined;
}

interface Session {
  number: number;
  readonly first: Entry;
}

/**
 * Gives each row its session: see `Sessions` of the IR.
 *
 * @param leaf reads values of rows
 */
export function numberSessions(
  rows: readonly QueryRow[],
  sessions: Sessions,
  leaf: (leaf: LeafExpression) => Reader<QueryRow>,
  tables: Readonly<Record<string, QueryTable>>,
): readonly (number | null)[] {
  const compilation = { leaf, tables };
  const time = compileExpression(sessions.time, compilation);
  const by = sessions.by.map((key) => compileExpression(key, compilation));
  const begin = compileExpression(sessions.begin, compilation);
  const end = sessions.end && compileExpression(sessions.end, compilation);
  const partitions = new Map<string, Entry[]>();
  const entries = rows.map((row): Entry | undefined => {
    const at = time(row);
    if (typeof at !== 'number') return undefined;
    const entry: Entry = {
      row,
      time: at,
      begins: begin(row) === true,
      ends: end?.(row) === true,
      session: undefined,
    };
    const key = keyOf(by.map((reader) => reader(row)));
    const partition = partitions.get(key);
    if (partition) partition.push(entry);
    else partitions.set(key, [entry]);
    return entry;
  });
  const found = [...partitions.values()].flatMap((partition) =>
    cut(partition.sort(compareEntries), sessions),
  );
  found.sort((a, b) => compareEntries(a.first, b.first));
  for (const [index, session] of found.entries()) session.number = index + 1;
  return entries.map((entry) => entry?.session?.number ?? null);
}

function keyOf(values: readonly Value[]): string {
  return JSON.stringify(values);
}

function compareEntries(a: Entry, b: Entry): number {
  return a.time - b.time || comparePlaces(a.row, b.row);
}

function cut(partition: readonly Entry[], sessions: Sessions): Session[] {
  const { beginExplicit, endExplicit, timeout, window } = sessions;
  const found: Session[] = [];
  let open: Session | undefined;
  let previous: Entry | undefined;
  for (const entry of partition) {
    if (open && previous && isOver(entry, previous, open, timeout, window)) open = undefined;
    if (entry.begins && !endExplicit) open = undefined;
    if (!open && (entry.begins || !beginExplicit)) {
      open = { number: 0, first: entry };
      found.push(open);
    }
    entry.session = open;
    if (entry.ends) open = undefined;
    previous = entry;
  }
  return found;
}

function isOver(
  entry: Entry,
  previous: Entry,
  open: Session,
  timeout: number | undefined,
  window: number | undefined,
): boolean {
  if (timeout !== undefined && entry.time - previous.time > timeout) return true;
  return window !== undefined && entry.time - open.first.time > window;
}
