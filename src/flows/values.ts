import { isIP } from 'node:net';
import type { Json } from '../core/json.ts';
import { parseTime } from '../core/time.ts';

/** A whole number that is not negative, also as text; undefined for everything else. */
export function wholeNumber(value: Json | undefined): number | undefined {
  if (typeof value === 'string' && !/^\d{1,16}$/.test(value)) return undefined;
  const number = typeof value === 'string' || typeof value === 'number' ? Number(value) : Number.NaN;
  return Number.isSafeInteger(number) && number >= 0 ? number : undefined;
}

/** A petabyte in one record is none that a cloud wrote. */
const MOST_AMOUNT = 1e15;

/** Bytes or packets: 0 where a log has no value; undefined for what is no such number. */
export function amountOf(value: Json | undefined): number | undefined {
  if (value === undefined || value === null || value === '') return 0;
  const number = wholeNumber(value);
  return number !== undefined && number <= MOST_AMOUNT ? number : undefined;
}

/** A port; undefined for 0, which stands for none, and for what is no port. */
export function portOf(value: Json | undefined): number | undefined {
  const port = wholeNumber(value);
  return port !== undefined && port > 0 && port < 65_536 ? port : undefined;
}

/** An address in one form: lower case, an IPv4 address that was mapped into IPv6 as IPv4; undefined for what is none. */
export function ipOf(value: Json | undefined): string | undefined {
  if (typeof value !== 'string' || isIP(value) === 0) return undefined;
  const ip = value.toLowerCase();
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/.exec(ip)?.[1];
  return mapped ?? ip;
}

const LAST_SECOND = 99_999_999_999;

/** Epoch seconds or milliseconds, or a text of date and time → epoch milliseconds. */
export function instantOf(value: Json | undefined): number | undefined {
  const number = wholeNumber(value);
  if (number !== undefined) return number > LAST_SECOND ? number : number * 1000;
  return typeof value === 'string' ? parseTime(value) : undefined;
}

const DAY = 86_400_000;

/** The end of a flow; its start where what is written cannot be its end. */
export function endOf(start: number, value: Json | undefined): number {
  const end = instantOf(value);
  return end !== undefined && end >= start && end <= start + DAY ? end : start;
}

/** A domain in one form: lower case, without the dot at the end. */
export function domainOf(written: string): string {
  return written.toLowerCase().replace(/\.$/, '');
}

/** Some of what was found, for a message. */
export function shown(value: Json | undefined): string {
  return value === undefined ? 'nothing' : JSON.stringify(value).slice(0, 80);
}
