import { parseTime } from '../core/time.ts';

/**
 * Epoch milliseconds of a record's time: ISO 8601 with any number of fraction digits, a space for the `T`, ` UTC` for
 * the zone, no zone at all (UTC is meant: every cloud's export means it), or an epoch number in seconds or
 * milliseconds. undefined when it cannot be read.
 */
export function epochMs(value: unknown): number | undefined {
  if (typeof value === 'string') return fromText(value);
  if (typeof value !== 'number' || !Number.isFinite(value) || value <= 0) return undefined;
  const time = value < 1e11 ? Math.round(value * 1000) : Math.round(value);
  return time <= LAST_MOMENT ? time : undefined;
}

/** The end of the time that dates of ECMAScript reach: nothing later can be shown. */
export const LAST_MOMENT = 8.64e15;

const native = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z$/;

function fromText(value: string): number | undefined {
  const quick = value.length === 20 ? wholeSeconds(value) : undefined;
  if (quick !== undefined) return quick;
  // Date.parse is several times faster, and right for this one form.
  if (native.test(value)) {
    const parsed = Date.parse(value);
    return Number.isNaN(parsed) ? undefined : parsed;
  }
  return parseTime(value);
}

/** The time of a record that has none: shortened samples and some exports leave it out. `quality.missing` names it. */
export const UNDATED = 0;

/** The time that a record gives, `UNDATED` when it gives none; undefined when what it gives cannot be read. */
export function recordTime(written: unknown): number | undefined {
  return isDated(written) ? epochMs(written) : UNDATED;
}

/** Whether a record gives a time at all, readable or not. */
export function isDated(written: unknown): boolean {
  return written !== undefined && written !== null && written !== '';
}

/**
 * `2026-03-01T09:14:07Z`, which is what nearly every record of AWS has, without a date parser; undefined for any other
 * form and for days that not every month has.
 */
function wholeSeconds(value: string): number | undefined {
  if (value[4] !== '-' || value[7] !== '-' || value[10] !== 'T' || value[19] !== 'Z') return undefined;
  if (value[13] !== ':' || value[16] !== ':') return undefined;
  const century = twoDigits(value, 0);
  const year = twoDigits(value, 2);
  const month = twoDigits(value, 5);
  const day = twoDigits(value, 8);
  const hour = twoDigits(value, 11);
  const minute = twoDigits(value, 14);
  const second = twoDigits(value, 17);
  if (century < 19 || year < 0) return undefined;
  if (month < 1 || month > 12 || day < 1 || day > 28) return undefined;
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) return undefined;
  return Date.UTC(century * 100 + year, month - 1, day, hour, minute, second);
}

/** The number at a place of the text; -1 where a digit is missing. */
function twoDigits(text: string, at: number): number {
  const tens = text.charCodeAt(at) - ZERO;
  const ones = text.charCodeAt(at + 1) - ZERO;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : -1;
}

const ZERO = 0x30;

/** The earliest time of the records of one operation; those without a time do not count beside others. */
export function earliest(records: readonly { readonly time: number }[]): number {
  let time = UNDATED;
  for (const record of records) {
    if (record.time !== UNDATED && (time === UNDATED || record.time < time)) time = record.time;
  }
  return time;
}
