import { compare, type Expression, parseOr, type Scope } from './kql-expressions.ts';
import type { Row } from './row.ts';
import { type Token, TokenReader } from './tokens.ts';

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

const columnsOf = (rows: readonly Row[]): ReadonlySet<string> =>
  new Set(rows.flatMap((row) => Object.keys(row)));

/**
 * Runs the part of KQL that conversions use, over rows in memory: written from the language's reference, apart from the
 * code that writes the queries. What it does not know is an error, so that it is a linter, too.
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
  const scope: Scope = { columns };
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
