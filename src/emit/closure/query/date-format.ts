import { timeZone, utcZone } from '../../../core/zone.ts';
import type { DatePart } from '../../../ir/query/date-part.ts';
import type { DateFormat } from '../../../ir/query/expression.ts';

const months = 'January,February,March,April,May,June,July,August,September,October,November,December'.split(
  ',',
);
const weekdays = 'Sunday,Monday,Tuesday,Wednesday,Thursday,Friday,Saturday'.split(',');
const DAY = 86_400_000;
/** Years 0 to 9999. */
const earliest = -62_167_219_200_000;
const latest = 253_402_300_799_999;

interface Moment {
  /** Local time as if it were UTC. */
  readonly date: Date;
  readonly offset: number;
}

type Writer = (moment: Moment) => string;

const writers: { readonly [K in DatePart['kind']]: (part: Extract<DatePart, { kind: K }>) => Writer } = {
  text:
    ({ text }) =>
    () =>
      text,
  year:
    ({ digits }) =>
    ({ date }) =>
      digits === 2 ? padded(date.getUTCFullYear() % 100, 2) : padded(date.getUTCFullYear(), digits),
  'week-year':
    ({ digits }) =>
    ({ date }) => {
      // The year of the Saturday at the end of the week.
      const saturday = new Date(date.getTime() + (6 - date.getUTCDay()) * DAY);
      const year = saturday.getUTCFullYear();
      return digits === 2 ? padded(year % 100, 2) : padded(year, digits);
    },
  month:
    ({ digits }) =>
    ({ date }) =>
      padded(date.getUTCMonth() + 1, digits),
  'month-name':
    ({ long }) =>
    ({ date }) =>
      named(months, date.getUTCMonth(), long),
  day:
    ({ digits }) =>
    ({ date }) =>
      padded(date.getUTCDate(), digits),
  'day-of-year':
    ({ digits }) =>
    ({ date }) => {
      const first = new Date(0);
      first.setUTCFullYear(date.getUTCFullYear(), 0, 1);
      return padded(Math.floor((date.getTime() - first.getTime()) / DAY) + 1, digits);
    },
  'weekday-name':
    ({ long }) =>
    ({ date }) =>
      named(weekdays, date.getUTCDay(), long),
  hour:
    ({ clock, base, digits }) =>
    ({ date }) => {
      const hour = date.getUTCHours() % clock;
      return padded(base === 1 && hour === 0 ? clock : hour, digits);
    },
  'half-day':
    () =>
    ({ date }) =>
      date.getUTCHours() < 12 ? 'AM' : 'PM',
  minute:
    ({ digits }) =>
    ({ date }) =>
      padded(date.getUTCMinutes(), digits),
  second:
    ({ digits }) =>
    ({ date }) =>
      padded(date.getUTCSeconds(), digits),
  millisecond:
    ({ digits }) =>
    ({ date }) =>
      padded(date.getUTCMilliseconds(), digits),
  offset:
    ({ colon, zulu }) =>
    ({ offset }) => {
      if (zulu && offset === 0) return 'Z';
      const minutes = Math.floor(Math.abs(offset) / 60_000);
      const hours = padded(Math.floor(minutes / 60), 2);
      return `${offset < 0 ? '-' : '+'}${hours}${colon ? ':' : ''}${padded(minutes % 60, 2)}`;
    },
};

/** Writes times in a pattern. */
export function compileDateFormat({ zone, parts }: DateFormat): (time: number) => string | null {
  const { offsetAt } = timeZone(zone) ?? utcZone;
  const compiled = parts.map((part) => (writers[part.kind] as (part: DatePart) => Writer)(part));
  return (time) => {
    if (!(time >= earliest && time <= latest)) return null;
    const whole = Math.floor(time);
    const offset = offsetAt(whole);
    const moment = { date: new Date(whole + offset), offset };
    let text = '';
    for (const write of compiled) text += write(moment);
    return text;
  };
}

function padded(value: number, digits: number): string {
  return String(value).padStart(digits, '0');
}

function named(names: readonly string[], index: number, long: boolean): string {
  const name = names[index] ?? '';
  return long ? name : name.slice(0, 3);
}
