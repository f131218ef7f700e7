import type { FoldGroup } from '../clouds/fold-table.ts';
import { earliest } from '../clouds/time.ts';
import { fingerprint } from '../core/key-set.ts';
import type { FoldedActivity } from './batch.ts';
import type { EvaluationOptions, Evaluator } from './evaluate.ts';

export interface PipelineOptions extends EvaluationOptions {
  /** Epoch milliseconds; Activities outside [from, to) are counted as skipped. */
  readonly from: number;
  readonly to: number;
}

export function isOutside(time: number, { from, to }: PipelineOptions): boolean {
  return time < from || time >= to;
}

/** An operation of which no more records are expected, evaluated as the one Activity that it is. */
export function closeOperation(
  group: FoldGroup,
  evaluator: Evaluator,
  options: PipelineOptions,
): FoldedActivity {
  const { key, heads, copies } = group;
  const keys = new Uint32Array(heads.length * 2);
  heads.forEach(({ duplicateKey }, index) => {
    fingerprint(duplicateKey, keys, index * 2);
  });
  const time = earliest(heads);
  const outside = isOutside(time, options);
  const evaluation = outside ? { hits: [], quiet: [] } : evaluator.evaluate(heads);
  return { key, keys, copies, time, outside, ...evaluation };
}
