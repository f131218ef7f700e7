import { availableParallelism } from 'node:os';
import { type Command, Option } from 'commander';
import { type HuntFilesOptions, type HuntFilesResult, huntFiles } from '../engine/hunt-files.ts';
import type { Correlation } from '../ir/correlation.ts';
import type { Rule } from '../ir/rule.ts';
import { terminalSafe } from '../report/escape.ts';
import { reconciliation } from '../report/summary.ts';
import { CommandError, exitCodes } from './exit-codes.ts';
import { ProgressLine } from './progress-line.ts';
import { type TimeOptions, timeOptions, timeRange } from './shared-options.ts';
import type { Terminal } from './terminal.ts';
import { threadsValue } from './values.ts';

/** The options of commands that read logs in order to tell something about all of them. */
export interface ReadingOptions extends TimeOptions {
  readonly threads: number;
  readonly quiet?: boolean;
}

export function readingOptions(command: Command): void {
  timeOptions(command);
  command
    .addOption(
      new Option('--threads <n>', 'worker threads')
        .argParser(threadsValue)
        .default(availableParallelism(), 'all cores'),
    )
    .option('-q, --quiet', 'print neither progress nor warnings');
}

export interface Content {
  readonly rules: readonly Rule[];
  readonly correlations: readonly Correlation[];
}

/**
 * Reads logs with progress, and says what could not be read.
 *
 * @throws CommandError when nothing could be read
 */
export async function readLogs(
  paths: readonly string[],
  options: ReadingOptions,
  terminal: Terminal,
  { rules, correlations }: Content = { rules: [], correlations: [] },
  more: Partial<HuntFilesOptions> = {},
): Promise<HuntFilesResult> {
  const range = timeRange(options, terminal.now());
  const progress = new ProgressLine(terminal);
  const result = await huntFiles(paths, rules, {
    ...range,
    correlations,
    minRank: 0,
    keepRecord: false,
    everyActivity: false,
    remember: true,
    threads: options.threads,
    signal: terminal.interrupt,
    onProgress: (now) => {
      if (!options.quiet) progress.update(now);
    },
    ...more,
  }).finally(() => progress.clear());
  const { stats } = result;
  if (!options.quiet) {
    for (const { path, detail } of [...stats.problems, ...(stats.network?.problems ?? [])]) {
      terminal.err(`warning: ${terminalSafe(`${path}: ${detail}`)}\n`);
    }
    terminal.err(`${reconciliation(stats)}\n`);
  }
  if (stats.inputs.read === stats.inputs.withProblems && stats.records.inActivities === 0) {
    const [first] = stats.problems;
    const why = first ? `${first.path}: ${first.detail}` : 'there was nothing to read';
    throw new CommandError(terminalSafe(why), { code: exitCodes.inputUnreadable });
  }
  return result;
}
