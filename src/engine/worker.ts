import { parentPort, workerData } from 'node:worker_threads';
import { fingerprint, KeySet } from '../core/key-set.ts';
import { RecordPipeline } from './record-pipeline.ts';
import { createRuleSet } from './rule-set.ts';
import { type Brake, HOLD, runTask, STOP, type WorkerSetup } from './task.ts';
import type { FromWorker, ToWorker } from './worker-pool.ts';

const { rules, correlations, options, signals } = workerData as WorkerSetup;

const stopped = (): boolean => Atomics.load(signals, STOP) !== 0;
const brake: Brake = {
  stopped,
  // Nothing else is to be done in this thread meanwhile.
  ready: async () => {
    while (!stopped() && Atomics.load(signals, HOLD) !== 0) Atomics.wait(signals, HOLD, 1);
  },
};

/** The task that is read: batches that come in the middle of it carry its number. */
let index = 0;
const pipeline = new RecordPipeline(createRuleSet(rules, correlations), options, (batch) => {
  send({ kind: 'batch', index, batch, last: false }, [batch.keys, batch.quiet]);
});

function send(message: FromWorker, moved: readonly Uint32Array[] = []): void {
  parentPort?.postMessage(
    message,
    moved.map(({ buffer }) => buffer as ArrayBuffer),
  );
}

parentPort?.on('message', async (order: ToWorker) => {
  if (order.kind === 'task') {
    index = order.index;
    await runTask(
      order.task,
      pipeline,
      (batch, last) => send({ kind: 'batch', index, batch, last }, [batch.keys, batch.quiet]),
      brake,
    );
  } else if (order.kind === 'keys') send({ kind: 'keys', keys: pipeline.operationKeys() });
  else {
    const isShared = sharedTest(order.shared);
    for (const batch of pipeline.finishOperations(isShared)) send({ kind: 'operations', batch });
    send({ kind: 'finished' });
  }
});

function sharedTest(shared: Uint32Array): (key: string) => boolean {
  const set = KeySet.of(shared);
  const words = new Uint32Array(2);
  return (key) => {
    fingerprint(key, words, 0);
    return set.has(words[0] ?? 0, words[1] ?? 0);
  };
}
