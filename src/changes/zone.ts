import { parseTime } from '../core/time.ts';

/** Turns a local time, given as if it were UTC, into epoch milliseconds. */
export type Zone = (local: number) => number;

export const utc: Zone = (local) => local;

/**
 * A time zone by `UTC`, an offset (`+01:00`) or an IANA name (`Europe/Berlin`); undefined when there is none of that name.
 * A local time that occurs twice (the clock was set back) means the first; one that does not occur means the moment the
 * clock was set forward plus what is over.
 */
export function zoneOf(name: string): Zone | undefined {
  const text = name.trim();
  if (/^(?:utc|z|gmt)$/i.test(text)) return utc;
  const offset = /^([+-])(\d{2}):?(\d{2})$/.exec(text);
  if (offset) {
    const minutes = Number(offset[2]) * 60 + Number(offset[3]);
    return (local) => local - (offset[1] === '-' ? -1 : 1) * minutes * 60_000;
  }
  if (!/^[A-Za-z][\w+-]*(?:\/[\w+-]+)*$/.test(text)) return undefined;
  try {
    return namedZone(
      new Intl.DateTimeFormat('en-US-u-ca-gregory-nu-latn', {
        timeZone: text,
        hourCycle: 'h23',
        year: 'numeric',
        month: 'numeric',
        day: 'numeric',
        hour: 'numeric',
        minute: 'numeric',
        second: 'numeric',
      }),
    );
  } catch {
    return undefined;
  }
}

function namedZone(format: Intl.DateTimeFormat): Zone {
  const offsetAt = (time: number): number => {
    const parts: Record<string, number> = {};
    for (const { type, value } of format.formatToParts(time)) parts[type] = Number(value);
    const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
    return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(time / 1000) * 1000;
  };
  return (local) => {
    // No zone changes by more than a day, so the offsets a day before and behind are those that may be meant.
    const candidates = [offsetAt(local - 86_400_000), offsetAt(local + 86_400_000)];
    const fitting = candidates
      .map((offset) => local - offset)
      .filter((time) => time + offsetAt(time) === local);
    return fitting.length > 0 ? Math.min(...fitting) : local - (candidates[0] ?? 0);
  };
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
