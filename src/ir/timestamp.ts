import type { Json } from '../core/json.ts';
import type { TimePart } from './nodes.ts';

const day = 86_400_000;
const zoned = /(?:z|[+-]\d{2}:?\d{2})$/i;
const dated = /^\d{4}-\d{2}-\d{2}/;

/** Epoch milliseconds of a timestamp: RFC 3339 text (UTC when it names no zone), epoch seconds or milliseconds. */
export function parseTimestamp(value: Json): number | undefined {
  if (typeof value === 'number') return Math.abs(value) < 1e11 ? value * 1000 : value;
  if (typeof value !== 'string') return undefined;
  const text = value.trim();
  if (!dated.test(text)) return undefined;
  const normal = text.replace(' ', 'T').replace(/(\.\d{3})\d+/, '$1');
  const time = Date.parse(normal.length === 10 || zoned.test(normal) ? normal : `${normal}Z`);
  return Number.isNaN(time) ? undefined : time;
}

const parts = {
  minute: (date) => date.getUTCMinutes(),
  hour: (date) => date.getUTCHours(),
  weekday: (date) => date.getUTCDay() || 7,
  day: (date) => date.getUTCDate(),
  week: isoWeek,
  month: (date) => date.getUTCMonth() + 1,
  year: (date) => date.getUTCFullYear(),
} satisfies Record<TimePart, (date: Date) => number>;

/** One part of a moment, in UTC; weeks are ISO 8601 weeks. */
export function timePart(time: number, part: TimePart): number {
  return parts[part](new Date(time));
}

/** The week that holds the Thursday of this date's week decides (ISO 8601). */
function isoWeek(date: Date): number {
  const weekday = (date.getUTCDay() + 6) % 7;
  const thursday = Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate() - weekday + 3);
  const yearStart = Date.UTC(new Date(thursday).getUTCFullYear(), 0, 1);
  return 1 + Math.floor((thursday - yearStart) / day / 7);
}
