import type { Value } from '../../../ir/query/leaf.ts';
import type { Aggregate } from '../../../ir/query/query.ts';
import { compareValues, evaluate, type Facts, type World } from './expression.ts';

/** An aggregate of the rows of a group, which are in the order of the source. */
export function aggregate(one: Aggregate, rows: readonly Facts[], world: World): Value {
  const all = one.kind === 'count-rows' ? [] : rows.map((row) => evaluate(one.value, row, world));
  const values = all.filter((value) => value !== null);
  const numbers = values.filter((value) => typeof value === 'number');
  switch (one.kind) {
    case 'count-rows':
      return rows.length;
    case 'count':
      return values.length;
    case 'unique-count':
      return new Set(values).size;
    case 'sum':
      return numbers.length === 0 ? null : finite(sum(numbers));
    case 'avg':
      return numbers.length === 0 ? null : finite(sum(numbers) / numbers.length);
    case 'min':
      return values.toSorted(compareValues)[0] ?? null;
    case 'max':
      return values.toSorted(compareValues).at(-1) ?? null;
    case 'stdev':
      return numbers.length < 2 ? null : deviation(numbers, numbers.length - 1);
    case 'stdevp':
      return numbers.length === 0 ? null : deviation(numbers, numbers.length);
    case 'first':
      return all[0] ?? null;
    case 'last':
      return all.at(-1) ?? null;
  }
}

/** The last bit of a double below one is worth 2^-1074: multiplied by that, every double is a whole number. */
const BITS = 1074;

function exact(value: number): bigint {
  let [whole, exponent] = [value, 0];
  while (!Number.isInteger(whole)) {
    whole *= 2;
    exponent += 1;
  }
  return BigInt(whole) << BigInt(BITS - exponent);
}

/** The exact sum, rounded once. */
function sum(numbers: readonly number[]): number {
  return rounded(
    numbers.map(exact).reduce((total, one) => total + one, 0n),
    1n << BigInt(BITS),
  );
}

function deviation(numbers: readonly number[], divisor: number): Value {
  const values = numbers.map(exact);
  const total = values.reduce((left, right) => left + right, 0n);
  const squares = values.reduce((left, right) => left + right * right, 0n);
  const count = BigInt(numbers.length);
  const variance = rounded(squares * count - total * total, (count * BigInt(divisor)) << BigInt(2 * BITS));
  return finite(Math.sqrt(variance));
}

/** The nearest double of a fraction: JavaScript reads decimals to the nearest, so enough of them are written. */
function rounded(numerator: bigint, denominator: bigint): number {
  const sign = numerator < 0n ? -1 : 1;
  const positive = numerator < 0n ? -numerator : numerator;
  const whole = positive / denominator;
  const digits = ((positive % denominator) * 10n ** 1100n) / denominator;
  return sign * Number(`${whole}.${digits.toString().padStart(1100, '0')}`);
}

function finite(value: number): Value {
  return Number.isFinite(value) ? value + 0 : null;
}
