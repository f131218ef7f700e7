import type { AtomicTest } from '../atomics/atomic.ts';
import type { Routine } from '../atomics/read-background.ts';
import { compareTexts } from '../core/text-order.ts';
import { background } from './background.ts';
import type { EmulatedRecord } from './emulated-record.ts';
import { type PerformOptions, recordsOf } from './performance.ts';
import { Random } from './random.ts';

export interface EmulateOptions extends PerformOptions {
  /** When the first test begins, epoch milliseconds. */
  readonly at: number;
  /** How many in a hundred records are delivered twice. */
  readonly redelivered?: number;
  /** So many operations of routine in each cloud, made of these. */
  readonly noise?: { readonly count: number; readonly routines: readonly Routine[] };
}

/** Between the last step of a test and the first of the next. */
const PAUSE = 15 * 60_000;
/** A record that is delivered again comes so much later, milliseconds. */
const AGAIN = [30_000, 420_000] as const;

/**
 * The records that tests would leave in the logs of their clouds, in the order in which the logs get them. Nothing is
 * run. Ids, pauses and re-deliveries are made up from the seed.
 */
export function emulate(tests: readonly AtomicTest[], options: EmulateOptions): EmulatedRecord[] {
  const { at, seed, noise, redelivered = 0 } = options;
  const records: EmulatedRecord[] = [];
  let time = at;
  let end = at;
  for (const test of tests) {
    const made = recordsOf(test, time, new Random(`${seed}`).fork(test.guid), options);
    for (const record of made.records) records.push(record);
    end = made.end;
    time = end + PAUSE;
  }
  for (const provider of noise ? new Set(tests.map((test) => test.provider)) : []) {
    const { count = 0, routines = [] } = noise ?? {};
    // One by one: as arguments of one call they overflow the stack, when there are very many.
    for (const one of background(routines, provider, { count, from: at, to: end }, options))
      records.push(one);
  }
  return delivered(records, new Random(`${seed}`).fork('delivery'), redelivered);
}

/** In the order of delivery, some of them twice: logs are delivered at least once. */
function delivered(records: readonly EmulatedRecord[], random: Random, percent: number): EmulatedRecord[] {
  const again = records
    .filter(() => random.next() * 100 < percent)
    .map((record) => ({ ...record, delivered: record.delivered + random.between(...AGAIN) }));
  return [...records, ...again].toSorted(
    (a, b) => a.delivered - b.delivered || a.time - b.time || compareTexts(a.provider, b.provider),
  );
}
