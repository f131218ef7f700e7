import { InvalidArgumentError } from 'commander';
import { isLevel, type Level, levels } from '../core/levels.ts';
import { parseDuration, parseTime } from '../core/time.ts';
import { timeZone } from '../core/zone.ts';

/** Parsers of option values: each refuses at once, with the right spelling. */

export function timeValue(text: string): number {
  const time = parseTime(text);
  if (time === undefined) {
    throw new InvalidArgumentError(
      'expected a date or an RFC 3339 time, such as 2026-03-01 or 2026-03-01T09:30:00Z.',
    );
  }
  return time;
}

export function durationValue(text: string): number {
  const duration = parseDuration(text);
  if (duration === undefined || duration === 0) {
    throw new InvalidArgumentError('expected a number and a unit (s, m, h, d, w), such as 30d or 12h.');
  }
  return duration;
}

const levelAliases: Readonly<Record<string, Level>> = {
  info: 'informational',
  med: 'medium',
  crit: 'critical',
};

export function levelValue(text: string): Level {
  const level = levelAliases[text.toLowerCase()] ?? text.toLowerCase();
  if (!isLevel(level)) throw new InvalidArgumentError(`expected one of ${levels.join(', ')}.`);
  return level;
}

export function threadsValue(text: string): number {
  const threads = Number(text);
  if (!Number.isInteger(threads) || threads < 1 || threads > 256) {
    throw new InvalidArgumentError('expected a whole number from 1 to 256.');
  }
  return threads;
}

export function percentValue(text: string): number {
  const percent = Number(text);
  if (!/^\d+(?:\.\d+)?$/.test(text) || percent > 100) {
    throw new InvalidArgumentError('expected a number from 0 to 100.');
  }
  return percent;
}

/** A time zone stays a text: it is checked here and used where times are read. */
export function zoneValue(text: string): string {
  if (timeZone(text) === undefined) {
    throw new InvalidArgumentError(
      'expected UTC, an offset such as +01:00, or a name such as Europe/Berlin.',
    );
  }
  return text;
}

export function oneOf<T extends string>(choices: readonly T[]): (text: string) => T {
  return (text) => {
    const found = choices.find((choice) => choice === text.toLowerCase());
    if (found === undefined) throw new InvalidArgumentError(`expected one of ${choices.join(', ')}.`);
    return found;
  };
}

/** For options that may be given several times. */
export function collect(text: string, earlier: readonly string[] | undefined): string[] {
  return [...(earlier ?? []), text];
}
