import { availableParallelism } from 'node:os';
import { Command, Option } from 'commander';
import type { Activity } from '../../activity/activity.ts';
import type { Json } from '../../core/json.ts';
import { huntFiles } from '../../engine/hunt-files.ts';
import { terminalSafe } from '../../report/escape.ts';
import { redact } from '../../report/redact.ts';
import { reconciliation } from '../../report/summary.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { keepInputs } from '../kept-inputs.ts';
import { LineWriter } from '../line-writer.ts';
import { openOutput } from '../output-file.ts';
import { ProgressLine } from '../progress-line.ts';
import { type TimeOptions, timeOptions, timeRange } from '../shared-options.ts';
import type { Terminal } from '../terminal.ts';
import { threadsValue } from '../values.ts';

interface NormalizeOptions extends TimeOptions {
  readonly output?: string;
  readonly threads: number;
  readonly includeRecord?: boolean;
  readonly force?: boolean;
  readonly strict?: boolean;
  readonly quiet?: boolean;
}

export function normalizeCommand(terminal: Terminal, finish: (code: ExitCode) => void): Command {
  const command = new Command('normalize')
    .description('Print the Activities of audit logs as NDJSON (schema/activity.schema.json).')
    .argument('<path...>', 'files, folders, globs, or - for standard input');
  timeOptions(command);
  command
    .option('-o, --output <file>', 'write to a file')
    .addOption(
      new Option('--threads <n>', 'worker threads')
        .argParser(threadsValue)
        .default(availableParallelism(), 'all cores'),
    )
    .option('--include-record', 'keep the native records in each Activity, as `raw`')
    .option('--strict', 'fail when anything could not be read')
    .option('--force', 'overwrite an existing output file')
    .option('-q, --quiet', 'print neither progress nor the summary')
    .action(async (paths: string[], options: NormalizeOptions) =>
      finish(await normalize(paths, options, terminal)),
    );
  return command;
}

async function normalize(
  paths: readonly string[],
  options: NormalizeOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const range = timeRange(options, terminal.now());
  await keepInputs(paths, options.output);
  const output = await openOutput(options.output, options.force ?? false, terminal);
  const progress = new ProgressLine(terminal);
  const lines = new LineWriter((text) => output.writeData(text));
  const stop = AbortSignal.any([terminal.interrupt, lines.failed]);
  const { stats } = await huntFiles(paths, [], {
    ...range,
    minRank: 0,
    keepRecord: options.includeRecord ?? false,
    everyActivity: true,
    remember: false,
    threads: options.threads,
    signal: stop,
    ready: () => lines.ready(),
    onActivity: (activity: Activity) => lines.add(`${JSON.stringify(withoutSecrets(activity))}\n`),
    onProgress: (now) => {
      if (!options.quiet) progress.update(now);
    },
  }).finally(() => progress.clear());
  await lines.end();
  await output.close();
  if (!options.quiet) {
    terminal.err(`${reconciliation(stats)}\n`);
    for (const { path, kind, detail } of stats.problems)
      terminal.err(`${terminalSafe(`${path}: ${kind}: ${detail}`)}\n`);
  }
  if (terminal.interrupt.aborted) return exitCodes.interrupted;
  const failed =
    stats.inputs.read === stats.inputs.withProblems || (options.strict && stats.problems.length > 0);
  return failed ? exitCodes.inputUnreadable : exitCodes.done;
}

/** Only the native records may hold secrets. */
function withoutSecrets(activity: Activity): Activity {
  return activity.raw === undefined ? activity : { ...activity, raw: redact(activity.raw as Json) };
}
