import type { RecordShape } from '../../core/record-shape.ts';

/** What is done with a record: passed over, parsed, or counted from its bytes. */
export type Todo = 'pass' | 'parse' | 'count';

/** What is known of all records of one operation of one service. */
export interface Verdict {
  /** For records that plainly succeeded. */
  readonly plain: Todo;
  readonly other: 'pass' | 'parse';
  /** What a record that is counted counts for: positions of rules. */
  readonly quiet: readonly number[];
}

/** Literals that the scanner looks for in records which it would otherwise pass over. */
export interface ScanLiterals {
  /** In lower case, ASCII; a quotation mark at an end ties it to that end of the value. */
  readonly texts: readonly string[];
  /** Members in whose values they are looked for, `a` or `a.b`. */
  readonly members: readonly string[];
  /** They are looked for in the whole record, too. */
  readonly anywhere: boolean;
}

/**
 * How records of one shape are told apart without being parsed. Records of the shape are passed over when all that is
 * known of their operation says so and none of the literals is in them.
 */
export interface ScanPlan {
  readonly shape: RecordShape;
  readonly literals: ScanLiterals;
  /** Asked once for every pair that is met, as long as there is room to remember it. */
  verdict(operation: string, service: string): Verdict;
}
