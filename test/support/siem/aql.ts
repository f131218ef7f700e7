import { RE2JS } from 're2js';
import { contains, parseNetwork } from '../../../src/ir/cidr.ts';
import type { Row } from './row.ts';
import { type Token, TokenReader } from './tokens.ts';
import { and, or, orderOf, satisfies } from './truth.ts';

/**
 * Runs the part of AQL that conversions use, over events in memory: three truth values, 'texts' and "properties", aliases
 * in GROUP BY and HAVING. Written apart from the code that writes the queries; a property that is not known is an error.
 */
const pattern =
  /\s+|--[^\n]*|(?<text>'(?:[^']|'')*')|(?<quoted>"(?:[^"]|"")*")|(?<number>\d+(?:\.\d+)?)|(?<word>[A-Za-z_]\w*)|(?<sign>!=|<=|>=|[(),=<>*-])/y;

function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    if (!found) throw new Error(`AQL: cannot read "${text.slice(at, at + 30)}"`);
    at = pattern.lastIndex;
    const { text: string, quoted, number, word, sign } = found.groups ?? {};
    if (string !== undefined)
      tokens.push({ kind: 'text', text: string.slice(1, -1).replaceAll("''", "'"), at });
    else if (quoted !== undefined) tokens.push({ kind: 'quoted', text: quoted.slice(1, -1), at });
    else if (number !== undefined) tokens.push({ kind: 'number', text: number, at });
    else if (word !== undefined) tokens.push({ kind: 'word', text: word, at });
    else if (sign !== undefined) tokens.push({ kind: 'sign', text: sign, at });
  }
  return tokens;
}

type Value = (row: Row, group: readonly Row[]) => unknown;

interface Scope {
  readonly properties: ReadonlySet<string>;
  readonly aliases: Map<string, Value>;
}

const aggregates = new Set(['MAX', 'MIN', 'COUNT', 'FIRST', 'UNIQUECOUNT', 'SUM']);

/** @param carried a member of events that groups hand on, for tests */
export function runAql(
  text: string,
  rows: readonly Row[],
  properties: readonly string[],
  carried: string,
): readonly Row[] {
  const reader = new TokenReader(tokenize(text));
  const scope: Scope = { properties: new Set(properties), aliases: new Map() };
  reader.expect('SELECT');
  const items: [string, Value][] = [];
  do {
    const value = parseOr(reader, scope);
    const name = reader.take('AS') ? reader.next().text : '';
    if (name) scope.aliases.set(name, value);
    items.push([name, value]);
  } while (reader.take(','));
  reader.expect('FROM');
  reader.expect('events');
  const where = reader.take('WHERE') ? parseOr(reader, scope) : (): unknown => true;
  const keys: Value[] = [];
  if (reader.take('GROUP')) {
    reader.expect('BY');
    do keys.push(parseOr(reader, scope));
    while (reader.take(','));
  }
  const having = reader.take('HAVING') ? parseOr(reader, scope) : (): unknown => true;
  reader.expect('LAST');
  const length = Number(reader.next().text) * (lengths[reader.next().text] ?? Number.NaN);
  if (reader.current.kind !== 'end') reader.fail('AQL: expected the end');
  // Single events are looked for in all there are; groups are those of a search that is run at the newest of them.
  const since = keys.length === 0 || carried in (rows[0] ?? {}) ? 0 : newest(rows) - length;
  const found = rows.filter((row) => Number(row['devicetime']) >= since && where(row, [row]) === true);
  if (keys.length === 0) return found;
  const groups = new Map<string, Row[]>();
  for (const row of found) {
    const key = JSON.stringify(keys.map((value) => value(row, [row]) ?? null));
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  return [...groups.values()].flatMap((group) => {
    const first = group[0] ?? {};
    return having(first, group) === true ? [{ [carried]: first[carried] }] : [];
  });
}

const lengths: Readonly<Record<string, number>> = { MINUTES: 60_000, HOURS: 3_600_000, DAYS: 86_400_000 };

function newest(rows: readonly Row[]): number {
  return Math.max(...rows.map((row) => Number(row['devicetime'])));
}

function parseOr(reader: TokenReader, scope: Scope): Value {
  const items = [parseAnd(reader, scope)];
  while (reader.take('OR')) items.push(parseAnd(reader, scope));
  const [only] = items;
  return items.length === 1 && only ? only : (...at) => or(items.map((item) => item(...at)));
}

function parseAnd(reader: TokenReader, scope: Scope): Value {
  const items = [parseNot(reader, scope)];
  while (reader.take('AND')) items.push(parseNot(reader, scope));
  const [only] = items;
  return items.length === 1 && only ? only : (...at) => and(items.map((item) => item(...at)));
}

function parseNot(reader: TokenReader, scope: Scope): Value {
  if (!reader.take('NOT')) return parsePredicate(reader, scope);
  const inner = parseNot(reader, scope);
  return (...at) => {
    const value = inner(...at);
    return typeof value === 'boolean' ? !value : null;
  };
}

const compiled = new Map<string, RegExp>();

function parsePredicate(reader: TokenReader, scope: Scope): Value {
  const left = parsePrimary(reader, scope);
  if (reader.take('IS')) {
    const isNot = reader.take('NOT');
    reader.expect('NULL');
    return (...at) => ((left(...at) ?? null) === null) !== isNot;
  }
  if (reader.take('IN')) {
    reader.expect('(');
    const items: Value[] = [];
    do items.push(parsePrimary(reader, scope));
    while (reader.take(','));
    reader.expect(')');
    return (...at) => whenThere(left(...at), (value) => items.some((item) => item(...at) === value));
  }
  if (reader.is('LIKE', 'ILIKE', 'MATCHES', 'IMATCHES')) {
    const kind = reader.next().text.toUpperCase();
    const { kind: what, text: source } = reader.next();
    if (what !== 'text') return reader.fail('AQL: expected a text');
    const expression = compiled.get(kind + source) ?? compilePattern(kind, source);
    compiled.set(kind + source, expression);
    return (...at) => whenThere(left(...at), (value) => expression.test(String(value)));
  }
  const operator = reader.current.text;
  if (!reader.take('=', '!=', '<', '>', '<=', '>=')) return left;
  const right = parsePrimary(reader, scope);
  return (...at) => {
    const [a, b] = [left(...at) ?? null, right(...at) ?? null];
    if (a === null || b === null) return null;
    return satisfies(operator, orderOf(a, b));
  };
}

/** Whole matches. RE2 checks the syntax; the platform's expressions are faster on payloads. */
function compilePattern(kind: string, source: string): RegExp {
  if (kind === 'MATCHES' || kind === 'IMATCHES') {
    RE2JS.compile(source);
    const [, flags = '', body = source] = /^\(\?([a-z]+)\)([\s\S]*)$/.exec(source) ?? [];
    const open = body
      .replace(/^\.\*/, '')
      .replace(/\.\*$/, '')
      .replace(/\\(?:x\{([\da-f]+)\}|.)/gs, inScript);
    const all = new Set(`${flags}${kind === 'IMATCHES' ? 'i' : ''}`);
    return new RegExp(
      `${body.startsWith('.*') ? '' : '^'}(?:${open})${body.endsWith('.*') ? '' : '$'}`,
      [...all].join(''),
    );
  }
  const any: Record<string, string> = { '%': '[\\s\\S]*', _: '[\\s\\S]' };
  const quoted = (char: string): string => char.replace(/[.*+?^${}()|[\]\\]/, '\\$&');
  const body = [...source].map((char) => any[char] ?? quoted(char)).join('');
  return new RegExp(`^${body}$`, kind === 'ILIKE' ? 'i' : '');
}

/** An escape of Java's expressions in those of the platform. */
function inScript(sign: string, code: string | undefined): string {
  if (code !== undefined) return `\\u${code.padStart(4, '0')}`;
  return sign === '\\z' ? '$' : sign;
}

function whenThere(value: unknown, test: (value: unknown) => boolean): boolean | null {
  return value === null || value === undefined ? null : test(value);
}

function parsePrimary(reader: TokenReader, scope: Scope): Value {
  const token = reader.next();
  if (token.kind === 'text') return () => token.text;
  if (token.kind === 'number') return () => Number(token.text);
  if (token.text === '(') {
    const inner = parseOr(reader, scope);
    reader.expect(')');
    return inner;
  }
  const upper = token.text.toUpperCase();
  if (token.kind === 'word' && upper === 'CASE') return parseCase(reader, scope);
  if (token.kind === 'word' && reader.take('(')) return call(upper, reader, scope);
  if (token.kind !== 'word' && token.kind !== 'quoted') return reader.fail('AQL: expected a value');
  const alias = scope.aliases.get(token.text);
  if (alias) return alias;
  const isBuiltin =
    token.kind === 'word' &&
    ['username', 'sourceip', 'devicetime', 'devicetype', 'payload'].includes(token.text);
  if (!isBuiltin && !scope.properties.has(token.text))
    throw new Error(`AQL: there is no property ${token.text}`);
  return (row) => row[token.text] ?? null;
}

function parseCase(reader: TokenReader, scope: Scope): Value {
  reader.expect('WHEN');
  const condition = parseOr(reader, scope);
  reader.expect('THEN');
  const yes = parsePrimary(reader, scope);
  reader.expect('ELSE');
  const no = parsePrimary(reader, scope);
  reader.expect('END');
  return (...at) => (condition(...at) === true ? yes(...at) : no(...at));
}

function call(name: string, reader: TokenReader, scope: Scope): Value {
  const items: Value[] = [];
  while (!reader.take(')')) {
    items.push(reader.take('*') ? (): unknown => 1 : parseOr(reader, scope));
    if (!reader.is(')')) reader.expect(',');
  }
  const [first] = items;
  if (aggregates.has(name) && first) {
    return (_row, group) => {
      const values = group.map((row) => first(row, [row])).filter((value) => (value ?? null) !== null);
      if (name === 'COUNT') return values.length;
      if (name === 'UNIQUECOUNT') return new Set(values).size;
      if (name === 'FIRST') return values[0] ?? null;
      if (name === 'SUM') return values.reduce<number>((sum, value) => sum + Number(value), 0);
      return values.length === 0 ? null : Math[name === 'MAX' ? 'max' : 'min'](...values.map(Number));
    };
  }
  const run = functions[name];
  if (!run) throw new Error(`AQL: unknown function ${name}`);
  return (...at) => run(...items.map((item) => item(...at)));
}

const functions: Record<string, (...values: unknown[]) => unknown> = {
  LOWER: (value) => (typeof value === 'string' ? value.toLowerCase() : null),
  UTF8: (value) => value,
  DOUBLE: (value) => (value === null || Number.isNaN(Number(value)) ? null : Number(value)),
  LOGSOURCETYPENAME: (value) => value,
  DATEFORMAT: (value) => String(value),
  INCIDR: (network, address) => {
    const parsed = parseNetwork(String(network));
    return address === null ? null : parsed !== undefined && contains(parsed, String(address));
  },
};
