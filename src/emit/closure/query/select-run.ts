import type { Value } from '../../../ir/query/leaf.ts';
import type { QueryTable } from '../../../ir/query/query.ts';
import type { Tail } from '../../../ir/query/split.ts';
import { type Accumulator, createAccumulator } from './aggregate.ts';
import { compileCondition, compileExpression, type LeafExpression, type Reader } from './expression.ts';
import type { QueryRow } from './row.ts';
import { numberSessions } from './sessions.ts';
import { AllRows, compileOrder, type RowSorter, type SortedRow, TopRows } from './sort.ts';

/** What one run may keep in memory. */
export interface RunLimits {
  readonly groups: number;
  /** Values of UNIQUECOUNT of all groups together, and rows of DISTINCT. */
  readonly uniqueValues: number;
  /** Rows that sessions are made of. */
  readonly sessionRows: number;
}

export const runLimits: RunLimits = { groups: 1_000_000, uniqueValues: 4_000_000, sessionRows: 1_000_000 };

/** The query keeps more than fits into memory; the message says what, and what to do. */
export class QueryLimitError extends Error {
  override readonly name = 'QueryLimitError';
}

export interface RunOptions {
  readonly limits?: RunLimits;
  /** Sorts a result of any length; in memory when absent. */
  readonly createSorter?: (compare: (a: SortedRow, b: SortedRow) => number) => RowSorter;
}

/** A row with what the rest of the query knows of it beside its values. */
interface Stage {
  readonly row: QueryRow;
  readonly session: number | null;
}

/** A row of the result before it is written: what items, HAVING and ORDER BY read. */
interface Group {
  readonly stage: Stage | undefined;
  readonly keys: readonly Value[];
  readonly aggregates: readonly Value[];
  items: readonly Value[];
}

interface Bucket {
  readonly keys: readonly Value[];
  readonly accumulators: readonly Accumulator[];
}

/** The first rows of an order are kept in memory when they are not more. */
const MOST_TOP = 10_000;

const none: readonly Value[] = [];

/** Runs everything of a Select behind WHERE: takes rows in any order, gives the result at the end. */
export class SelectRun {
  private readonly tail: Tail;
  private readonly limits: RunLimits;
  private readonly tables: Readonly<Record<string, QueryTable>>;
  private readonly having: ((group: Group) => boolean) | undefined;
  private readonly items: readonly Reader<Group>[];
  private readonly sortKeys: readonly Reader<Group>[];
  private readonly groupKeys: readonly Reader<Stage>[];
  private readonly inputs: readonly (Reader<Stage> | undefined)[];
  private readonly waiting: QueryRow[] = [];
  private readonly buckets: Map<string, Bucket> = new Map();
  private readonly distinct: Set<string> = new Set();
  private readonly sorter: RowSorter;
  private held = 0;

  constructor(tail: Tail, tables: Readonly<Record<string, QueryTable>>, options: RunOptions = {}) {
    this.tail = tail;
    this.tables = tables;
    this.limits = options.limits ?? runLimits;
    const ofGroup = { leaf: compileGroupLeaf, tables };
    const ofStage = { leaf: compileStageLeaf, tables };
    const { grouping, having, items, order, limit } = tail;
    this.having = having && compileCondition(having, ofGroup);
    this.items = items.map(({ value }) => compileExpression(value, ofGroup));
    this.sortKeys = order.map(({ value }) => compileExpression(value, ofGroup));
    this.groupKeys = grouping?.keys.map((key) => compileExpression(key, ofStage)) ?? [];
    this.inputs =
      grouping?.aggregates.map((one) =>
        one.kind === 'count-rows' ? undefined : compileExpression(one.value, ofStage),
      ) ?? [];
    const compare = compileOrder(order);
    this.sorter =
      limit === undefined || limit > MOST_TOP
        ? (options.createSorter?.(compare) ?? new AllRows(compare))
        : new TopRows(compare, limit);
  }

  add(row: QueryRow): void {
    if (!this.tail.sessions) {
      this.addStage({ row, session: null });
      return;
    }
    if (this.waiting.length >= this.limits.sessionRows) {
      throw new QueryLimitError(
        `SESSION BY looks at more than ${this.limits.sessionRows.toLocaleString('en-US')} rows: narrow it with WHERE or a shorter time.`,
      );
    }
    this.waiting.push(row);
  }

  /** Ends the adding, and gives the rows of the result in their order. */
  *finish(): Generator<readonly Value[]> {
    const { sessions, grouping } = this.tail;
    if (sessions) {
      const numbers = numberSessions(this.waiting, sessions, compileRowLeaf, this.tables);
      for (const [index, row] of this.waiting.entries()) {
        this.addStage({ row, session: numbers[index] ?? null });
      }
      this.waiting.length = 0;
    }
    if (grouping) this.finishGroups();
    let left = this.tail.limit ?? Number.POSITIVE_INFINITY;
    if (left <= 0) return;
    for (const { values } of this.sorter.inOrder()) {
      yield values;
      left -= 1;
      if (left <= 0) return;
    }
  }

  private addStage(stage: Stage): void {
    const { grouping } = this.tail;
    if (grouping) this.addToBucket(stage);
    else this.addResult({ stage, keys: none, aggregates: none, items: none });
  }

  private addToBucket(stage: Stage): void {
    const keys = this.groupKeys.map((reader) => reader(stage));
    const text = JSON.stringify(keys);
    let bucket = this.buckets.get(text);
    if (!bucket) {
      bucket = this.createBucket(keys);
      this.buckets.set(text, bucket);
    }
    for (const [index, accumulator] of bucket.accumulators.entries()) {
      const before = accumulator.held;
      accumulator.add(this.inputs[index]?.(stage) ?? null, stage.row);
      this.hold(accumulator.held - before);
    }
  }

  private createBucket(keys: readonly Value[]): Bucket {
    if (this.buckets.size >= this.limits.groups) {
      throw new QueryLimitError(
        `GROUP BY makes more than ${this.limits.groups.toLocaleString('en-US')} groups: group by less, or narrow the query with WHERE.`,
      );
    }
    return { keys, accumulators: this.tail.grouping?.aggregates.map(createAccumulator) ?? [] };
  }

  private hold(more: number): void {
    this.held += more;
    if (this.held <= this.limits.uniqueValues) return;
    throw new QueryLimitError(
      `UNIQUECOUNT and DISTINCT hold more than ${this.limits.uniqueValues.toLocaleString('en-US')} different values: narrow the query with WHERE.`,
    );
  }

  private finishGroups(): void {
    if (this.buckets.size === 0 && this.groupKeys.length === 0) this.buckets.set('', this.createBucket([]));
    for (const { keys, accumulators } of this.buckets.values()) {
      const aggregates = accumulators.map(({ result }) => result);
      this.addResult({ stage: undefined, keys, aggregates, items: none });
    }
    this.buckets.clear();
  }

  private addResult(group: Group): void {
    if (this.having && !this.having(group)) return;
    group.items = this.items.map((reader) => reader(group));
    if (this.tail.distinct && !this.isNew(group.items)) return;
    this.sorter.add({ keys: this.sortKeys.map((reader) => reader(group)), values: group.items });
  }

  private isNew(values: readonly Value[]): boolean {
    const text = JSON.stringify(values);
    if (this.distinct.has(text)) return false;
    this.hold(1);
    this.distinct.add(text);
    return true;
  }
}

/** A leaf of an expression on rows. */
export function compileRowLeaf(leaf: LeafExpression): Reader<QueryRow> {
  if (leaf.kind === 'position') return ({ time }) => time;
  if (leaf.kind !== 'output') throw new Error(`a row has no ${leaf.kind}`);
  const { index } = leaf;
  return ({ values }) => values[index] ?? null;
}

function compileStageLeaf(leaf: LeafExpression): Reader<Stage> {
  if (leaf.kind === 'session-id') return ({ session }) => session;
  const read = compileRowLeaf(leaf);
  return ({ row }) => read(row);
}

function compileGroupLeaf(leaf: LeafExpression): Reader<Group> {
  switch (leaf.kind) {
    case 'group-key':
      return ({ keys }) => keys[leaf.index] ?? null;
    case 'aggregate':
      return ({ aggregates }) => aggregates[leaf.index] ?? null;
    case 'item':
      return ({ items }) => items[leaf.index] ?? null;
    default: {
      const read = compileStageLeaf(leaf);
      return ({ stage }) => (stage ? read(stage) : null);
    }
  }
}
