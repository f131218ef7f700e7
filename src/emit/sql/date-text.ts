import { fixedOffset } from '../../core/zone.ts';
import { type DatePart, months, weekdays } from '../../ir/query/date-part.ts';
import { type DateWriter, type Dialect, SqlUnsupportedError } from './dialect.ts';

/** A time as text, as `date-format` of the IR; NULL outside of the years 0 to 9999. */
export function dateText(time: string, zone: string, parts: readonly DatePart[], dialect: Dialect): string {
  const offset = fixedOffset(zone);
  // Engines know zones by their names, and few of them an offset.
  const writer =
    offset === undefined
      ? dialect.date(time, zone)
      : dialect.date(offset === 0 ? time : `(${time} + ${dialect.number(offset)})`, 'UTC');
  const texts = parts.map((part) => partText(part, offset, writer, dialect));
  const text = texts.length === 0 ? dialect.text('') : dialect.concat(texts);
  return `(CASE WHEN ${writer.inRange()} THEN ${text} END)`;
}

function partText(part: DatePart, offset: number | undefined, writer: DateWriter, dialect: Dialect): string {
  const padded = (value: string, digits: number): string => pad(value, digits, dialect);
  switch (part.kind) {
    case 'text':
      return dialect.text(part.text);
    case 'year':
      return part.digits === 2
        ? padded(dialect.remainder(writer.number('year'), dialect.number(100)), 2)
        : padded(writer.number('year'), part.digits);
    case 'month':
    case 'day':
    case 'day-of-year':
    case 'minute':
    case 'second':
    case 'millisecond':
      return padded(writer.number(part.kind), part.digits);
    case 'hour':
      return padded(hour(writer.number('hour'), part, dialect), part.digits);
    case 'half-day':
      return `(CASE WHEN ${writer.number('hour')} < ${dialect.number(12)} THEN ${dialect.text('AM')} ELSE ${dialect.text('PM')} END)`;
    case 'month-name':
      return named(`(${writer.number('month')} - ${dialect.number(1)})`, months, part.long, dialect);
    case 'weekday-name':
      return named(writer.weekday(), weekdays, part.long, dialect);
    case 'offset':
      if (offset !== undefined) return dialect.text(offsetText(offset, part));
      throw new SqlUnsupportedError('an offset of a zone in a time', dialect.name);
    case 'week-year':
      throw new SqlUnsupportedError('the year of the week', dialect.name);
  }
}

function offsetText(
  offset: number,
  { colon, zulu }: { readonly colon: boolean; readonly zulu: boolean },
): string {
  if (zulu && offset === 0) return 'Z';
  const minutes = Math.abs(offset) / 60_000;
  const [hour, minute] = [Math.floor(minutes / 60), minutes % 60].map((one) => String(one).padStart(2, '0'));
  return `${offset < 0 ? '-' : '+'}${hour}${colon ? ':' : ''}${minute}`;
}

function hour(
  value: string,
  { clock, base }: { readonly clock: 12 | 24; readonly base: 0 | 1 },
  dialect: Dialect,
): string {
  const size = dialect.number(clock);
  const inClock = dialect.remainder(value, size);
  if (base === 0) return inClock;
  return `(CASE WHEN ${inClock} = ${dialect.number(0)} THEN ${size} ELSE ${inClock} END)`;
}

function named(index: string, names: readonly string[], long: boolean, dialect: Dialect): string {
  const branches = names.map(
    (name, at) =>
      `WHEN ${index} = ${dialect.number(at)} THEN ${dialect.text(long ? name : name.slice(0, 3))}`,
  );
  return `(CASE ${branches.join(' ')} END)`;
}

/** Digits, filled up with zeros; more digits stay. */
function pad(value: string, digits: number, dialect: Dialect): string {
  const text = dialect.toText(value, 'number');
  if (digits <= 1) return text;
  const zeros = dialect.text('0'.repeat(digits));
  const length = dialect.length(text);
  const start = `(${length} - ${dialect.number(digits)})`;
  const filled = dialect.concat([zeros, text]);
  return `(CASE WHEN ${start} >= ${dialect.number(0)} THEN ${text} ELSE ${dialect.substring(filled, length, dialect.number(digits))} END)`;
}
