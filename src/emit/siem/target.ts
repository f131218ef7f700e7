import type { Provider } from '../../activity/vocabulary.ts';
import type { Condition, NativeField } from './condition.ts';
import type { CorrelationQuery } from './correlation.ts';
import type { Loss } from './say.ts';

/** One way in which a query can match: some operations, and what is asked of their records. */
export interface Branch {
  /** The operations, for messages; none: whatever the operation. */
  readonly operations: readonly string[];
  /** What holds for every record of the operations: their names. */
  readonly scope: Condition;
  readonly condition: Condition;
}

/** What a query tells of the rule that it is made from. */
export interface QueryAbout {
  readonly id: string;
  readonly title: string;
  readonly level: string;
  readonly techniques: readonly string[];
}

/** What is to be found in the records of one log of a cloud. */
export interface NativeQuery {
  readonly cloud: Provider;
  /** Sigma's service of the log. */
  readonly service: string;
  readonly branches: readonly Branch[];
}

/** What a target made of a query. Without `text` it could not be said at all. */
export interface EmittedQuery {
  readonly text?: string;
  readonly losses: readonly Loss[];
  /** Where the query says something else than the rule, in words. */
  readonly differences: readonly string[];
  /** What it needs, or takes for granted. */
  readonly assumptions: readonly string[];
  /** Of a correlation: why it could not be said. */
  readonly why?: string;
}

/** A SIEM that rules can be carried to. */
export interface SiemTarget {
  /** As it is named on the command line. */
  readonly name: string;
  /** Product and language. */
  readonly title: string;
  /** Of files, without the dot. */
  readonly extension: string;
  /** The tables that queries are for, by cloud and Sigma service. */
  readonly logs: readonly { readonly cloud: Provider; readonly service: string; readonly table: string }[];
  /** Whether a field of a log can be reached. */
  reaches(cloud: Provider, service: string, field: NativeField): boolean;
  query(query: NativeQuery, about: QueryAbout): EmittedQuery;
  correlation(query: CorrelationQuery, about: QueryAbout): EmittedQuery;
  /** Lines as a comment. They hold nothing that could end it. */
  comment(lines: readonly string[]): string;
}
