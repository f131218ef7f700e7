import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ExactMoments, ExactSum } from './exact-sum.ts';

/** Every double is a whole number of these: the naive way computes with fractions of whole numbers of any size. */
const UNIT = 1074n;

function wholeOf(value: number): bigint {
  let exponent = 0n;
  let number = value;
  // Times two is exact, as long as the number stays below the greatest double.
  while (!Number.isInteger(number)) {
    number *= 2;
    exponent += 1n;
  }
  return BigInt(number) << (UNIT - exponent);
}

/** Whether no double is nearer to numerator / denominator (in units of 2^-1074). */
function isNearest(value: number, numerator: bigint, denominator: bigint): boolean {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  const bits = view.getBigInt64(0);
  const neighbour = (by: bigint): number => {
    view.setBigInt64(0, bits + by);
    return view.getFloat64(0);
  };
  const distance = (one: number): bigint => {
    const difference = wholeOf(one) * denominator - numerator;
    return difference < 0n ? -difference : difference;
  };
  return [1n, -1n]
    .filter((by) => value !== 0 || by > 0n)
    .map(neighbour)
    .filter(Number.isFinite)
    .every((one) => distance(value) <= distance(one));
}

const number = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e100, max: 1e100 }),
  fc.integer({ min: -1000, max: 1000 }),
  fc.constantFrom(0.1, 0.2, -0.3, 1e16, -1e16, 2 ** 53, 5e-324, 1e300, -1e300),
);

const sumOf = (numbers: readonly number[]): number => {
  const sum = new ExactSum();
  for (const one of numbers) sum.add(one);
  return sum.value;
};

it('is the double that is nearest to the sum, whatever the order', () => {
  fc.assert(
    fc.property(fc.array(number, { maxLength: 20 }), (numbers) => {
      const value = sumOf(numbers);
      const whole = numbers.reduce((total, one) => total + wholeOf(one), 0n);
      expect(isNearest(value, whole, 1n)).toBe(true);
      expect(sumOf(numbers.toReversed())).toBe(value);
    }),
    { numRuns: 3000 },
  );
});

it('knows the sums that doubles get wrong', () => {
  expect(sumOf(Array.from({ length: 10 }, () => 0.1))).toBe(1);
  expect(sumOf([1e100, 1, -1e100])).toBe(1);
  expect(sumOf([2 ** 53, 1, 2 ** -60])).toBe(2 ** 53 + 2);
  expect(sumOf([])).toBe(0);
  expect(Number.isFinite(sumOf([1e308, 1e308]))).toBe(false);
});

it('has the variance that is nearest to the true one', () => {
  const plain = fc.oneof(
    fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e50, max: 1e50 }),
    fc.integer(),
  );
  fc.assert(
    fc.property(fc.array(plain, { minLength: 1, maxLength: 12 }), (numbers) => {
      const moments = new ExactMoments();
      for (const one of numbers) moments.add(one);
      const wholes = numbers.map(wholeOf);
      const count = BigInt(numbers.length);
      const sum = wholes.reduce((total, one) => total + one, 0n);
      const squares = wholes.reduce((total, one) => total + (one * count - sum) ** 2n, 0n);
      for (const lost of [0, 1] as const) {
        const value = moments.variance(lost);
        const divisor = count - BigInt(lost);
        if (divisor === 0n) expect(value).toBeUndefined();
        else if (value !== 0 && (value as number) < 2 ** -1022) continue;
        // squares are of count × the difference, in units of 2^-1074 each.
        else expect(isNearest(value as number, squares, (count * count * divisor) << UNIT)).toBe(true);
      }
    }),
    { numRuns: 2000 },
  );
});
