import { RE2JS } from 're2js';
import { contains, parseNetwork } from '../../../src/ir/cidr.ts';
import type { Row } from './row.ts';
import type { TokenReader } from './tokens.ts';
import { and, or, orderOf, satisfies } from './truth.ts';

type Value = (row: Row) => unknown;

/** The values of a field, of which there may be several. */
export const values = (value: unknown): readonly string[] => {
  if (value === null || value === undefined) return [];
  return Array.isArray(value) ? value.map(String) : [String(value)];
};

/** A condition, or any other expression of `where` and `eval`. */
export function parseOr(reader: TokenReader): Value {
  const items = [parseAnd(reader)];
  while (reader.take('OR')) items.push(parseAnd(reader));
  const [only] = items;
  return items.length === 1 && only ? only : (row) => or(items.map((item) => item(row)));
}

function parseAnd(reader: TokenReader): Value {
  const items = [parseNot(reader)];
  while (reader.take('AND')) items.push(parseNot(reader));
  const [only] = items;
  return items.length === 1 && only ? only : (row) => and(items.map((item) => item(row)));
}

function parseNot(reader: TokenReader): Value {
  if (reader.take('NOT')) {
    const inner = parseNot(reader);
    return (row) => {
      const value = inner(row);
      return typeof value === 'boolean' ? !value : null;
    };
  }
  const left = parseSum(reader);
  const operator = reader.current.text;
  if (!reader.take('=', '!=', '<', '>', '<=', '>=')) return left;
  const right = parseSum(reader);
  return (row) => compare(operator, left(row), right(row));
}

function compare(operator: string, left: unknown, right: unknown): boolean | null {
  if (left === null || left === undefined || right === null || right === undefined) return null;
  return satisfies(operator, orderOf(left, right));
}

function parseSum(reader: TokenReader): Value {
  let left = parsePrimary(reader);
  while (reader.is('.', '-', '+')) {
    const operator = reader.next().text;
    const [before, right] = [left, parsePrimary(reader)];
    left = (row) => {
      const [a, b] = [before(row), right(row)];
      if (a === null || a === undefined || b === null || b === undefined) return null;
      if (operator === '.') return `${String(a)}${String(b)}`;
      return operator === '-' ? Number(a) - Number(b) : Number(a) + Number(b);
    };
  }
  return left;
}

function parsePrimary(reader: TokenReader): Value {
  const token = reader.next();
  if (token.kind === 'text') return () => token.text;
  if (token.kind === 'number') return () => Number(token.text);
  if (token.kind === 'quoted') return (row) => row[token.text] ?? null;
  if (token.text === '(') {
    const inner = parseOr(reader);
    reader.expect(')');
    return inner;
  }
  if (token.kind !== 'word') return reader.fail('SPL: expected a value');
  if (!reader.take('(')) return (row) => row[token.text] ?? null;
  const items: Value[] = [];
  while (!reader.take(')')) {
    items.push(parseOr(reader));
    if (!reader.is(')')) reader.expect(',');
  }
  const run = functions[token.text];
  if (!run) throw new Error(`SPL: unknown function ${token.text}`);
  return (row) => run(...items.map((item) => item(row)));
}

const compiled = new Map<string, RE2JS>();

function regex(source: unknown): RE2JS {
  const text = String(source);
  const known = compiled.get(text) ?? RE2JS.compile(text);
  compiled.set(text, known);
  return known;
}

const functions: Record<string, (...args: unknown[]) => unknown> = {
  true: () => true,
  false: () => false,
  null: () => null,
  isnull: (value) => values(value).length === 0,
  isnotnull: (value) => values(value).length > 0,
  if: (condition, yes, no) => (condition === true ? yes : no),
  lower: (value) => (typeof value === 'string' ? value.toLowerCase() : null),
  coalesce: (...items) => items.find((item) => values(item).length > 0) ?? null,
  mvfind: (value, source) => {
    const place = values(value).findIndex((one) => regex(source).matcher(one).find());
    return place < 0 ? null : place;
  },
  match: (value, source) =>
    values(value).length === 0 ? null : values(value).some((one) => regex(source).matcher(one).find()),
  tonumber: (value) => {
    const [only] = values(value);
    return only === undefined || Array.isArray(value) || only.trim() === '' || Number.isNaN(Number(only))
      ? null
      : Number(only);
  },
  cidrmatch: (network, value) => {
    const parsed = parseNetwork(String(network));
    return parsed !== undefined && values(value).some((one) => contains(parsed, one));
  },
  like: (value, source) => {
    if (typeof value !== 'string') return null;
    const text = String(source)
      .replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
      .replaceAll('%', '[^]*')
      .replaceAll('_', '[^]');
    return new RegExp(`^${text}$`).test(value);
  },
  spath: (value, path) => {
    const found = values(value).flatMap((text) => {
      try {
        return spath(JSON.parse(text) as unknown, String(path).split('.'));
      } catch {
        return [];
      }
    });
    return found.length === 0 ? null : found;
  },
};

function spath(value: unknown, path: readonly string[]): readonly string[] {
  const [step, ...rest] = path;
  if (step === undefined)
    return typeof value === 'object' && value !== null ? [JSON.stringify(value)] : [String(value)];
  if (typeof value !== 'object' || value === null) return [];
  const isList = step.endsWith('{}');
  const inner = (value as Record<string, unknown>)[isList ? step.slice(0, -2) : step];
  if (inner === undefined) return [];
  if (isList) return Array.isArray(inner) ? inner.flatMap((one: unknown) => spath(one, rest)) : [];
  return spath(inner, rest);
}
