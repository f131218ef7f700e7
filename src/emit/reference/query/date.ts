import { timeZone } from '../../../core/zone.ts';
import { type DatePart, months, weekdays } from '../../../ir/query/date-part.ts';

/** A time in a pattern: the local clock is asked of the zone, field by field. */
export function formatDate(time: number, zone: string, parts: readonly DatePart[]): string | null {
  const whole = Math.floor(time);
  const year = new Date(whole).getUTCFullYear();
  if (!(year >= 0 && year <= 9999)) return null;
  const offset = timeZone(zone)?.offsetAt(whole) ?? 0;
  return parts.map((part) => formatPart(part, new Date(whole + offset), offset)).join('');
}

function pad(value: number, digits: number): string {
  return String(value).padStart(digits, '0');
}

function formatPart(part: DatePart, local: Date, offset: number): string {
  // `2026-03-01T09:14:07.123Z`, or `-000001-…` just before the year 0.
  const iso = local.toISOString();
  const year = local.getUTCFullYear();
  switch (part.kind) {
    case 'text':
      return part.text;
    case 'year':
      return part.digits === 2 ? pad(year % 100, 2) : pad(year, part.digits);
    case 'week-year': {
      const end = new Date(local);
      while (end.getUTCDay() !== 6) end.setUTCDate(end.getUTCDate() + 1);
      return part.digits === 2 ? pad(end.getUTCFullYear() % 100, 2) : pad(end.getUTCFullYear(), part.digits);
    }
    case 'month':
      return pad(Number(iso.slice(-19, -17)), part.digits);
    case 'month-name': {
      const name = months[Number(iso.slice(-19, -17)) - 1] ?? '';
      return part.long ? name : name.slice(0, 3);
    }
    case 'day':
      return pad(Number(iso.slice(-16, -14)), part.digits);
    case 'day-of-year': {
      let count = 0;
      for (const day = new Date(local); day.getUTCFullYear() === year; day.setUTCDate(day.getUTCDate() - 1))
        count += 1;
      return pad(count, part.digits);
    }
    case 'weekday-name':
      return part.long
        ? (weekdays[local.getUTCDay()] ?? '')
        : (weekdays[local.getUTCDay()] ?? '').slice(0, 3);
    default:
      return formatClock(part, local, offset);
  }
}

type ClockPart = Extract<
  DatePart,
  { kind: 'hour' | 'half-day' | 'minute' | 'second' | 'millisecond' | 'offset' }
>;

function formatClock(part: ClockPart, local: Date, offset: number): string {
  const iso = local.toISOString();
  const hour = local.getUTCHours();
  switch (part.kind) {
    case 'hour': {
      const shown = hour % part.clock;
      return pad(shown === 0 && part.base === 1 ? part.clock : shown, part.digits);
    }
    case 'half-day':
      return hour >= 12 ? 'PM' : 'AM';
    case 'minute':
      return pad(Number(iso.slice(-10, -8)), part.digits);
    case 'second':
      return pad(Number(iso.slice(-7, -5)), part.digits);
    case 'millisecond':
      return pad(Number(iso.slice(-4, -1)), part.digits);
    case 'offset': {
      if (part.zulu && offset === 0) return 'Z';
      const minutes = Math.floor(Math.abs(offset) / 60_000);
      const sign = offset < 0 ? '-' : '+';
      return `${sign}${pad(Math.trunc(minutes / 60), 2)}${part.colon ? ':' : ''}${pad(minutes % 60, 2)}`;
    }
  }
}

interface Found {
  year?: number;
  month?: number;
  day?: number;
  dayOfYear?: number;
  hour?: number;
  minute?: number;
  second?: number;
  millisecond?: number;
  afternoon?: boolean;
  offset?: number;
}

/** A text read by a pattern: every way to cut it into the parts is tried. */
export function parseDate(text: string, zone: string, parts: readonly DatePart[]): number | null {
  const found = readParts(text, parts);
  if (!found) return null;
  const { year = 1970, month = 1, day = 1, hour = 0, minute = 0, second = 0, millisecond = 0 } = found;
  if (found.afternoon !== undefined && hour > 11) return null;
  const clock = hour + (found.afternoon ? 12 : 0);
  if (year > 9999 || clock > 23 || minute > 59 || second > 59 || millisecond > 999) return null;
  const date = new Date(0);
  date.setUTCHours(clock, minute, second, millisecond);
  if (found.dayOfYear !== undefined && found.month === undefined && found.day === undefined) {
    date.setUTCFullYear(year, 0, found.dayOfYear);
    if (found.dayOfYear === 0 || date.getUTCFullYear() !== year) return null;
  } else {
    if (month < 1 || month > 12 || day < 1) return null;
    date.setUTCFullYear(year, month - 1, day);
    if (date.getUTCDate() !== day) return null;
  }
  const local = date.getTime();
  return found.offset === undefined ? (timeZone(zone)?.timeAt(local) ?? local) : local - found.offset;
}

function readParts(text: string, parts: readonly DatePart[]): Found | undefined {
  const [part, next] = parts;
  if (!part) return text === '' ? {} : undefined;
  for (let length = text.length; length >= 0; length -= 1) {
    const piece = text.slice(0, length);
    const own = readPart(piece, part, next !== undefined && 'digits' in next);
    const rest = own && readParts(text.slice(length), parts.slice(1));
    if (own && rest) return { ...own, ...rest };
  }
  return undefined;
}

function readPart(piece: string, part: DatePart, isTight: boolean): Found | undefined {
  const word = piece.toLowerCase();
  switch (part.kind) {
    case 'text':
      return piece === part.text ? {} : undefined;
    case 'month-name': {
      const index = months.findIndex((name) => isName(word, name));
      return index < 0 ? undefined : { month: index + 1 };
    }
    case 'weekday-name':
      return weekdays.some((name) => isName(word, name)) ? {} : undefined;
    case 'half-day':
      return word === 'am' || word === 'pm' ? { afternoon: word === 'pm' } : undefined;
    case 'offset':
      return readOffset(piece);
    case 'week-year':
      throw new Error('no date can be read from the year of a week');
    default:
      return readNumber(piece, part, isTight);
  }
}

function isName(word: string, name: string): boolean {
  return word === name.toLowerCase() || word === name.slice(0, 3).toLowerCase();
}

function readOffset(piece: string): Found | undefined {
  if (/^z$/i.test(piece)) return { offset: 0 };
  const match = /^([+-])(\d\d):?(\d\d)$/.exec(piece);
  if (!match) return undefined;
  const minutes = Number(match[2]) * 60 + Number(match[3]);
  return { offset: minutes * (match[1] === '-' ? -60_000 : 60_000) };
}

type Numeric = Extract<DatePart, { readonly digits: number }>;

function readNumber(piece: string, part: Numeric, isTight: boolean): Found | undefined {
  const isRight = isTight ? piece.length === part.digits : piece.length >= 1 && piece.length <= 9;
  if (!isRight || !/^\d+$/.test(piece)) return undefined;
  const value = Number(piece);
  if (part.kind === 'year') return { year: part.digits === 2 && value < 100 ? 2000 + value : value };
  if (part.kind === 'hour') return { hour: part.base === 1 && value === part.clock ? 0 : value };
  return { [part.kind === 'day-of-year' ? 'dayOfYear' : part.kind]: value };
}
