/**
 * The intermediate representation of a query: what is asked, freed from the words of a language. It is frozen plain data
 * and serialisable: `JSON.parse(JSON.stringify(x))` is the same query. It needs nothing beside it: names have been
 * resolved, defaults filled in, the clock read, lookup tables put in.
 *
 *   lang/aql → Query → emit/reference | emit/closure | SQL
 *
 * The rows of `events` are Activities (see `docs/reference/aql.md`).
 *
 * A Select runs in this order:
 *   1. rows of `source`; of events those inside `window`
 *   2. `where`: those for which it is true (not NULL)
 *   3. `sessions`: each row gets the number of its session
 *   4. `grouping`: rows with equal keys become one row; NULL equals NULL. Without keys there is exactly one group, also
 *      of no rows
 *   5. `having`: those for which it is true
 *   6. `items`: the columns
 *   7. `distinct`: equal rows become one
 *   8. `order`, which is total: whoever made the query has appended keys that settle every tie
 *   9. `limit`
 */
import type { Expression } from './expression.ts';
import type { ValueType } from './leaf.ts';

/** Raised whenever a stored query of an older version could not be read any more. */
export const queryVersion = 1;

export interface Query {
  readonly version: typeof queryVersion;
  readonly select: Select;
  /** Lookup tables that expressions name; shipped ones and those that the user brought. */
  readonly tables: Readonly<Record<string, QueryTable>>;
  /** The clock when the query was made, epoch milliseconds; windows and NOW() have been computed from it. */
  readonly now: number;
  /** The zone in which times were written and are shown: `UTC`, an IANA name or an offset. */
  readonly zone: string;
  /** Some expression reads the native records: rows have to be kept with them. */
  readonly readsRecords: boolean;
}

export interface Select {
  readonly kind: 'select';
  readonly source: Source;
  readonly where?: Expression;
  readonly sessions?: Sessions;
  readonly grouping?: Grouping;
  readonly having?: Expression;
  readonly items: readonly Item[];
  readonly distinct: boolean;
  readonly order: readonly SortKey[];
  readonly limit?: number;
}

export type Source = EventsSource | SelectSource;

/** Activities, in the order of their time, then their id: the order that `first` and `last` go by. */
export interface EventsSource {
  readonly kind: 'events';
  /** Absent: all of them. */
  readonly window?: Window;
}

/** The rows of another query, in its order. */
export interface SelectSource {
  readonly kind: 'select';
  readonly select: Select;
}

/** from ≤ time < to, epoch milliseconds; a row without a time is outside. */
export interface Window {
  readonly time: Expression;
  readonly from: number;
  readonly to: number;
}

/**
 * Cuts the rows with equal values of `by` (NULL equals NULL), in the order of `time` and then of the source, into sessions.
 * Rows without a time belong to none. Going through the rows of one partition:
 *
 * - the session that is open ends before a row that is more than `timeout` ms after the row before it, or more than `window`
 *   ms after its first row;
 * - a row for which `begin` is true starts a session, and ends the one that is open; with `beginExplicit`, and none open, no
 *   other row starts one: it belongs to none (NULL). Without it any row starts one where none is open;
 * - a row for which `end` is true is the last of its session. With `endExplicit` nothing but that, `timeout` and `window`
 *   ends a session: a row for which `begin` is true then goes on with the one that is open.
 *
 * Sessions are numbered from 1 in the order of their first row (time, then order of the source).
 */
export interface Sessions {
  readonly time: Expression;
  readonly by: readonly Expression[];
  readonly begin: Expression;
  readonly beginExplicit: boolean;
  readonly end?: Expression;
  readonly endExplicit: boolean;
  readonly timeout?: number;
  readonly window?: number;
}

export interface Grouping {
  readonly keys: readonly Expression[];
  readonly aggregates: readonly Aggregate[];
}

/**
 * NULLs do not count, but for `count-rows`, and for `first` and `last`, which take whatever the first or last row has, so
 * that several of them show one row. Of no values: counts are 0, the others NULL. `stdev` is the sample's (NULL of one
 * value), `stdevp` the population's. `sum` is the exact sum, rounded once, `avg` that by the count, and deviations are the
 * square root of the exact variance, rounded once: none of them depends on the order. What is not finite is NULL.
 */
export type Aggregate =
  | { readonly kind: 'count-rows' }
  | { readonly kind: 'count'; readonly value: Expression }
  | { readonly kind: 'unique-count'; readonly value: Expression }
  | { readonly kind: 'sum'; readonly value: Expression }
  | { readonly kind: 'avg'; readonly value: Expression }
  | { readonly kind: 'min'; readonly type: ValueType; readonly value: Expression }
  | { readonly kind: 'max'; readonly type: ValueType; readonly value: Expression }
  | { readonly kind: 'stdev'; readonly value: Expression }
  | { readonly kind: 'stdevp'; readonly value: Expression }
  | { readonly kind: 'first'; readonly type: ValueType; readonly value: Expression }
  | { readonly kind: 'last'; readonly type: ValueType; readonly value: Expression };

export type AggregateKind = Aggregate['kind'];

export interface Item {
  /** Heading of the column; unique in its Select, case ignored. */
  readonly name: string;
  readonly type: ValueType;
  readonly value: Expression;
}

export interface SortKey {
  readonly value: Expression;
  readonly direction: 'ascending' | 'descending';
  /** NULLs stand behind everything else, whatever the direction. */
  readonly nulls: 'last';
  /** BCP 47 tag: texts in the order of that language instead of by code point. */
  readonly collation?: string;
}

/** Keys of type `text` are folded (`ir/fold.ts`) where `ignoreCase` says so; so is then what is looked up. */
export type QueryTable =
  | {
      readonly kind: 'lookup';
      readonly keys: readonly ('text' | 'number')[];
      readonly value: ValueType;
      readonly ignoreCase: boolean;
      /** Keys are unique. */
      readonly entries: readonly { readonly keys: readonly (string | number)[]; readonly value: Value }[];
    }
  | {
      readonly kind: 'rows';
      readonly columns: readonly ('text' | 'number')[];
      readonly ignoreCase: boolean;
      readonly rows: readonly (readonly (string | number)[])[];
    };

type Value = string | number | boolean;
