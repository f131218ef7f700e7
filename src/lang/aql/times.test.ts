import { describe, expect, it } from 'vitest';
import { timeZone, utcZone } from '../../core/zone.ts';
import { ceilMinute, floorMinute, readMoment, readRelativeMoment } from './times.ts';

const berlin = timeZone('Europe/Berlin') ?? utcZone;
const iso = (time: number | undefined): string | undefined =>
  time === undefined ? undefined : new Date(time).toISOString().replace('.000Z', 'Z');

describe('a moment', () => {
  it.each([
    ['2026-03-01 10:00', '2026-03-01T09:00:00Z'],
    ['2026-07-01 10:00', '2026-07-01T08:00:00Z'],
    ['2026/03/01-10:00:05', '2026-03-01T09:00:05Z'],
    ['2026:03:01-10:00:05', '2026-03-01T09:00:05Z'],
    ['2026-03-01T10:00:00Z', '2026-03-01T10:00:00Z'],
    ['2026-3-1 9:05', '2026-03-01T08:05:00Z'],
    ['2026-03-01', '2026-02-28T23:00:00Z'],
    [' 2026-03-01 10:00 Z ', '2026-03-01T10:00:00Z'],
    // The clock is set forward at 02:00: 02:30 is not there.
    ['2026-03-29 02:30', '2026-03-29T01:30:00Z'],
    // It is set back at 03:00: the first 02:30 is meant.
    ['2026-10-25 02:30', '2026-10-25T00:30:00Z'],
    ['2026-02-29 10:00', undefined],
    ['2026-13-01 10:00', undefined],
    ['2026-03-01 24:30', undefined],
    ['10:00', undefined],
    ['2026-03-01 10:00 CET', undefined],
    ['', undefined],
  ])('%j in Berlin is %s', (text, expected) => expect(iso(readMoment(text, berlin))).toBe(expected));
});

describe('a moment that counts from now', () => {
  const now = Date.UTC(2026, 2, 29, 12, 30, 15);
  it.each([
    ['now', '2026-03-29T12:30:15Z'],
    // The day on which the clock is set forward begins an hour before UTC's, and the one before it, too.
    ['today', '2026-03-28T23:00:00Z'],
    ['Yesterday', '2026-03-27T23:00:00Z'],
    ['1 hour ago', '2026-03-29T11:30:15Z'],
    ['2 WEEKS ago', '2026-03-15T12:30:15Z'],
    ['2026-03-01 10:00', '2026-03-01T09:00:00Z'],
    ['tomorrow', undefined],
    ['-1 hours ago', undefined],
    ['1.5 hours ago', undefined],
  ])('%j is %s', (text, expected) => expect(iso(readRelativeMoment(text, now, berlin))).toBe(expected));
});

it('minutes begin and end, before 1970, too', () => {
  expect([floorMinute(59_999), ceilMinute(60_001), floorMinute(60_000), ceilMinute(60_000)]).toEqual([
    0, 120_000, 60_000, 60_000,
  ]);
  expect([floorMinute(-1), ceilMinute(-1)].map((one) => one + 0)).toEqual([-60_000, 0]);
});
