/**
 * The intermediate representation of a rule's match: frozen plain data with a literal `kind`, JSON-serialisable
 * (`JSON.parse(JSON.stringify(x))` is the same rule) and lossless. Nothing is lower-cased, escaped or compiled
 * here; each emitter does that for its own target. There is no catch-all: an emitter is a record keyed by every kind.
 *
 *   lang/sigma → Rule { selections, condition } → emit/reference | emit/closure | SQL and SIEM text
 */

/** Raised whenever a stored rule of an older version could not be read any more. */
export const irVersion = 1;

/** One piece of a string pattern: literal text, `*`, `?`, or one character out of a set (from `windash`). */
export type PatternPart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'any' }
  | { readonly kind: 'one' }
  | { readonly kind: 'set'; readonly chars: string };

export type Pattern = readonly PatternPart[];

/** Where the value of a field may come from. Everything but `path` repairs a name that raw records do not have. */
export type Source =
  /** The value at the path. */
  | { readonly kind: 'path'; readonly path: string }
  /** One piece of the text at the path; a negative index counts from the end. */
  | { readonly kind: 'segment'; readonly path: string; readonly separator: string; readonly index: number }
  /** A constant that depends on the (case-folded) text at the path; `otherwise` for any other value, if given. */
  | {
      readonly kind: 'mapped';
      readonly path: string;
      readonly cases: readonly { readonly when: string; readonly value: string }[];
      readonly otherwise?: string;
    }
  /** A constant that depends on whether the path is there and not null; always yields one of the two. */
  | { readonly kind: 'presence'; readonly path: string; readonly present: string; readonly absent: string }
  /** The `value` of each object under the path whose `name` is the (case-folded) `key`: arrays of name/value pairs. */
  | {
      readonly kind: 'pairs';
      readonly path: string;
      readonly name: string;
      readonly value: string;
      readonly key: string;
      /** Take a value such as `"\"False\""` without the quotes around it. */
      readonly unquote?: boolean;
    }
  /** The values at all of the paths together. */
  | { readonly kind: 'union'; readonly path: string; readonly also: readonly string[] };

/**
 * A field as the rule names it, and where it is looked for. The first source with a value other than null wins; when
 * there is none, the nulls that were found count (the field is present and null); else it is absent.
 */
export interface Field {
  readonly name: string;
  readonly sources: readonly Source[];
}

export type StringOp = 'equals' | 'contains' | 'startswith' | 'endswith';
export type NumberOp = 'eq' | 'gt' | 'gte' | 'lt' | 'lte';
/** `weekday` is ours: 1 is Monday, 7 is Sunday (ISO 8601). */
export type TimePart = 'minute' | 'hour' | 'weekday' | 'day' | 'week' | 'month' | 'year';

export interface RegexFlags {
  readonly ignoreCase?: boolean;
  readonly multiline?: boolean;
  readonly dotAll?: boolean;
}

export interface StringTest {
  readonly kind: 'string';
  readonly field: Field;
  readonly op: StringOp;
  readonly cased: boolean;
  readonly pattern: Pattern;
}

interface RegexTest {
  readonly kind: 'regex';
  readonly field: Field;
  readonly source: string;
  readonly flags: RegexFlags;
}

export interface CidrTest {
  readonly kind: 'cidr';
  readonly field: Field;
  readonly network: string;
}

/** `value` is decimal text, so that integers beyond 2^53 stay exact. */
export interface NumberTest {
  readonly kind: 'number';
  readonly field: Field;
  readonly op: NumberOp;
  readonly value: string;
}

export interface BooleanTest {
  readonly kind: 'boolean';
  readonly field: Field;
  readonly value: boolean;
}

interface NullTest {
  readonly kind: 'null';
  readonly field: Field;
}

interface EmptyTest {
  readonly kind: 'empty';
  readonly field: Field;
}

interface ExistsTest {
  readonly kind: 'exists';
  readonly field: Field;
  readonly value: boolean;
}

export interface FieldRefTest {
  readonly kind: 'fieldref';
  readonly field: Field;
  readonly op: StringOp;
  readonly cased: boolean;
  readonly other: Field;
}

export interface TimestampTest {
  readonly kind: 'timestamp';
  readonly field: Field;
  readonly part: TimePart;
  readonly op: NumberOp;
  readonly value: string;
}

/** Any scalar of the record, at any depth; never a key. */
export interface KeywordTest {
  readonly kind: 'keyword';
  readonly op: StringOp;
  readonly cased: boolean;
  readonly pattern: Pattern;
}

export interface KeywordRegexTest {
  readonly kind: 'keyword-regex';
  readonly source: string;
  readonly flags: RegexFlags;
}

export type FieldTest =
  | StringTest
  | RegexTest
  | CidrTest
  | NumberTest
  | BooleanTest
  | NullTest
  | EmptyTest
  | ExistsTest
  | FieldRefTest
  | TimestampTest;

export type Leaf = FieldTest | KeywordTest | KeywordRegexTest;

interface And {
  readonly kind: 'and';
  readonly items: readonly Match[];
}

interface Or {
  readonly kind: 'or';
  readonly items: readonly Match[];
}

interface Not {
  readonly kind: 'not';
  readonly item: Match;
}

/** The selection of that name in the same rule. */
interface SelectionRef {
  readonly kind: 'selection';
  readonly name: string;
}

/** `all of x*`, `1 of x*`, `3 of them`: how many of the named selections have to match, kept as written. */
interface Quantified {
  readonly kind: 'quantified';
  readonly need: 'all' | number;
  /** As the rule writes it: `them` or a name with `*`. */
  readonly pattern: string;
  readonly names: readonly string[];
}

export type Match = And | Or | Not | SelectionRef | Quantified | Leaf;

type MatchKind = Match['kind'];

/** A handler for each kind: a new kind fails to compile wherever it must be handled. */
export type Handlers<Result, Extra extends readonly unknown[] = []> = {
  readonly [K in MatchKind]: (node: Extract<Match, { kind: K }>, ...extra: Extra) => Result;
};

/** Calls the handler of the node's kind. */
export function handle<Result, Extra extends readonly unknown[]>(
  handlers: Handlers<Result, Extra>,
  node: Match,
  ...extra: Extra
): Result {
  const handler = handlers[node.kind] as (node: Match, ...extra: Extra) => Result;
  return handler(node, ...extra);
}
