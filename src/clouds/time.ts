import { parseTime } from '../core/time.ts';

/**
 * Epoch milliseconds of a record's time: ISO 8601 with any number of fraction digits, a space for the `T`, ` UTC` for
 * the zone, no zone at all (UTC is meant: every cloud's export means it), or an epoch number in seconds or
 * milliseconds. undefined when it cannot be read.
 */
export function epochMs(value: unknown): number | undefined {
  if (typeof value === 'string') return fromText(value);
  if (typeof value !== 'number' || !Number.isFinite(value) || value <= 0) return undefined;
  return value < 1e11 ? Math.round(value * 1000) : Math.round(value);
}

const native = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z$/;

function fromText(value: string): number | undefined {
  // Date.parse is several times faster, and right for this one form.
  if (native.test(value)) {
    const parsed = Date.parse(value);
    return Number.isNaN(parsed) ? undefined : parsed;
  }
  return parseTime(value);
}
