import type { DuckDBConnection, DuckDBValue } from '@duckdb/node-api';
import { appendColumns } from './duckdb.ts';
import {
  dayOf,
  type FinishedInput,
  type OperationRecord,
  readable,
  type StoredActivity,
  type StoredRecord,
} from './rows.ts';

/** Rows of a table that wait in memory, column by column. */
class Waiting {
  readonly columns: DuckDBValue[][];
  private readonly table: string;

  constructor(table: string, width: number) {
    this.table = table;
    this.columns = Array.from({ length: width }, () => []);
  }

  add(...values: readonly DuckDBValue[]): void {
    for (const [index, column] of this.columns.entries()) column.push(values[index] ?? null);
  }

  /** Takes the rows out, at once; what is given back hands them to the engine. */
  take(): (connection: DuckDBConnection) => Promise<void> {
    const taken = this.columns.map((column) => column.splice(0));
    return (connection) => appendColumns(connection, this.table, taken);
  }
}

/** How an Activity came about, where it was made of several records. */
export interface OfOperation {
  readonly operationKey: string;
  /** Activities of the operation may be in the lake: this one stands in for them. */
  readonly replaces: boolean;
}

/** The import that the rows belong to. */
export interface StagingContext {
  readonly number: number;
  /** Native records are kept, too. */
  readonly withRecords: boolean;
  now(): number;
}

/**
 * Takes what an import yields into the tables of what is not sealed yet. Adding only puts rows into memory; `flush` hands
 * them to the engine in a transaction, `commit` ends that one, the inputs that were finished included.
 */
export class Staging {
  private readonly connection: DuckDBConnection;
  private seq: bigint;
  private readonly activities = new Waiting('staged_activities', 9);
  private readonly records = new Waiting('staged_records', 15);
  private readonly operations = new Waiting('operation_records', 11);
  private readonly inputs = new Waiting('inputs', 6);
  private readonly tables = [this.activities, this.records, this.operations, this.inputs];
  private readonly context: StagingContext;
  private inTransaction = false;
  private rows = 0;
  private characters = 0;

  /** @param seq the number of the last row: rows that come later have larger ones */
  constructor(connection: DuckDBConnection, seq: bigint, context: StagingContext) {
    this.connection = connection;
    this.seq = seq;
    this.context = context;
  }

  /** Characters that wait in memory. */
  get waiting(): number {
    return this.characters;
  }

  /** Rows since the last commit. */
  get uncommitted(): number {
    return this.rows;
  }

  addActivity(activity: StoredActivity, of?: OfOperation): void {
    const { id, time, provider, remembered, records = [] } = activity;
    const { text, exact } = readable(activity.text);
    const key = of?.operationKey ?? null;
    this.activities.add(
      this.next(text),
      id,
      dayOf(time),
      provider,
      key,
      of?.replaces ?? false,
      remembered,
      text,
      exact,
    );
    for (const [part, record] of records.entries()) this.addRecord(activity, record, part, key);
  }

  private addRecord(
    { id, time, provider }: StoredActivity,
    record: StoredRecord,
    part: number,
    operationKey: string | null,
  ): void {
    const { text, exact } = readable(record.text);
    this.records.add(
      this.next(text),
      id,
      part,
      operationKey,
      dayOf(time),
      BigInt(time),
      provider,
      record.service ?? null,
      record.operation ?? null,
      record.container,
      record.path ?? null,
      BigInt(record.index),
      text,
      exact,
      record.shown === undefined ? null : readable(record.shown).text,
    );
  }

  addOperationRecord(record: OperationRecord): void {
    const { operationKey, copyKey, container, path = null, index } = record;
    const { text, exact } = readable(record.text);
    this.operations.add(
      this.next(text),
      operationKey,
      copyKey,
      container,
      path,
      BigInt(index),
      false,
      true,
      this.context.withRecords,
      text,
      exact,
    );
  }

  /** Everything of the input was added before: once this is committed, it need not be read again. */
  finishInput({ place, size, version }: FinishedInput): void {
    const { withRecords, number, now } = this.context;
    this.inputs.add(place, BigInt(size), version ?? null, withRecords, number, BigInt(now()));
  }

  /** Hands the rows to the engine. Nothing else may use the connection meanwhile. */
  async flush(): Promise<void> {
    if (!this.inTransaction) {
      await this.connection.run('BEGIN');
      this.inTransaction = true;
    }
    this.characters = 0;
    // All at once: rows that are added while the engine works belong to the next flush.
    for (const append of this.tables.map((table) => table.take())) await append(this.connection);
  }

  /** All that was added until now stays, whatever happens to the process. */
  async commit(): Promise<void> {
    await this.flush();
    await this.connection.run('COMMIT');
    this.inTransaction = false;
    this.rows = 0;
  }

  private next(text: string): bigint {
    this.seq += 1n;
    this.rows += 1;
    this.characters += text.length;
    return this.seq;
  }
}
