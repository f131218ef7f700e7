import { describe, expect, it } from 'vitest';
import { readTime, zoneOf } from './zone.ts';

/** A time as `yyyy-MM-dd HH:mm` in a zone, in UTC. */
function utc(time: string, zone: string): string {
  const found = zoneOf(zone);
  const read = found && readTime(time, found);
  return read === undefined ? 'no time' : new Date(read.time).toISOString();
}

describe('local times', () => {
  it.each([
    ['2026-01-15 12:00', 'Europe/Berlin', '2026-01-15T11:00:00.000Z'],
    ['2026-07-15 12:00', 'Europe/Berlin', '2026-07-15T10:00:00.000Z'],
    ['2026-07-15 12:00', 'America/New_York', '2026-07-15T16:00:00.000Z'],
    ['2026-07-15 12:00', 'Asia/Kolkata', '2026-07-15T06:30:00.000Z'],
    ['2026-07-15 12:00', '-03:30', '2026-07-15T15:30:00.000Z'],
    ['2026-07-15 12:00', 'UTC', '2026-07-15T12:00:00.000Z'],
    // The day line: a local time a day from UTC's.
    ['2026-07-15 00:30', 'Pacific/Kiritimati', '2026-07-14T10:30:00.000Z'],
    // Set back at 03:00: 02:30 occurs twice, the first is meant.
    ['2026-10-25 02:30', 'Europe/Berlin', '2026-10-25T00:30:00.000Z'],
    // Set forward at 02:00: 02:30 does not occur.
    ['2026-03-29 02:30', 'Europe/Berlin', '2026-03-29T01:30:00.000Z'],
    // A zone that is written counts, whatever the file's.
    ['2026-07-15T12:00:00+02:00', 'America/New_York', '2026-07-15T10:00:00.000Z'],
  ])('%s in %s is %s', (time, zone, expected) => {
    expect(utc(time, zone)).toBe(expected);
  });

  it.each(['Europe/Atlantis', '', 'CET+x', '../etc', '+1', 'Europe/Berlin\u0000'])(
    '%j is no zone',
    (name) => {
      expect(zoneOf(name)).toBeUndefined();
    },
  );

  it('a day knows that it is one', () => {
    const zone = zoneOf('UTC') as NonNullable<ReturnType<typeof zoneOf>>;
    expect(readTime('2026-07-15', zone)).toEqual({
      time: Date.UTC(2026, 6, 15),
      isDay: true,
      hasZone: false,
    });
    expect(readTime('15.07.2026', zone)).toBeUndefined();
  });
});
