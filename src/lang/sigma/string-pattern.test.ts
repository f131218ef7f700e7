import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compilePattern } from '../../ir/pattern.ts';
import { printPattern } from '../../ir/print.ts';
import { parseString } from './string-pattern.ts';

/** The escape table of docs/reference/sigma-semantics.md: what is written, what it matches, what it does not. */
const escapes: readonly (readonly [written: string, matches: string[], misses: string[]])[] = [
  ['C:\\dir', ['C:\\dir'], ['C:dir']],
  ['C:\\\\dir', ['C:\\dir'], ['C:\\\\dir']],
  ['a\\*b', ['a*b'], ['axb', 'a\\*b']],
  ['a\\\\*b', ['a\\b', 'a\\xb'], ['a*b']],
  ['a\\\\\\*b', ['a\\*b'], ['a\\xb']],
  ['\\\\\\\\', ['\\\\'], ['\\']],
  ['\\\\\\b', ['\\\\b'], ['\\b']],
  ['\\\\server\\x', ['\\server\\x'], ['\\\\server\\x']],
  ['end\\', ['end\\'], ['end']],
  ['a\\?', ['a?'], ['ab']],
  ['**', ['', 'x'], []],
];

test.each(escapes)('%s', (written, matches, misses) => {
  const test = compilePattern(parseString(written));
  expect([matches.filter((text) => !test(text)), misses.filter(test)]).toEqual([[], []]);
});

test('printing a pattern and reading it again gives the pattern', () => {
  const text = fc.string({ unit: fc.constantFrom('a', '\\', '*', '?', 'é', '😀', '\n') });
  fc.assert(
    fc.property(text, (written) => {
      const pattern = parseString(written);
      expect(parseString(printPattern(pattern))).toEqual(pattern);
    }),
  );
});
