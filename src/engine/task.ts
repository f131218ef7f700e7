import { type ByteSource, ReadError } from '../core/byte-source.ts';
import type { Rule } from '../ir/rule.ts';
import type { Input } from '../sources/index.ts';
import { openInput, pathProblem } from '../sources/index.ts';
import type { Batch } from './batch.ts';
import type { PipelineOptions } from './close-operation.ts';
import { RecordPipeline } from './record-pipeline.ts';
import type { RuleSet } from './rule-set.ts';

/** Inputs that one worker reads one after the other. */
export type Task = readonly Input[];

/** What a worker needs to begin. */
export interface WorkerSetup {
  readonly rules: readonly Rule[];
  readonly options: PipelineOptions;
}

/** Records in a batch, about: a batch ends with the input that passes it. */
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

/** A source whose stream ends with `Stopped` once it is told to. */
function stoppable(source: ByteSource, stopped: () => boolean): ByteSource {
  return {
    ...source,
    stream: async function* () {
      for await (const chunk of source.stream()) {
        if (stopped()) throw new Stopped('stopped');
        yield chunk;
      }
    },
  };
}

/**
 * Reads the inputs of a task and hands over its batches; the last one says so. Stops when `stopped` tells it to.
 */
export async function runTask(
  task: Task,
  ruleSet: RuleSet,
  options: PipelineOptions,
  deliver: (batch: Batch, last: boolean) => void,
  stopped: () => boolean = () => false,
): Promise<void> {
  const pipeline = new RecordPipeline(ruleSet, options, (batch) => deliver(batch, false));
  for (const input of task) {
    if (stopped()) break;
    try {
      await pipeline.read(input.path, stoppable(openInput(input), stopped));
    } catch (error) {
      if (error instanceof Stopped) break;
      // Only a failed read is the input's fault; anything else is a bug and ends the run.
      if (!(error instanceof ReadError)) throw error;
      const { kind, detail } = pathProblem(input.path, error.cause);
      pipeline.fail(input.path, {
        kind: kind === 'no-match' || kind === 'not-installed' ? 'unreadable' : kind,
        detail,
      });
    }
  }
  deliver(pipeline.take(true), true);
}
