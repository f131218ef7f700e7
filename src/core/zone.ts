/** A time zone: how local times and epoch milliseconds become each other. */
export interface TimeZone {
  /** Epoch milliseconds of a local time that is given as if it were UTC. */
  timeAt(local: number): number;
  /** What local time is ahead of UTC at a moment, in milliseconds. */
  offsetAt(time: number): number;
}

const HOUR = 3_600_000;
const remembered = 10_000;

export const utcZone: TimeZone = { timeAt: (local) => local, offsetAt: () => 0 };

/**
 * A time zone by `UTC`, an offset (`+01:00`) or an IANA name (`Europe/Berlin`); undefined when there is none of that name.
 * A local time that occurs twice (the clock was set back) means the first; one that does not occur means the moment the
 * clock was set forward plus what is over.
 */
export function timeZone(name: string): TimeZone | undefined {
  const text = name.trim();
  const offset = fixedOffset(text);
  if (offset === 0) return utcZone;
  if (offset !== undefined) return { timeAt: (local) => local - offset, offsetAt: () => offset };
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
        era: 'short',
      }),
    );
  } catch {
    return undefined;
  }
}

/** What a zone that never changes is ahead of UTC, in milliseconds, by `UTC` or an offset; undefined for an IANA name. */
export function fixedOffset(name: string): number | undefined {
  const text = name.trim();
  if (/^(?:utc|z|gmt)$/i.test(text)) return 0;
  const fixed = /^([+-])(\d{2}):?(\d{2})$/.exec(text);
  if (!fixed) return undefined;
  const minutes = Number(fixed[2]) * 60 + Number(fixed[3]);
  return minutes === 0 ? 0 : (fixed[1] === '-' ? -1 : 1) * minutes * 60_000;
}

function namedZone(format: Intl.DateTimeFormat): TimeZone {
  const offsetAt = memo(remembered, (time) => {
    const parts: Record<string, number> = {};
    let sign = 1;
    for (const { type, value } of format.formatToParts(time)) {
      if (type === 'era' && value.startsWith('B')) sign = -1;
      parts[type] = Number(value);
    }
    const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
    const local = new Date(0);
    local.setUTCFullYear(sign < 0 ? 1 - year : year, month - 1, day);
    local.setUTCHours(hour, minute, second);
    return local.getTime() - Math.floor(time / 1000) * 1000;
  });
  return {
    offsetAt,
    timeAt: (local) => {
      // No zone changes by more than a day, so the offsets a day before and behind are those that may be meant.
      const candidates = [offsetAt(local - 24 * HOUR), offsetAt(local + 24 * HOUR)];
      const fitting = candidates
        .map((offset) => local - offset)
        .filter((time) => time + offsetAt(time) === local);
      return fitting.length > 0 ? Math.min(...fitting) : local - (candidates[0] ?? 0);
    },
  };
}

/** Zones change at quarters of an hour at most: the offset of one is asked for once. */
function memo(most: number, offsetAt: (time: number) => number): (time: number) => number {
  const known = new Map<number, number>();
  return (time) => {
    const quarter = Math.floor(time / (HOUR / 4));
    const found = known.get(quarter);
    if (found !== undefined) return found;
    if (known.size >= most) known.clear();
    const offset = offsetAt(quarter * (HOUR / 4));
    known.set(quarter, offset);
    return offset;
  };
}
