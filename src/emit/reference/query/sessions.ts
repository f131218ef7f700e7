import type { Sessions } from '../../../ir/query/query.ts';
import { compareValues, evaluate, type Facts, type World } from './expression.ts';

/** The number of the session of each row; the rows are in the order of the source. See `Sessions` of the IR. */
export function sessionsOf(sessions: Sessions, rows: readonly Facts[], world: World): (number | null)[] {
  const { time, by, begin, beginExplicit, end, endExplicit, timeout, window } = sessions;
  const all = rows.map((row, index) => ({
    index,
    time: evaluate(time, row, world),
    partition: JSON.stringify(by.map((key) => evaluate(key, row, world))),
    begins: evaluate(begin, row, world) === true,
    ends: end !== undefined && evaluate(end, row, world) === true,
  }));
  const dated = all
    .flatMap((row) => (typeof row.time === 'number' ? [{ ...row, time: row.time }] : []))
    .toSorted((a, b) => compareValues(a.time, b.time) || a.index - b.index);
  // Of each partition: when the open session began, and when its last row was.
  const open = new Map<string, { number: number; start: number; last: number }>();
  const found = new Map<number, number>();
  let count = 0;
  for (const row of dated) {
    const before = open.get(row.partition);
    let current = before;
    if (before && timeout !== undefined && row.time - before.last > timeout) current = undefined;
    if (before && window !== undefined && row.time - before.start > window) current = undefined;
    if (row.begins && !endExplicit) current = undefined;
    if (!current && (row.begins || !beginExplicit)) {
      count += 1;
      current = { number: count, start: row.time, last: row.time };
    }
    if (current) {
      found.set(row.index, current.number);
      current.last = row.time;
    }
    if (current && !row.ends) open.set(row.partition, current);
    else open.delete(row.partition);
  }
  return rows.map((_row, index) => found.get(index) ?? null);
}
