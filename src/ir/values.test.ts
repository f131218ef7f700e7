import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../core/json.ts';
import { contains, parseNetwork } from './cidr.ts';
import { createFolder, fold } from './fold.ts';
import { compilePattern, wholePattern } from './pattern.ts';
import { compileField } from './resolve.ts';
import { compareDecimals, numberText } from './scalar.ts';
import { parseTimestamp, timePart } from './timestamp.ts';

test.each([
  [
    '10.0.0.0/8',
    ['10.1.2.3', '10.255.255.255'],
    ['11.0.0.1', '10.1.2.3:443', 'AWS Internal', '', '::ffff:10.1.2.3'],
  ],
  ['192.0.2.7', ['192.0.2.7'], ['192.0.2.8']],
  ['0.0.0.0/0', ['1.2.3.4'], ['::1']],
  ['2001:db8::/32', ['2001:db8::1', '2001:DB8:0:1::'], ['2001:db9::1', '10.0.0.1', '2001:db8::1%eth0']],
  ['::ffff:10.0.0.0/104', ['::ffff:10.1.2.3'], ['10.1.2.3']],
])('network %s', (written, inside, outside) => {
  const network = parseNetwork(written);
  if (!network) throw new Error('no network');
  expect([
    inside.filter((one) => !contains(network, one)),
    outside.filter((one) => contains(network, one)),
  ]).toEqual([[], []]);
});

test.each(['10.0.0.0/33', '10.0.0/8', 'x', '', '1.2.3.4/', '::1/129', '1.2.3.4/8/8'])(
  'no network: %s',
  (text) => {
    expect(parseNetwork(text)).toBeUndefined();
  },
);

test.each([
  ['2024-01-01T23:59:00Z', [59, 23, 1, 1, 1, 2024]],
  ['2023-01-01 00:00:00', [0, 0, 1, 52, 1, 2023]],
  ['2024-12-30T01:00:00+02:00', [0, 23, 29, 52, 12, 2024]],
  ['2020-12-31', [0, 0, 31, 53, 12, 2020]],
  ['2024-02-03T04:05:06.1234567Z', [5, 4, 3, 5, 2, 2024]],
  [1_704_067_200, [0, 0, 1, 1, 1, 2024]],
  [1_704_067_200_000, [0, 0, 1, 1, 1, 2024]],
])('time parts of %s', (value, expected) => {
  const time = parseTimestamp(value) ?? Number.NaN;
  const parts = ['minute', 'hour', 'day', 'week', 'month', 'year'] as const;
  expect(parts.map((part) => timePart(time, part))).toEqual(expected);
});

test.each(['yesterday', '', null, true, {}])('no time: %s', (value) => {
  expect(parseTimestamp(value)).toBeUndefined();
});

test('decimals are compared exactly where they are integers', () => {
  expect(compareDecimals('9007199254740993', '9007199254740992')).toBe(1);
  expect(compareDecimals('-9007199254740993', '-9007199254740992')).toBe(-1);
  expect(compareDecimals('9007199254740993.0', '9007199254740992')).toBe(1);
  expect(compareDecimals('9007199254740993.', '9007199254740993.00')).toBe(0);
  expect(compareDecimals('+9007199254740993', '9007199254740992.5')).toBe(0);
  expect(compareDecimals('1.0', '1')).toBe(0);
  expect(compareDecimals('+5', '5')).toBe(0);
  expect(
    ['5', ' 5 ', '-1.5e3', '.5', '0x10', '1e9999', '', 'Infinity', '9'.repeat(100)].map(numberText),
  ).toEqual(['5', '5', '-1.5e3', '.5', undefined, undefined, undefined, undefined, undefined]);
});

test('folding a text folds its parts, and remembering changes nothing', () => {
  const folder = createFolder();
  const text = fc.string({ unit: fc.constantFrom(...'aAΣσςİıKkßẞé😀 '), maxLength: 8 });
  fc.assert(
    fc.property(text, text, (a, b) => {
      expect(fold(a + b)).toBe(fold(a) + fold(b));
      expect(Array.from(fold(a))).toHaveLength(Array.from(a).length);
      expect([folder(a), folder(a)]).toEqual([fold(a), fold(a)]);
    }),
  );
});

test('a hostile pattern on a long text is answered quickly', () => {
  const stars = Array.from({ length: 30 }, () => [
    { kind: 'text', text: 'a' } as const,
    { kind: 'any' } as const,
  ]).flat();
  const glob = compilePattern(
    wholePattern('contains', [...stars, { kind: 'one' }, { kind: 'text', text: 'b' }]),
  );
  const start = performance.now();
  expect(glob('a'.repeat(20_000))).toBe(false);
  expect(performance.now() - start).toBeLessThan(5000);
});

describe('fields', () => {
  const read = (record: JsonObject, path: string): unknown => {
    const values: unknown[] = [];
    const reader = compileField({ name: path, sources: [{ kind: 'path', path }] });
    reader.some(record, (value) => {
      values.push(value);
      return false;
    });
    return reader.present(record) ? values : undefined;
  };

  test.each([
    [{ 'a.b': 1, a: { b: 2 } }, 'a.b', [1]],
    [{ a: { b: 2 } }, 'a.b', [2]],
    [{ User: { 'Mobile.phone': 3 } }, 'User.Mobile.phone', [3]],
    [{ a: [{ b: 1 }, { b: [2, 3] }, { c: 4 }, 5] }, 'a.b', [1, 2, 3]],
    [{ a: [] }, 'a', [[]]],
    [{ a: [] }, 'a.b', undefined],
    [{ a: null }, 'a', [null]],
    [{ a: 'x' }, 'a.length', undefined],
    [{ a: ['x'] }, 'a.0', undefined],
    [{}, 'constructor', undefined],
    [{}, '__proto__', undefined],
    [JSON.parse('{"__proto__":{"x":1}}'), '__proto__.x', [1]],
    [{ a: {} }, 'a.toString', undefined],
  ] as const)('%j %s', (record, path, expected) => {
    expect(read(record as JsonObject, path)).toEqual(expected);
  });
});
