import type { ValueType } from '../../ir/query/leaf.ts';

/**
 * What differs between the engines. Arguments and results are SQL texts. Numbers and times are doubles, texts and addresses
 * Unicode texts, booleans have three values, all of them may be NULL: as the IR says (`ir/query/expression.ts`).
 */
export interface Dialect {
  readonly name: 'duckdb' | 'clickhouse';
  identifier(name: string): string;
  /** Any text, also one with quotes, backslashes and control characters. */
  text(value: string): string;
  number(value: number): string;
  boolean(value: boolean): string;
  nullOf(type: ValueType): string;
  /** A stored column, cast to the type. */
  cast(column: string, type: ValueType): string;

  /** The scalar at a path in JSON; NULL for JSON null, lists and objects. */
  jsonValue(json: string, path: readonly string[], type: ValueType): string;
  /** A list of texts: the scalars that a member of the objects in a list has. Elements without it are left out. */
  jsonMembers(
    json: string,
    path: readonly string[],
    member: string | undefined,
    where: { readonly member: string; readonly equals: string } | undefined,
  ): string;
  /** The first of a list of texts; NULL when it is empty. */
  firstOf(list: string): string;
  /** The list's texts with a separator between them; NULL when it is empty. */
  joined(list: string, separator: string): string;
  /** For each element of a list what `of` makes of it, without NULLs. */
  mapped(list: string, of: (element: string) => string): string;

  /** Evaluates something once where it is needed several times. */
  once(value: string, of: (value: string) => string): string;

  /** As `ir/fold.ts`. */
  fold(text: string): string;
  lower(text: string): string;
  upper(text: string): string;
  like(text: string, pattern: string): string;
  /** RE2; the source has its flags in it. */
  matches(text: string, source: string): string;
  replace(text: string, source: string, replacement: readonly (string | number)[], all: boolean): string;
  /** Code points. */
  length(text: string): string;
  /** Code point at which a text begins in another, from 0, at `from` or behind it; −1: nowhere. */
  position(text: string, part: string, from: string): string;
  substring(text: string, from: string, count: string): string;
  concat(texts: readonly string[]): string;
  base64(text: string): string;
  toText(value: string, type: ValueType): string;
  /** Decimal notation with blanks around it; NULL for anything else. */
  toNumber(text: string): string;
  truncate(number: string): string;
  power(base: string, exponent: string): string;
  remainder(left: string, right: string): string;
  bitAnd(left: string, right: string): string;
  /** NULL instead of infinities and NaN. */
  finite(number: string): string;
  isIn(value: string, values: readonly string[]): string;
  isInQuery(value: string, query: string): string;
  /** Whether a text is an IPv4 address in a network; false for what is none. */
  inNetwork4(text: string, first: number, last: number): string;
  /** Undefined: this engine cannot tell. */
  inNetwork6(text: string, network: string): string | undefined;
  ipv4Number(text: string): string;
  /** The parts of a local time that make up a text; undefined: this engine cannot write such a part. */
  date(value: string, zone: string): DateWriter;

  count(value: string | undefined): string;
  uniqueCount(value: string): string;
  sum(value: string): string;
  average(value: string): string;
  least(value: string): string;
  greatest(value: string): string;
  deviation(value: string, of: 'sample' | 'population'): string;
  /** The value of the first or last row, NULL or not, by an order that is total. */
  byOrder(value: string, order: readonly string[], which: 'first' | 'last'): string;
  orderBy(key: string, direction: 'ascending' | 'descending', collation: string | undefined): string;
  /** What is put behind a whole statement. */
  readonly settings: string;
}

/** Writes pieces of a time as text. */
export interface DateWriter {
  /** As digits, filled up with zeros. */
  number(
    part: 'year' | 'month' | 'day' | 'day-of-year' | 'hour' | 'minute' | 'second' | 'millisecond',
  ): string;
  /** Sunday is 0. */
  weekday(): string;
  /** Whether the year lies in 0 to 9999. */
  inRange(): string;
}

/** Something that the IR can say and an engine cannot; it is done in process then. */
export class SqlUnsupportedError extends Error {
  override readonly name = 'SqlUnsupportedError';
  readonly what: string;

  constructor(what: string, dialect: Dialect['name']) {
    super(`${what} cannot be said in the SQL of ${dialect}`);
    this.what = what;
  }
}
