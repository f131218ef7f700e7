import { compareCodePoints } from '../../../core/text-order.ts';
import { contains, parseNetwork } from '../../../ir/cidr.ts';
import { createFolder } from '../../../ir/fold.ts';
import { compilePattern, foldPattern } from '../../../ir/pattern.ts';
import {
  type Arithmetic,
  type Compare,
  type Expression,
  type ExpressionHandlers,
  handleExpression,
  type Like,
  type Regex,
} from '../../../ir/query/expression.ts';
import type { Value } from '../../../ir/query/leaf.ts';
import type { QueryTable } from '../../../ir/query/query.ts';
import { compileRegex } from '../regex.ts';
import { compileCall } from './call.ts';
import { compileDateFormat } from './date-format.ts';
import { compileDateParse } from './date-parse.ts';
import { compileLookup, compileMembership } from './lookup.ts';
import { compileReplace } from './replace.ts';

/** An expression as it runs. */
export type Reader<Row> = (row: Row) => Value;

/** Expressions that depend on what rows are. */
export type LeafExpression = Extract<
  Expression,
  {
    kind:
      | 'field'
      | 'tag'
      | 'list-text'
      | 'record-value'
      | 'record-text'
      | 'output'
      | 'position'
      | 'session-id'
      | 'group-key'
      | 'aggregate'
      | 'item';
  }
>;

export interface Compilation<Row> {
  readonly leaf: (leaf: LeafExpression) => Reader<Row>;
  readonly tables: Readonly<Record<string, QueryTable>>;
}

type Cx = Compilation<unknown>;
type AnyReader = Reader<unknown>;

/** Compiles an expression of a query: patterns, tables and networks are planned once; a call only runs closures. */
export function compileExpression<Row>(expression: Expression, compilation: Compilation<Row>): Reader<Row> {
  return compile(expression, compilation as Cx) as Reader<Row>;
}

/** A condition: true only where the expression is, not where it is unknown. */
export function compileCondition<Row>(
  expression: Expression,
  compilation: Compilation<Row>,
): (row: Row) => boolean {
  const reader = compileExpression(expression, compilation);
  return (row) => reader(row) === true;
}

function compile(expression: Expression, cx: Cx): AnyReader {
  return handleExpression(compilers, expression, cx);
}

const leaf = (node: LeafExpression, cx: Cx): AnyReader => cx.leaf(node);

const compilers: ExpressionHandlers<AnyReader, [Cx]> = {
  literal:
    ({ value }) =>
    () =>
      value,
  column: ({ value }, cx) => compile(value, cx),
  field: leaf,
  tag: leaf,
  'list-text': leaf,
  'record-value': leaf,
  'record-text': leaf,
  output: leaf,
  position: leaf,
  'session-id': leaf,
  'group-key': leaf,
  aggregate: leaf,
  item: leaf,
  and: ({ items }, cx) => connective(items, cx, false),
  or: ({ items }, cx) => connective(items, cx, true),
  not: ({ item }, cx) => {
    const inner = compile(item, cx);
    return (row) => {
      const value = inner(row);
      return value === null ? null : value !== true;
    };
  },
  compare: (node, cx) => compileCompare(node, cx),
  like: (node, cx) => compileLike(node, cx),
  regex: (node, cx) => compileRegexTest(node, cx),
  'in-list': ({ value, values }, cx) => {
    const inner = compile(value, cx);
    const set = new Set<Value>(values);
    return (row) => {
      const found = inner(row);
      return found === null ? null : set.has(found);
    };
  },
  'in-query': () => {
    throw new Error('queries in IN have to be put in as lists before a query is compiled');
  },
  'is-null': ({ value }, cx) => {
    const inner = compile(value, cx);
    return (row) => inner(row) === null;
  },
  arithmetic: (node, cx) => compileArithmetic(node, cx),
  case: ({ branches, otherwise }, cx) => {
    const compiled = branches.map(({ when, result }) => [compile(when, cx), compile(result, cx)] as const);
    const last = compile(otherwise, cx);
    return (row) => {
      for (const [when, result] of compiled) if (when(row) === true) return result(row);
      return last(row);
    };
  },
  call: (node, cx) =>
    compileCall(
      node,
      node.arguments.map((argument) => compile(argument, cx)),
    ),
  'regex-replace': (node, cx) => onText(compile(node.value, cx), compileReplace(node)),
  'date-format': (node, cx) => {
    const inner = compile(node.value, cx);
    const format = compileDateFormat(node);
    return (row) => {
      const value = inner(row);
      return typeof value === 'number' ? format(value) : null;
    };
  },
  'date-parse': (node, cx) => onText(compile(node.value, cx), compileDateParse(node)),
  'in-network': ({ value, network }, cx) => {
    const parsed = parseNetwork(network);
    return onText(compile(value, cx), (text) => parsed !== undefined && contains(parsed, text));
  },
  lookup: ({ table, keys }, cx) =>
    compileLookup(
      tableOf(cx, table),
      keys.map((key) => compile(key, cx)),
    ),
  'in-table': ({ table, values }, cx) =>
    compileMembership(
      tableOf(cx, table),
      values.map((value) => compile(value, cx)),
    ),
};

function tableOf({ tables }: Cx, name: string): QueryTable {
  const table = Object.hasOwn(tables, name) ? tables[name] : undefined;
  if (!table) throw new Error(`the query has no table ${name}`);
  return table;
}

/** NULL of NULL, else what the function makes of the text. */
function onText(inner: AnyReader, use: (text: string) => Value): AnyReader {
  return (row) => {
    const value = inner(row);
    return value === null ? null : use(String(value));
  };
}

/** AND and OR: the deciding value ends it, unknown is remembered. */
function connective(items: readonly Expression[], cx: Cx, deciding: boolean): AnyReader {
  const readers = items.map((item) => compile(item, cx));
  return (row) => {
    let result: Value = !deciding;
    for (const reader of readers) {
      const value = reader(row);
      if (value === deciding) return deciding;
      if (value === null) result = null;
    }
    return result;
  };
}

function compileCompare({ operator, left, right }: Compare, cx: Cx): AnyReader {
  const first = compile(left, cx);
  const second = compile(right, cx);
  if (operator === '=' || operator === '!=') {
    const wanted = operator === '=';
    return (row) => {
      const a = first(row);
      const b = a === null ? null : second(row);
      return b === null ? null : (a === b) === wanted;
    };
  }
  const holds = orders[operator];
  return (row) => {
    const a = first(row);
    const b = a === null ? null : second(row);
    if (a === null || b === null) return null;
    if (typeof a === 'number' && typeof b === 'number') return holds(a - b);
    return holds(compareCodePoints(String(a), String(b)));
  };
}

const orders: Readonly<Record<'<' | '<=' | '>' | '>=', (order: number) => boolean>> = {
  '<': (order) => order < 0,
  '<=': (order) => order <= 0,
  '>': (order) => order > 0,
  '>=': (order) => order >= 0,
};

function compileLike({ value, pattern, ignoreCase }: Like, cx: Cx): AnyReader {
  if (!ignoreCase) return onText(compile(value, cx), compilePattern(pattern));
  const test = compilePattern(foldPattern(pattern));
  const fold = createFolder();
  return onText(compile(value, cx), (text) => test(fold(text)));
}

function compileRegexTest({ value, source, ignoreCase, match }: Regex, cx: Cx): AnyReader {
  const whole = match === 'whole' ? `\\A(?:${source})\\z` : source;
  return onText(compile(value, cx), compileRegex(whole, { ignoreCase }));
}

function compileArithmetic({ operator, left, right }: Arithmetic, cx: Cx): AnyReader {
  const first = compile(left, cx);
  const second = compile(right, cx);
  const compute = operations[operator];
  return (row) => {
    const a = first(row);
    const b = a === null ? null : second(row);
    if (typeof a !== 'number' || typeof b !== 'number') return null;
    const result = compute(a, b);
    return Number.isFinite(result) ? result + 0 : null;
  };
}

const operations: Readonly<Record<Arithmetic['operator'], (a: number, b: number) => number>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => (b === 0 ? Number.NaN : a / b),
  '%': (a, b) => (b === 0 ? Number.NaN : a % b),
  '^': (a, b) => a ** b,
  '&': (a, b) => {
    const [left, right] = [Math.trunc(a), Math.trunc(b)];
    if (!Number.isSafeInteger(left) || !Number.isSafeInteger(right)) return Number.NaN;
    return Number(BigInt.asIntN(64, BigInt(left) & BigInt(right)));
  },
};
