import { RE2JS } from 're2js';
import { contains, parseNetwork } from '../../../src/ir/cidr.ts';
import { compareDecimals, numberText } from '../../../src/ir/scalar.ts';
import { parseTimestamp, timePart } from '../../../src/ir/timestamp.ts';
import type { Row } from './row.ts';
import type { TokenReader } from './tokens.ts';
import { and, or, satisfies } from './truth.ts';

/** A value of a row. */
export type Expression = (row: Row) => unknown;

/** What names may stand for. */
export interface Scope {
  /** Columns of the table. */
  readonly columns: ReadonlySet<string>;
}

/** The order of values of any kind: numbers as such, all others as texts. */
export function compare(a: unknown, b: unknown): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  const [left, right] = [String(a ?? ''), String(b ?? '')];
  return left < right ? -1 : Number(left > right);
}

/** A condition, or any other expression of KQL. */
export function parseOr(reader: TokenReader, scope: Scope): Expression {
  const items = [parseAnd(reader, scope)];
  while (reader.take('or')) items.push(parseAnd(reader, scope));
  const [only] = items;
  return items.length === 1 && only ? only : (row) => or(items.map((item) => item(row)));
}

function parseAnd(reader: TokenReader, scope: Scope): Expression {
  const items = [parseComparison(reader, scope)];
  while (reader.take('and')) items.push(parseComparison(reader, scope));
  const [only] = items;
  return items.length === 1 && only ? only : (row) => and(items.map((item) => item(row)));
}

const fold = (value: unknown): string => String(value ?? '').toLowerCase();
const plain = (value: unknown): string => String(value ?? '');

const textOperators: Record<string, (left: unknown, right: unknown) => boolean> = {
  '=~': (a, b) => fold(a) === fold(b),
  contains: (a, b) => fold(a).includes(fold(b)),
  contains_cs: (a, b) => plain(a).includes(plain(b)),
  startswith: (a, b) => fold(a).startsWith(fold(b)),
  startswith_cs: (a, b) => plain(a).startsWith(plain(b)),
  endswith: (a, b) => fold(a).endsWith(fold(b)),
  endswith_cs: (a, b) => plain(a).endsWith(plain(b)),
};

function parseComparison(reader: TokenReader, scope: Scope): Expression {
  if (reader.is('*')) return anyColumn(reader, scope);
  const left = parseSum(reader, scope);
  const operator = reader.current.text;
  if (reader.take('matches')) {
    reader.expect('regex');
    const source = reader.next();
    if (source.kind !== 'text') return reader.fail('KQL: expected an expression');
    const compiled = regex(source.text);
    return (row) => compiled.matcher(plain(left(row))).find();
  }
  if (Object.hasOwn(textOperators, operator) && reader.take(operator)) {
    const right = parseSum(reader, scope);
    const test = textOperators[operator];
    return (row) => test?.(left(row), right(row));
  }
  if (reader.take('in', 'in~')) {
    reader.expect('(');
    const items: Expression[] = [];
    do items.push(parseSum(reader, scope));
    while (reader.take(','));
    reader.expect(')');
    const isFolded = operator === 'in~';
    return (row) =>
      items.some((item) => (isFolded ? fold(left(row)) === fold(item(row)) : left(row) === item(row)));
  }
  if (reader.take('between')) {
    reader.expect('(');
    const low = parseSum(reader, scope);
    reader.expect('..');
    const high = parseSum(reader, scope);
    reader.expect(')');
    return (row) => Number(left(row)) >= Number(low(row)) && Number(left(row)) <= Number(high(row));
  }
  if (reader.take('==', '!=', '<', '>', '<=', '>=')) {
    const right = parseSum(reader, scope);
    return (row) => order(operator, left(row), right(row));
  }
  return left;
}

function order(operator: string, left: unknown, right: unknown): boolean | null {
  if (left === null || left === undefined || right === null || right === undefined) return null;
  const isExact = isDecimal(left) && isDecimal(right);
  return satisfies(
    operator,
    isExact ? compareDecimals(left.decimal, right.decimal) : compareNative(left, right),
  );
}

function compareNative(left: unknown, right: unknown): number {
  if (typeof left !== typeof right)
    throw new Error(`KQL: cannot compare ${String(left)} with ${String(right)}`);
  if (typeof left === 'number' && typeof right === 'number') return left - right;
  return left === right ? 0 : compare(left, right) || 1;
}

interface Decimal {
  readonly decimal: string;
}
const isDecimal = (value: unknown): value is Decimal =>
  typeof value === 'object' && value !== null && 'decimal' in value;

/** `* contains "x"`: some column. */
function anyColumn(reader: TokenReader, scope: Scope): Expression {
  reader.expect('*');
  const operator = reader.next().text;
  if (operator === 'matches') {
    reader.expect('regex');
    const compiled = regex(reader.next().text);
    return (row) => texts(row).some((text) => compiled.matcher(text).find());
  }
  const test = textOperators[operator];
  if (!test) return reader.fail('KQL: unknown operator');
  const right = parseSum(reader, scope);
  return (row) => texts(row).some((text) => test(text, right(row)));
}

function texts(row: Row): string[] {
  return Object.values(row).map((value) =>
    typeof value === 'object' && value !== null ? JSON.stringify(value) : plain(value),
  );
}

function parseSum(reader: TokenReader, scope: Scope): Expression {
  let left = parseProduct(reader, scope);
  while (reader.is('+', '-')) {
    const sign = reader.next().text === '+' ? 1 : -1;
    const before = left;
    const right = parseProduct(reader, scope);
    left = (row) => Number(before(row)) + sign * Number(right(row));
  }
  return left;
}

function parseProduct(reader: TokenReader, scope: Scope): Expression {
  let left = parsePostfix(reader, scope);
  while (reader.is('/', '%')) {
    const isQuotient = reader.next().text === '/';
    const before = left;
    const right = parsePostfix(reader, scope);
    left = (row) =>
      isQuotient ? Number(before(row)) / Number(right(row)) : Number(before(row)) % Number(right(row));
  }
  return left;
}

function parsePostfix(reader: TokenReader, scope: Scope): Expression {
  let value = parsePrimary(reader, scope);
  for (;;) {
    const inner = value;
    if (reader.take('.')) {
      const key = reader.next().text;
      value = (row) => member(inner(row), key);
    } else if (reader.take('[')) {
      const key = reader.next();
      reader.expect(']');
      value = (row) => member(inner(row), key.text);
    } else return value;
  }
}

function member(value: unknown, key: string): unknown {
  if (Array.isArray(value)) return value[Number(key)] ?? null;
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? (value as Record<string, unknown>)[key]
    : null;
}

function parsePrimary(reader: TokenReader, scope: Scope): Expression {
  const token = reader.next();
  if (token.kind === 'text') return () => token.text;
  if (token.kind === 'number') return () => spanOf(token.text);
  if (token.text === '(') {
    const inner = parseOr(reader, scope);
    reader.expect(')');
    return inner;
  }
  if (token.kind !== 'word') return reader.fail('KQL: expected a value');
  if (token.text === 'true' || token.text === 'false') return () => token.text === 'true';
  if (reader.take('(')) return call(token.text, reader, scope);
  if (!scope.columns.has(token.text)) throw new Error(`KQL: there is no column ${token.text}`);
  return (row) => row[token.text] ?? null;
}

function spanOf(text: string): number {
  const [, number = '', unit = ''] = /^([\d.]+)(\w*)$/.exec(text) ?? [];
  const units: Record<string, number> = { '': 1, ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };
  return Number(number) * (units[unit] ?? Number.NaN);
}

function call(name: string, reader: TokenReader, scope: Scope): Expression {
  if (name === 'decimal') {
    const sign = reader.take('-') ? '-' : '';
    const value: Decimal = { decimal: `${sign}${reader.next().text}` };
    reader.expect(')');
    return () => value;
  }
  const items: Expression[] = [];
  while (!reader.take(')')) {
    items.push(parseOr(reader, scope));
    if (!reader.is(')')) reader.expect(',');
  }
  const run = functions[name];
  if (!run) throw new Error(`KQL: unknown function ${name}`);
  return (row) => run(...items.map((item) => item(row)));
}

const isEmpty = (value: unknown): boolean => value === null || value === undefined || value === '';

const functions: Record<string, (...values: unknown[]) => unknown> = {
  not: (value) => (typeof value === 'boolean' ? !value : null),
  isempty: isEmpty,
  isnotempty: (value) => !isEmpty(value),
  isnull: (value) => value === null || value === undefined,
  tolower: fold,
  toupper: (value) => plain(value).toUpperCase(),
  strcat: (...values) => values.map(plain).join(''),
  coalesce: (...values) => values.find((value) => !isEmpty(value)) ?? null,
  iff: (condition, yes, no) => (condition === true ? yes : no),
  parse_json: (value) => parseJson(value),
  tostring: (value) => {
    if (value === null || value === undefined) return '';
    return typeof value === 'object' ? JSON.stringify(value) : String(value);
  },
  todecimal: (value) => {
    const text = numberText(typeof value === 'number' ? value : plain(value));
    return text === undefined ? null : ({ decimal: text } satisfies Decimal);
  },
  todatetime: (value) => parseTimestamp(plain(value)) ?? null,
  datetime_part: (part, time) => (typeof time === 'number' ? timePart(time, plain(part) as 'hour') : null),
  dayofweek: (time) => (typeof time === 'number' ? new Date(time).getUTCDay() * spanOf('1d') : null),
  toint: (value) => (typeof value === 'number' ? Math.trunc(value) : null),
  week_of_year: (time) => (typeof time === 'number' ? timePart(time, 'week') : null),
  ipv4_is_in_range: (address, network) => inRange(plain(address), plain(network), false),
  ipv6_is_in_range: (address, network) => inRange(plain(address), plain(network), true),
  bin: (value, size) => (typeof value === 'number' ? Math.floor(value / Number(size)) * Number(size) : null),
  set_has_element: (set, value) => Array.isArray(set) && set.includes(value),
};

function inRange(address: string, network: string, isLong: boolean): boolean | null {
  const parsed = parseNetwork(network);
  if (!parsed || (address.includes(':') !== isLong && !isLong)) return null;
  return address === '' ? null : contains(parsed, address);
}

const parsed = new Map<string, unknown>();

function parseJson(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  if (!parsed.has(value)) parsed.set(value, parseText(value));
  return parsed.get(value);
}

function parseText(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

const expressions = new Map<string, RE2JS>();

function regex(source: string): RE2JS {
  const known = expressions.get(source) ?? RE2JS.compile(source);
  expressions.set(source, known);
  return known;
}
