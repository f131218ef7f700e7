import { RE2JS } from 're2js';
import { contains, parseNetwork } from '../../../src/ir/cidr.ts';
import { compareDecimals, numberText } from '../../../src/ir/scalar.ts';
import { parseTimestamp, timePart } from '../../../src/ir/timestamp.ts';
import { type Token, TokenReader } from './tokens.ts';
import { and, or, satisfies } from './truth.ts';

/**
 * Runs the part of KQL that conversions use, over rows in memory: written from the language's reference, apart from the
 * code that writes the queries. What it does not know is an error, so that it is a linter, too.
 */
export type Row = Readonly<Record<string, unknown>>;

const pattern =
  /\s+|\/\/[^\n]*|(?<text>@'(?:[^']|'')*'|@"(?:[^"]|"")*"|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')|(?<span>\d+(?:ms|d|h|m|s)\b)|(?<number>\d+(?:\.\d+)?)|(?<word>[A-Za-z_$][\w$]*~?)|(?<sign>=~|==|!=|<=|>=|=>|\.\.|[|()[\],.=<>+\-*/%;:{}])/y;

function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    if (!found) throw new Error(`KQL: cannot read "${text.slice(at, at + 30)}"`);
    at = pattern.lastIndex;
    const { text: quoted, number, word, sign, span } = found.groups ?? {};
    if (quoted !== undefined) tokens.push({ kind: 'text', text: unquote(quoted), at });
    else if (span !== undefined) tokens.push({ kind: 'number', text: span, at });
    else if (number !== undefined) tokens.push({ kind: 'number', text: number, at });
    else if (word !== undefined) tokens.push({ kind: 'word', text: word, at });
    else if (sign !== undefined) tokens.push({ kind: 'sign', text: sign, at });
  }
  return tokens;
}

function unquote(quoted: string): string {
  if (quoted.startsWith('@')) {
    const mark = quoted.charAt(1);
    return quoted.slice(2, -1).replaceAll(mark + mark, mark);
  }
  return quoted.slice(1, -1).replace(/\\(u[0-9a-f]{4}|.)/gi, (_, what: string) => {
    if (what.length === 5) return String.fromCharCode(Number.parseInt(what.slice(1), 16));
    const known: Record<string, string> = { n: '\n', r: '\r', t: '\t', '\\': '\\', '"': '"', "'": "'" };
    const char = known[what];
    if (char === undefined) throw new Error(`KQL: unknown escape \\${what}`);
    return char;
  });
}

type Expression = (row: Row) => unknown;

interface Scope {
  /** Columns of the table, or undefined when any name will do. */
  readonly columns: ReadonlySet<string>;
  readonly used: Set<string>;
}

const columnsOf = (rows: readonly Row[]): ReadonlySet<string> =>
  new Set(rows.flatMap((row) => Object.keys(row)));

/**
 * Runs a query.
 *
 * @param tables rows by table; a table that is not there is an error
 * @param columns the columns that each table is known to have; others are errors
 */
export function runKql(
  text: string,
  tables: Readonly<Record<string, readonly Row[]>>,
  columns: Readonly<Record<string, readonly string[]>>,
): readonly Row[] {
  const reader = new TokenReader(tokenize(text));
  const lets = new Map<string, readonly Row[]>();
  const letColumns = new Map<string, ReadonlySet<string>>();
  const source = (name: string): { rows: readonly Row[]; columns: ReadonlySet<string> } => {
    const made = lets.get(name);
    if (made) return { rows: made, columns: letColumns.get(name) ?? columnsOf(made) };
    const known = columns[name];
    if (!known) throw new Error(`KQL: there is no table ${name}`);
    return { rows: tables[name] ?? [], columns: new Set(known) };
  };
  const pipeline = (): { rows: readonly Row[]; columns: ReadonlySet<string> } => {
    let { rows, columns: there } = reader.take('(') ? inParentheses() : tabular();
    while (reader.take('|')) ({ rows, columns: there } = operator(reader, rows, there, pipeline));
    return { rows, columns: there };
  };
  const inParentheses = (): { rows: readonly Row[]; columns: ReadonlySet<string> } => {
    const inner = pipeline();
    reader.expect(')');
    return inner;
  };
  const tabular = (): { rows: readonly Row[]; columns: ReadonlySet<string> } => {
    if (!reader.is('union')) return source(reader.next().text);
    reader.next();
    const parts = [reader.take('(') ? inParentheses() : source(reader.next().text)];
    while (reader.take(',')) parts.push(reader.take('(') ? inParentheses() : source(reader.next().text));
    const all = new Set(parts.flatMap((part) => [...part.columns]));
    return { rows: parts.flatMap((part) => part.rows), columns: all };
  };
  while (reader.take('let')) {
    const name = reader.next().text;
    reader.expect('=');
    const { rows, columns: made } = pipeline();
    lets.set(name, rows);
    letColumns.set(name, made);
    reader.expect(';');
  }
  const { rows } = pipeline();
  if (reader.current.kind !== 'end') reader.fail('KQL: expected the end');
  return rows;
}

type Tabular = { rows: readonly Row[]; columns: ReadonlySet<string> };

function operator(
  reader: TokenReader,
  rows: readonly Row[],
  columns: ReadonlySet<string>,
  pipeline: () => Tabular,
): Tabular {
  const scope: Scope = { columns, used: new Set() };
  const name = reader.next().text;
  if (name === 'where') {
    const condition = parseOr(reader, scope);
    return { rows: rows.filter((row) => condition(row) === true), columns };
  }
  if (name === 'extend' || name === 'project') {
    const items = assignments(reader, scope);
    const made = rows.map((row) => {
      const values = Object.fromEntries(items.map(([column, value]) => [column, value(row)]));
      return name === 'extend' ? { ...row, ...values } : values;
    });
    const names = items.map(([column]) => column);
    return { rows: made, columns: new Set(name === 'extend' ? [...columns, ...names] : names) };
  }
  if (name === 'serialize') return { rows, columns };
  if (name === 'distinct') {
    const items = assignments(reader, scope);
    const seen = new Map<string, Row>();
    for (const row of rows) {
      const made = Object.fromEntries(items.map(([column, value]) => [column, value(row)]));
      seen.set(JSON.stringify(made), made);
    }
    return { rows: [...seen.values()], columns: new Set(items.map(([column]) => column)) };
  }
  if (name === 'sort') return { rows: sorted(reader, scope, rows), columns };
  if (name === 'summarize') return summarize(reader, scope, rows);
  if (name === 'join') return joined(reader, rows, columns, pipeline);
  return reader.fail(`KQL: unknown operator ${name}`);
}

function assignments(reader: TokenReader, scope: Scope): [string, Expression][] {
  const items: [string, Expression][] = [];
  do {
    if (reader.peek().text === '=') {
      const name = reader.next().text;
      reader.next();
      items.push([name, parseOr(reader, scope)]);
    } else {
      const name = reader.current.text;
      items.push([name, parseOr(reader, scope)]);
    }
  } while (reader.take(','));
  return items;
}

function sorted(reader: TokenReader, scope: Scope, rows: readonly Row[]): readonly Row[] {
  reader.expect('by');
  const keys: [Expression, number][] = [];
  do {
    const key = parseOr(reader, scope);
    const direction = reader.take('asc') ? 1 : -1;
    if (direction === -1) reader.take('desc');
    keys.push([key, direction]);
  } while (reader.take(','));
  return rows.toSorted((a, b) => {
    for (const [key, direction] of keys) {
      const order = compare(key(a), key(b));
      if (order !== 0) return order * direction;
    }
    return 0;
  });
}

function compare(a: unknown, b: unknown): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  const [left, right] = [String(a ?? ''), String(b ?? '')];
  return left < right ? -1 : Number(left > right);
}

type Aggregate = (rows: readonly Row[]) => Record<string, unknown>;

function summarize(reader: TokenReader, scope: Scope, rows: readonly Row[]): Tabular {
  const aggregates: Aggregate[] = [];
  const names: string[] = [];
  while (!reader.is('by')) {
    const isNamed = reader.peek().text === '=';
    const name = isNamed ? reader.next().text : '';
    if (isNamed) reader.next();
    const { run, columns } = aggregate(reader, scope, name);
    aggregates.push(run);
    names.push(...columns);
    if (!reader.take(',')) break;
  }
  const keys = reader.take('by') ? assignments(reader, scope) : [];
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const key = JSON.stringify(keys.map(([, value]) => value(row)));
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  const made = [...groups.values()].map((group) => {
    const by = Object.fromEntries(keys.map(([name, value]) => [name, value(group[0] ?? {})]));
    return { ...Object.assign({}, ...aggregates.map((run) => run(group))), ...by } as Row;
  });
  return { rows: made, columns: new Set([...names, ...keys.map(([name]) => name)]) };
}

function aggregate(
  reader: TokenReader,
  scope: Scope,
  name: string,
): { run: Aggregate; columns: readonly string[] } {
  const kind = reader.next().text;
  reader.expect('(');
  if (kind === 'arg_min' || kind === 'arg_max') {
    const value = parseOr(reader, scope);
    reader.expect(',');
    reader.expect('*');
    reader.expect(')');
    const sign = kind === 'arg_min' ? 1 : -1;
    const run: Aggregate = (rows) =>
      rows.reduce((best, row) => (compare(value(row), value(best)) * sign < 0 ? row : best)) as Record<
        string,
        unknown
      >;
    return { run, columns: [...scope.columns] };
  }
  const isBare = kind === 'count' && reader.is(')');
  const value = isBare ? (): unknown => 1 : parseOr(reader, scope);
  reader.expect(')');
  const column = name || `${kind}_`;
  const values = (rows: readonly Row[]): unknown[] =>
    rows.map(value).filter((one) => one !== null && one !== undefined);
  const kinds: Record<string, (rows: readonly Row[]) => unknown> = {
    count: (rows) => rows.length,
    countif: (rows) => rows.filter((row) => value(row) === true).length,
    min: (rows) => values(rows).reduce((a, b) => (compare(a, b) <= 0 ? a : b)),
    max: (rows) => values(rows).reduce((a, b) => (compare(a, b) >= 0 ? a : b)),
    sum: (rows) => values(rows).reduce<number>((a, b) => a + Number(b), 0),
    make_set: (rows) => [...new Set(values(rows))],
    count_distinct: (rows) => new Set(values(rows).map(String)).size,
    take_any: (rows) => value(rows[0] ?? {}),
  };
  const run = kinds[kind];
  if (!run) return reader.fail(`KQL: unknown aggregate ${kind}`);
  return { run: (rows) => ({ [column]: run(rows) }), columns: [column] };
}

function joined(
  reader: TokenReader,
  rows: readonly Row[],
  columns: ReadonlySet<string>,
  pipeline: () => Tabular,
): Tabular {
  let kind = 'innerunique';
  if (reader.take('kind')) {
    reader.expect('=');
    kind = reader.next().text;
  }
  if (kind !== 'inner' && kind !== 'leftanti') reader.fail(`KQL: unknown join ${kind}`);
  reader.expect('(');
  const right = pipeline();
  reader.expect(')');
  reader.expect('on');
  const keys: string[] = [];
  do keys.push(reader.next().text);
  while (reader.take(','));
  for (const key of keys)
    if (!columns.has(key) || !right.columns.has(key)) throw new Error(`KQL: no column ${key} to join on`);
  const keyOf = (row: Row): string => JSON.stringify(keys.map((key) => row[key] ?? null));
  const found = new Map<string, Row[]>();
  for (const row of right.rows) found.set(keyOf(row), [...(found.get(keyOf(row)) ?? []), row]);
  if (kind === 'leftanti') return { rows: rows.filter((row) => !found.has(keyOf(row))), columns };
  const rename = (name: string): string => (columns.has(name) ? `${name}1` : name);
  const made = rows.flatMap((row) =>
    (found.get(keyOf(row)) ?? []).map((other) => ({
      ...row,
      ...Object.fromEntries(Object.entries(other).map(([name, value]) => [rename(name), value])),
    })),
  );
  return { rows: made, columns: new Set([...columns, ...[...right.columns].map(rename)]) };
}

function parseOr(reader: TokenReader, scope: Scope): Expression {
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
    const compiled = RE2JS.compile(source.text);
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
    const compiled = RE2JS.compile(reader.next().text);
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
