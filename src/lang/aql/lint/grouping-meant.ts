import type { Expression, Or } from '../ast.ts';
import { printExpression } from '../print.ts';

/**
 * What `A OR B AND C AND D` was most likely meant to be: `(A OR B) AND C AND D`, when A and B test the same thing. undefined
 * when it cannot be told.
 */
export function intendedGrouping(node: Or): Expression | undefined {
  const last = node.items.at(-1);
  const before = node.items.slice(0, -1);
  if (last?.kind !== 'and' || last.parens || before.some(({ kind }) => kind === 'and')) return undefined;
  const [first, ...rest] = last.items;
  const subject = first && subjectOf(first);
  if (!first || subject === undefined || before.some((one) => subjectOf(one) !== subject)) return undefined;
  const { range } = node;
  return {
    kind: 'and',
    range,
    items: [{ kind: 'or', range, parens: true, items: [...before, first] }, ...rest],
  };
}

/** What a test is about, as text. */
export function subjectOf(node: Expression): string | undefined {
  switch (node.kind) {
    case 'text-test':
    case 'in':
    case 'in-query':
    case 'between':
    case 'is-null':
      return printExpression(node.value).toLowerCase();
    case 'comparison':
      return printExpression(node.left).toLowerCase();
    default:
      return undefined;
  }
}
