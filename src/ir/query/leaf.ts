/** Expressions without parts: values, what a row has, and what a group or another part of the query has computed. */

export type ValueType = 'text' | 'number' | 'boolean' | 'time' | 'ip';

export type Value = string | number | boolean | null;

export interface Literal {
  readonly kind: 'literal';
  readonly type: ValueType;
  readonly value: Value;
}

/** A scalar field of the Activity by its path (`principal.name`); NULL where the Activity has none. */
export interface Field {
  readonly kind: 'field';
  readonly path: string;
  readonly type: ValueType;
}

/** The tag of that exact name (`attrs.tags`); text. */
export interface Tag {
  readonly kind: 'tag';
  readonly name: string;
}

/**
 * A list of the Activity as text: of objects (`resources`, with `member`), or of texts (`attrs.grantees`, without).
 * Elements whose `where.member` is not `where.equals`, and those without the member, do not count. `first` gives the first
 * one that is left, `joined` all of them with `separator` between them; NULL when none is left.
 */
export interface ListText {
  readonly kind: 'list-text';
  readonly path: string;
  readonly member?: string;
  readonly where?: { readonly member: string; readonly equals: string };
  readonly take: 'first' | 'joined';
  readonly separator: string;
}

/**
 * A scalar in the native record, as text: the first of the paths (members from the top) that leads to a text, number or
 * boolean, in the first record of the Activity that has one. NULL where no records were kept. Secrets have been taken
 * out of the record before.
 */
export interface RecordValue {
  readonly kind: 'record-value';
  readonly paths: readonly (readonly string[])[];
}

/** The native record as JSON text, several joined by line breaks; NULL where none was kept. Secrets have been taken out. */
export interface RecordText {
  readonly kind: 'record-text';
}

/** A column of the sub-query in FROM, by position. */
export interface Output {
  readonly kind: 'output';
  readonly index: number;
  readonly type: ValueType;
}

/** Ordinal of a row in the result of the sub-query in FROM, from 0; a number. */
export interface Position {
  readonly kind: 'position';
}

/** The session that the row belongs to, a number; NULL outside all sessions (see `Sessions`). */
export interface SessionId {
  readonly kind: 'session-id';
}

/** In a grouped query: the group's key, by position in `Grouping.keys`. */
export interface GroupKey {
  readonly kind: 'group-key';
  readonly index: number;
  readonly type: ValueType;
}

/** In a grouped query: an aggregate, by position in `Grouping.aggregates`. */
export interface AggregateValue {
  readonly kind: 'aggregate';
  readonly index: number;
  readonly type: ValueType;
}

/** In ORDER BY: an item of the same SELECT, by position. */
export interface ItemValue {
  readonly kind: 'item';
  readonly index: number;
  readonly type: ValueType;
}
