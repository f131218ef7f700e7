import type { Expression } from '../ast.ts';
import { childrenOf } from '../children.ts';

/** Whether an aggregate is called in an expression; sub-queries are not looked into. */
export function usesAggregate(expression: Expression, names: ReadonlySet<string>): boolean {
  if (expression.kind === 'call' && names.has(expression.name)) return true;
  return childrenOf(expression).some((child) => usesAggregate(child, names));
}
