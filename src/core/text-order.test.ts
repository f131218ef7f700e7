import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareCodePoints } from './text-order.ts';

test('texts are ordered by code point, pairs and their halves included', () => {
  const text = fc
    .array(fc.constantFrom('a', '\ue000', '\uffff', '\ud800', '\udc00', '\u{10000}', '\u{10ffff}'), {
      maxLength: 5,
    })
    .map((units) => units.join(''));
  const naive = (a: string, b: string): number => {
    const [left, right] = [a, b].map((one) => Array.from(one, (char) => char.codePointAt(0) as number));
    for (let at = 0; at < Math.min(left!.length, right!.length); at += 1) {
      if (left![at] !== right![at]) return left![at]! - right![at]!;
    }
    return left!.length - right!.length;
  };
  fc.assert(
    fc.property(text, text, (a, b) => {
      expect(Math.sign(compareCodePoints(a, b))).toBe(Math.sign(naive(a, b)));
    }),
    { numRuns: 5000 },
  );
});
