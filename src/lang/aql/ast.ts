/**
 * A query as written. `range` is where a node stands in the text, and `parens` that it stood in parentheses of its own;
 * neither is part of what the query means: `print` leaves them out, and the round trip is equal without them.
 */

/** UTF-16 offsets in the text; `end` is behind the last character. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

interface Node {
  readonly range: Range;
  readonly parens?: true;
}

export interface Name extends Node {
  readonly kind: 'name';
  readonly name: string;
  /** Written in double quotation marks. */
  readonly quoted: boolean;
}

export interface Text extends Node {
  readonly kind: 'text';
  readonly value: string;
}

export interface Numeral extends Node {
  readonly kind: 'number';
  /** As written: `10`, `0.5`, `0xff`. */
  readonly text: string;
  readonly value: number;
}

export interface Constant extends Node {
  readonly kind: 'constant';
  readonly value: boolean | null;
}

export interface FunctionCall extends Node {
  readonly kind: 'call';
  /** In capitals. */
  readonly name: string;
  readonly nameRange: Range;
  readonly distinct: boolean;
  /** `COUNT(*)`. */
  readonly star: boolean;
  readonly arguments: readonly Expression[];
}

export interface Negative extends Node {
  readonly kind: 'negative';
  readonly item: Expression;
}

export interface Binary extends Node {
  readonly kind: 'binary';
  readonly operator: '+' | '-' | '*' | '/' | '%' | '^' | '&';
  readonly left: Expression;
  readonly right: Expression;
}

export interface Comparison extends Node {
  readonly kind: 'comparison';
  readonly operator: '=' | '!=' | '<' | '<=' | '>' | '>=';
  readonly left: Expression;
  readonly right: Expression;
}

export interface And extends Node {
  readonly kind: 'and';
  readonly items: readonly Expression[];
}

export interface Or extends Node {
  readonly kind: 'or';
  readonly items: readonly Expression[];
}

export interface Negation extends Node {
  readonly kind: 'not';
  readonly item: Expression;
}

export interface TextTest extends Node {
  readonly kind: 'text-test';
  readonly operator: 'LIKE' | 'ILIKE' | 'MATCHES' | 'IMATCHES';
  readonly not: boolean;
  readonly value: Expression;
  readonly pattern: Expression;
}

export interface In extends Node {
  readonly kind: 'in';
  readonly not: boolean;
  readonly value: Expression;
  readonly list: readonly Expression[];
}

export interface InQuery extends Node {
  readonly kind: 'in-query';
  readonly not: boolean;
  readonly value: Expression;
  readonly query: SelectStatement;
}

export interface Between extends Node {
  readonly kind: 'between';
  readonly not: boolean;
  readonly value: Expression;
  readonly low: Expression;
  readonly high: Expression;
}

export interface IsNull extends Node {
  readonly kind: 'is-null';
  readonly not: boolean;
  readonly value: Expression;
}

export interface TextSearch extends Node {
  readonly kind: 'text-search';
  readonly text: Text;
}

export interface Case extends Node {
  readonly kind: 'case';
  readonly subject?: Expression;
  readonly branches: readonly { readonly when: Expression; readonly result: Expression }[];
  readonly otherwise?: Expression;
}

export interface If extends Node {
  readonly kind: 'if';
  readonly when: Expression;
  readonly result: Expression;
  readonly otherwise: Expression;
}

export type Expression =
  | Name
  | Text
  | Numeral
  | Constant
  | FunctionCall
  | Negative
  | Binary
  | Comparison
  | And
  | Or
  | Negation
  | TextTest
  | In
  | InQuery
  | Between
  | IsNull
  | TextSearch
  | Case
  | If;

export interface Star {
  readonly kind: 'star';
  readonly range: Range;
}

export interface SelectItem {
  readonly kind: 'item';
  readonly range: Range;
  readonly value: Expression;
  readonly alias?: Alias;
}

export interface Alias {
  readonly name: string;
  readonly range: Range;
}

export type Source =
  | { readonly kind: 'table'; readonly name: string; readonly range: Range }
  | { readonly kind: 'query'; readonly query: SelectStatement; readonly range: Range };

export interface OrderItem {
  readonly range: Range;
  readonly value: Expression;
  readonly direction: 'ASC' | 'DESC';
  readonly collation?: Text;
}

export type TimeUnit = 'SECONDS' | 'MINUTES' | 'HOURS' | 'DAYS';

export type TimeClause =
  | { readonly kind: 'last'; readonly amount: number; readonly unit: TimeUnit; readonly range: Range }
  | { readonly kind: 'span'; readonly start: Expression; readonly stop?: Expression; readonly range: Range };

export interface SessionClause {
  readonly range: Range;
  readonly time: Expression;
  readonly by: readonly Expression[];
  readonly begin: Expression;
  readonly beginExplicit: boolean;
  readonly end?: Expression;
  readonly endExplicit: boolean;
  /** Milliseconds. */
  readonly timeout?: number;
  readonly window?: { readonly amount: number; readonly unit: TimeUnit };
}

export interface Parameter {
  readonly name: string;
  readonly value: string;
  readonly range: Range;
}

export interface SelectStatement {
  readonly kind: 'select';
  readonly range: Range;
  readonly distinct: boolean;
  readonly items: readonly (Star | SelectItem)[];
  readonly source: Source;
  readonly into?: Alias;
  readonly where?: Expression;
  readonly groupBy: readonly Expression[];
  readonly having?: Expression;
  readonly session?: SessionClause;
  readonly orderBy: readonly OrderItem[];
  readonly limit?: number;
  readonly time?: TimeClause;
  readonly parameters: readonly Parameter[];
}

type ExpressionKind = Expression['kind'];

/** A handler for each kind: a new kind fails to compile wherever it must be handled. */
export type ExpressionHandlers<Result, Extra extends readonly unknown[] = []> = {
  readonly [K in ExpressionKind]: (node: Extract<Expression, { kind: K }>, ...extra: Extra) => Result;
};

/** Calls the handler of the node's kind. */
export function handleExpression<Result, Extra extends readonly unknown[]>(
  handlers: ExpressionHandlers<Result, Extra>,
  node: Expression,
  ...extra: Extra
): Result {
  const handler = handlers[node.kind] as (node: Expression, ...extra: Extra) => Result;
  return handler(node, ...extra);
}
