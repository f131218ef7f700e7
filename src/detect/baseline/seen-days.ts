/** One day on which a value was seen. */
export interface SeenDay {
  /** Days since 1970-01-01 UTC. */
  readonly day: number;
  /** Epoch milliseconds of the first and the last time on that day. */
  readonly first: number;
  readonly last: number;
  readonly count: number;
}

/** Days one after the other as plain numbers, four for each, since there are millions: day, first, last, count. */
export type SeenDays = number[];

const FIELDS = 4;
const DAY = 86_400_000;

/** Whether it was seen between two times, both included. */
export function wasSeen(days: SeenDays, from: number, to: number): boolean {
  for (let at = 0; at < days.length; at += FIELDS) {
    if ((days[at + 1] as number) <= to && (days[at + 2] as number) >= from) return true;
  }
  return false;
}

/** Takes in one time. Days come in any order: a stored baseline may reach beyond the logs that are read now. */
export function addTime(days: SeenDays, time: number): void {
  addDay(days, { day: Math.floor(time / DAY), first: time, last: time, count: 1 });
}

export function addDay(days: SeenDays, { day, first, last, count }: SeenDay): void {
  let at = days.length - FIELDS;
  while (at >= 0 && (days[at] as number) > day) at -= FIELDS;
  if (at < 0 || days[at] !== day) {
    days.splice(at + FIELDS, 0, day, first, last, count);
    return;
  }
  days[at + 1] = Math.min(days[at + 1] as number, first);
  days[at + 2] = Math.max(days[at + 2] as number, last);
  days[at + 3] = (days[at + 3] as number) + count;
}

/** Lets go of days before the one that a time lies in. */
export function dropDays(days: SeenDays, before: number): void {
  const oldest = Math.floor(before / DAY);
  let old = 0;
  while (old < days.length && (days[old] as number) < oldest) old += FIELDS;
  if (old > 0) days.splice(0, old);
}

export function toDays(days: SeenDays): SeenDay[] {
  const list: SeenDay[] = [];
  for (let at = 0; at < days.length; at += FIELDS) {
    const [day = 0, first = 0, last = 0, count = 0] = days.slice(at, at + FIELDS);
    list.push({ day, first, last, count });
  }
  return list;
}
