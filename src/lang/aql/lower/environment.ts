import type { Expression } from '../../../ir/query/expression.ts';
import type { ValueType } from '../../../ir/query/leaf.ts';
import type { Aggregate, Select } from '../../../ir/query/query.ts';
import type { SelectStatement } from '../ast.ts';
import type { Context } from './context.ts';
import type { Names } from './names.ts';

/** Where in a query an expression stands. */
export interface Environment {
  readonly context: Context;
  readonly names: Names;
  /** Names mean aliases before they mean columns: GROUP BY, HAVING, ORDER BY. */
  readonly aliasFirst: boolean;
  /** Takes an aggregate and gives what stands for its value; absent where aggregates cannot stand. */
  readonly aggregate?: (aggregate: Aggregate, type: ValueType) => Expression;
  /** The clause, for messages. */
  readonly clause: string;
  /** Aliases that are being put in for what they stand for. */
  readonly open: ReadonlySet<string>;
  /** Lowers the sub-query of IN. */
  readonly subQuery: (statement: SelectStatement) => Select | undefined;
}
