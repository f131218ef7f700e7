import type { Engine } from './duckdb.ts';
import type { LakeWriterOptions } from './lake-writer.ts';
import { type KeptOperation, markFolded, openOperations, prepareOperations } from './operations.ts';
import type { StoredActivity } from './rows.ts';
import type { Staging } from './staging.ts';

const FLUSH_CHARACTERS = 16 * 1024 * 1024;
const COMMIT_ROWS = 100_000;
/** A seal sorts what is staged: so much fits into the memory that the engine has. */
const SEAL_ROWS = 300_000;

/** An import under way. */
export class Import {
  readonly staging: Staging;
  private readonly engine: Engine;
  private readonly number: number;
  private readonly options: LakeWriterOptions;
  private unsealed = 0;

  constructor(engine: Engine, staging: Staging, number: number, options: LakeWriterOptions) {
    this.engine = engine;
    this.staging = staging;
    this.number = number;
    this.options = options;
  }

  /** To be called now and then: hands rows to the engine and commits them when there are many. */
  async breathe(): Promise<void> {
    if (!this.isFull) return;
    await this.staging.flush();
    this.options.onStep?.('flushed');
    const { commitRows = COMMIT_ROWS } = this.options;
    if (this.staging.uncommitted >= commitRows) await this.commit();
  }

  /** So much is staged that it should be sealed: what waits on the disk has an end, too. */
  get isDue(): boolean {
    return this.unsealed >= (this.options.sealRows ?? SEAL_ROWS);
  }

  /** What was staged is sealed. */
  sealed(): void {
    this.unsealed = 0;
  }

  async commit(): Promise<void> {
    this.unsealed += this.staging.uncommitted;
    await this.staging.commit();
    this.options.onStep?.('committed');
  }

  /**
   * Makes Activities of the operations to which records came, in one transaction.
   *
   * @returns how many of those records were there already
   */
  async fold(make: (operation: KeptOperation) => Iterable<StoredActivity>): Promise<number> {
    const { staging, engine } = this;
    await this.commit();
    const copies = await prepareOperations(engine.connection);
    const reading = await engine.another();
    try {
      for await (const operation of openOperations(reading)) {
        const { operationKey, known: replaces } = operation;
        for (const activity of make(operation)) staging.addActivity(activity, { operationKey, replaces });
        if (this.isFull) await staging.flush();
      }
    } finally {
      reading.closeSync();
    }
    await staging.flush();
    await markFolded(engine.connection);
    await staging.commit();
    this.options.onStep?.('folded');
    return copies;
  }

  private get isFull(): boolean {
    return this.staging.waiting >= (this.options.flushCharacters ?? FLUSH_CHARACTERS);
  }

  async finish(): Promise<void> {
    await this.engine.connection.run('UPDATE imports SET finished = $1 WHERE number = $2', [
      BigInt(this.options.now()),
      this.number,
    ]);
  }
}
