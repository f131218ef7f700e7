import type { Json } from '../core/json.ts';

const decimal = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d{1,3})?$/i;
const longestNumber = 64;

/** How a scalar reads as text; undefined for null, arrays and objects. */
export function scalarText(value: Json): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return undefined;
}

/** The decimal text of a JSON number or of a string that holds a number; undefined for everything else. */
export function numberText(value: Json): string | undefined {
  if (typeof value === 'number') return String(value);
  if (typeof value !== 'string') return undefined;
  const text = value.trim();
  return text.length <= longestNumber && decimal.test(text) ? text : undefined;
}

/**
 * Compares two decimal texts: negative, 0 or positive. Integers are compared exactly, whatever their size (account
 * and sequence numbers of cloud logs exceed 2^53), also as `1.0`; anything else as floating point.
 */
export function compareDecimals(a: string, b: string): number {
  const left = Number(a);
  const right = Number(b);
  if (left !== right) return left < right ? -1 : 1;
  if (Number.isSafeInteger(left) && Number.isSafeInteger(right)) return 0;
  const first = exactInteger(a);
  const second = exactInteger(b);
  if (first === undefined || second === undefined || first === second) return 0;
  return first < second ? -1 : 1;
}

function exactInteger(text: string): bigint | undefined {
  const digits = /^\+?(-?\d+)(?:\.0*)?$/.exec(text)?.[1];
  return digits === undefined ? undefined : BigInt(digits);
}
