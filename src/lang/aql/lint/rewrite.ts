import { type Expression, type ExpressionHandlers, handleExpression } from '../ast.ts';

type Rewrite = (expression: Expression) => Expression;

const same = (node: Expression): Expression => node;

const rewriters: ExpressionHandlers<Expression, [Rewrite]> = {
  name: same,
  text: same,
  number: same,
  constant: same,
  call: (node, rewrite) => ({ ...node, arguments: node.arguments.map(rewrite) }),
  negative: (node, rewrite) => ({ ...node, item: rewrite(node.item) }),
  binary: (node, rewrite) => ({ ...node, left: rewrite(node.left), right: rewrite(node.right) }),
  comparison: (node, rewrite) => ({ ...node, left: rewrite(node.left), right: rewrite(node.right) }),
  and: (node, rewrite) => ({ ...node, items: node.items.map(rewrite) }),
  or: (node, rewrite) => ({ ...node, items: node.items.map(rewrite) }),
  not: (node, rewrite) => ({ ...node, item: rewrite(node.item) }),
  'text-test': (node, rewrite) => ({ ...node, value: rewrite(node.value), pattern: rewrite(node.pattern) }),
  in: (node, rewrite) => ({ ...node, value: rewrite(node.value), list: node.list.map(rewrite) }),
  'in-query': (node, rewrite) => ({ ...node, value: rewrite(node.value) }),
  between: (node, rewrite) => ({
    ...node,
    value: rewrite(node.value),
    low: rewrite(node.low),
    high: rewrite(node.high),
  }),
  'is-null': (node, rewrite) => ({ ...node, value: rewrite(node.value) }),
  'text-search': same,
  case: (node, rewrite) => ({
    ...node,
    ...(node.subject ? { subject: rewrite(node.subject) } : {}),
    branches: node.branches.map(({ when, result }) => ({ when: rewrite(when), result: rewrite(result) })),
    ...(node.otherwise ? { otherwise: rewrite(node.otherwise) } : {}),
  }),
  if: (node, rewrite) => ({
    ...node,
    when: rewrite(node.when),
    result: rewrite(node.result),
    otherwise: rewrite(node.otherwise),
  }),
};

/** The expression with each part replaced, the parents before what is in them: what is replaced is not looked into again. */
export function rewriteAll(
  expression: Expression,
  replace: (expression: Expression) => Expression | undefined,
): Expression {
  return (
    replace(expression) ?? handleExpression(rewriters, expression, (child) => rewriteAll(child, replace))
  );
}
