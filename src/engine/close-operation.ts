import type { FoldGroup } from '../clouds/fold-table.ts';
import { earliest, UNDATED } from '../clouds/time.ts';
import type { Limits } from '../decode/index.ts';
import type { FoldedActivity } from './batch.ts';
import type { EvaluationOptions, Evaluator } from './evaluate.ts';

export interface PipelineOptions extends EvaluationOptions {
  /** Epoch milliseconds; Activities outside [from, to) are counted as skipped. */
  readonly from: number;
  readonly to: number;
  /** What one input may cost; `defaultLimits` when absent. */
  readonly limits?: Limits;
  /** How records that do not matter are passed over; false: every record is parsed. */
  readonly scan?: ScanOptions | false;
}

export interface ScanOptions {
  /** Scan in TypeScript where WebAssembly could do it: the same, slower. */
  readonly plain?: boolean;
}

/** Records and Activities of any time, and nothing that rules would say of them. */
export const withoutDetection: PipelineOptions = {
  minRank: 0,
  keepRecord: false,
  everyActivity: false,
  remember: false,
  from: Number.NEGATIVE_INFINITY,
  to: Number.POSITIVE_INFINITY,
};

/** A record without a time is never outside: it may have happened at any. */
export function isOutside(time: number, { from, to }: PipelineOptions): boolean {
  return time !== UNDATED && (time < from || time >= to);
}

/** An operation of which no more records are expected, evaluated as the one Activity that it is. */
export function closeOperation(
  { heads, copies }: FoldGroup,
  evaluator: Evaluator,
  options: PipelineOptions,
): FoldedActivity {
  const time = earliest(heads);
  const outside = isOutside(time, options);
  const evaluation = outside ? { quiet: [] } : evaluator.evaluate(heads);
  return { records: heads.length, copies, time, outside, ...evaluation };
}
