import { type Expression, type ExpressionHandlers, handleExpression } from './ast.ts';

const none = (): readonly Expression[] => [];
const ofItems = ({ items }: { readonly items: readonly Expression[] }): readonly Expression[] => items;
const ofValue = ({ value }: { readonly value: Expression }): readonly Expression[] => [value];
const ofSides = ({
  left,
  right,
}: {
  readonly left: Expression;
  readonly right: Expression;
}): readonly Expression[] => [left, right];

const children: ExpressionHandlers<readonly Expression[]> = {
  name: none,
  text: none,
  number: none,
  constant: none,
  call: ({ arguments: list }) => list,
  negative: ({ item }) => [item],
  binary: ofSides,
  comparison: ofSides,
  and: ofItems,
  or: ofItems,
  not: ({ item }) => [item],
  'text-test': ({ value, pattern }) => [value, pattern],
  in: ({ value, list }) => [value, ...list],
  'in-query': ofValue,
  between: ({ value, low, high }) => [value, low, high],
  'is-null': ofValue,
  'text-search': none,
  case: ({ subject, branches, otherwise }) => [
    ...(subject ? [subject] : []),
    ...branches.flatMap(({ when, result }) => [when, result]),
    ...(otherwise ? [otherwise] : []),
  ],
  if: ({ when, result, otherwise }) => [when, result, otherwise],
};

/** The expressions directly below one, in the order of the text; queries in it are not looked into. */
export function childrenOf(expression: Expression): readonly Expression[] {
  return handleExpression(children, expression);
}

/** Visits the expression and everything below it, parents first. */
export function walk(expression: Expression, visit: (expression: Expression) => void): void {
  visit(expression);
  for (const child of childrenOf(expression)) walk(child, visit);
}
