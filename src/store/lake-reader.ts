import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DuckDBConnection, DuckDBValue } from '@duckdb/node-api';
import type { Activity } from '../activity/activity.ts';
import { noRows } from './columns.ts';
import { appendColumns, type Engine, type EngineOptions, openEngine, streamRows } from './duckdb.ts';
import { engineFailed } from './lake-error.ts';
import { isAlive, type LockHolder, lockHolder } from './lock.ts';
import { type Manifest, readManifest, type SealedFile } from './manifest.ts';
import { type LakePlaces, lakePlaces } from './places.ts';
import { type Kind, readingFailed, recordColumns, rowsOf } from './sealed-files.ts';
import { literal, withoutPatterns } from './sql-text.ts';

/** Epoch milliseconds, [from, to). Activities without a time are never outside: they may have happened at any. */
export interface TimeRange {
  readonly from: number;
  readonly to: number;
}

/** A condition in SQL with the values for its `?`. */
export interface Condition {
  readonly sql: string;
  readonly values: readonly DuckDBValue[];
}

/** An Activity out of the lake. */
export interface ReadActivity {
  readonly activity: Activity;
  readonly remembered: boolean;
}

/** A native record out of the lake. */
export interface ReadRecord {
  /** The id of its Activity. */
  readonly id: string;
  readonly container: string;
  readonly path?: string;
  readonly index: number;
  /** As JSON. */
  readonly text: string;
}

export interface LakeReaderOptions extends EngineOptions {
  /** Only what lies in it; everything when absent. */
  readonly range?: TimeRange;
  /** Sealed files with Activities that are looked at, and with records of these; all of them when absent. */
  readonly only?: (file: SealedFile) => boolean;
  /** Ends what the engine is doing; rows then end early, without an error. */
  readonly signal?: AbortSignal;
  /** The one file that queries may write. */
  readonly mayWrite?: string;
}

/** How soon the engine is told again to stop. */
const AGAIN_MS = 50;

/** Activities without a time have this one. */
const UNDATED = 0n;

/**
 * Reads what is sealed, as the list of sealed files says when it is opened: nobody who writes is in the way, or is kept
 * waiting. The engine holds nothing and may touch nothing but the folder of sealed files.
 */
export class LakeReader {
  /** With the files that were asked for. */
  readonly manifest: Manifest;
  /** Of everything that is sealed: epoch milliseconds of the first and the last Activity; undefined when there is none. */
  readonly period: { readonly first: number; readonly last: number } | undefined;
  /** Who writes the lake, or did when it died (`alive` is false); what is not sealed is not seen here. */
  readonly writer: (LockHolder & { readonly alive: boolean | undefined }) | undefined;
  private readonly places: LakePlaces;
  private readonly engine: Engine;
  private readonly range: TimeRange;
  private readonly signal: AbortSignal | undefined;
  /** Connections that the engine is busy with. */
  private readonly busy = new Set<DuckDBConnection>();
  private readonly stop = (): void => {
    for (const connection of this.busy) connection.interrupt();
    // One that has not begun does not hear it.
    if (this.busy.size > 0) setTimeout(this.stop, AGAIN_MS).unref();
  };

  private constructor(
    places: LakePlaces,
    manifest: Manifest,
    only: (file: SealedFile) => boolean,
    engine: Engine,
    range: TimeRange,
    signal: AbortSignal | undefined,
  ) {
    this.places = places;
    this.manifest = withFiles(manifest, only);
    this.period = periodOf(manifest);
    this.engine = engine;
    this.range = range;
    this.signal = signal;
    signal?.addEventListener('abort', this.stop, { once: true });
    const holder = lockHolder(places);
    this.writer = holder && { ...holder, alive: isAlive(holder, places) };
  }

  /**
   * Opens a lake for reading, with the views `activities` and `records` over what lies in the range.
   *
   * @throws LakeError
   */
  static async open(
    path: string,
    { range = everything, only = () => true, mayWrite, signal, ...options }: LakeReaderOptions = {},
  ): Promise<LakeReader> {
    const places = lakePlaces(path);
    const manifest = readManifest(places);
    const engine = await openWithTemporaryFolder(options);
    try {
      const reader = new LakeReader(places, manifest, only, engine, range, signal);
      await reader.prepare(mayWrite);
      return reader;
    } catch (error) {
      engine.close();
      throw readingFailed(error, places.file);
    }
  }

  /** The rows of a query, as they come. Values are bound to its `?`. */
  async *rows(sql: string, values: readonly DuckDBValue[] = []): AsyncGenerator<readonly DuckDBValue[]> {
    const connection = await this.engine.another();
    this.busy.add(connection);
    try {
      if (this.signal?.aborted) return;
      for await (const rows of streamRows(connection, sql, values)) yield* rows;
    } catch (error) {
      if (!this.signal?.aborted) throw readingFailed(error, this.places.file);
    } finally {
      this.busy.delete(connection);
      connection.closeSync();
    }
  }

  /** Makes a table in the engine, for queries to join with; its rows are given column by column. */
  async addTable(name: string, columns: string, values: readonly (readonly DuckDBValue[])[]): Promise<void> {
    await this.engine.connection.run(`CREATE OR REPLACE TABLE ${name} (${columns})`);
    await appendColumns(this.engine.connection, name, values);
  }

  /** Activities that meet a condition, in no particular order. */
  async *activities({ sql, values }: Condition = all): AsyncGenerator<ReadActivity> {
    const query = `SELECT coalesce(exact, activity), remembered FROM activities WHERE ${sql}`;
    for await (const [text, remembered] of this.rows(query, values)) {
      yield { activity: JSON.parse(String(text)) as Activity, remembered: remembered === true };
    }
  }

  /** Native records that meet a condition; those of one Activity together, in the order in which they were folded. */
  async *records({ sql, values }: Condition = all): AsyncGenerator<ReadRecord> {
    const query =
      'SELECT id, container, path, place, coalesce(exact, record) FROM records ' +
      `WHERE ${sql} ORDER BY id, part`;
    for await (const [id, container, path, place, text] of this.rows(query, values)) {
      yield {
        id: String(id),
        container: String(container),
        ...(typeof path === 'string' ? { path } : {}),
        index: Number(place),
        text: String(text),
      };
    }
  }

  /** The JSON of all Activities, or native records, in the order of time. Day by day, so that no more is sorted at once. */
  async *inOrder(kind: Kind): AsyncGenerator<string> {
    const files = this.files(kind);
    const [text, order] = kind === 'activities' ? ['activity', 'id'] : ['record', 'id, part'];
    for (const day of [...new Set(files.map((file) => file.day))].toSorted((a, b) => a - b)) {
      const rows = rowsOf(
        kind,
        this.places.sealed,
        files.filter((file) => file.day === day),
      );
      const sql = `SELECT coalesce(exact, ${text}) FROM ${rows} WHERE ${rangeSql(this.range)} ORDER BY "time", ${order}`;
      for await (const [one] of this.rows(sql)) yield String(one);
    }
  }

  /** Writes all Activities, with their columns, to a Parquet file, in the order of time. */
  async writeParquet(path: string): Promise<void> {
    const sql = `COPY (SELECT * FROM activities ORDER BY "time", id) TO ${literal(path)} (FORMAT parquet, COMPRESSION zstd)`;
    const { connection } = this.engine;
    this.busy.add(connection);
    try {
      await connection.run(sql);
    } catch (error) {
      if (error instanceof Error && error.message.includes(path)) throw engineFailed(error, path, 'written');
      throw readingFailed(error, this.places.file);
    } finally {
      this.busy.delete(connection);
    }
  }

  /** Size on disk, rows and so on of the files that lie in the range. */
  files(kind: Kind): readonly SealedFile[] {
    return filesIn(this.manifest.files, this.range).filter((file) => file.kind === kind);
  }

  close(): void {
    this.signal?.removeEventListener('abort', this.stop);
    this.engine.close();
  }

  private async prepare(mayWrite: string | undefined): Promise<void> {
    const { connection } = this.engine;
    // A pattern is looked up before the files that it finds are: both ways to write the folder are meant.
    const { sealed } = this.places;
    const folders = [literal(sealed), literal(withoutPatterns(sealed))];
    await connection.run(`SET allowed_directories = [${folders.join(', ')}]`);
    if (mayWrite !== undefined) await connection.run(`SET allowed_paths = [${literal(mayWrite)}]`);
    await connection.run('SET enable_external_access = false');
    await this.view(connection, 'activities', noRows);
    const none = recordColumns.map(({ name, type }) => `NULL::${type} AS "${name}"`).join(', ');
    await this.view(connection, 'records', `SELECT ${none} WHERE false`);
    await connection.run('SET lock_configuration = true');
  }

  private async view(connection: DuckDBConnection, kind: Kind, empty: string): Promise<void> {
    const files = this.files(kind);
    const rows = files.length === 0 ? `(${empty})` : rowsOf(kind, this.places.sealed, files);
    await connection.run(`CREATE VIEW ${kind} AS SELECT * FROM ${rows} WHERE ${rangeSql(this.range)}`);
  }
}

/** Those that have rows in a range. */
export function filesIn(files: readonly SealedFile[], { from, to }: TimeRange): SealedFile[] {
  return files.filter((file) => file.first <= 0 || (file.last >= from && file.first < to));
}

/** The condition for rows in a range, in SQL. */
export function rangeSql({ from, to }: TimeRange): string {
  const limits = [
    ...(Number.isFinite(from) ? [`"time" >= ${BigInt(Math.ceil(from))}`] : []),
    ...(Number.isFinite(to) ? [`"time" < ${BigInt(Math.ceil(to))}`] : []),
  ];
  return limits.length === 0 ? 'true' : `("time" = ${UNDATED} OR (${limits.join(' AND ')}))`;
}

/** An engine that holds nothing; what it puts down while it sorts goes when it is closed, or with the process. */
async function openWithTemporaryFolder(options: EngineOptions): Promise<Engine> {
  const temporaryFolder = mkdtempSync(join(tmpdir(), 'nephoscope-'));
  const clean = (): void => rmSync(temporaryFolder, { recursive: true, force: true });
  process.once('exit', clean);
  const done = (): void => {
    process.off('exit', clean);
    clean();
  };
  try {
    const engine = await openEngine(':memory:', { temporaryFolder, ...options });
    return {
      ...engine,
      close: () => {
        engine.close();
        done();
      },
    };
  } catch (error) {
    done();
    throw error;
  }
}

const everything: TimeRange = { from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY };
const all: Condition = { sql: 'true', values: [] };

/** Records lie where their Activities do. */
function withFiles(manifest: Manifest, only: (file: SealedFile) => boolean): Manifest {
  const partition = ({ provider, day }: SealedFile): string => `${provider} ${day}`;
  const activities = manifest.files.filter((file) => file.kind === 'activities' && only(file));
  const wanted = new Set(activities.map(partition));
  const records = manifest.files.filter((file) => file.kind === 'records' && wanted.has(partition(file)));
  return { ...manifest, files: [...activities, ...records] };
}

/** From the first to the last Activity with a time; undefined when there is none. */
export function periodOf({
  files,
}: Pick<Manifest, 'files'>): { readonly first: number; readonly last: number } | undefined {
  // Files of Activities without a time say 0.
  const dated = files.filter(({ lastStart }) => lastStart !== 0);
  if (dated.length === 0) return undefined;
  return {
    first: dated.reduce((first, file) => Math.min(first, file.firstStart), Number.POSITIVE_INFINITY),
    last: dated.reduce((last, file) => Math.max(last, file.lastStart), Number.NEGATIVE_INFINITY),
  };
}
