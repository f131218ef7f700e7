import { Worker } from 'node:worker_threads';
import type { Batch } from './batch.ts';
import type { Task, WorkerSetup } from './task.ts';

/** main → worker. */
export interface Order {
  readonly index: number;
  readonly task: Task;
}
/** worker → main. */
export interface Delivery {
  readonly index: number;
  readonly batch: Batch;
  readonly last: boolean;
}

/** Tasks that may be read ahead of the one whose batches are merged next: bounds what waits in memory. */
const READ_AHEAD = 64;

/**
 * Worker threads that read tasks. Batches are given on in the order of the tasks, whichever finishes first.
 */
export class WorkerPool {
  private readonly workers: Worker[];

  constructor(threads: number, setup: WorkerSetup) {
    // Beside this file: worker.js in dist, worker.ts when the sources run directly.
    const url = new URL(`./worker${import.meta.url.endsWith('.ts') ? '.ts' : '.js'}`, import.meta.url);
    this.workers = Array.from({ length: threads }, () => new Worker(url, { workerData: setup }));
  }

  /**
   * Reads all tasks; resolves when the last batch has been given on, or at once after `signal`.
   *
   * @throws the error of a worker that died.
   */
  async run(
    tasks: readonly Task[],
    accept: (batch: Batch, last: boolean) => void,
    signal?: AbortSignal,
  ): Promise<void> {
    const waiting = new Map<number, { batches: Batch[]; done: boolean }>();
    let given = 0;
    let merged = 0;
    let under = 0;
    await new Promise<void>((resolve, reject) => {
      const idle: Worker[] = [...this.workers];
      const give = (): void => {
        while (idle.length > 0 && given < tasks.length && given - merged < READ_AHEAD && !signal?.aborted) {
          const worker = idle.pop();
          const task = tasks[given];
          if (!worker || !task) break;
          under += 1;
          worker.postMessage({ index: given, task } satisfies Order);
          given += 1;
        }
        if (under === 0 && given === tasks.length) resolve();
      };
      const drain = (): void => {
        for (let slot = waiting.get(merged); slot; slot = waiting.get(merged)) {
          const batches = slot.batches.splice(0);
          batches.forEach((batch, index) => {
            accept(batch, slot?.done === true && index === batches.length - 1);
          });
          if (!slot.done) break;
          waiting.delete(merged);
          merged += 1;
        }
      };
      for (const worker of this.workers) {
        worker.on('message', ({ index, batch, last }: Delivery) => {
          if (signal?.aborted) return;
          const slot = waiting.get(index) ?? { batches: [], done: false };
          slot.batches.push(batch);
          slot.done = last;
          waiting.set(index, slot);
          try {
            drain();
          } catch (error) {
            reject(error);
          }
          if (last) {
            under -= 1;
            idle.push(worker);
          }
          give();
        });
        worker.on('error', reject);
        worker.on('exit', (code) => {
          if (code !== 0) reject(new Error(`a worker thread ended with code ${code}`));
        });
      }
      signal?.addEventListener('abort', () => {
        // What is there is merged, gaps or not; what is still being read is let go.
        for (const index of [...waiting.keys()].toSorted((a, b) => a - b)) {
          for (const batch of waiting.get(index)?.batches ?? []) accept(batch, false);
        }
        waiting.clear();
        resolve();
      });
      give();
    });
  }

  async close(): Promise<void> {
    await Promise.all(this.workers.map((worker) => worker.terminate()));
  }
}
