import type { Activity } from '../activity/activity.ts';
import type { ChangeRecord } from '../changes/index.ts';
import type { StoredCell } from '../detect/baseline/baseline-file.ts';
import type { SweepOptions } from '../detect/sweep/sweep.ts';
import type { Correlation } from '../ir/correlation.ts';
import type { Rule } from '../ir/rule.ts';
import type { RunStats } from '../report/run-stats.ts';
import { type Listing, listInputs } from '../sources/index.ts';
import type { Batch } from './batch.ts';
import { closeOperation, type PipelineOptions } from './close-operation.ts';
import { type Detected, neededRank } from './detection.ts';
import { Evaluator } from './evaluate.ts';
import type { Inspection } from './explain-finding.ts';
import { type FlowsOptions, finishHunt } from './finish-hunt.ts';
import { Merger, type MergerSink } from './merge.ts';
import type { FoundRow } from './query/event-queries.ts';
import { RecordPipeline } from './record-pipeline.ts';
import { createRuleSet, type RuleSet } from './rule-set.ts';
import { type Brake, planTasks, runTask, STOP, type Task } from './task.ts';
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
  /** Flow logs are read, after all else. */
  readonly isFlows?: boolean;
}

export interface HuntFilesOptions extends PipelineOptions {
  /** Inner ones before those that refer to them, as they are loaded. */
  readonly correlations?: readonly Correlation[];
  /** What was seen before; else everything is new. */
  readonly known?: Iterable<StoredCell>;
  /** Declared changes and exceptions. */
  readonly changes?: readonly ChangeRecord[];
  /** Techniques that there is a guide for: findings name theirs. */
  readonly guides?: ReadonlySet<string>;
  readonly sweep?: SweepOptions;
  readonly flows?: NonNullable<FlowsOptions['flows']>;
  /** Worker threads; 1 reads in this thread, and so does standard input. */
  readonly threads: number;
  /**
   * Receives each Activity once (with `everyActivity`): those of one record in the order of the input, then those of
   * several, with more than one thread in no particular order.
   */
  readonly onActivity?: (activity: Activity) => void;
  /** Receives each row that `queries` ask for, in no particular order. */
  readonly onRow?: (row: FoundRow) => void;
  /** Receives what the lake stores (with `store`), in the order of the input. */
  readonly lake?: Pick<MergerSink, 'onStored' | 'onOperationRecord' | 'onInputs'>;
  /** Awaited before more is read: whoever takes the Activities can hold the reading back. */
  readonly ready?: () => Promise<void>;
  readonly onProgress?: (progress: Progress) => void;
  /** Looks at what was found while everything that was observed is still at hand. */
  readonly inspect?: (inspection: Inspection) => void;
  /** Ends the run early; what was found until then is given. */
  readonly signal?: AbortSignal;
}

export interface HuntFilesResult extends Detected {
  readonly stats: RunStats;
  readonly interrupted: boolean;
}

/**
 * Runs rules over files. The result is the same whatever the number of threads: batches are merged in the order of
 * the inputs, and operations of several records are closed when all have been read.
 *
 * @param places paths as they are given on the command line, or what `listInputs` made of them
 * @throws ReconciliationError when counters disagree, and a worker's error when one dies.
 */
export async function huntFiles(
  places: readonly string[] | Listing,
  rules: readonly Rule[],
  options: HuntFilesOptions,
): Promise<HuntFilesResult> {
  const { threads, onActivity, onRow, lake, onProgress, correlations = [] } = options;
  const pipelineOptions = { ...pick(options), minRank: neededRank(options.minRank) };
  const { inputs, problems } = 'inputs' in places ? places : await listInputs(places);
  const ruleSet = createRuleSet(rules, correlations);
  const evaluator = new Evaluator(ruleSet, pipelineOptions);
  const merger = new Merger(
    ruleSet,
    pipelineOptions.minRank,
    (one) => closeOperation(one, evaluator, pipelineOptions),
    { ...lake, ...(onActivity ? { onActivity } : {}), ...(onRow ? { onRow } : {}) },
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

  const run: Run = { ruleSet, options: pipelineOptions, merger, accept, brake: brakeOf(options) };
  const fromStdin = inputs.some(({ source }) => source === 'stdin');
  const workers = fromStdin ? 1 : Math.min(threads, tasks.length);
  await (workers > 1 ? runInWorkers(tasks, workers, run) : runHere(tasks, run));
  const onFlows: FlowsOptions['onFlows'] = ({ inputs: all, done: read, bytes: size }) =>
    onProgress?.({
      ...merger.progress,
      ...{ tasks: all, tasksDone: read, inputs: all, inputsDone: read },
      ...{ bytes: 0, bytesDone: size, isFlows: true },
    });
  const finished = await finishHunt(ruleSet, merger, problems, { ...options, onFlows });
  return { ...finished, interrupted: run.brake.stopped() };
}

interface Run {
  readonly ruleSet: RuleSet;
  readonly options: PipelineOptions;
  readonly merger: Merger;
  readonly accept: (batch: Batch, last: boolean) => void;
  readonly brake: Brake;
}

function brakeOf({ signal, ready }: HuntFilesOptions): Brake {
  return {
    stopped: () => signal?.aborted ?? false,
    ...(ready ? { ready } : {}),
    ...(signal ? { signal } : {}),
  };
}

async function runHere(tasks: readonly Task[], run: Run): Promise<void> {
  const pipeline = new RecordPipeline(run.ruleSet, run.options, (batch) => run.accept(batch, false));
  for (const task of tasks) {
    if (run.brake.stopped()) break;
    await runTask(task, pipeline, run.accept, run.brake);
  }
  for (const batch of pipeline.finishOperations()) run.merger.acceptOperations(batch);
}

async function runInWorkers(tasks: readonly Task[], workers: number, run: Run): Promise<void> {
  const { ruleSet, options, brake, merger, accept } = run;
  const { rules, correlations } = ruleSet;
  const signals = new Int32Array(new SharedArrayBuffer(8));
  const pool = new WorkerPool(workers, { rules, correlations, options, signals });
  const onStop = (): void => {
    Atomics.store(signals, STOP, 1);
    pool.letGo();
  };
  brake.signal?.addEventListener('abort', onStop, { once: true });
  if (brake.stopped()) onStop();
  try {
    await pool.run(tasks, {
      accept,
      acceptOperations: (batch) => merger.acceptOperations(batch),
      stopped: brake.stopped,
      ...(brake.ready ? { ready: brake.ready } : {}),
    });
  } finally {
    brake.signal?.removeEventListener('abort', onStop);
    await pool.close();
  }
}

/** What crosses threads: functions and signals stay here. */
function pick({
  minRank,
  keepRecord,
  everyActivity,
  remember,
  store,
  from,
  to,
  limits,
  scan,
  queries,
}: PipelineOptions): PipelineOptions {
  return {
    minRank,
    keepRecord,
    everyActivity,
    remember,
    store,
    from,
    to,
    ...(limits && { limits }),
    ...(scan !== undefined && { scan }),
    ...(queries && { queries }),
  };
}
