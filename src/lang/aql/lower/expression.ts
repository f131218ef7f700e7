import { and, equal, literal, nullOf, or } from '../../../ir/query/build.ts';
import type { Expression } from '../../../ir/query/expression.ts';
import { typeOf } from '../../../ir/query/type-of.ts';
import {
  type Expression as Ast,
  type Case as AstCase,
  type Comparison,
  type ExpressionHandlers,
  handleExpression,
  type In,
  type InQuery,
  type Name,
  type TextTest,
} from '../ast.ts';
import { readLike } from '../like.ts';
import { limits } from '../limits.ts';
import { regexHelp, regexProblem } from '../regex.ts';
import { searchText } from '../text-search.ts';
import { align, asCondition, asNumber, asText, classOf, constantText, isNull, unify } from './coerce.ts';
import type { Environment } from './environment.ts';
import { lowerCall } from './functions.ts';

/** An expression of a query as one of the IR; undefined after an error, which has been reported. */
export function lower(node: Ast, env: Environment): Expression | undefined {
  return env.context.spend(1, node.range) ? handleExpression(lowerers, node, env) : undefined;
}

const lowerers: ExpressionHandlers<Expression | undefined, [Environment]> = {
  name: (node, env) => lowerName(node, env),
  text: ({ value }) => literal(value),
  number: ({ value }) => literal(value),
  constant: ({ value }) => (value === null ? nullOf('text') : literal(value)),
  call: (node, env) => lowerCall(node, env, lower),
  negative: (node, env) => {
    const item = number(node.item, "'-'", env);
    if (item?.kind === 'literal' && typeof item.value === 'number') return literal(0 - item.value);
    return item && { kind: 'arithmetic', operator: '-', left: literal(0), right: item };
  },
  binary: ({ operator, left, right }, env) => {
    const first = number(left, `'${operator}'`, env);
    const second = number(right, `'${operator}'`, env);
    return first && second && { kind: 'arithmetic', operator, left: first, right: second };
  },
  comparison: (node, env) => lowerComparison(node, env),
  and: ({ items }, env) => chain('and', items, env),
  or: ({ items }, env) => chain('or', items, env),
  not: ({ item }, env) => {
    const lowered = condition(item, 'NOT', env);
    return lowered && { kind: 'not', item: lowered };
  },
  'text-test': (node, env) => negated(node.not, lowerTextTest(node, env)),
  in: (node, env) => negated(node.not, lowerIn(node, env)),
  'in-query': (node, env) => negated(node.not, lowerInQuery(node, env)),
  between: ({ not, value, low, high }, env) => {
    const lowered = lower(value, env);
    const [from, to] = [lower(low, env), lower(high, env)];
    if (!lowered || !from || !to) return undefined;
    const side = { value: lowered, node: value };
    const above = align(side, { value: from, node: low }, env.context);
    const below = align(side, { value: to, node: high }, env.context);
    if (!above || !below || !isOrdered(lowered, value, env)) return undefined;
    if (!env.context.spendCopy(lowered, value.range)) return undefined;
    return negated(
      not,
      and([
        { kind: 'compare', operator: '>=', left: above[0], right: above[1] },
        { kind: 'compare', operator: '<=', left: below[0], right: below[1] },
      ]),
    );
  },
  'is-null': ({ not, value }, env) => {
    const lowered = lower(value, env);
    return negated(not, lowered && { kind: 'is-null', value: lowered });
  },
  'text-search': ({ text }, { context, names }) => {
    if (names.outputs) {
      return context.say(
        'unsupported',
        'TEXT SEARCH looks into the payload, which a sub-query does not have',
        text.range,
        {
          help: 'write it into the sub-query',
        },
      );
    }
    const found = searchText(text.value);
    return 'problem' in found ? context.say('syntax', found.problem, text.range) : found;
  },
  case: (node, env) => lowerCase(node, env),
  if: ({ when, result, otherwise }, env) => {
    const lowered = condition(when, 'IF', env);
    const results = [lower(result, env), lower(otherwise, env)];
    return lowered && branches([lowered], results);
  },
};

function number(node: Ast, where: string, env: Environment): Expression | undefined {
  const lowered = lower(node, env);
  return lowered && asNumber(lowered, node, where, env.context);
}

/** Something that is a condition. */
export function condition(node: Ast, where: string, env: Environment): Expression | undefined {
  return asCondition(lower(node, env), node, where, env.context);
}

function negated(not: boolean, expression: Expression | undefined): Expression | undefined {
  return not && expression ? { kind: 'not', item: expression } : expression;
}

function chain(kind: 'and' | 'or', nodes: readonly Ast[], env: Environment): Expression | undefined {
  const items = nodes.map((node) => condition(node, kind.toUpperCase(), env));
  const whole = items.filter((item) => item !== undefined);
  if (whole.length < items.length) return undefined;
  return kind === 'and' ? and(whole) : or(whole);
}

function lowerName(node: Name, env: Environment): Expression | undefined {
  const { names, context } = env;
  const key = node.name.toLowerCase();
  const item = names.aliased(node.name);
  const column = names.column(node.name);
  const isAlias = item !== undefined && !env.open.has(key) && (env.aliasFirst || !column);
  if (isAlias) {
    return lower(item.value, { ...env, open: new Set([...env.open, key]) });
  }
  if (column) return column;
  if (item) {
    return context.say('aliasCycle', `${node.name} is made of itself`, node.range, {
      notes: [{ message: 'it is defined here', at: item.range }],
    });
  }
  return names.unknown(node);
}

function lowerComparison(
  { operator, left, right, range }: Comparison,
  env: Environment,
): Expression | undefined {
  const { context } = env;
  const nullSide = [left, right].find((node) => node.kind === 'constant' && node.value === null);
  if (nullSide && (operator === '=' || operator === '!=')) {
    // Nothing equals NULL; IBM's examples write it and mean IS NULL. The linter says so.
    const other = lower(nullSide === left ? right : left, env);
    return negated(operator === '!=', other && { kind: 'is-null', value: other });
  }
  const [first, second] = [lower(left, env), lower(right, env)];
  if (!first || !second) return undefined;
  const sides = align({ value: first, node: left }, { value: second, node: right }, context);
  if (!sides) return undefined;
  const isOrder = operator !== '=' && operator !== '!=';
  if (isOrder && classOf(sides[0]) === 'boolean') {
    return context.say('type', `${operator} orders texts, numbers and times; this is true or false`, range);
  }
  if (isOrder && !isOrdered(sides[0], left, env)) return undefined;
  return { kind: 'compare', operator, left: sides[0], right: sides[1] };
}

/** Addresses as texts have no order that means anything. */
function isOrdered(expression: Expression, { range }: Ast, { context }: Environment): boolean {
  if (typeOf(expression) !== 'ip') return true;
  context.say('type', 'addresses have no order here', range, {
    help: "use INCIDR('10.0.0.0/8', sourceip), or LONG(sourceip) for the number of an IPv4 address",
  });
  return false;
}

function lowerTextTest({ operator, value, pattern }: TextTest, env: Environment): Expression | undefined {
  const { context } = env;
  const lowered = lower(value, env);
  const text = lowered && asText(lowered, value, operator, context);
  const source = lower(pattern, env);
  const written = source && constantText(source, pattern, `the pattern of ${operator}`, context);
  if (text === undefined || written === undefined) return undefined;
  const ignoreCase = operator === 'ILIKE' || operator === 'IMATCHES';
  if (operator === 'LIKE' || operator === 'ILIKE') {
    return { kind: 'like', value: text, pattern: readLike(written), ignoreCase };
  }
  const problem = regexProblem(written);
  if (problem) return context.say('regex', problem, pattern.range, { help: regexHelp });
  const match = context.options.regexMatch ?? 'search';
  return { kind: 'regex', value: text, source: written, ignoreCase, match };
}

function lowerIn({ value, list }: In, env: Environment): Expression | undefined {
  const subject = lower(value, env);
  const found = list.map((node) => ({ node, value: lower(node, env) }));
  if (!subject) return undefined;
  const constants: (string | number | boolean)[] = [];
  const others: Expression[] = [];
  let left = subject;
  let isWhole = true;
  for (const { node, value: lowered } of found) {
    if (!lowered) isWhole = false;
    else if (!isNull(lowered)) {
      const sides = align({ value: subject, node: value }, { value: lowered, node }, env.context);
      if (!sides) isWhole = false;
      else if (sides[1].kind === 'literal' && sides[1].value !== null) {
        constants.push(sides[1].value);
        left = sides[0];
      } else others.push(equal(sides[0], sides[1]));
    }
  }
  if (!isWhole) return undefined;
  const inList: Expression = { kind: 'in-list', value: left, values: [...new Set(constants)] };
  return or(constants.length > 0 || others.length === 0 ? [inList, ...others] : others);
}

function lowerInQuery({ value, query }: InQuery, env: Environment): Expression | undefined {
  const subject = lower(value, env);
  const select = env.subQuery(query);
  if (!subject || !select) return undefined;
  const { context } = env;
  const [only] = select.items;
  if (!only || select.items.length !== 1) {
    return context.say(
      'subQuery',
      `the sub-query of IN gives ${select.items.length} columns, and must give one`,
      query.range,
    );
  }
  if (classOf(only.value) !== classOf(subject)) {
    return context.say(
      'type',
      'the column of the sub-query is of another type than what it is compared with',
      query.range,
    );
  }
  return { kind: 'in-query', value: subject, query: select, most: limits.inQuery };
}

function lowerCase(
  { subject, branches: nodes, otherwise }: AstCase,
  env: Environment,
): Expression | undefined {
  const { context } = env;
  const value = subject && lower(subject, env);
  const conditions = nodes.map(({ when }) => {
    if (!subject) return condition(when, 'WHEN', env);
    const compared = lower(when, env);
    if (!value || !compared) return undefined;
    const sides = align({ value, node: subject }, { value: compared, node: when }, context);
    return sides && context.spendCopy(value, when.range) ? equal(sides[0], sides[1]) : undefined;
  });
  const results = [...nodes.map(({ result }) => result), ...(otherwise ? [otherwise] : [])].map((node) =>
    lower(node, env),
  );
  if (!otherwise) results.push(nullOf('text'));
  return branches(conditions, results);
}

/** @param given one result more than conditions: what holds otherwise */
function branches(
  given: readonly (Expression | undefined)[],
  givenResults: readonly (Expression | undefined)[],
): Expression | undefined {
  const conditions = given.filter((one) => one !== undefined);
  const whole = givenResults.filter((one) => one !== undefined);
  if (conditions.length < given.length || whole.length < givenResults.length) return undefined;
  const { type, results } = unify(whole);
  const otherwise = results.pop() ?? nullOf(type);
  return {
    kind: 'case',
    type,
    branches: conditions.flatMap((when, index) => {
      const result = results[index];
      return result ? [{ when, result }] : [];
    }),
    otherwise,
  };
}
