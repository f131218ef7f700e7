/**
 * Expressions of a query: frozen plain data with a literal `kind`, JSON-serialisable and lossless. Nothing is folded,
 * escaped or compiled here; each emitter does that for its target. There is no catch-all: an emitter is a record keyed
 * by every kind, and by every name of a `call`.
 *
 * Values at run time are texts, numbers, booleans and NULL. Every expression has a static type:
 *
 *   text     any Unicode text; compared and ordered by code point, never by locale
 *   number   a double as in IEEE 754, also where a database has integers: results agree then
 *   boolean  with the three-valued logic of SQL: unknown is NULL
 *   time     epoch milliseconds, a number otherwise
 *   ip       an address as text, in the spelling of the log; equality is equality of texts
 *
 * Where nothing else is said, an operation on NULL gives NULL.
 */
import type { Pattern } from '../nodes.ts';
import type { DatePart } from './date-part.ts';
import type {
  AggregateValue,
  Field,
  GroupKey,
  ItemValue,
  ListText,
  Literal,
  Output,
  Position,
  RecordText,
  RecordValue,
  SessionId,
  Tag,
  ValueType,
} from './leaf.ts';
import type { Select } from './query.ts';

/**
 * A column of the events table as the query names it, with what it is made of. `value` says everything; the name is there
 * for people, and for stores that keep the column as it is.
 */
export interface Column {
  readonly kind: 'column';
  readonly name: string;
  readonly type: ValueType;
  readonly value: Expression;
}

/** False when one item is false, else NULL when one is NULL, else true. */
export interface And {
  readonly kind: 'and';
  readonly items: readonly Expression[];
}

/** True when one item is true, else NULL when one is NULL, else false. */
export interface Or {
  readonly kind: 'or';
  readonly items: readonly Expression[];
}

export interface Not {
  readonly kind: 'not';
  readonly item: Expression;
}

export type CompareOperator = '=' | '!=' | '<' | '<=' | '>' | '>=';

/** Both sides are texts or addresses (by code point), or numbers or times, or booleans (`=` and `!=` only). */
export interface Compare {
  readonly kind: 'compare';
  readonly operator: CompareOperator;
  readonly left: Expression;
  readonly right: Expression;
}

/**
 * The whole text matches the pattern: `any` is `%` (any run, line breaks included), `one` is `_` (one code point). With
 * `ignoreCase` both sides are folded code point by code point (`ir/fold.ts`: simple lower case, `ς` as `σ`, what
 * would become two code points stays).
 */
export interface Like {
  readonly kind: 'like';
  readonly value: Expression;
  readonly pattern: Pattern;
  readonly ignoreCase: boolean;
}

/** RE2 syntax. `search`: it matches somewhere; `whole`: it matches from end to end. */
export interface Regex {
  readonly kind: 'regex';
  readonly value: Expression;
  readonly source: string;
  readonly ignoreCase: boolean;
  readonly match: 'search' | 'whole';
}

/** One of the values, none of which is NULL; all of the type of `value`. */
export interface InList {
  readonly kind: 'in-list';
  readonly value: Expression;
  readonly values: readonly (string | number | boolean)[];
}

/**
 * One of the values of the only column of a query that does not depend on the row. NULLs among them do not count, so that
 * `NOT IN` is never unknown because of them. More than `most` rows are an error of the run.
 */
export interface InQuery {
  readonly kind: 'in-query';
  readonly value: Expression;
  readonly query: Select;
  readonly most: number;
}

/** Never NULL itself. */
export interface IsNull {
  readonly kind: 'is-null';
  readonly value: Expression;
}

/**
 * On doubles. `/` and `%` by zero, and whatever is not a finite number, give NULL; `%` has the sign of the left side; `^`
 * is the power; `&` is bitwise on both sides as 64-bit integers (fractions cut off; NULL beyond ±2^53).
 */
export interface Arithmetic {
  readonly kind: 'arithmetic';
  readonly operator: '+' | '-' | '*' | '/' | '%' | '^' | '&';
  readonly left: Expression;
  readonly right: Expression;
}

/** The first branch whose condition is true; else `otherwise`; all of one type. */
export interface Case {
  readonly kind: 'case';
  readonly type: ValueType;
  readonly branches: readonly { readonly when: Expression; readonly result: Expression }[];
  readonly otherwise: Expression;
}

/**
 * - `coalesce`: the first that is not NULL; never unknown because of the others
 * - `concat`: of texts
 * - `lower`, `upper`: code point by code point; one that would become several stays (`ß`, `İ`)
 * - `length`: code points
 * - `position(text, part, from)`: index of the part from `from` on, in code points from 0; −1 when it is not there
 * - `substring(text, from, count)`: in code points from 0; `from` below 0 counts as 0, fractions are cut off
 * - `base64`: of the text in UTF-8
 * - `to-text`: texts and addresses as they are, `true` and `false`, numbers and times as JavaScript writes them: whole
 *   numbers below 1e21 in digits, else the shortest decimal that reads as the same number
 * - `to-number`: numbers as they are, booleans as 1 and 0, texts in decimal notation (blanks around them allowed); else NULL
 * - `to-integer`: the same with the fraction cut off; an IPv4 address is its 32-bit number
 */
export type CallName =
  | 'coalesce'
  | 'concat'
  | 'lower'
  | 'upper'
  | 'length'
  | 'position'
  | 'substring'
  | 'base64'
  | 'to-text'
  | 'to-number'
  | 'to-integer';

/** Arguments that AQL lets out have been filled in: `position` and `substring` always have three. */
export interface Call {
  readonly kind: 'call';
  readonly name: CallName;
  readonly type: ValueType;
  readonly arguments: readonly Expression[];
}

export type ReplacementPart =
  | { readonly kind: 'text'; readonly text: string }
  /** What a group of the expression matched; 0 is the whole match; nothing for a group that took no part. */
  | { readonly kind: 'group'; readonly index: number };

/** Replaces the first match, or all, of a regular expression (RE2 syntax). */
export interface RegexReplace {
  readonly kind: 'regex-replace';
  readonly value: Expression;
  readonly source: string;
  readonly replacement: readonly ReplacementPart[];
  readonly all: boolean;
}

/** A time as text; names of months and days in English. NULL outside the years 0 to 9999. */
export interface DateFormat {
  readonly kind: 'date-format';
  readonly value: Expression;
  /** `UTC`, an IANA name or an offset such as `+01:00` (`core/zone.ts`). */
  readonly zone: string;
  readonly parts: readonly DatePart[];
}

/** A text as time, without the blanks around it; what the pattern lacks is that of 1970-01-01T00:00. NULL where it does not match whole. */
export interface DateParse {
  readonly kind: 'date-parse';
  readonly value: Expression;
  readonly zone: string;
  readonly parts: readonly DatePart[];
}

/** The address lies in the network (CIDR notation); false for texts that are no address; IPv4 is never inside IPv6. */
export interface InNetwork {
  readonly kind: 'in-network';
  readonly value: Expression;
  readonly network: string;
}

/** What a lookup table of the query has under the keys; NULL where it has nothing. */
export interface Lookup {
  readonly kind: 'lookup';
  /** A name in `Query.tables`, whose `kind` is `lookup`. */
  readonly table: string;
  readonly keys: readonly Expression[];
  readonly type: ValueType;
}

/** Whether a table of the query has the row; NULL when one of the values is. */
export interface InTable {
  readonly kind: 'in-table';
  /** A name in `Query.tables`, whose `kind` is `rows`. */
  readonly table: string;
  readonly values: readonly Expression[];
}

export type Expression =
  | Literal
  | Column
  | Field
  | Tag
  | ListText
  | RecordValue
  | RecordText
  | Output
  | Position
  | SessionId
  | GroupKey
  | AggregateValue
  | ItemValue
  | And
  | Or
  | Not
  | Compare
  | Like
  | Regex
  | InList
  | InQuery
  | IsNull
  | Arithmetic
  | Case
  | Call
  | RegexReplace
  | DateFormat
  | DateParse
  | InNetwork
  | Lookup
  | InTable;

export type ExpressionKind = Expression['kind'];

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
