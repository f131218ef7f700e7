import { parentPort, workerData } from 'node:worker_threads';
import { createRuleSet } from './rule-set.ts';
import { runTask, type WorkerSetup } from './task.ts';
import type { Delivery, Order } from './worker-pool.ts';

const { rules, options } = workerData as WorkerSetup;
const ruleSet = createRuleSet(rules);

parentPort?.on('message', async (order: Order) => {
  const { index, task } = order;
  await runTask(task, ruleSet, options, (batch, last) => {
    const delivery: Delivery = { index, batch, last };
    parentPort?.postMessage(delivery, [batch.keys.buffer as ArrayBuffer, batch.quiet.buffer as ArrayBuffer]);
  });
});
