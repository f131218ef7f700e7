import { timeZone, utcZone } from '../../../core/zone.ts';
import type { DatePart } from '../../../ir/query/date-part.ts';
import type { DateParse } from '../../../ir/query/expression.ts';

const months = 'jan,feb,mar,apr,may,jun,jul,aug,sep,oct,nov,dec'.split(',');
const longMonths =
  'january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sep|oct|nov|dec';
const weekdays = 'sunday|monday|tuesday|wednesday|thursday|friday|saturday|sun|mon|tue|wed|thu|fri|sat';

type Field =
  | 'year'
  | 'month'
  | 'day'
  | 'dayOfYear'
  | 'hour'
  | 'minute'
  | 'second'
  | 'millisecond'
  | 'half'
  | 'offset';
type Fields = Partial<Record<Field, number>>;

interface Piece {
  readonly source: string;
  readonly read?: (text: string, fields: Fields) => void;
}

/** Reads times by a pattern; null for what does not fit it, or is no date. */
export function compileDateParse({ zone, parts }: DateParse): (text: string) => number | null {
  const { timeAt } = timeZone(zone) ?? utcZone;
  const pieces = parts.map((part, index) => pieceOf(part, isNumeric(parts[index + 1])));
  const pattern = new RegExp(`^${pieces.map(({ source }) => `(${source})`).join('')}$`);
  return (text) => {
    const match = pattern.exec(text.trim());
    if (!match) return null;
    const fields: Fields = {};
    for (const [index, piece] of pieces.entries()) piece.read?.(match[index + 1] ?? '', fields);
    const local = localTime(fields);
    if (local === undefined) return null;
    return fields.offset === undefined ? timeAt(local) : local - fields.offset;
  };
}

function isNumeric(part: DatePart | undefined): boolean {
  return part !== undefined && 'digits' in part;
}

function pieceOf(part: DatePart, isTight: boolean): Piece {
  switch (part.kind) {
    case 'text':
      return { source: part.text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&') };
    case 'month-name':
      return {
        source: anyCase(longMonths),
        read: (text, fields) => {
          fields.month = months.indexOf(text.slice(0, 3).toLowerCase()) + 1;
        },
      };
    case 'weekday-name':
      return { source: anyCase(weekdays) };
    case 'half-day':
      return {
        source: anyCase('am|pm'),
        read: (text, fields) => {
          fields.half = text.toLowerCase() === 'pm' ? 12 : 0;
        },
      };
    case 'offset':
      return { source: '[zZ]|[+-]\\d{2}:?\\d{2}', read: readOffset };
    case 'week-year':
      throw new Error('no date can be read from the year of a week');
    default:
      return number(part, isTight);
  }
}

/** Names are read in any case, whatever else stands in the pattern as it is written. */
function anyCase(source: string): string {
  return source.replace(/[a-z]/g, (letter) => `[${letter}${letter.toUpperCase()}]`);
}

type Numeric = Extract<
  DatePart,
  { kind: 'year' | 'month' | 'day' | 'day-of-year' | 'hour' | 'minute' | 'second' | 'millisecond' }
>;

function number(part: Numeric, isTight: boolean): Piece {
  return {
    source: isTight ? `\\d{${part.digits}}` : '\\d{1,9}',
    read: (text, fields) => {
      const value = Number(text);
      if (part.kind === 'hour') fields.hour = part.base === 1 && value === part.clock ? 0 : value;
      else if (part.kind === 'day-of-year') fields.dayOfYear = value;
      else if (part.kind === 'year') fields.year = part.digits === 2 && value < 100 ? 2000 + value : value;
      else fields[part.kind] = value;
    },
  };
}

function readOffset(text: string, fields: Fields): void {
  const match = /^([+-])(\d{2}):?(\d{2})$/.exec(text);
  const minutes = match ? Number(match[2]) * 60 + Number(match[3]) : 0;
  fields.offset = (match?.[1] === '-' ? -1 : 1) * minutes * 60_000;
}

/** undefined for dates that do not exist. */
function localTime(fields: Fields): number | undefined {
  const { year = 1970, month = 1, day = 1, hour = 0, minute = 0, second = 0, millisecond = 0, half } = fields;
  if (half !== undefined && hour >= 12) return undefined;
  const hours = hour + (half ?? 0);
  if (year > 9999 || hours > 23 || minute > 59 || second > 59 || millisecond > 999) return undefined;
  const date = new Date(0);
  date.setUTCHours(hours, minute, second, millisecond);
  const { dayOfYear } = fields;
  if (dayOfYear !== undefined && fields.month === undefined && fields.day === undefined) {
    date.setUTCFullYear(year, 0, dayOfYear);
    return date.getUTCFullYear() === year && dayOfYear > 0 ? date.getTime() : undefined;
  }
  date.setUTCFullYear(year, month - 1, day);
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day && month > 0
    ? date.getTime()
    : undefined;
}
