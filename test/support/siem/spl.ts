import { contains, parseNetwork } from '../../../src/ir/cidr.ts';
import type { Row } from './row.ts';
import { parseOr, values } from './spl-expressions.ts';
import { type Token, TokenReader } from './tokens.ts';
import { orderOf } from './truth.ts';

/**
 * Runs the part of SPL that conversions use, over events with fields of several values: written apart from the code that
 * writes the queries. `search` ignores case and knows `*`; `where` and `eval` know null, which is neither true nor false.
 */
const pattern =
  /\s+|```[^`]*```|(?<text>"(?:[^"\\]|\\.)*")|(?<quoted>'[^']*')|(?<number>\d+(?:\.\d+)?(?![\w.]))|(?<word>[\w$][\w.:{}$-]*|_\w+)|(?<sign>!=|<=|>=|[|()[\],.=<>+\-*/])/y;

function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    if (!found) throw new Error(`SPL: cannot read "${text.slice(at, at + 30)}"`);
    at = pattern.lastIndex;
    const { text: string, quoted, number, word, sign } = found.groups ?? {};
    if (string !== undefined)
      tokens.push({ kind: 'text', text: string.slice(1, -1).replace(/\\(["\\])/g, '$1'), at });
    else if (quoted !== undefined) tokens.push({ kind: 'quoted', text: quoted.slice(1, -1), at });
    else if (number !== undefined) tokens.push({ kind: 'number', text: number, at });
    else if (word !== undefined) tokens.push({ kind: 'word', text: word, at });
    else if (sign !== undefined) tokens.push({ kind: 'sign', text: sign, at });
  }
  return tokens;
}

type Test = (row: Row) => boolean;

/** Runs a search over events. */
export function runSpl(text: string, rows: readonly Row[]): readonly Row[] {
  const reader = new TokenReader(tokenize(text));
  if (reader.is('|')) {
    let made: readonly Row[] = [];
    while (reader.take('|')) made = reader.take('union') ? union(reader, rows) : command(reader, made);
    if (reader.current.kind !== 'end') reader.fail('SPL: expected the end');
    return made;
  }
  const test = searchTerms(reader, ['|']);
  let found: readonly Row[] = rows.filter(test);
  while (reader.take('|')) found = command(reader, found);
  if (reader.current.kind !== 'end') reader.fail('SPL: expected the end');
  return found;
}

/** Searches in brackets, one after the other. */
function union(reader: TokenReader, rows: readonly Row[]): readonly Row[] {
  reader.expect('maxout');
  reader.expect('=');
  reader.next();
  const made: Row[] = [];
  while (reader.take('[')) {
    reader.expect('search');
    const test = searchTerms(reader, ['|', ']']);
    let found: readonly Row[] = rows.filter(test);
    while (reader.take('|')) found = command(reader, found);
    reader.expect(']');
    made.push(...found);
  }
  return made;
}

/** Terms side by side all have to hold; OR binds stronger than AND in `search`, other than in `where`. */
function searchTerms(reader: TokenReader, ends: readonly string[]): Test {
  const groups: Test[][] = [];
  while (reader.current.kind !== 'end' && !reader.is(...ends)) {
    const isChoice = reader.take('OR');
    if (!isChoice) reader.take('AND');
    const term = searchTerm(reader);
    if (isChoice) groups.at(-1)?.push(term);
    else groups.push([term]);
  }
  return (row) => groups.every((tests) => tests.some((test) => test(row)));
}

function searchTerm(reader: TokenReader): Test {
  if (reader.take('NOT')) {
    const inner = searchTerm(reader);
    return (row) => !inner(row);
  }
  if (reader.take('(')) {
    const inner = searchTerms(reader, [')']);
    reader.expect(')');
    return inner;
  }
  const name = reader.next();
  if (name.kind !== 'word' && name.kind !== 'text') return reader.fail('SPL: expected a field');
  if (reader.take('IN')) {
    reader.expect('(');
    const tests: ((value: string) => boolean)[] = [];
    do tests.push(searchValue(reader));
    while (reader.take(','));
    reader.expect(')');
    return (row) => values(row[name.text]).some((value) => tests.some((test) => test(value)));
  }
  reader.expect('=');
  const test = searchValue(reader);
  return (row) => values(row[name.text]).some(test);
}

function searchValue(reader: TokenReader): (value: string) => boolean {
  if (reader.take('*')) return () => true;
  const { kind, text } = reader.next();
  if (kind !== 'text') throw new Error('SPL: values of search stand in quotes');
  const network = text.includes('/') ? parseNetwork(text) : undefined;
  if (network) return (value) => contains(network, value);
  const source = text
    .split('*')
    .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    .join('[^]*');
  const glob = new RegExp(`^${source}$`, 'i');
  return (value) => glob.test(value);
}

function command(reader: TokenReader, rows: readonly Row[]): readonly Row[] {
  const name = reader.next().text;
  if (name === 'where') {
    const condition = parseOr(reader);
    return rows.filter((row) => condition(row) === true);
  }
  if (name === 'eval') {
    let made = rows;
    do {
      const column = reader.next().text;
      reader.expect('=');
      const value = parseOr(reader);
      made = made.map((row) => ({ ...row, [column]: value(row) }));
    } while (reader.take(','));
    return made;
  }
  if (name === 'eventstats' || name === 'streamstats') return statistics(reader, rows, name);
  if (name === 'sort') return sorted(reader, rows);
  if (name === 'dedup') {
    const keys: string[] = [];
    while (reader.current.kind === 'word' && !reader.is('|')) keys.push(reader.next().text);
    const seen = new Set<string>();
    return rows.filter((row) => {
      const key = JSON.stringify(keys.map((one) => row[one] ?? null));
      return !keys.some((one) => (row[one] ?? null) === null) && !seen.has(key) && Boolean(seen.add(key));
    });
  }
  return reader.fail(`SPL: unknown command ${name}`);
}

function sorted(reader: TokenReader, rows: readonly Row[]): readonly Row[] {
  if (reader.current.kind === 'number') reader.next();
  const keys: string[] = [];
  while (reader.current.kind === 'word') {
    keys.push(reader.next().text);
    reader.take(',');
  }
  return rows.toSorted((a, b) => {
    for (const key of keys) {
      const [left, right] = [a[key], b[key]];
      const order = orderOf(left ?? '', right ?? '');
      if (order !== 0) return order;
    }
    return 0;
  });
}

interface Statistic {
  readonly column: string;
  run(rows: readonly Row[]): unknown;
}

function statistic(reader: TokenReader): Statistic {
  const kind = reader.next().text;
  let field = '';
  if (reader.take('(')) {
    field = reader.next().text;
    reader.expect(')');
  }
  const column = reader.take('AS') ? reader.next().text : `${kind}(${field})`;
  const all = (rows: readonly Row[]): unknown[] =>
    rows.map((row) => row[field]).filter((value) => value !== null && value !== undefined);
  const kinds: Record<string, (rows: readonly Row[]) => unknown> = {
    max: (rows) => (all(rows).length === 0 ? null : Math.max(...all(rows).map(Number))),
    min: (rows) => (all(rows).length === 0 ? null : Math.min(...all(rows).map(Number))),
    count: (rows) => rows.length,
    sum: (rows) => all(rows).reduce<number>((sum, value) => sum + Number(value), 0),
    dc: (rows) => new Set(all(rows).flatMap(values)).size,
    values: (rows) => [...new Set(all(rows).flatMap(values))].toSorted(),
  };
  const run = kinds[kind];
  if (!run) return reader.fail(`SPL: unknown statistic ${kind}`);
  return { column, run };
}

const spans: Record<string, number> = { s: 1, m: 60, h: 3600, d: 86_400 };

function statistics(reader: TokenReader, rows: readonly Row[], name: string): readonly Row[] {
  let window = Number.POSITIVE_INFINITY;
  if (reader.take('time_window')) {
    reader.expect('=');
    const [, count = '', unit = ''] = /^(\d+)(\w)$/.exec(reader.next().text) ?? [];
    window = Number(count) * (spans[unit] ?? Number.NaN);
  }
  const made = [statistic(reader)];
  while (reader.take(',')) made.push(statistic(reader));
  const keys: string[] = [];
  if (reader.take('BY'))
    while (reader.current.kind === 'word') {
      keys.push(reader.next().text);
      reader.take(',');
    }
  const keyOf = (row: Row): string => JSON.stringify(keys.map((key) => row[key] ?? null));
  const isGrouped = (row: Row): boolean => keys.every((key) => (row[key] ?? null) !== null);
  if (name === 'eventstats') {
    const groups = new Map<string, Row[]>();
    for (const row of rows)
      if (isGrouped(row)) groups.set(keyOf(row), [...(groups.get(keyOf(row)) ?? []), row]);
    return rows.map((row) => {
      const group = groups.get(keyOf(row)) ?? [];
      return { ...row, ...Object.fromEntries(made.map(({ column, run }) => [column, run(group)])) };
    });
  }
  const before = new Map<string, Row[]>();
  return rows.map((row) => {
    if (!isGrouped(row)) return row;
    const group = [...(before.get(keyOf(row)) ?? []), row];
    before.set(keyOf(row), group);
    const inside = group.filter((one) => Math.abs(Number(row['_time']) - Number(one['_time'])) <= window);
    return { ...row, ...Object.fromEntries(made.map(({ column, run }) => [column, run(inside)])) };
  });
}
