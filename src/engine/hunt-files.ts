import type { Activity } from '../activity/activity.ts';
import type { Signal } from '../detect/signal.ts';
import type { Rule } from '../ir/rule.ts';
import type { RunStats } from '../report/run-stats.ts';
import { listInputs } from '../sources/index.ts';
import type { Batch } from './batch.ts';
import { closeOperation, type PipelineOptions } from './close-operation.ts';
import { Evaluator } from './evaluate.ts';
import { Merger } from './merge.ts';
import { createRuleSet } from './rule-set.ts';
import { planTasks, runTask, type Task } from './task.ts';
import { WorkerPool } from './worker-pool.ts';

export interface Progress {
  readonly tasksDone: number;
  readonly tasks: number;
  readonly inputsDone: number;
  readonly inputs: number;
  readonly bytesDone: number;
  /** 0 when the size of an input is not known. */
  readonly bytes: number;
  readonly records: number;
  readonly signals: number;
}

export interface HuntFilesOptions extends PipelineOptions {
  /** Worker threads; 1 reads in this thread. */
  readonly threads: number;
  /** Receives each Activity once, in the order of the input (with `everyActivity`). */
  readonly onActivity?: (activity: Activity) => void;
  readonly onProgress?: (progress: Progress) => void;
  /** Ends the run early; what was found until then is given. */
  readonly signal?: AbortSignal;
}

export interface HuntFilesResult {
  /** In event time. */
  readonly signals: readonly Signal[];
  readonly stats: RunStats;
  readonly interrupted: boolean;
}

/**
 * Runs rules over files. The result is the same whatever the number of threads: batches are merged in the order of
 * the inputs.
 *
 * @throws ReconciliationError when counters disagree, and a worker's error when one dies.
 */
export async function huntFiles(
  paths: readonly string[],
  rules: readonly Rule[],
  options: HuntFilesOptions,
): Promise<HuntFilesResult> {
  const { threads, onActivity, onProgress, signal } = options;
  const pipelineOptions = pick(options);
  const { inputs, problems } = await listInputs(paths);
  const ruleSet = createRuleSet(rules);
  const evaluator = new Evaluator(ruleSet, pipelineOptions);
  const merger = new Merger(
    ruleSet,
    (group) => closeOperation(group, evaluator, pipelineOptions),
    onActivity,
  );
  const tasks = planTasks(inputs);
  const bytes = inputs.every(({ size }) => size !== undefined)
    ? inputs.reduce((sum, { size = 0 }) => sum + size, 0)
    : 0;
  const done = { tasksDone: 0, inputsDone: 0, bytesDone: 0 };
  const accept = (batch: Batch, last: boolean): void => {
    merger.accept(batch);
    if (last) done.tasksDone += 1;
    done.inputsDone += batch.inputs.length;
    for (const { compressedBytes } of batch.inputs) done.bytesDone += compressedBytes;
    onProgress?.({ ...done, tasks: tasks.length, inputs: inputs.length, bytes, ...merger.progress });
  };
  const stopped = (): boolean => signal?.aborted ?? false;

  const workers = Math.min(threads, tasks.length);
  if (workers > 1) await runInWorkers(tasks, workers, { rules, options: pipelineOptions }, accept, signal);
  else {
    for (const task of tasks) {
      if (stopped()) break;
      await runTask(task, ruleSet, pipelineOptions, accept, stopped);
    }
  }
  return { signals: merger.signals, stats: merger.finish(problems), interrupted: stopped() };
}

async function runInWorkers(
  tasks: readonly Task[],
  workers: number,
  setup: { readonly rules: readonly Rule[]; readonly options: PipelineOptions },
  accept: (batch: Batch, last: boolean) => void,
  signal: AbortSignal | undefined,
): Promise<void> {
  const pool = new WorkerPool(workers, setup);
  try {
    await pool.run(tasks, accept, signal);
  } finally {
    await pool.close();
  }
}

/** What crosses threads: functions and signals stay here. */
function pick({ minRank, keepRecord, everyActivity, from, to }: PipelineOptions): PipelineOptions {
  return { minRank, keepRecord, everyActivity, from, to };
}
