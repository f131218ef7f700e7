import { LakeError } from '../lake-error.ts';
import { LakeWriter } from '../lake-writer.ts';
import { versionOf } from '../sealed-files.ts';
import type { SealedSource, SourceFile } from '../sealed-source.ts';
import { fileColumns, lastPush, type Pushed } from './pushed.ts';
import { clearRows, forgetOld, type Held, heldFiles, removeFiles } from './replaced.ts';
import { Server, type ServerOptions } from './server.ts';
import { quoted } from './sql-text.ts';
import { one, prepareTables, serverColumns } from './tables.ts';

/** What a push has just done: whatever happens to the process from here on, that much is there. */
export type LakePushStep =
  /** The tables are there. */
  | 'prepared'
  /** Rows that are not those of a whole file are gone. */
  | 'cleared'
  /** The rows of a file are there, and nothing names it. */
  | 'inserted'
  /** The file is known to be whole; readers are not told of it yet. */
  | 'complete'
  /** Readers see the new files, and no longer those that they replace. */
  | 'published';

export interface LakePushOptions extends ServerOptions {
  /** Epoch milliseconds. */
  now(): number;
  /** Name and version, for the record. */
  readonly program: string;
  /** Between two files it is stopped; the next push goes on. */
  readonly signal?: AbortSignal;
  readonly onStep?: (step: LakePushStep) => void;
  /** Rows that are there now, of those that are to come. */
  readonly onProgress?: (done: number, all: number) => void;
}

export interface LakePushResult {
  /** Where to; without a password. */
  readonly place: string;
  /** Files and rows that came now. */
  readonly files: number;
  readonly activities: number;
  readonly records: number;
  /** Files that were there already. */
  readonly present: number;
  /** Files that readers see no longer. */
  readonly replaced: number;
  /** Files whose rows were removed now: they were replaced long enough ago, or were not whole. */
  readonly removed: number;
  /** Rows that the lake has not sealed yet: they are not pushed. */
  readonly unsealed: number;
  readonly interrupted: boolean;
}

/**
 * Publishes what is sealed in a lake to a ClickHouse server: what is missing there comes, what was replaced goes, and readers see
 * the change as a whole. What was not finished the next push goes on with; doing it twice changes nothing.
 *
 * @param lake the lake's file, which nobody else writes meanwhile
 * @param to `clickhouse://user@host:8123/database`
 * @throws LakeError
 */
export async function pushLake(lake: string, to: string, options: LakePushOptions): Promise<LakePushResult> {
  const server = await Server.connect(to, options);
  try {
    const { now, program } = options;
    const writer = await LakeWriter.open(lake, { now, program, doing: 'lake push', create: false });
    // Readers go on to be told of what is not sealed.
    let isDone = false;
    try {
      const source = await writer.source();
      isDone = source.state.unsealed === 0;
      return await push(source, server, lake, options);
    } finally {
      writer.close(isDone);
    }
  } finally {
    await server.close();
  }
}

async function push(
  source: SealedSource,
  server: Server,
  lake: string,
  options: LakePushOptions,
): Promise<LakePushResult> {
  const [id] = source.hashes;
  if (id === undefined) {
    throw new LakeError(`${lake}: nothing is sealed yet: import into it first.`, { code: 'missing' });
  }
  await prepareTables(server, { lake: id, now: options.now(), program: options.program });
  options.onStep?.('prepared');
  const before = await lastPush(server);
  refuseOlder(source, before, server, lake);
  const cleared = await clearRows(server, await heldFiles(server));
  options.onStep?.('cleared');
  const missing = await missingFiles(server, source.files, cleared.whole);
  const counts = await insertAll(server, source, missing, options);
  const paths = new Set(source.files.map(({ path }) => path));
  const gone = (before?.files ?? []).filter(({ path }) => !paths.has(path)).length;
  const isNew = missing.length > 0 || gone > 0 || before === undefined;
  if (!counts.interrupted && isNew) {
    await publish(server, source, (before?.version ?? 0) + 1, options);
    options.onStep?.('published');
  }
  const removed = counts.interrupted ? 0 : await forgetOld(server, options.now());
  return {
    place: server.place,
    ...counts,
    present: source.files.length - missing.length,
    replaced: counts.interrupted ? 0 : gone,
    removed: removed + cleared.removed,
    unsealed: source.state.unsealed,
  };
}

/** What is there has to be what this lake was once: an older copy of it, or one that went another way, would take files back. */
function refuseOlder(
  { hashes }: SealedSource,
  before: Pushed | undefined,
  { place }: Server,
  lake: string,
): void {
  if (before === undefined || hashes.includes(before.head)) return;
  throw new LakeError(
    `${lake} does not go on from what was pushed to ${place}: it is an older copy, or has gone another way. ` +
      'Push the lake that was pushed before, or into a database of its own.',
    { code: 'other-lake' },
  );
}

/** Those whose rows are not there; what a push of another copy has left under the same name is taken away. */
async function missingFiles(
  server: Server,
  files: readonly SourceFile[],
  held: readonly Held[],
): Promise<SourceFile[]> {
  const known = new Map(held.map(({ path, sha256 }) => [path, sha256]));
  const missing = files.filter(({ path, sha256 }) => known.get(path) !== sha256);
  await removeFiles(
    server,
    missing.map(({ path }) => path).filter((path) => known.has(path)),
  );
  return missing;
}

async function insertAll(
  server: Server,
  source: SealedSource,
  files: readonly SourceFile[],
  { signal, onStep, onProgress }: LakePushOptions,
): Promise<Pick<LakePushResult, 'files' | 'activities' | 'records' | 'interrupted'>> {
  const counts = { files: 0, activities: 0, records: 0, interrupted: false };
  const all = files.reduce((sum, { rows }) => sum + rows, 0);
  for (const file of files) {
    if (signal?.aborted) return { ...counts, interrupted: true };
    const columns = serverColumns[file.kind].map(({ name }) => name);
    await server.insert(file.kind, ['file', 'day', ...columns], source.rows(file, columns));
    onStep?.('inserted');
    await refuseOtherRows(server, file);
    // Rows come with today's columns, whatever the file was written with.
    const facts = { ...file, columns: versionOf[file.kind] };
    const line = JSON.stringify(fileColumns.map(([, name]) => facts[name]));
    await server.insert(
      'files',
      fileColumns.map(([column]) => column),
      one(line),
    );
    onStep?.('complete');
    counts.files += 1;
    counts[file.kind] += file.rows;
    onProgress?.(counts.activities + counts.records, all);
  }
  return counts;
}

/** Two that push copies of one lake at once would have every row twice; the next push puts that right. */
async function refuseOtherRows(server: Server, { kind, path, rows }: SourceFile): Promise<void> {
  const [row] = await server.all(`SELECT count() FROM ${server.table(kind)} WHERE file = ${quoted(path)}`);
  const count = Number(row?.[0]);
  if (count === rows) return;
  throw new LakeError(
    `${server.place} has ${count} rows of ${path}, and the file has ${rows}: when nobody else pushes into it, push again.`,
    { code: 'failed' },
  );
}

/** One row that names all files: readers see those before, or these. */
async function publish(
  server: Server,
  { hashes, files, state }: SealedSource,
  version: number,
  { now, program }: LakePushOptions,
): Promise<void> {
  const paths = files.map(({ path }) => path);
  const row = JSON.stringify([version, now(), program, hashes.at(-1), JSON.stringify(state), paths]);
  await server.insert('pushes', ['version', 'at', 'program', 'head', 'state', 'files'], one(row));
}
