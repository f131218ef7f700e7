/** Seconds of a unit; months and years are those of the Gregorian mean, as in pySigma. */
const UNITS: Readonly<Record<string, number>> = {
  s: 1,
  m: 60,
  h: 3600,
  d: 86_400,
  w: 604_800,
  M: 2_629_746,
  y: 31_556_952,
};

/** A timespan of a correlation: `30s`, `15m`, `24h`, `7d`, and as in pySigma `2w`, `1M`, `1y`. Gives milliseconds; undefined for anything else. */
export function parseTimespan(text: string): number | undefined {
  const match = /^(\d{1,6})([smhdwMy])$/.exec(text.trim());
  const unit = match?.[2] === undefined ? undefined : UNITS[match[2]];
  if (!match || unit === undefined) return undefined;
  const seconds = Number(match[1]) * unit;
  return seconds > 0 ? seconds * 1000 : undefined;
}
