import type { Provider } from '../activity/vocabulary.ts';
import type { Routine } from '../atomics/read-background.ts';
import type { EmulatedRecord } from './emulated-record.ts';
import { type PerformOptions, recordsOf } from './performance.ts';
import { Random } from './random.ts';

/** Routine begins at least this long before the first record of the tests, and goes on as long after the last. */
const AROUND = 60 * 60_000;
/** Routine of a small team: more of it goes further back, for one pipeline that does all in an hour is no routine. */
const BETWEEN = 3 * 60_000;

/**
 * Routine of a cloud around a test: deployments, look-ups, automatic scaling. Each operation of a routine counts as one
 * Activity.
 *
 * @param count how many operations
 * @returns records; none when there is no routine for the cloud
 */
export function background(
  routines: readonly Routine[],
  provider: Provider,
  { count, from, to }: { readonly count: number; readonly from: number; readonly to: number },
  options: PerformOptions,
): EmulatedRecord[] {
  const own = routines.filter((one) => one.provider === provider);
  if (own.length === 0) return [];
  const random = new Random(`${options.seed}`).fork(`background ${provider}`);
  const total = own.reduce((sum, { weight }) => sum + weight, 0);
  const length = Math.max(to - from + 2 * AROUND, count * BETWEEN);
  const begin = to + AROUND - length;
  const records: EmulatedRecord[] = [];
  let left = count;
  for (let index = 0; left > 0; index += 1) {
    const routine = pick(own, random.next() * total);
    const steps = routine.steps.slice(0, left);
    const at = begin + Math.floor(((count - left + random.next()) / count) * length);
    const made = recordsOf({ ...routine, steps }, at, random.fork(`routine ${index}`), options);
    for (const record of made.records) records.push(record);
    left -= steps.length;
  }
  return records;
}

function pick(routines: readonly Routine[], point: number): Routine {
  let left = point;
  for (const one of routines) {
    left -= one.weight;
    if (left < 0) return one;
  }
  return routines.at(-1) as Routine;
}
