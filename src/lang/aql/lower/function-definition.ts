import type { Expression } from '../../../ir/query/expression.ts';
import type { Expression as Ast, FunctionCall } from '../ast.ts';
import type { Environment } from './environment.ts';

export type Lower = (node: Ast, env: Environment) => Expression | undefined;

/** What a function is given: its arguments, lowered, with the nodes that they were. */
export interface Given {
  readonly call: FunctionCall;
  readonly values: readonly Expression[];
  readonly nodes: readonly Ast[];
  readonly env: Environment;
}

export interface FunctionDefinition {
  /** How it is called, for messages and the documentation. */
  readonly usage: string;
  readonly meaning: string;
  readonly least: number;
  readonly most: number;
  readonly lower: (given: Given) => Expression | undefined;
}
