import { functions, globRegex } from './esql-functions.ts';
import type { Row } from './row.ts';
import { type Token, TokenReader } from './tokens.ts';
import { and, or, orderOf, satisfies } from './truth.ts';

/**
 * Runs the part of ES|QL that conversions use, over documents: written apart from the code that writes the queries. A test
 * of null is null, several values in a field make a comparison null, and a field that no mapping has is an error.
 */
const pattern =
  /\s+|\/\/[^\n]*|(?<text>"(?:[^"\\\n\r]|\\[tnr"\\])*")|(?<quoted>`(?:[^`]|``)*`)|(?<number>\d+(?:\.\d+)?)(?![\w.])|(?<word>[A-Za-z_@][\w@]*(?:\.[A-Za-z_@][\w@]*)*)|(?<sign>==|!=|<=|>=|[|()[\],.=<>+\-*/])/y;

function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    if (!found) throw new Error(`ES|QL: cannot read "${text.slice(at, at + 30)}"`);
    at = pattern.lastIndex;
    const { text: string, quoted, number, word, sign } = found.groups ?? {};
    if (string !== undefined) tokens.push({ kind: 'text', text: unquote(string.slice(1, -1)), at });
    else if (quoted !== undefined)
      tokens.push({ kind: 'quoted', text: quoted.slice(1, -1).replaceAll('``', '`'), at });
    else if (number !== undefined) tokens.push({ kind: 'number', text: number, at });
    else if (word !== undefined) tokens.push({ kind: 'word', text: word, at });
    else if (sign !== undefined) tokens.push({ kind: 'sign', text: sign, at });
  }
  return tokens;
}

function unquote(text: string): string {
  const known: Record<string, string> = { n: '\n', r: '\r', t: '\t', '"': '"', '\\': '\\' };
  return text.replace(/\\(.)/g, (_, char: string) => known[char] ?? char);
}

type Value = (row: Row) => unknown;

interface Scope {
  columns: ReadonlySet<string>;
}

/**
 * Runs a query over the documents of one index.
 *
 * @param carried a member of documents that aggregations hand on, for tests
 */
export function runEsql(
  text: string,
  index: string,
  rows: readonly Row[],
  fields: readonly string[],
  carried: string,
): readonly Row[] {
  const reader = new TokenReader(tokenizeIndex(text, index));
  reader.expect('FROM');
  reader.expect('INDEX');
  const scope: Scope = { columns: new Set(fields) };
  if (reader.take('METADATA')) {
    const names: string[] = [];
    do names.push(reader.next().text);
    while (reader.take(','));
    scope.columns = new Set([...fields, ...names]);
  }
  let found = rows;
  while (reader.take('|')) found = command(reader, scope, found, carried);
  if (reader.current.kind !== 'end') reader.fail('ES|QL: expected the end');
  return found;
}

/** Names of indexes have signs that nothing else has. */
function tokenizeIndex(text: string, index: string): Token[] {
  if (!text.startsWith(`FROM ${index}`)) throw new Error(`ES|QL: expected FROM ${index}`);
  return tokenize(text.replace(`FROM ${index}`, 'FROM INDEX'));
}

function command(reader: TokenReader, scope: Scope, rows: readonly Row[], carried: string): readonly Row[] {
  const name = reader.next().text.toUpperCase();
  if (name === 'WHERE') {
    const condition = parseOr(reader, scope);
    return rows.filter((row) => condition(row) === true);
  }
  if (name === 'EVAL') {
    let made = rows;
    do {
      const column = reader.next().text;
      reader.expect('=');
      const value = parseOr(reader, scope);
      made = made.map((row) => ({ ...row, [column]: value(row) }));
      scope.columns = new Set([...scope.columns, column]);
    } while (reader.take(','));
    return made;
  }
  if (name === 'STATS') return aggregate(reader, scope, rows, carried);
  if (name === 'SORT' || name === 'KEEP') {
    while (reader.current.kind !== 'end' && !reader.is('|')) reader.next();
    return rows;
  }
  return reader.fail(`ES|QL: unknown command ${name}`);
}

function aggregate(reader: TokenReader, scope: Scope, rows: readonly Row[], carried: string): readonly Row[] {
  const made: [string, (rows: readonly Row[]) => unknown][] = [];
  do {
    const column = reader.next().text;
    reader.expect('=');
    const kind = reader.next().text.toUpperCase();
    reader.expect('(');
    const value = reader.take('*') ? (): unknown => 1 : parseOr(reader, scope);
    reader.expect(')');
    made.push([column, (some) => aggregates(kind, some.map(value))]);
  } while (reader.take(','));
  const keys: [string, Value][] = [];
  if (reader.take('BY'))
    do {
      const column = reader.current.text;
      if (reader.peek().text === '=') {
        reader.next();
        reader.next();
      }
      keys.push([column, parseOr(reader, scope)]);
    } while (reader.take(','));
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const key = JSON.stringify(keys.map(([, value]) => value(row) ?? null));
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  scope.columns = new Set([...made.map(([column]) => column), ...keys.map(([column]) => column)]);
  return [...groups.values()].map((group) => ({
    ...Object.fromEntries(made.map(([column, run]) => [column, run(group)])),
    ...Object.fromEntries(keys.map(([column, value]) => [column, value(group[0] ?? {})])),
    [carried]: group[0]?.[carried],
  }));
}

function aggregates(kind: string, values: readonly unknown[]): unknown {
  const there = values.filter((value) => value !== null && value !== undefined);
  const numbers = there.map(Number);
  if (kind === 'MAX') return there.length === 0 ? null : Math.max(...numbers);
  if (kind === 'MIN') return there.length === 0 ? null : Math.min(...numbers);
  if (kind === 'SUM') return numbers.reduce((sum, value) => sum + value, 0);
  if (kind === 'COUNT') return there.length;
  if (kind === 'COUNT_DISTINCT')
    return new Set(there.flatMap((value) => (Array.isArray(value) ? value.map(String) : String(value)))).size;
  if (kind === 'VALUES')
    return [...new Set(there.flatMap((value) => (Array.isArray(value) ? value : [value])))];
  throw new Error(`ES|QL: unknown aggregate ${kind}`);
}

function parseOr(reader: TokenReader, scope: Scope): Value {
  const items = [parseAnd(reader, scope)];
  while (reader.take('OR')) items.push(parseAnd(reader, scope));
  const [only] = items;
  return items.length === 1 && only ? only : (row) => or(items.map((item) => item(row)));
}

function parseAnd(reader: TokenReader, scope: Scope): Value {
  const items = [parseNot(reader, scope)];
  while (reader.take('AND')) items.push(parseNot(reader, scope));
  const [only] = items;
  return items.length === 1 && only ? only : (row) => and(items.map((item) => item(row)));
}

function parseNot(reader: TokenReader, scope: Scope): Value {
  if (reader.take('NOT')) {
    const inner = parseNot(reader, scope);
    return (row) => {
      const value = inner(row);
      return typeof value === 'boolean' ? !value : null;
    };
  }
  const left = parsePrimary(reader, scope);
  if (reader.take('IS')) {
    const isNot = reader.take('NOT');
    reader.expect('NULL');
    return (row) => ((left(row) ?? null) === null) !== isNot;
  }
  if (reader.take('IN')) {
    reader.expect('(');
    const items: Value[] = [];
    do items.push(parsePrimary(reader, scope));
    while (reader.take(','));
    reader.expect(')');
    return (row) => {
      const value = single(left(row));
      return value === null ? null : items.some((item) => item(row) === value);
    };
  }
  if (reader.is('LIKE', 'RLIKE')) {
    const kind = reader.next().text.toUpperCase();
    const source = reader.next();
    if (source.kind !== 'text') return reader.fail('ES|QL: expected a pattern');
    const expression = kind === 'LIKE' ? globRegex(source.text) : new RegExp(`^(?:${source.text})$`, 's');
    return (row) => {
      const value = single(left(row));
      return value === null ? null : expression.test(String(value));
    };
  }
  const operator = reader.current.text;
  if (!reader.take('==', '!=', '<', '>', '<=', '>=')) return left;
  const right = parsePrimary(reader, scope);
  return (row) => compare(operator, single(left(row)), single(right(row)));
}

/** Several values are null to a comparison. */
function single(value: unknown): unknown {
  if (value === undefined || value === null || Array.isArray(value)) return null;
  return value;
}

function compare(operator: string, left: unknown, right: unknown): boolean | null {
  if (left === null || right === null) return null;
  if (typeof left !== typeof right)
    throw new Error(`ES|QL: cannot compare ${String(left)} with ${String(right)}`);
  return satisfies(operator, orderOf(left, right));
}

function parsePrimary(reader: TokenReader, scope: Scope): Value {
  const token = reader.next();
  if (token.kind === 'text') return () => token.text;
  if (token.kind === 'number') return () => Number(token.text);
  if (token.text === '-') {
    const inner = parsePrimary(reader, scope);
    return (row) => -Number(inner(row));
  }
  if (token.text === '(') {
    const inner = parseOr(reader, scope);
    reader.expect(')');
    return inner;
  }
  if (token.kind === 'word' && /^(?:true|false)$/i.test(token.text))
    return () => token.text.toLowerCase() === 'true';
  if (token.kind === 'word' && reader.take('(')) return call(token.text.toUpperCase(), reader, scope);
  if (token.kind !== 'word' && token.kind !== 'quoted') return reader.fail('ES|QL: expected a value');
  if (!scope.columns.has(token.text)) throw new Error(`ES|QL: unknown column ${token.text}`);
  return (row) => row[token.text] ?? null;
}

function call(name: string, reader: TokenReader, scope: Scope): Value {
  const items: Value[] = [];
  if (name === 'DATE_TRUNC') {
    const length = Number(reader.next().text) * (lengths[reader.next().text] ?? Number.NaN);
    reader.expect(',');
    const time = parseOr(reader, scope);
    reader.expect(')');
    return (row) => Math.floor(Number(time(row)) / length) * length;
  }
  while (!reader.take(')')) {
    items.push(parseOr(reader, scope));
    if (!reader.is(')')) reader.expect(',');
  }
  if (name === 'CASE') return (row) => (items[0]?.(row) === true ? items[1]?.(row) : items[2]?.(row)) ?? null;
  if (name === 'COALESCE')
    return (row) => items.map((item) => item(row)).find((value) => (value ?? null) !== null) ?? null;
  const run = functions[name];
  if (!run) throw new Error(`ES|QL: unknown function ${name}`);
  return (row) => {
    const values = items.map((item) => item(row));
    return values.some((value) => (value ?? null) === null) ? null : run(...values);
  };
}

const lengths: Readonly<Record<string, number>> = {
  seconds: 1000,
  minutes: 60_000,
  hours: 3_600_000,
  days: 86_400_000,
};
