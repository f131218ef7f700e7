import type { ChangeRecord } from '../../changes/index.ts';
import type { StoredCell } from '../baseline/baseline-file.ts';
import { type SweepOptions, sweepDefaults } from '../sweep/sweep.ts';

export interface DetectorOptions {
  readonly sweep: SweepOptions;
  /** How late an event may come, milliseconds of event time: later ones are counted and left out. */
  readonly lateness: number;
  /** Findings of rules below this rank are not made. */
  readonly minRank: number;
  /** Declared changes and exceptions. */
  readonly changes?: readonly ChangeRecord[];
  /** What was seen before the first event; a restored state has it already. */
  readonly known?: Iterable<StoredCell>;
}

export const detectorDefaults: DetectorOptions = {
  sweep: sweepDefaults,
  lateness: 30 * 60_000,
  minRank: 1,
};

export interface DetectorCounters {
  /** Events that came after their time and were left out. */
  readonly tooLate: number;
  /** Events that are held, and those among them that a late one may still come before. */
  readonly held: number;
  readonly pending: number;
  readonly groups: number;
  readonly evictedGroups: number;
  readonly resources: number;
  readonly refusedResources: number;
  readonly values: number;
  readonly forgottenValues: number;
}
