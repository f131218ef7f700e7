import { isIPv4 } from 'node:net';
import type { Call, CallName } from '../../../ir/query/expression.ts';
import type { Value } from '../../../ir/query/leaf.ts';
import type { Reader } from './expression.ts';

type Compute = (values: readonly Value[]) => Value;

const numeral = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
/** What is longer is no number that anybody wrote. */
const longestNumeral = 400;

/** Every function but `coalesce` gives NULL when an argument is, so these see none. */
const functions: Readonly<Record<Exclude<CallName, 'coalesce'>, Compute>> = {
  concat: (values) => values.map(String).join(''),
  lower: ([text]) => eachCodePoint(String(text), (char) => char.toLowerCase()),
  upper: ([text]) => eachCodePoint(String(text), (char) => char.toUpperCase()),
  length: ([text]) => codePoints(String(text)),
  position: ([text, part, from]) => position(String(text), String(part), Number(from)),
  substring: ([text, from, count]) => substring(String(text), Number(from), Number(count)),
  base64: ([text]) => Buffer.from(String(text), 'utf8').toString('base64'),
  'to-text': ([value]) => String(value),
  'to-number': ([value]) => toNumber(value ?? null),
  'to-integer': ([value]) => {
    if (typeof value === 'string' && isIPv4(value)) {
      return value.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
    }
    const number = toNumber(value ?? null);
    return number === null ? null : Math.trunc(number) + 0;
  },
};

/** A function of values, with its arguments compiled. */
export function compileCall<Row>({ name }: Call, readers: readonly Reader<Row>[]): Reader<Row> {
  if (name === 'coalesce') {
    return (row) => {
      for (const reader of readers) {
        const value = reader(row);
        if (value !== null) return value;
      }
      return null;
    };
  }
  const compute = functions[name];
  return (row) => {
    const values: Value[] = [];
    for (const reader of readers) {
      const value = reader(row);
      if (value === null) return null;
      values.push(value);
    }
    return compute(values);
  };
}

function eachCodePoint(text: string, change: (char: string) => string): string {
  const whole = change(text);
  if (/^[\0-\x7f]*$/.test(text)) return whole;
  let changed = '';
  for (const char of text) {
    const one = change(char);
    changed += codePoints(one) === 1 ? one : char;
  }
  return changed;
}

function codePoints(text: string): number {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}

/** The offset in code units of a code point, or the length of the text. */
function offsetOf(text: string, index: number): number {
  let at = 0;
  for (let count = 0; count < index && at < text.length; count += 1) {
    at += (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
  }
  return at;
}

function position(text: string, part: string, from: number): number {
  const start = Math.max(0, Math.trunc(from));
  let at = text.indexOf(part, offsetOf(text, start));
  // A lone half of a pair is a character of its own, and not found inside a pair.
  while (at > 0 && isLow(text, at) && isHigh(text, at - 1)) at = text.indexOf(part, at + 1);
  if (at < 0 || (part === '' && start > codePoints(text))) return -1;
  return codePoints(text.slice(0, at));
}

function isLow(text: string, at: number): boolean {
  return (text.charCodeAt(at) & 0xfc00) === 0xdc00;
}

function isHigh(text: string, at: number): boolean {
  return (text.charCodeAt(at) & 0xfc00) === 0xd800;
}

function substring(text: string, from: number, count: number): string {
  const start = Math.max(0, Math.trunc(from));
  const length = Math.max(0, Math.trunc(count));
  const begin = offsetOf(text, start);
  return text.slice(begin, begin + offsetOf(text.slice(begin), length));
}

function toNumber(value: Value): number | null {
  if (typeof value === 'number') return value;
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (value === null || value.length > longestNumeral) return null;
  const text = value.trim();
  const number = numeral.test(text) ? Number(text) : Number.NaN;
  return Number.isFinite(number) ? number + 0 : null;
}
