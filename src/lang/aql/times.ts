import { parseTime } from '../../core/time.ts';
import type { TimeZone } from '../../core/zone.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** `2026-03-01 10:00`, `2026/03/01-10:00:05`, `2026:03:01-10:00:05`, with `Z` for UTC behind it. */
const written = /^(\d{4})[-/:](\d{1,2})[-/:](\d{1,2})(?:[ T-](\d{1,2}):(\d{2})(?::(\d{2}))?)?\s*(Z)?$/i;
const ago = /^(\d{1,6})\s+(second|minute|hour|day|week)s?\s+ago$/i;
const units: Readonly<Record<string, number>> = {
  second: 1000,
  minute: MINUTE,
  hour: HOUR,
  day: DAY,
  week: 7 * DAY,
};

/** A moment as START, STOP and PARSEDATETIME write it; undefined when it is none. */
export function readMoment(text: string, zone: TimeZone): number | undefined {
  const match = written.exec(text.trim());
  if (!match) return undefined;
  const [, year, month = '', day = '', hour = '0', minute = '00', second = '00', zulu] = match;
  const local = parseTime(
    `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}T${hour.padStart(2, '0')}:${minute}:${second}Z`,
  );
  if (local === undefined) return undefined;
  return zulu === undefined ? zone.timeAt(local) : local;
}

/** What PARSEDATETIME understands: `now`, `today`, `yesterday`, `2 hours ago`, or a moment. */
export function readRelativeMoment(text: string, now: number, zone: TimeZone): number | undefined {
  const word = text.trim().toLowerCase();
  if (word === 'now') return now;
  if (word === 'today' || word === 'yesterday') {
    const local = now + zone.offsetAt(now);
    const midnight = local - (((local % DAY) + DAY) % DAY);
    return zone.timeAt(word === 'today' ? midnight : midnight - DAY);
  }
  const match = ago.exec(word);
  const unit = units[match?.[2] ?? ''];
  if (match && unit !== undefined) return now - Number(match[1]) * unit;
  return readMoment(text, zone);
}

/** Windows have a resolution of one minute: they begin with the minute that they are said to begin in … */
export function floorMinute(time: number): number {
  return Math.floor(time / MINUTE) * MINUTE;
}

/** … and end with the one that they are said to end in, unless that is its very beginning. */
export function ceilMinute(time: number): number {
  return Math.ceil(time / MINUTE) * MINUTE;
}

/** Milliseconds of an amount of a clause's unit. */
export function millisecondsOf(amount: number, unit: 'SECONDS' | 'MINUTES' | 'HOURS' | 'DAYS'): number {
  return amount * { SECONDS: 1000, MINUTES: MINUTE, HOURS: HOUR, DAYS: DAY }[unit];
}
