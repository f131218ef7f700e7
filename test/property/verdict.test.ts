import fc from 'fast-check';
import { expect, test } from 'vitest';
import { epochMs } from '../../src/clouds/time.ts';
import { evaluate } from '../../src/emit/reference/index.ts';
import { fold } from '../../src/ir/fold.ts';
import { type KnownValue, verdictOf } from '../../src/ir/partial.ts';
import { record, rule } from './sigma/arbitrary.ts';

test('a verdict that is given before the record is whole holds for it', () => {
  const paths = fc.uniqueArray(fc.constantFrom('eventName', 'a', 'b', 'c', 'userAgent'), { minLength: 1 });
  const given = { true: 0, false: 0, open: 0 };
  fc.assert(
    fc.property(rule, record, paths, fc.boolean(), (one, event, known, more) => {
      const facts = new Map<string, readonly KnownValue[]>();
      for (const path of known) {
        const value = Object.hasOwn(event, path) ? event[path] : undefined;
        if (value === undefined) facts.set(path, more ? ['other', null] : []);
        else if (value !== null && typeof value !== 'object')
          facts.set(path, more ? [value, 'other', null] : [value]);
      }
      const verdict = verdictOf(one, facts);
      given[`${verdict ?? 'open'}`] += 1;
      if (verdict !== undefined) expect(evaluate(one, event)).toBe(verdict);
    }),
    { numRuns: 6000 },
  );
  expect(given.true).toBeGreaterThan(50);
  expect(given.false).toBeGreaterThan(50);
});

test('folding keeps the length of a text, which the index relies on', () => {
  const longer: string[] = [];
  for (let code = 0; code <= 0x10ffff; code += 1) {
    if (code >= 0xd800 && code <= 0xdfff) continue;
    const text = String.fromCodePoint(code);
    if (fold(text).length !== text.length) longer.push(code.toString(16));
  }
  expect(longer).toEqual([]);
});

test('times of whole seconds are read as a date parser reads them', () => {
  const digit = fc.constantFrom(...'0123456789', 'x');
  const time = fc
    .tuple(fc.integer({ min: 1900, max: 2100 }), fc.nat(14), fc.nat(33), fc.nat(25), fc.nat(61), fc.nat(61))
    .map(([year, ...rest]) => [String(year), ...rest.map((value) => String(value).padStart(2, '0'))])
    .map(
      ([year, month, day, hour, minute, second]) => `${year}-${month}-${day}T${hour}:${minute}:${second}Z`,
    );
  const broken = fc
    .tuple(time, fc.nat(19), digit)
    .map(([text, at, to]) => text.slice(0, at) + to + text.slice(at + 1));
  fc.assert(
    fc.property(fc.oneof(time, broken), (text) => {
      const expected = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(text) ? Date.parse(text) : Number.NaN;
      if (Number.isNaN(expected)) expect(epochMs(text)).toBeUndefined();
      else expect(epochMs(text)).toBe(expected);
    }),
    { numRuns: 5000 },
  );
});
