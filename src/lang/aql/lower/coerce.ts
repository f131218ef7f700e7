import { call, literal } from '../../../ir/query/build.ts';
import type { Expression } from '../../../ir/query/expression.ts';
import type { ValueType } from '../../../ir/query/leaf.ts';
import { typeOf } from '../../../ir/query/type-of.ts';
import type { Expression as Ast, Range } from '../ast.ts';
import type { Context } from './context.ts';

/** What can be compared with each other. */
type Class = 'text' | 'number' | 'boolean';

const classes: Readonly<Record<ValueType, Class>> = {
  text: 'text',
  ip: 'text',
  number: 'number',
  time: 'number',
  boolean: 'boolean',
};

export const typeNames: Readonly<Record<ValueType, string>> = {
  text: 'a text',
  number: 'a number',
  boolean: 'true or false',
  time: 'a time in milliseconds',
  ip: 'an address',
};

export function classOf(expression: Expression): Class {
  return classes[typeOf(expression)];
}

/** A condition, or a diagnostic that says that it is none. */
export function asCondition(
  expression: Expression | undefined,
  { range }: Ast,
  where: string,
  context: Context,
): Expression | undefined {
  if (!expression || typeOf(expression) === 'boolean') return expression;
  return context.say(
    'condition',
    `${where} needs a condition; ${context.reporter.excerpt(range)} is ${typeNames[typeOf(expression)]}`,
    range,
    { help: 'compare it with something, such as … = value or … IS NOT NULL' },
  );
}

/** Something that is text, or reads as one. */
export function asText(
  expression: Expression,
  { range }: Ast,
  where: string,
  context: Context,
): Expression | undefined {
  const type = typeOf(expression);
  if (classes[type] === 'text') return expression;
  return context.say(
    'type',
    `${where} takes a text; ${context.reporter.excerpt(range)} is ${typeNames[type]}`,
    range,
    {
      help: `STR(${context.reporter.excerpt(range)}) makes it one`,
    },
  );
}

export function asNumber(
  expression: Expression,
  { range }: Ast,
  where: string,
  context: Context,
): Expression | undefined {
  const type = typeOf(expression);
  if (classes[type] === 'number') return expression;
  const number = expression.kind === 'literal' ? numberOf(expression.value) : undefined;
  if (number !== undefined) return literal(number);
  return context.say(
    'type',
    `${where} takes a number; ${context.reporter.excerpt(range)} is ${typeNames[type]}`,
    range,
    {
      help: `LONG(${context.reporter.excerpt(range)}) or DOUBLE(…) makes it one`,
    },
  );
}

interface Side {
  readonly value: Expression;
  readonly node: Ast;
}

/**
 * Two sides that can be compared: a constant is read as what the other side is (`"ResultType" = 0`, `category = '19012'`),
 * anything else of another type is refused.
 */
export function align(
  left: Side,
  right: Side,
  context: Context,
): readonly [Expression, Expression] | undefined {
  if (classOf(left.value) === classOf(right.value)) return [left.value, right.value];
  const asRight = constantAs(left, classOf(right.value), context);
  if (asRight) return [asRight, right.value];
  const asLeft = constantAs(right, classOf(left.value), context);
  if (asLeft) return [left.value, asLeft];
  const { reporter } = context;
  const range: Range = {
    start: left.node.range.start,
    end: Math.max(left.node.range.end, right.node.range.end),
  };
  return context.say(
    'type',
    `${typeNames[typeOf(left.value)]} cannot be compared with ${typeNames[typeOf(right.value)]}`,
    range,
    { help: helpOf(left, right, (node) => reporter.excerpt(node.range)) },
  );
}

function helpOf(left: Side, right: Side, excerpt: (node: Ast) => string): string {
  const sides = [left, right];
  if (sides.some(({ value }) => typeOf(value) === 'time')) {
    return "write the time in milliseconds or with PARSEDATETIME('…'); for a period use START '…' STOP '…'";
  }
  if (sides.some(({ value }) => classOf(value) === 'boolean')) return 'write TRUE or FALSE';
  const text = sides.find(({ value }) => classOf(value) === 'text');
  if (!text || text.value.kind === 'literal') return `${text ? excerpt(text.node) : 'it'} is no number`;
  return `LONG(${excerpt(text.node)}) makes a number of it, STR(…) a text of the other side`;
}

/** A constant read as another class; undefined when it cannot be, or when it is none. */
function constantAs({ value, node }: Side, wanted: Class, context: Context): Expression | undefined {
  if (value.kind !== 'literal' || value.value === null) return undefined;
  if (wanted === 'text' && typeof value.value === 'number') {
    const written = node.kind === 'number' ? node.text : String(value.value);
    context.say('numberAsText', `the column is a text, so ${written} is read as '${written}'`, node.range);
    return literal(written);
  }
  if (wanted === 'boolean' && typeof value.value === 'string' && /^(?:true|false)$/i.test(value.value)) {
    return literal(value.value.toLowerCase() === 'true');
  }
  const number = wanted === 'number' ? numberOf(value.value) : undefined;
  return number === undefined ? undefined : literal(number);
}

function numberOf(value: string | number | boolean | null): number | undefined {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string' || !/^[+-]?\d+(?:\.\d+)?$/.test(value.trim())) return undefined;
  return Number(value);
}

/** Results of CASE in one type: NULLs take that of the others; texts and numbers together become texts. */
export function unify(results: readonly Expression[]): {
  readonly type: ValueType;
  readonly results: Expression[];
} {
  const known = results.filter((one) => !isNull(one));
  const types = new Set(known.map(typeOf));
  const [first = 'text'] = types;
  let type: ValueType = first;
  if (types.size > 1) type = new Set(known.map(classOf)).size > 1 ? 'text' : classOfAll(known);
  return {
    type,
    results: results.map((one) => {
      if (isNull(one)) return { kind: 'literal', type, value: null };
      return type === 'text' && classOf(one) !== 'text' ? call('to-text', 'text', one) : one;
    }),
  };
}

function classOfAll(known: readonly Expression[]): ValueType {
  const [first] = known;
  return first ? classOf(first) : 'text';
}

export function isNull(expression: Expression): boolean {
  return expression.kind === 'literal' && expression.value === null;
}

/** The text that an argument is, where it has to be a constant. */
export function constantText(
  expression: Expression,
  { range }: Ast,
  where: string,
  context: Context,
): string | undefined {
  if (expression.kind === 'literal' && typeof expression.value === 'string') return expression.value;
  return context.say('constant', `${where} has to be a 'text'; it cannot be computed for each row`, range);
}
