import { Worker } from 'node:worker_threads';
import { KeySet } from '../core/key-set.ts';
import type { Batch, FoldBatch } from './batch.ts';
import { HOLD, STOP, type Task, type WorkerSetup } from './task.ts';

export type ToWorker =
  | { readonly kind: 'task'; readonly index: number; readonly task: Task }
  /** All inputs have been read: which operations are held? */
  | { readonly kind: 'keys' }
  /** Evaluate the operations that are held; hand over the records of those in `shared` (fingerprints, two words each). */
  | { readonly kind: 'finish'; readonly shared: Uint32Array };

export type FromWorker =
  | { readonly kind: 'batch'; readonly index: number; readonly batch: Batch; readonly last: boolean }
  | { readonly kind: 'keys'; readonly keys: Uint32Array }
  | { readonly kind: 'operations'; readonly batch: FoldBatch }
  | { readonly kind: 'finished' };

/** Tasks that may be read ahead of the one whose batches are merged next: bounds what waits in memory. */
const READ_AHEAD = 64;

export interface PoolHandlers {
  /** Batches, in the order of the tasks. */
  accept(batch: Batch, last: boolean): void;
  acceptOperations(batch: FoldBatch): void;
  stopped(): boolean;
  /** Resolves when more can be taken; absent: always. */
  ready?(): Promise<void>;
}

/**
 * Worker threads that read tasks. Batches are given on in the order of the tasks, whichever finishes first; at the end
 * the workers evaluate the operations of which they alone hold records, and hand over the others.
 */
export class WorkerPool {
  private readonly workers: Worker[];
  private readonly failure: Promise<never>;
  private readonly signals: Int32Array;

  constructor(threads: number, setup: WorkerSetup) {
    // Beside this file: worker.js in dist, worker.ts when the sources run directly.
    const url = new URL(`./worker${import.meta.url.endsWith('.ts') ? '.ts' : '.js'}`, import.meta.url);
    this.workers = Array.from({ length: threads }, () => new Worker(url, { workerData: setup }));
    this.signals = setup.signals;
    this.failure = new Promise((_resolve, reject) => {
      for (const worker of this.workers) {
        worker.on('error', reject);
        worker.on('exit', (code) => {
          if (code !== 0) reject(new Error(`a worker thread ended with code ${code}`));
        });
      }
    });
    // Nobody may be waiting when a worker is terminated at the end.
    this.failure.catch(() => undefined);
  }

  /**
   * Reads all tasks, or those that are under way when `stopped` becomes true.
   *
   * @throws the error of a worker that died, and what `accept` throws.
   */
  async run(tasks: readonly Task[], handlers: PoolHandlers): Promise<void> {
    const reading = new Reading(tasks, handlers, this.signals);
    const fed = Promise.all(this.workers.map((worker) => reading.feed(worker)));
    await Promise.race([fed, this.failure, reading.failure]);
    await Promise.race([this.finish(handlers), this.failure]);
  }

  /** Lets workers go on that wait until more can be taken. */
  letGo(): void {
    letGo(this.signals);
  }

  async close(): Promise<void> {
    await Promise.all(this.workers.map((worker) => worker.terminate()));
  }

  private async finish(handlers: PoolHandlers): Promise<void> {
    const keys = await Promise.all(
      this.workers.map(async (worker) => {
        const answer = await ask(worker, { kind: 'keys' }, (message) => message.kind === 'keys');
        return answer.kind === 'keys' ? answer.keys : new Uint32Array(0);
      }),
    );
    const shared = inSeveral(keys);
    for (const worker of this.workers) {
      await ask(worker, { kind: 'finish', shared }, (message) => {
        if (message.kind === 'operations') handlers.acceptOperations(message.batch);
        return message.kind === 'finished';
      });
    }
  }
}

/** Sends an order and takes the answers until one is the last. */
async function ask(
  worker: Worker,
  order: ToWorker,
  isLast: (message: FromWorker) => boolean,
): Promise<FromWorker> {
  return new Promise((resolve, reject) => {
    const listener = (message: FromWorker): void => {
      try {
        if (!isLast(message)) return;
        worker.off('message', listener);
        resolve(message);
      } catch (error) {
        worker.off('message', listener);
        reject(error);
      }
    };
    worker.on('message', listener);
    worker.postMessage(order);
  });
}

/** Hands tasks to workers and gives their batches on in the order of the tasks. */
class Reading {
  private readonly tasks: readonly Task[];
  private readonly handlers: PoolHandlers;
  private readonly waiting = new Map<number, { readonly batches: Batch[]; done: boolean }>();
  private given = 0;
  private merged = 0;
  private wake: (() => void)[] = [];
  private readonly signals: Int32Array;
  private holding = false;
  private fail: (error: unknown) => void = () => undefined;
  /** Whoever takes the batches cannot any more. */
  readonly failure: Promise<never>;

  constructor(tasks: readonly Task[], handlers: PoolHandlers, signals: Int32Array) {
    this.tasks = tasks;
    this.handlers = handlers;
    this.signals = signals;
    this.failure = new Promise((_resolve, reject) => {
      this.fail = reject;
    });
    this.failure.catch(() => undefined);
  }

  /** Gives one worker task after task until there are none. */
  async feed(worker: Worker): Promise<void> {
    for (;;) {
      while (this.given < this.tasks.length && this.given - this.merged >= READ_AHEAD)
        await this.mergedMore();
      await this.handlers.ready?.();
      const index = this.given;
      const task = this.tasks[index];
      if (!task || this.handlers.stopped()) return;
      this.given += 1;
      await ask(worker, { kind: 'task', index, task }, (message) => {
        if (message.kind !== 'batch') return false;
        this.take(message.index, message.batch, message.last);
        return message.last;
      });
    }
  }

  private take(index: number, batch: Batch, last: boolean): void {
    const slot = this.waiting.get(index) ?? { batches: [], done: false };
    slot.batches.push(batch);
    slot.done = last;
    this.waiting.set(index, slot);
    for (let next = this.waiting.get(this.merged); next; next = this.waiting.get(this.merged)) {
      const batches = next.batches.splice(0);
      const { done } = next;
      for (const [at, one] of batches.entries()) this.handlers.accept(one, done && at === batches.length - 1);
      if (!done) break;
      this.waiting.delete(this.merged);
      this.merged += 1;
    }
    for (const wake of this.wake.splice(0)) wake();
    this.hold();
  }

  /** In the middle of a large input, workers wait until what they have sent was taken. */
  private hold(): void {
    if (this.holding || Atomics.load(this.signals, STOP) !== 0) return;
    const ready = this.handlers.ready?.();
    if (!ready) return;
    this.holding = true;
    Atomics.store(this.signals, HOLD, 1);
    ready.catch(this.fail).finally(() => {
      this.holding = false;
      letGo(this.signals);
    });
  }

  private async mergedMore(): Promise<void> {
    return new Promise((resolve) => this.wake.push(resolve));
  }
}

function letGo(signals: Int32Array): void {
  Atomics.store(signals, HOLD, 0);
  Atomics.notify(signals, HOLD);
}

/** The fingerprints that more than one list has. */
function inSeveral(lists: readonly Uint32Array[]): Uint32Array {
  const all = new KeySet();
  const shared: number[] = [];
  for (const list of lists) {
    const own = new KeySet();
    for (let at = 0; at < list.length; at += 2) {
      const high = list[at] ?? 0;
      const low = list[at + 1] ?? 0;
      if (own.add(high, low) && !all.add(high, low)) shared.push(high, low);
    }
  }
  return Uint32Array.from(shared);
}
