import type { Expression, SelectStatement } from '../ast.ts';

/** The statement with each of its expressions replaced. */
export function mapStatement(
  statement: SelectStatement,
  map: (expression: Expression) => Expression,
): SelectStatement {
  const { where, having } = statement;
  return {
    ...statement,
    items: statement.items.map((item) => (item.kind === 'item' ? { ...item, value: map(item.value) } : item)),
    ...(where ? { where: map(where) } : {}),
    ...(having ? { having: map(having) } : {}),
  };
}
