import { basename, resolve } from 'node:path';
import type { Limits } from '../decode/index.ts';
import type { RunStats } from '../report/run-stats.ts';
import { type Input, type Listing, listInputs } from '../sources/index.ts';
import type { Import } from '../store/import.ts';
import { engineFailed } from '../store/lake-error.ts';
import { LakeWriter, type LakeWriterOptions } from '../store/lake-writer.ts';
import type { LockHolder } from '../store/lock.ts';
import { isPartOfLake, lakePlaces } from '../store/places.ts';
import type { FinishedInput } from '../store/rows.ts';
import type { SealCounts } from '../store/seal.ts';
import { type PipelineOptions, withoutDetection } from './close-operation.ts';
import { huntFiles, type Progress } from './hunt-files.ts';
import { foldOperations } from './operation-records.ts';

export interface LakeImportOptions
  extends Pick<
    LakeWriterOptions,
    'now' | 'program' | 'memoryMB' | 'flushCharacters' | 'commitRows' | 'sealRows' | 'onStep'
  > {
  /** The lake's file; made when it is not there. */
  readonly lake: string;
  /** Keep the native records, too: rules on records need them. */
  readonly withRecords?: boolean;
  /** Read inputs again that were read before and look the same. */
  readonly again?: boolean;
  readonly threads: number;
  readonly limits?: Limits;
  readonly onProgress?: (progress: Progress) => void;
  /** Ends reading early: what was read to its end stays, and is sealed by the next import. */
  readonly signal?: AbortSignal;
}

export interface LakeImportResult {
  /** Of the inputs that were read now. */
  readonly stats: RunStats;
  /** What became of their Activities; undefined when it was interrupted before they were sealed. */
  readonly sealed: SealCounts | undefined;
  /** Records of operations of several that were there already: no Activity comes of them. */
  readonly operationCopies: number;
  /** Inputs that were imported before and have not changed since. */
  readonly inputsBefore: number;
  /** What a process that died had left to be sealed. */
  readonly resumed: { readonly activities: number; readonly operationRecords: number };
  /** The process that died. */
  readonly tookOver: LockHolder | undefined;
  readonly interrupted: boolean;
}

/**
 * Reads files into a lake: every Activity once, whatever was imported before and in however many parts. Operations of
 * several records are put together from all that were ever imported. A process that is killed on the way leaves a lake that
 * opens; the next import goes on where it was.
 *
 * @param places paths as they are given on the command line, or what `listInputs` made of them
 * @throws LakeError, and what `huntFiles` throws
 */
export async function importIntoLake(
  places: readonly string[] | Listing,
  options: LakeImportOptions,
): Promise<LakeImportResult> {
  const listing = 'inputs' in places ? places : await listInputs(places);
  const { lake } = options;
  const writer = await LakeWriter.open(lake, { ...options, doing: 'lake import' });
  let isDone = false;
  try {
    const result = await runImport(writer, withoutOwnParts(listing, lake), options);
    isDone = !result.interrupted;
    return result;
  } catch (error) {
    throw engineFailed(error, lake, 'written');
  } finally {
    writer.close(isDone);
  }
}

/** The lake may stand in the folder that is imported. */
function withoutOwnParts({ inputs, problems }: Listing, lake: string): Listing {
  const name = basename(lakePlaces(lake).file);
  const isOwn = ({ path, source }: Input): boolean =>
    source === 'file' && path.includes(name) && isPartOfLake(lake, path);
  return { inputs: inputs.filter((input) => !isOwn(input)), problems };
}

async function runImport(
  writer: LakeWriter,
  listing: Listing,
  options: LakeImportOptions,
): Promise<LakeImportResult> {
  const { withRecords = false, threads, limits, onProgress, signal } = options;
  const resumed = await writer.waiting();
  const before = options.again ? new Set<string>() : await inputsBefore(writer, listing, withRecords);
  const inputs = listing.inputs.filter(({ path }) => !before.has(path));
  const run = await writer.beginImport(withRecords);
  const inTurn = turns();
  const sealed: SealCounts[] = [];
  const breathe = async (): Promise<void> => {
    await run.breathe();
    if (!run.isDue) return;
    await run.commit();
    sealed.push(await writer.seal());
    run.sealed();
  };
  const pipeline: PipelineOptions = {
    ...withoutDetection,
    store: withRecords ? 'records' : 'activities',
    ...(limits ? { limits } : {}),
  };
  const { stats, interrupted } = await huntFiles({ inputs, problems: listing.problems }, [], {
    ...pipeline,
    threads,
    lake: sinkOf(run, inputs),
    ready: () => inTurn(breathe),
    ...(onProgress ? { onProgress } : {}),
    ...(signal ? { signal } : {}),
  });
  await inTurn(() => run.commit());
  const common = { inputsBefore: before.size, resumed, tookOver: writer.tookOver, interrupted };
  if (interrupted) return { ...common, stats, sealed: undefined, operationCopies: 0 };
  const operationCopies = await foldOperations(run);
  await run.finish();
  sealed.push(await writer.seal());
  const counts = sumOf(sealed);
  const activities = counts.added + counts.present + counts.completed;
  return { ...common, stats: { ...stats, activities }, sealed: counts, operationCopies };
}

/** By their paths. Those of which nobody can say whether they have changed are read again. */
async function inputsBefore(
  writer: LakeWriter,
  { inputs }: Listing,
  withRecords: boolean,
): Promise<ReadonlySet<string>> {
  const known = inputs.flatMap((input) => {
    const finished = finishedInput(input);
    return finished ? [{ path: input.path, finished }] : [];
  });
  const read = await writer.alreadyRead(
    known.map(({ finished }) => finished),
    withRecords,
  );
  return new Set(known.filter(({ finished }) => read.has(finished.place)).map(({ path }) => path));
}

function finishedInput({ path, source, size, version }: Input): FinishedInput | undefined {
  if (size === undefined) return undefined;
  const place = source === 'file' ? resolve(path) : path;
  return { place, size, ...(version === undefined ? {} : { version }) };
}

function sinkOf(
  { staging }: Import,
  inputs: readonly Input[],
): NonNullable<Parameters<typeof huntFiles>[2]['lake']> {
  const byPath = new Map(inputs.map((input) => [input.path, input]));
  return {
    onStored: (activity) => staging.addActivity(activity),
    onOperationRecord: (record) => staging.addOperationRecord(record),
    onInputs: (results) => {
      for (const { path, problem } of results) {
        const input = byPath.get(path);
        const finished = input && finishedInput(input);
        // What could not be read to its end is tried again next time.
        if (finished && !problem) staging.finishInput(finished);
      }
    },
  };
}

/** Work that is done one after the other, whoever asks for it: the lake has one connection. */
function turns(): (work: () => Promise<void>) => Promise<void> {
  let last = Promise.resolve();
  return (work) => {
    last = last.then(work);
    return last;
  };
}

function sumOf(parts: readonly SealCounts[]): SealCounts {
  const sum = (of: (part: SealCounts) => number): number =>
    parts.reduce((total, part) => total + of(part), 0);
  return {
    added: sum(({ added }) => added),
    present: sum(({ present }) => present),
    completed: sum(({ completed }) => completed),
  };
}
