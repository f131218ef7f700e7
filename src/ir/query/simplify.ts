import { literal, nullOf } from './build.ts';
import { type Expression, type ExpressionHandlers, handleExpression } from './expression.ts';
import type { Literal, Value } from './leaf.ts';
import { typeOf } from './type-of.ts';
import { childrenOf, mapChildren } from './walk.ts';

/** What is known of fields by their paths: one value, NULL included. What is not named may hold anything. */
export type KnownFields = ReadonlyMap<string, Value>;

/** Gives the value of an expression whose parts are all literals. */
export type Compute = (expression: Expression) => Value;

/**
 * The expression with everything computed that is known already. What remains says on what the rest depends; a literal
 * says that nothing does.
 */
export function simplify(expression: Expression, known: KnownFields, compute: Compute): Expression {
  return handleExpression(simplifiers, expression, known, compute);
}

type Cx = readonly [KnownFields, Compute];

/** What depends on its parts alone: computed once all of them are known. */
const ofParts = (node: Expression, ...cx: Cx): Expression => {
  const parts = mapChildren(node, (child) => simplify(child, ...cx));
  return childrenOf(parts).every(isLiteral) ? asLiteral(parts, cx[1](parts)) : parts;
};
const unchanged = (node: Expression): Expression => node;

const simplifiers: ExpressionHandlers<Expression, Cx> = {
  literal: unchanged,
  column: (node, ...cx) => {
    const value = simplify(node.value, ...cx);
    return isLiteral(value) ? asLiteral(node, value.value) : node;
  },
  field: (node, known) => {
    const value = known.get(node.path);
    return value === undefined ? node : asLiteral(node, value);
  },
  tag: unchanged,
  'list-text': unchanged,
  'record-value': unchanged,
  'record-text': unchanged,
  output: unchanged,
  position: unchanged,
  'session-id': unchanged,
  'group-key': unchanged,
  aggregate: unchanged,
  item: unchanged,
  and: (node, ...cx) => connective(node, false, cx),
  or: (node, ...cx) => connective(node, true, cx),
  not: ofParts,
  compare: (node, ...cx) => withNull(node, cx),
  like: ofParts,
  regex: ofParts,
  'in-list': ofParts,
  'in-query': (node, ...cx) => ({ ...node, value: simplify(node.value, ...cx) }),
  'is-null': ofParts,
  arithmetic: (node, ...cx) => withNull(node, cx),
  case: (node, ...cx) => {
    const branches: { when: Expression; result: Expression }[] = [];
    for (const { when, result } of node.branches) {
      const condition = simplify(when, ...cx);
      if (isLiteral(condition) && condition.value !== true) continue;
      const simplified = simplify(result, ...cx);
      if (isLiteral(condition))
        return branches.length === 0 ? simplified : { ...node, branches, otherwise: simplified };
      branches.push({ when: condition, result: simplified });
    }
    const otherwise = simplify(node.otherwise, ...cx);
    return branches.length === 0 ? otherwise : { ...node, branches, otherwise };
  },
  call: (node, ...cx) => {
    if (node.name !== 'coalesce') return ofParts(node, ...cx);
    const left: Expression[] = [];
    for (const argument of node.arguments) {
      const simplified = simplify(argument, ...cx);
      if (isLiteral(simplified) && simplified.value === null) continue;
      left.push(simplified);
      if (isLiteral(simplified)) break;
    }
    const [first] = left;
    if (!first) return nullOf(node.type);
    return isLiteral(first) ? asLiteral(node, first.value) : { ...node, arguments: left };
  },
  'regex-replace': ofParts,
  'date-format': ofParts,
  'date-parse': ofParts,
  'in-network': ofParts,
  lookup: ofParts,
  'in-table': ofParts,
};

function isLiteral(expression: Expression): expression is Literal {
  return expression.kind === 'literal';
}

function asLiteral(expression: Expression, value: Value): Literal {
  const type = typeOf(expression);
  return value === null ? nullOf(type) : literal(value, type);
}

/** NULL when one part is, whatever the others are. */
function withNull(node: Expression, cx: Cx): Expression {
  const parts = ofParts(node, ...cx);
  const hasNull = childrenOf(parts).some((child) => isLiteral(child) && child.value === null);
  return hasNull ? nullOf(typeOf(node)) : parts;
}

function connective(
  node: Extract<Expression, { kind: 'and' | 'or' }>,
  deciding: boolean,
  cx: Cx,
): Expression {
  const items = node.items.map((item) => simplify(item, ...cx));
  if (items.some((item) => isLiteral(item) && item.value === deciding)) return literal(deciding);
  const open = items.filter((item) => !isLiteral(item) || item.value === null);
  if (open.length === 0) return literal(!deciding);
  // Unknown and unknown stay unknown.
  if (open.every(isLiteral)) return nullOf('boolean');
  const [first] = open;
  return open.length === 1 && first ? first : { ...node, items: open };
}
