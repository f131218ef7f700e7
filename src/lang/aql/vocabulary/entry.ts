import type { Expression } from '../../../ir/query/expression.ts';
import type { ValueType } from '../../../ir/query/leaf.ts';

/** What a cloud's records are in QRadar: each is a log source type of its own. */
export type LogSource = 'aws' | 'azure' | 'entra' | 'gcp';

export const logSources: readonly LogSource[] = ['aws', 'azure', 'entra', 'gcp'];

/** A column of `events` as queries name it; names ignore case. */
export interface VocabularyEntry {
  readonly name: string;
  /** Other names of the same column. */
  readonly also?: readonly string[];
  /**
   * `column`: one of QRadar's own; `property`: a custom property; `field`: a field of the Activity under its own name.
   */
  readonly kind: 'column' | 'property' | 'field';
  readonly type: ValueType;
  readonly value: Expression;
  /** Part of `SELECT *`. */
  readonly star?: true;
  /** The log sources whose rows have it here; all when absent, none for columns that are always NULL. */
  readonly has?: readonly LogSource[];
  /** The log sources for which QRadar fills the property out of the box; absent: it is not QRadar's. */
  readonly shipped?: readonly LogSource[];
  readonly meaning: string;
}
