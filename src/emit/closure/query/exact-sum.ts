/**
 * A sum of doubles without any rounding, kept as few doubles that do not overlap (Shewchuk, "Adaptive Precision
 * Floating-Point Arithmetic", 1997), so that it depends neither on the order nor on how the numbers were put together.
 */
export class ExactSum {
  private partials: number[] = [];

  add(value: number): void {
    let x = value;
    const kept: number[] = [];
    for (const partial of this.partials) {
      let y = partial;
      if (Math.abs(x) < Math.abs(y)) [x, y] = [y, x];
      const high = x + y;
      const low = y - (high - x);
      if (low !== 0) kept.push(low);
      x = high;
    }
    kept.push(x);
    this.partials = kept;
  }

  /** Rounded once to the nearest double; not a finite number when the sum is none. */
  get value(): number {
    const { numerator, exponent } = this.exact();
    return this.partials.every(Number.isFinite) ? toDouble(numerator, 1n, exponent) : Number.NaN;
  }

  /** numerator × 2^exponent. */
  private exact(): Exact {
    let exponent = 0;
    let numerator = 0n;
    for (const partial of this.partials) {
      if (partial === 0 || !Number.isFinite(partial)) continue;
      const part = exactOf(partial);
      const least = Math.min(exponent, part.exponent);
      numerator = (numerator << BigInt(exponent - least)) + (part.numerator << BigInt(part.exponent - least));
      exponent = least;
    }
    return { numerator, exponent };
  }
}

interface Exact {
  readonly numerator: bigint;
  readonly exponent: number;
}

/** The last bit of the least double is worth 2^-1074: multiplied by that, every double is a whole number. */
const BITS = 1074;

/** Sums of numbers and of their squares, without any rounding. */
export class ExactMoments {
  private count = 0;
  private sum = 0n;
  private squares = 0n;

  add(value: number): void {
    const { numerator, exponent } = exactOf(value);
    const whole = numerator << BigInt(exponent + BITS);
    this.count += 1;
    this.sum += whole;
    this.squares += whole * whole;
  }

  /** The variance, rounded once. @param lost 1 for that of a sample */
  variance(lost: 0 | 1): number | undefined {
    const divisor = this.count - lost;
    if (divisor <= 0) return undefined;
    const count = BigInt(this.count);
    return toDouble(this.squares * count - this.sum * this.sum, count * BigInt(divisor), -2 * BITS);
  }
}

/** numerator / denominator × 2^exponent as the nearest double, or, below 2^-1022, one of the two nearest. */
function toDouble(numerator: bigint, denominator: bigint, exponent: number): number {
  if (numerator === 0n) return 0;
  const isNegative = numerator < 0n;
  const positive = isNegative ? -numerator : numerator;
  // So many digits that what is cut off cannot decide the rounding, but for a bit that says that there is something.
  const shift = 130 - bits(positive) + bits(denominator);
  const dividend = shift > 0 ? positive << BigInt(shift) : positive;
  const divisor = shift < 0 ? denominator << BigInt(-shift) : denominator;
  const quotient = dividend / divisor;
  const rest = dividend % divisor === 0n ? 0n : 1n;
  const result = scale(Number((quotient << 1n) | rest), exponent - shift - 1);
  return isNegative ? -result : result;
}

function bits(value: bigint): number {
  return value.toString(2).length;
}

/** value × 2^exponent in steps that neither overflow nor vanish on the way. */
function scale(value: number, exponent: number): number {
  let result = value;
  let left = exponent;
  while (left > 1000) {
    result *= 2 ** 1000;
    left -= 1000;
  }
  while (left < -1000) {
    result *= 2 ** -1000;
    left += 1000;
  }
  return result * 2 ** left;
}

const buffer = new DataView(new ArrayBuffer(8));

function exactOf(value: number): Exact {
  buffer.setFloat64(0, value);
  const word = buffer.getBigUint64(0);
  const biased = Number((word >> 52n) & 0x7ffn);
  const fraction = word & 0xf_ffff_ffff_ffffn;
  const mantissa = biased === 0 ? fraction : fraction | 0x10_0000_0000_0000n;
  return { numerator: value < 0 ? -mantissa : mantissa, exponent: Math.max(biased, 1) - 1075 };
}
