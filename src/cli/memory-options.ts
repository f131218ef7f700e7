import { type Command, Option } from 'commander';
import type { BaselineOptions } from '../detect/baseline/baseline.ts';
import { BaselineError, type StoredCell } from '../detect/baseline/baseline-file.ts';
import { type SweepOptions, sweepDefaults } from '../detect/sweep/sweep.ts';
import { readBaseline } from '../engine/baseline-folder.ts';
import { baselineFrom } from '../engine/baseline-parameters.ts';
import { ContentError } from '../engine/load-content.ts';
import type { Placeholders } from '../lang/sigma/index.ts';
import { CommandError, exitCodes } from './exit-codes.ts';
import { durationValue } from './values.ts';

/** What was seen before, and how long it takes to know what is usual. */
export interface MemoryOptions {
  readonly baseline?: string;
  readonly learn?: number;
}

export function baselineOptions(command: Command): void {
  command
    .option('--baseline <folder>', 'what has been seen before: a folder that `baseline build` made')
    .addOption(
      new Option(
        '--learn <duration>',
        'accounts and principals known for less than this are still learned: what is new about them counts for nothing (default: the parameter baseline_learning, 14d)',
      ).argParser(durationValue),
    );
}

/** @throws CommandError when the baseline, or a parameter of it, cannot be used */
export function readKnown(
  { baseline, learn }: MemoryOptions,
  parameters: Placeholders,
): {
  readonly known?: readonly StoredCell[];
  readonly sweep: SweepOptions;
} {
  const set = baselineOf(parameters);
  const sweep = { ...sweepDefaults, baseline: { ...set, learning: learn ?? set.learning } };
  return baseline === undefined ? { sweep } : { sweep, known: readFolder(baseline) };
}

/** @throws CommandError */
export function baselineOf(parameters: Placeholders): BaselineOptions {
  try {
    return baselineFrom(parameters);
  } catch (error) {
    if (error instanceof ContentError) throw new CommandError(error.message, { cause: error });
    throw error;
  }
}

/** @throws CommandError */
export function readFolder(folder: string): readonly StoredCell[] {
  try {
    return readBaseline(folder);
  } catch (error) {
    if (!(error instanceof BaselineError)) throw error;
    throw new CommandError(error.message, { code: exitCodes.inputUnreadable, cause: error });
  }
}
