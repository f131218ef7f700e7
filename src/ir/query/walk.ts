import {
  type Expression,
  type ExpressionHandlers,
  type ExpressionKind,
  handleExpression,
} from './expression.ts';

/** Replaces one expression. */
export type Rewrite = (expression: Expression) => Expression;

const same = <T extends Expression>(node: T): T => node;
const ofValue = <T extends Expression & { readonly value: Expression }>(node: T, rewrite: Rewrite): T => ({
  ...node,
  value: rewrite(node.value),
});
const ofSides = <T extends Expression & { readonly left: Expression; readonly right: Expression }>(
  node: T,
  rewrite: Rewrite,
): T => ({ ...node, left: rewrite(node.left), right: rewrite(node.right) });
const ofItems = <T extends Expression & { readonly items: readonly Expression[] }>(
  node: T,
  rewrite: Rewrite,
): T => ({
  ...node,
  items: node.items.map(rewrite),
});

const rewriters: ExpressionHandlers<Expression, [Rewrite]> = {
  literal: same,
  column: ofValue,
  field: same,
  tag: same,
  'list-text': same,
  'record-value': same,
  'record-text': same,
  output: same,
  position: same,
  'session-id': same,
  'group-key': same,
  aggregate: same,
  item: same,
  and: ofItems,
  or: ofItems,
  not: (node, rewrite) => ({ ...node, item: rewrite(node.item) }),
  compare: ofSides,
  like: ofValue,
  regex: ofValue,
  'in-list': ofValue,
  'in-query': ofValue,
  'is-null': ofValue,
  arithmetic: ofSides,
  case: (node, rewrite) => ({
    ...node,
    branches: node.branches.map(({ when, result }) => ({ when: rewrite(when), result: rewrite(result) })),
    otherwise: rewrite(node.otherwise),
  }),
  call: (node, rewrite) => ({ ...node, arguments: node.arguments.map(rewrite) }),
  'regex-replace': ofValue,
  'date-format': ofValue,
  'date-parse': ofValue,
  'in-network': ofValue,
  lookup: (node, rewrite) => ({ ...node, keys: node.keys.map(rewrite) }),
  'in-table': (node, rewrite) => ({ ...node, values: node.values.map(rewrite) }),
};

/** The expression with the expressions directly below it replaced; queries in it stay as they are. */
export function mapChildren(expression: Expression, rewrite: Rewrite): Expression {
  return handleExpression(rewriters, expression, rewrite);
}

/** The expressions directly below one. */
export function childrenOf(expression: Expression): readonly Expression[] {
  const found: Expression[] = [];
  mapChildren(expression, (child) => {
    found.push(child);
    return child;
  });
  return found;
}

/** Whether something holds for the expression or one below it; queries in it are not looked into. */
export function some(expression: Expression, holds: (expression: Expression) => boolean): boolean {
  return holds(expression) || childrenOf(expression).some((child) => some(child, holds));
}

/** What is read from a row of the source. */
const ofRow: ReadonlySet<ExpressionKind> = new Set([
  'column',
  'field',
  'tag',
  'list-text',
  'record-value',
  'record-text',
  'output',
  'position',
  'session-id',
]);

/** Whether an expression is itself read from a row; what is made of constants alone never is. */
export function isOfRow({ kind }: Expression): boolean {
  return ofRow.has(kind);
}
