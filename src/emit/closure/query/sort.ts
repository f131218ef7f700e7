import type { Value } from '../../../ir/query/leaf.ts';
import type { SortKey } from '../../../ir/query/query.ts';
import { compareValues } from './aggregate.ts';

/** A row of the result with the values that it is ordered by. */
export interface SortedRow {
  readonly keys: readonly Value[];
  readonly values: readonly Value[];
}

/** Compares rows by the keys of ORDER BY; NULLs stand behind everything else. */
export function compileOrder(order: readonly SortKey[]): (a: SortedRow, b: SortedRow) => number {
  const comparers = order.map(compileKey);
  return (a, b) => {
    for (let index = 0; index < comparers.length; index += 1) {
      const result = comparers[index]?.(a.keys[index] ?? null, b.keys[index] ?? null) ?? 0;
      if (result !== 0) return result;
    }
    return 0;
  };
}

function compileKey({ direction, collation }: SortKey): (a: Value, b: Value) => number {
  const sign = direction === 'ascending' ? 1 : -1;
  const collator = collation === undefined ? undefined : new Intl.Collator(collation);
  return (a, b) => {
    if (a === null || b === null) return Number(a === null) - Number(b === null);
    if (collator) return sign * collator.compare(String(a), String(b));
    return sign * compareValues(a, b);
  };
}

/** Keeps rows, and gives them in their order at the end. */
export interface RowSorter {
  add(row: SortedRow): void;
  /** Ends the adding. */
  inOrder(): Iterable<SortedRow>;
}

/** The first rows in an order: never holds more than twice as many. */
export class TopRows implements RowSorter {
  private rows: SortedRow[] = [];
  private readonly compare: (a: SortedRow, b: SortedRow) => number;
  private readonly most: number;

  constructor(compare: (a: SortedRow, b: SortedRow) => number, most: number) {
    this.compare = compare;
    this.most = most;
  }

  add(row: SortedRow): void {
    this.rows.push(row);
    if (this.rows.length > this.most * 2 + 1000) this.trim();
  }

  inOrder(): Iterable<SortedRow> {
    this.trim();
    return this.rows;
  }

  private trim(): void {
    this.rows = this.rows.sort(this.compare).slice(0, this.most);
  }
}

/** All rows, in memory. */
export class AllRows extends TopRows {
  constructor(compare: (a: SortedRow, b: SortedRow) => number) {
    super(compare, Number.POSITIVE_INFINITY);
  }
}
