import { parseNetwork } from '../../ir/cidr.ts';
import { fold } from '../../ir/fold.ts';
import type { Pattern, PatternPart } from '../../ir/nodes.ts';
import { foldPattern } from '../../ir/pattern.ts';
import {
  type Call,
  type CallName,
  type Expression,
  type ExpressionHandlers,
  handleExpression,
  type Lookup,
} from '../../ir/query/expression.ts';
import type { QueryTable, Select } from '../../ir/query/query.ts';
import { typeOf } from '../../ir/query/type-of.ts';
import { dateText } from './date-text.ts';
import { type Dialect, SqlUnsupportedError } from './dialect.ts';
import { matchesNothing } from './patterns.ts';

/** Where rows come from, and what their columns are called. */
export interface EventsTable {
  /** What stands behind FROM: a table, a function or a query in parentheses. */
  readonly from: string;
  /** Column with a field of the Activity; undefined: it stands in the JSON alone. */
  column(path: string): string | undefined;
  /** Column with the Activity as JSON text. */
  readonly json: string;
  /** Column with a list of records as JSON texts, NULL or empty where none were kept. */
  readonly records: string;
}

export interface Scope {
  readonly dialect: Dialect;
  readonly table: EventsTable;
  readonly tables: Readonly<Record<string, QueryTable>>;
  /** The SQL of a query in an expression. */
  select(select: Select, most: number): string;
}

/** An expression as SQL. Columns of queries below are `c0`, `c1` …; group keys `k0`, aggregates `a0`, items `i0`. */
export function expressionSql(expression: Expression, scope: Scope): string {
  return handleExpression(
    handlers,
    expression,
    isWrittenOnce.has(expression.kind) ? scope : withoutQueries(scope),
  );
}

/** What stands as it is in the SQL that is made; of the others, parts are written several times, or in a lambda. */
const isWrittenOnce: ReadonlySet<Expression['kind']> = new Set([
  'and',
  'or',
  'not',
  'compare',
  'is-null',
  'in-list',
  'in-query',
  'case',
  'column',
]);

/** Engines have no queries in lambdas. */
function withoutQueries(scope: Scope): Scope {
  return {
    ...scope,
    select: () => {
      throw new SqlUnsupportedError('a query in an argument', scope.dialect.name);
    },
  };
}

const sql = expressionSql;

const handlers: ExpressionHandlers<string, [Scope]> = {
  literal: ({ value, type }, { dialect }) => {
    if (value === null) return dialect.nullOf(type);
    return literalSql(value, dialect);
  },
  column: ({ value }, scope) => sql(value, scope),
  field: ({ path, type }, { dialect, table }) => {
    const column = table.column(path);
    if (column !== undefined) return dialect.cast(column, type);
    return dialect.jsonValue(table.json, path.split('.'), type);
  },
  tag: ({ name }, { dialect, table }) => dialect.jsonValue(table.json, ['attrs', 'tags', name], 'text'),
  'list-text': ({ path, member, where, take, separator }, { dialect, table }) => {
    const list = dialect.jsonMembers(table.json, path.split('.'), member, where);
    return take === 'first' ? dialect.firstOf(list) : dialect.joined(list, separator);
  },
  'record-value': ({ paths }, { dialect, table }) =>
    dialect.firstOf(
      dialect.mapped(table.records, (record) => {
        const values = paths.map((path) => dialect.jsonValue(record, path, 'text'));
        return values.length === 1 ? (values[0] ?? '') : `coalesce(${values.join(', ')})`;
      }),
    ),
  'record-text': (_node, { dialect, table }) => dialect.joined(table.records, '\n'),
  output: ({ index }) => `c${index}`,
  position: () => 'position_',
  'session-id': (_node, { dialect }) => {
    throw new SqlUnsupportedError('SESSION BY', dialect.name);
  },
  'group-key': ({ index }) => `k${index}`,
  aggregate: ({ index }) => `a${index}`,
  item: ({ index }) => `i${index}`,
  and: ({ items }, scope) => joined(items, 'AND', 'true', scope),
  or: ({ items }, scope) => joined(items, 'OR', 'false', scope),
  not: ({ item }, scope) => `(NOT ${sql(item, scope)})`,
  compare: ({ operator, left, right }, scope) =>
    `(${sql(left, scope)} ${operator === '!=' ? '<>' : operator} ${sql(right, scope)})`,
  like: ({ value, pattern, ignoreCase }, scope) => {
    const { dialect } = scope;
    const text = sql(value, scope);
    return dialect.like(
      ignoreCase ? dialect.fold(text) : text,
      likePattern(ignoreCase ? foldPattern(pattern) : pattern, dialect),
    );
  },
  regex: ({ value, source, ignoreCase, match }, scope) => {
    const flags = ignoreCase ? '(?i-s)' : '(?-s)';
    const whole = match === 'whole' ? `${flags}\\A(?:${source})\\z` : `${flags}${source}`;
    return scope.dialect.matches(sql(value, scope), whole);
  },
  'in-list': ({ value, values }, scope) =>
    scope.dialect.isIn(
      sql(value, scope),
      values.map((one) => literalSql(one, scope.dialect)),
    ),
  'in-query': ({ value, query, most }, scope) =>
    scope.dialect.isInQuery(sql(value, scope), scope.select(query, most)),
  'is-null': ({ value }, scope) => `(${sql(value, scope)} IS NULL)`,
  arithmetic: ({ operator, left, right }, scope) => {
    const { dialect } = scope;
    const [a, b] = [sql(left, scope), sql(right, scope)];
    switch (operator) {
      case '/':
        return dialect.finite(`(${a} / nullif(${b}, ${dialect.number(0)}))`);
      case '%':
        return dialect.finite(dialect.remainder(a, `nullif(${b}, ${dialect.number(0)})`));
      case '^':
        return dialect.finite(dialect.power(a, b));
      case '&':
        return dialect.bitAnd(a, b);
      default:
        return dialect.finite(`(${a} ${operator} ${b})`);
    }
  },
  case: ({ branches, otherwise }, scope) => {
    const parts = branches.map(({ when, result }) => `WHEN ${sql(when, scope)} THEN ${sql(result, scope)}`);
    return parts.length === 0
      ? sql(otherwise, scope)
      : `(CASE ${parts.join(' ')} ELSE ${sql(otherwise, scope)} END)`;
  },
  call: (node, scope) => calls[node.name](node, scope),
  'regex-replace': ({ value, source, replacement, all }, scope) => {
    const { dialect } = scope;
    if (all && matchesNothing(source)) {
      throw new SqlUnsupportedError('replacing what may be empty', dialect.name);
    }
    return dialect.replace(
      sql(value, scope),
      `(?-s)${source}`,
      replacement.map((part) => (part.kind === 'text' ? part.text : part.index)),
      all,
    );
  },
  'date-format': ({ value, zone, parts }, scope) =>
    scope.dialect.once(sql(value, scope), (time) => dateText(time, zone, parts, scope.dialect)),
  'date-parse': (_node, { dialect }) => {
    throw new SqlUnsupportedError('reading times from texts of rows', dialect.name);
  },
  'in-network': ({ value, network }, scope) => {
    const { dialect } = scope;
    const parsed = parseNetwork(network);
    if (!parsed) throw new Error(`no network: ${network}`);
    if (parsed.version === 4) {
      const size = 2 ** (32 - parsed.bits);
      const first = Number(parsed.prefix) * size;
      return dialect.inNetwork4(sql(value, scope), first, first + size - 1);
    }
    const found = dialect.inNetwork6(sql(value, scope), network);
    if (found === undefined) throw new SqlUnsupportedError('networks of IPv6', dialect.name);
    return found;
  },
  lookup: (node, scope) => lookupSql(node, scope),
  'in-table': ({ table, values }, scope) => {
    const { dialect, tables } = scope;
    const given = tables[table];
    if (given?.kind !== 'rows') throw new Error(`no table of rows: ${table}`);
    const texts = values.map((value, index) =>
      given.columns[index] === 'text' && given.ignoreCase
        ? dialect.fold(sql(value, scope))
        : sql(value, scope),
    );
    const unknown = texts.map((text) => `${text} IS NULL`).join(' OR ');
    const rows = given.rows.map(
      (row) =>
        `(${row.map((one, index) => `${texts[index]} = ${keySql(one, given.ignoreCase, dialect)}`).join(' AND ')})`,
    );
    const isThere = rows.length === 0 ? 'false' : rows.join(' OR ');
    return `(CASE WHEN ${unknown} THEN ${dialect.nullOf('boolean')} ELSE ${isThere} END)`;
  },
};

const calls: Readonly<Record<CallName, (node: Call, scope: Scope) => string>> = {
  coalesce: ({ arguments: given }, scope) => `coalesce(${given.map((one) => sql(one, scope)).join(', ')})`,
  concat: ({ arguments: given }, scope) => scope.dialect.concat(given.map((one) => sql(one, scope))),
  lower: (node, scope) => scope.dialect.lower(argument(node, 0, scope)),
  upper: (node, scope) => scope.dialect.upper(argument(node, 0, scope)),
  length: (node, scope) => scope.dialect.length(argument(node, 0, scope)),
  position: (node, scope) =>
    scope.dialect.position(argument(node, 0, scope), argument(node, 1, scope), argument(node, 2, scope)),
  substring: (node, scope) =>
    scope.dialect.substring(argument(node, 0, scope), argument(node, 1, scope), argument(node, 2, scope)),
  base64: (node, scope) => scope.dialect.base64(argument(node, 0, scope)),
  'to-text': (node, scope) => {
    const [value] = node.arguments;
    return scope.dialect.toText(argument(node, 0, scope), value ? typeOf(value) : 'text');
  },
  'to-number': (node, scope) => numberOf(node, scope),
  'to-integer': (node, scope) => {
    const { dialect } = scope;
    const [value] = node.arguments;
    const number = dialect.truncate(numberOf(node, scope));
    const isText = value !== undefined && (typeOf(value) === 'text' || typeOf(value) === 'ip');
    return isText ? `coalesce(${dialect.ipv4Number(argument(node, 0, scope))}, ${number})` : number;
  },
};

function numberOf(node: Call, scope: Scope): string {
  const { dialect } = scope;
  const [value] = node.arguments;
  const text = argument(node, 0, scope);
  const type = value ? typeOf(value) : 'text';
  if (type === 'number' || type === 'time') return text;
  if (type === 'boolean')
    return `(CASE WHEN ${text} THEN ${dialect.number(1)} WHEN NOT ${text} THEN ${dialect.number(0)} END)`;
  return dialect.toNumber(text);
}

function argument({ arguments: given }: Call, index: number, scope: Scope): string {
  const one = given[index];
  if (!one) throw new Error(`argument ${index} is missing`);
  return sql(one, scope);
}

function joined(items: readonly Expression[], operator: 'AND' | 'OR', none: string, scope: Scope): string {
  return items.length === 0 ? none : `(${items.map((item) => sql(item, scope)).join(` ${operator} `)})`;
}

function literalSql(value: string | number | boolean, dialect: Dialect): string {
  if (typeof value === 'string') return dialect.text(value);
  return typeof value === 'number' ? dialect.number(value) : dialect.boolean(value);
}

function keySql(value: string | number, ignoreCase: boolean, dialect: Dialect): string {
  return literalSql(typeof value === 'string' && ignoreCase ? fold(value) : value, dialect);
}

function lookupSql({ table, keys, type }: Lookup, scope: Scope): string {
  const { dialect, tables } = scope;
  const given = tables[table];
  if (given?.kind !== 'lookup') throw new Error(`no lookup table: ${table}`);
  if (given.entries.length === 0) return dialect.nullOf(type);
  const texts = keys.map((key, index) =>
    given.keys[index] === 'text' && given.ignoreCase ? dialect.fold(sql(key, scope)) : sql(key, scope),
  );
  const branches = given.entries.map(({ keys: own, value }) => {
    const conditions = own.map((one, index) => `${texts[index]} = ${keySql(one, given.ignoreCase, dialect)}`);
    return `WHEN ${conditions.join(' AND ')} THEN ${literalSql(value, dialect)}`;
  });
  return `(CASE ${branches.join(' ')} ELSE ${dialect.nullOf(type)} END)`;
}

/** With `\` before what would be a wildcard; both engines are told, or know, that it is the escape. */
function likePattern(pattern: Pattern, dialect: Dialect): string {
  return pattern.map((part) => patternText(part, dialect)).join('');
}

function patternText(part: PatternPart, dialect: Dialect): string {
  switch (part.kind) {
    case 'any':
      return '%';
    case 'one':
      return '_';
    case 'text':
      return part.text.replaceAll(/[\\%_]/g, String.raw`\$&`);
    case 'set':
      throw new SqlUnsupportedError('a set of characters in a pattern', dialect.name);
  }
}
