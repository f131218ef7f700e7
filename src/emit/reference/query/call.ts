import { isIPv4 } from 'node:net';
import type { CallName } from '../../../ir/query/expression.ts';
import type { Value } from '../../../ir/query/leaf.ts';

/** The value of a function: see `Call` of the IR. */
export function callFunction(name: CallName, values: readonly Value[]): Value {
  if (name !== 'coalesce' && values.includes(null)) return null;
  const [first, second, third] = values;
  const chars = Array.from(String(first));
  switch (name) {
    case 'coalesce':
      return values.find((value) => value !== null) ?? null;
    case 'concat':
      return values.join('');
    case 'lower':
      return chars.map((char) => single(char.toLowerCase(), char)).join('');
    case 'upper':
      return chars.map((char) => single(char.toUpperCase(), char)).join('');
    case 'length':
      return chars.length;
    case 'position':
      return position(chars, Array.from(String(second)), atLeastZero(third));
    case 'substring':
      return chars.slice(atLeastZero(second), atLeastZero(second) + atLeastZero(third)).join('');
    case 'base64':
      return Buffer.from(new TextEncoder().encode(String(first))).toString('base64');
    case 'to-text':
      return `${first}`;
    case 'to-number':
      return toNumber(first ?? null);
    case 'to-integer': {
      if (typeof first === 'string' && isIPv4(first)) {
        const [a = 0, b = 0, c = 0, d = 0] = first.split('.').map(Number);
        return a * 2 ** 24 + b * 2 ** 16 + c * 2 ** 8 + d;
      }
      const number = toNumber(first ?? null);
      return number === null ? null : Math.trunc(number) + 0;
    }
  }
}

function single(changed: string, char: string): string {
  return Array.from(changed).length === 1 ? changed : char;
}

function atLeastZero(value: Value | undefined): number {
  return Math.max(0, Math.trunc(Number(value)));
}

function position(chars: readonly string[], part: readonly string[], from: number): number {
  for (let at = from; at + part.length <= chars.length; at += 1) {
    if (part.every((char, index) => chars[at + index] === char)) return at;
  }
  return -1;
}

function toNumber(value: Value): number | null {
  if (typeof value === 'boolean') return Number(value);
  if (typeof value === 'number') return value;
  const text = String(value).trim();
  if (text.length > 400 || !/^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i.test(text)) return null;
  return Number.isFinite(Number(text)) ? Number(text) + 0 : null;
}
