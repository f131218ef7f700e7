import { parseTime } from '../core/time.ts';
import { timeZone, utcZone } from '../core/zone.ts';

/** Turns a local time, given as if it were UTC, into epoch milliseconds. */
export type Zone = (local: number) => number;

export const utc: Zone = utcZone.timeAt;

/** What `timeZone` says of the name: how its local times become epoch milliseconds. */
export function zoneOf(name: string): Zone | undefined {
  return timeZone(name)?.timeAt;
}

const zoned = /(?:Z|UTC|[+-]\d{2}:?\d{2})$/i;
const dayOnly = /^\d{4}-\d{2}-\d{2}$/;

/** A time as it was written, with what was not written. */
export interface ReadTime {
  readonly time: number;
  /** Only a day was written: `time` is its beginning. */
  readonly isDay: boolean;
  readonly hasZone: boolean;
}

/** A day or a time; without a zone it is one of `zone`. undefined for anything else. */
export function readTime(text: string, zone: Zone): ReadTime | undefined {
  const trimmed = text.trim();
  const time = parseTime(trimmed);
  if (time === undefined) return undefined;
  const isDay = dayOnly.test(trimmed);
  const hasZone = !isDay && zoned.test(trimmed);
  return { time: hasZone ? time : zone(time), isDay, hasZone };
}

/** The beginning of the day behind one, in the zone. */
export function dayAfter(text: string, zone: Zone): number {
  return zone((parseTime(text.trim()) ?? 0) + 86_400_000);
}
