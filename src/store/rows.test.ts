import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { wellFormed } from '../../test/support/lake.ts';
import { dayName, dayOf, readable } from './rows.ts';

const anyText = fc
  .array(fc.oneof(fc.integer({ min: 0, max: 0xffff }), fc.constantFrom(0x5c, 0x75, 0xd800, 0xdc00, 0x64)))
  .map((units) => String.fromCharCode(...units));

describe('readable', () => {
  it('replaces halves of surrogate pairs, and nothing else, and keeps what was there', () => {
    fc.assert(
      fc.property(anyText, (value) => {
        const text = JSON.stringify({ value });
        const { text: shown, exact } = readable(text);
        expect(JSON.parse(shown)).toEqual({ value: wellFormed(value) });
        expect(exact).toBe(wellFormed(value) === value ? null : text);
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    [String.raw`"\ud800"`, '"\ufffd"'],
    [String.raw`"\\ud800"`, undefined],
    [String.raw`"\\\udfff\\"`, `${String.raw`"\\`}\ufffd${String.raw`\\"`}`],
    [String.raw`"\ud800\ud801"`, '"\ufffd\ufffd"'],
    ['"\ud83d\ude00"', undefined],
  ])('%s', (text, wanted) => {
    expect(readable(text)).toEqual({ text: wanted ?? text, exact: wanted === undefined ? null : text });
  });
});

describe('days', () => {
  it.each([
    [0, 0, '1970-01-01'],
    [-1, -1, '1969-12-31'],
    [86_400_000, 1, '1970-01-02'],
    [Date.parse('2026-03-10T23:59:59.999Z'), 20_522, '2026-03-10'],
    [8.64e15, 100_000_000, '+275760-09-13'],
  ])('%d', (time, day, name) => {
    expect(dayOf(time)).toBe(day);
    expect(dayName(day)).toBe(name);
  });
});
