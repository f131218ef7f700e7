import { type ByteSource, ReadError } from '../core/byte-source.ts';
import type { Correlation } from '../ir/correlation.ts';
import type { Rule } from '../ir/rule.ts';
import type { Input } from '../sources/index.ts';
import { openInput, pathProblem } from '../sources/index.ts';
import type { Batch, InputResult } from './batch.ts';
import type { PipelineOptions } from './close-operation.ts';
import type { RecordPipeline } from './record-pipeline.ts';

/** Inputs that one worker reads one after the other. */
export type Task = readonly Input[];

/** What a worker needs to begin. */
export interface WorkerSetup {
  readonly rules: readonly Rule[];
  readonly correlations: readonly Correlation[];
  readonly options: PipelineOptions;
  /** Two words, `STOP` and `HOLD`. */
  readonly signals: Int32Array;
}

/** The word that is not 0 once reading is to stop, and the one that is 1 while nobody can take what is read. */
export const STOP = 0;
export const HOLD = 1;

/** How reading is told to stop, and to wait for whoever takes what it yields. */
export interface Brake {
  stopped(): boolean;
  /** Aborted when reading is to stop; absent for those who can only look at `stopped`. */
  readonly signal?: AbortSignal;
  /** Resolves when more can be taken. */
  ready?(): Promise<void>;
}

const SMALL_INPUTS_BYTES = 8 * 1024 * 1024;
const SMALL_INPUTS = 512;

/**
 * Cuts the inputs into tasks: large inputs alone, small ones together until they make some megabytes. The order of
 * the inputs is kept, so that results can be merged in it.
 */
export function planTasks(inputs: readonly Input[]): Task[] {
  const tasks: Input[][] = [];
  let open: Input[] = [];
  let bytes = 0;
  for (const input of inputs) {
    const size = input.size ?? SMALL_INPUTS_BYTES;
    if (open.length > 0 && (bytes + size > SMALL_INPUTS_BYTES || open.length >= SMALL_INPUTS)) {
      tasks.push(open);
      open = [];
      bytes = 0;
    }
    open.push(input);
    bytes += size;
  }
  if (open.length > 0) tasks.push(open);
  return tasks;
}

class Stopped extends Error {
  override readonly name = 'Stopped';
}

const STOPPED = Symbol('stopped');

/** A source whose stream ends with `Stopped` once it is told to, also while it waits for bytes that may never come. */
function braked(source: ByteSource, brake: Brake): ByteSource {
  return {
    ...source,
    stream: async function* () {
      const chunks = source.stream()[Symbol.asyncIterator]();
      try {
        for (;;) {
          await brake.ready?.();
          const next = await unlessStopped(chunks.next(), brake.signal);
          if (typeof next === 'symbol' || brake.stopped()) throw new Stopped('stopped');
          if (next.done) return;
          yield next.value;
        }
      } finally {
        // Not awaited: a standard input on which nothing comes never answers.
        source.release?.();
        chunks.return?.().catch(() => undefined);
      }
    },
  };
}

/** Not `Promise.race`: that would keep every chunk for as long as the signal lives. */
async function unlessStopped<T>(
  coming: Promise<T>,
  signal: AbortSignal | undefined,
): Promise<T | typeof STOPPED> {
  if (!signal || signal.aborted) return signal ? STOPPED : coming;
  return new Promise((resolve, reject) => {
    const stop = (): void => resolve(STOPPED);
    signal.addEventListener('abort', stop, { once: true });
    coming.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}

/**
 * Opens one input and lets it be read; false when reading was stopped.
 *
 * @param fail takes what the input is at fault for: the read failed
 * @throws whatever else happens while it is read: a bug
 */
export async function readInput(
  input: Input,
  brake: Brake,
  read: (source: ByteSource) => Promise<void>,
  fail: (problem: NonNullable<InputResult['problem']>) => void,
): Promise<boolean> {
  if (brake.stopped()) return false;
  await brake.ready?.();
  try {
    await read(braked(openInput(input), brake));
  } catch (error) {
    if (error instanceof Stopped) return false;
    // Only a failed read is the input's fault; anything else is a bug and ends the run.
    if (!(error instanceof ReadError)) throw error;
    const { kind, detail } = pathProblem(input.path, error.cause);
    fail({ kind: kind === 'no-match' || kind === 'not-installed' ? 'unreadable' : kind, detail });
  }
  return true;
}

/** Reads the inputs of a task and hands over its batches; the last one says so. Stops when the brake says so. */
export async function runTask(
  task: Task,
  pipeline: RecordPipeline,
  deliver: (batch: Batch, last: boolean) => void,
  brake: Brake,
): Promise<void> {
  for (const input of task) {
    const { path } = input;
    const read = (source: ByteSource): Promise<void> => pipeline.read(path, source);
    if (!(await readInput(input, brake, read, (problem) => pipeline.fail(path, problem)))) break;
  }
  deliver(pipeline.take(), true);
}
