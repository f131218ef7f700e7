import type { Expression } from '../../../ir/query/expression.ts';
import type { Value } from '../../../ir/query/leaf.ts';
import type { QueryTable } from '../../../ir/query/query.ts';
import { compileExpression } from './expression.ts';

/** Computes expressions whose parts are all literals. */
export function createCompute(
  tables: Readonly<Record<string, QueryTable>>,
): (expression: Expression) => Value {
  const leaf = ({ kind }: Expression): never => {
    throw new Error(`a ${kind} is no constant`);
  };
  return (expression) => compileExpression(expression, { leaf, tables })(undefined);
}
