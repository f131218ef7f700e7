import { closeSync, existsSync, openSync, readSync, rmSync } from 'node:fs';
import type { DuckDBConnection } from '@duckdb/node-api';
import { type CompactCounts, compact } from './compact.ts';
import { appendColumns, type Engine, openEngine } from './duckdb.ts';
import { readFiles, readState, sweep } from './file-table.ts';
import { Import } from './import.ts';
import { beginJournal } from './journal.ts';
import { engineFailed, LakeError } from './lake-error.ts';
import { type Lock, type LockHolder, takeLock } from './lock.ts';
import { writeManifest } from './manifest.ts';
import { type LakePlaces, lakePlaces } from './places.ts';
import type { FinishedInput } from './rows.ts';
import { type Migration, migrate } from './schema.ts';
import { type SealCounts, type SealOptions, seal } from './seal.ts';
import { type SealedSource, sealedSource } from './sealed-source.ts';
import { Staging } from './staging.ts';

/** What a writer has just done: whatever happens to the process from here on, that much is there. */
export type LakeStep =
  /** Rows were handed to the engine, in a transaction that is open. */
  | 'flushed'
  | 'committed'
  /** Activities were made of the records of operations. */
  | 'folded'
  /** Parquet files are on the disk, and nothing names them. */
  | 'written'
  /** The lake's file names them. */
  | 'sealed'
  /** The list for readers does, too. */
  | 'published';

export interface LakeWriterOptions {
  /** Epoch milliseconds. */
  now(): number;
  /** Name and version, for the record. */
  readonly program: string;
  /** What is done, for those who find the lake taken: `lake import`. */
  readonly doing: string;
  readonly memoryMB?: number;
  readonly threads?: number;
  readonly onStep?: (step: LakeStep) => void;
  /** Characters that may wait in memory before they are handed to the engine. */
  readonly flushCharacters?: number;
  /** Rows that may be lost when the process dies: they are committed when there are so many. */
  readonly commitRows?: number;
  /** Rows that wait in the lake's file before they are sealed in the middle of an import. */
  readonly sealRows?: number;
  /** false: a lake that is not there is refused, not made. */
  readonly create?: boolean;
  /** The steps of the schema; those of this program when absent. */
  readonly migrations?: readonly Migration[];
}

/** The one who writes a lake. Everything waits for what was asked before: nothing runs side by side. */
export class LakeWriter {
  readonly places: LakePlaces;
  /** A process that died held the lake before. */
  readonly tookOver: LockHolder | undefined;
  private readonly engine: Engine;
  private readonly lock: Lock;
  private readonly options: LakeWriterOptions;

  private constructor(places: LakePlaces, engine: Engine, lock: Lock, options: LakeWriterOptions) {
    this.places = places;
    this.engine = engine;
    this.lock = lock;
    this.tookOver = lock.tookOver;
    this.options = options;
  }

  /**
   * Opens a lake for writing, and makes it when there is none. What a process that died left behind is put right.
   *
   * @throws LakeError
   */
  static async open(path: string, options: LakeWriterOptions): Promise<LakeWriter> {
    const places = lakePlaces(path);
    refuseWhatIsNoLake(places, options.create ?? true);
    const now = options.now();
    const isNew = !existsSync(places.file);
    const { opened: engine, lock } = await takeLock(places, { now, doing: options.doing }, () =>
      openEngine(places.file, { ...options, temporaryFolder: places.temporary }),
    ).catch((error: unknown) => {
      // Half of a new file could never be opened again.
      if (isNew && error instanceof LakeError && error.code === 'failed' && existsSync(places.file))
        rmSync(places.file, { force: true });
      throw error;
    });
    const writer = new LakeWriter(places, engine, lock, options);
    try {
      await migrate(engine.connection, places, now, options);
      await sweep(engine.connection, places, now);
      await writer.publish();
      return writer;
    } catch (error) {
      writer.close();
      throw engineFailed(error, places.file, 'written');
    }
  }

  /** Rows that are staged, and records of operations that no Activity was made of yet: left by a process that died. */
  async waiting(): Promise<{ readonly activities: number; readonly operationRecords: number }> {
    const result = await this.engine.connection.runAndReadAll(
      'SELECT (SELECT count(*) FROM staged_activities), (SELECT count(*) FROM operation_records WHERE changed)',
    );
    const [activities = 0, operationRecords = 0] = (result.getRows()[0] ?? []).map(Number);
    return { activities, operationRecords };
  }

  /** Which of the inputs were read to their end before, as they are now (and with their records, when those are wanted). */
  async alreadyRead(inputs: readonly FinishedInput[], withRecords: boolean): Promise<ReadonlySet<string>> {
    const { connection } = this.engine;
    await connection.run('CREATE OR REPLACE TEMP TABLE listed (place VARCHAR, size BIGINT, version VARCHAR)');
    await appendColumns(connection, 'listed', [
      inputs.map(({ place }) => place),
      inputs.map(({ size }) => BigInt(size)),
      inputs.map(({ version }) => version ?? null),
    ]);
    const result = await connection.runAndReadAll(
      `SELECT place FROM listed AS l WHERE EXISTS (
        SELECT 1 FROM inputs AS i WHERE i.place = l.place AND i.size = l.size
          AND i.version IS NOT DISTINCT FROM l.version AND (i.with_records OR NOT $1))`,
      [withRecords],
    );
    await connection.run('DROP TABLE listed');
    return new Set(result.getRows().map(([place]) => String(place)));
  }

  /** Goes on with what an import that died has left, without beginning another. */
  async resume(): Promise<Import> {
    return this.stage(0, false);
  }

  /** Begins an import; what is staged belongs to it. */
  async beginImport(withRecords: boolean): Promise<Import> {
    const { connection } = this.engine;
    const result = await connection.runAndReadAll('SELECT coalesce(max(number), 0) + 1 FROM imports');
    const number = Number(result.getRows()[0]?.[0]);
    await connection.run('INSERT INTO imports VALUES ($1, $2, NULL, $3, $4)', [
      number,
      BigInt(this.options.now()),
      this.options.program,
      withRecords,
    ]);
    return this.stage(number, withRecords);
  }

  private async stage(number: number, withRecords: boolean): Promise<Import> {
    const { connection } = this.engine;
    const tables = ['staged_activities', 'staged_records', 'operation_records'];
    const last = tables.map((table) => `(SELECT coalesce(max(seq), 0) FROM ${table})`);
    const result = await connection.runAndReadAll(`SELECT greatest(${last.join(', ')})`);
    const seq = BigInt(result.getRows()[0]?.[0] as bigint);
    const staging = new Staging(connection, seq, { number, withRecords, now: this.options.now });
    return new Import(this.engine, staging, number, this.options);
  }

  /** Seals what is staged, and tells readers of it. */
  async seal(): Promise<SealCounts> {
    return this.change(seal);
  }

  /** Puts sealed files together, and tells readers of it. What they replace stays for an hour. */
  async compact(): Promise<CompactCounts> {
    return this.change(compact);
  }

  /** Changes the sealed files, and tells readers of it. */
  private async change<T>(
    work: (connection: DuckDBConnection, places: LakePlaces, options: SealOptions) => Promise<T>,
  ): Promise<T> {
    const { connection } = this.engine;
    const counts = await work(connection, this.places, {
      now: this.options.now(),
      program: this.options.program,
      onWritten: () => this.options.onStep?.('written'),
    });
    this.options.onStep?.('sealed');
    await this.publish();
    await connection.run('CHECKPOINT');
    this.options.onStep?.('published');
    return counts;
  }

  /** What is sealed, for a copy elsewhere. */
  async source(): Promise<SealedSource> {
    const { connection } = this.engine;
    const { now, program } = this.options;
    await beginJournal(connection, this.places.sealed, { at: now(), program });
    return sealedSource(connection, () => this.engine.another(), this.places);
  }

  /** @param isDone false: something may not be sealed, which readers are told until another writer has gone on with it */
  close(isDone = true): void {
    // The engine's own lock goes last: what is removed is not yet another writer's.
    this.lock.release(isDone);
    rmSync(this.places.temporary, { recursive: true, force: true });
    this.engine.close();
  }

  private async publish(): Promise<void> {
    const { connection } = this.engine;
    writeManifest(this.places, {
      written: this.options.now(),
      state: await readState(connection),
      files: await readFiles(connection),
    });
  }
}

/** The first bytes of a DuckDB file, behind a checksum. */
const MAGIC = { at: 8, text: 'DUCK' };

/** The engine would say this in its own words, or make a new file beside sealed ones. */
function refuseWhatIsNoLake({ file, manifest }: LakePlaces, create: boolean): void {
  if (!existsSync(file)) {
    if (!existsSync(manifest)) {
      if (create) return;
      throw new LakeError(`${file}: there is no lake here.`, { code: 'missing' });
    }
    throw new LakeError(
      `${file} is gone, but what it sealed is there (${manifest}): put the file back, or move both away to begin anew.`,
      { code: 'damaged' },
    );
  }
  let head: string;
  try {
    head = beginning(file);
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    throw new LakeError(`${file} cannot be read: ${detail}`, { code: 'not-a-lake', cause: error });
  }
  if (head !== '' && head.slice(MAGIC.at) !== MAGIC.text) {
    throw new LakeError(`${file} is no lake: it is no DuckDB file. Choose another name.`, {
      code: 'not-a-lake',
    });
  }
}

function beginning(file: string): string {
  const descriptor = openSync(file, 'r');
  try {
    const bytes = Buffer.alloc(MAGIC.at + MAGIC.text.length);
    return bytes.toString('latin1', 0, readSync(descriptor, bytes));
  } finally {
    closeSync(descriptor);
  }
}
