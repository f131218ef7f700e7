import { availableParallelism } from 'node:os';
import { Command, Option } from 'commander';
import { importIntoLake, type LakeImportResult } from '../../engine/lake-import.ts';
import { counted } from '../../report/counted.ts';
import { terminalSafe } from '../../report/escape.ts';
import { reconciliation } from '../../report/summary.ts';
import { listInputs } from '../../sources/index.ts';
import { holderText } from '../../store/lock.ts';
import { CommandError, type ExitCode, exitCodes } from '../exit-codes.ts';
import { lakeFailure, lakeOption, refuseServer } from '../lake-options.ts';
import { program } from '../program.ts';
import { ProgressLine } from '../progress-line.ts';
import type { Terminal } from '../terminal.ts';
import { threadsValue } from '../values.ts';

interface ImportOptions {
  readonly lake: string;
  readonly records?: boolean;
  readonly again?: boolean;
  readonly threads: number;
  readonly strict?: boolean;
  readonly quiet?: boolean;
}

const examples = `
Inputs that were imported before and have not changed are passed over; every Activity is kept once, however often its
records come. An import that was killed is gone on with by the next one.

Examples:
  nephoscope lake import logs/ --lake history.lake             Activities of AWS, Azure and Google Cloud
  nephoscope lake import logs/ --lake history.lake --records   with the native records: Sigma rules on them need these`;

export function lakeImportCommand(terminal: Terminal, finish: (code: ExitCode) => void): Command {
  return new Command('import')
    .description('Import audit logs into a lake.')
    .argument('<path...>', 'files, folders, globs, or - for standard input; formats are told by content')
    .addOption(lakeOption())
    .option('--records', 'keep the native records, too')
    .option('--again', 'read inputs again that were imported before')
    .addOption(
      new Option('--threads <n>', 'worker threads')
        .argParser(threadsValue)
        .default(availableParallelism(), 'all cores'),
    )
    .option('--strict', 'fail when anything could not be read')
    .option('-q, --quiet', 'print neither progress nor what was done')
    .addHelpText('after', examples)
    .action(async (paths: string[], options: ImportOptions) =>
      finish(await runImport(paths, options, terminal)),
    );
}

async function runImport(
  paths: readonly string[],
  options: ImportOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  refuseServer(options.lake, 'import into a file, and publish that with lake push --lake FILE --to ADDRESS');
  const listing = await listInputs(paths);
  // No lake is made for a path that was misspelt.
  if (listing.inputs.length === 0) {
    const why = listing.problems.map(({ path, detail }) => `${path}: ${detail}`).join('; ');
    throw new CommandError(terminalSafe(`nothing to import: ${why}.`), { code: exitCodes.inputUnreadable });
  }
  const progress = new ProgressLine(terminal);
  const result = await importIntoLake(listing, {
    lake: options.lake,
    withRecords: options.records ?? false,
    again: options.again ?? false,
    threads: options.threads,
    program,
    now: () => terminal.now(),
    signal: terminal.interrupt,
    onProgress: (now) => {
      if (!options.quiet) progress.update(now);
    },
    onStep: (step) => {
      if (step === 'folded' && !options.quiet) progress.say('sealing …');
    },
  })
    .finally(() => progress.clear())
    .catch((error: unknown) => {
      throw lakeFailure(error);
    });
  if (!options.quiet) print(result, options.lake, terminal);
  return exitCode(result, options);
}

function exitCode(
  { stats, interrupted, inputsBefore }: LakeImportResult,
  { strict }: ImportOptions,
): ExitCode {
  if (interrupted) return exitCodes.interrupted;
  const nothing = stats.inputs.read === stats.inputs.withProblems && inputsBefore === 0;
  return nothing || (strict && stats.problems.length > 0) ? exitCodes.inputUnreadable : exitCodes.done;
}

function print(
  { stats, sealed, operationCopies, inputsBefore, resumed, tookOver, interrupted }: LakeImportResult,
  lake: string,
  terminal: Terminal,
): void {
  const say = (text: string): void => terminal.err(`${terminalSafe(text)}\n`);
  if (tookOver) say(`note: ${holderText(tookOver)} had died on the way; gone on with what it left.`);
  if (resumed.activities + resumed.operationRecords > 0) {
    say(
      `note: ${counted(resumed.activities, 'row')} and ${counted(resumed.operationRecords, 'record')} of operations were left to be sealed.`,
    );
  }
  say(reconciliation(stats));
  if (sealed) {
    const { added, present, completed } = sealed;
    const all = added + present + completed;
    say(
      `${number(all)} activities = ${number(added)} added + ${number(present)} there already + ` +
        `${number(completed)} completed by records that came now`,
    );
  }
  if (operationCopies > 0) say(`${counted(operationCopies, 'record')} of operations were there already`);
  if (inputsBefore > 0) {
    say(
      `${counted(inputsBefore, 'input')} imported before and not changed since (--again reads them all the same)`,
    );
  }
  for (const { path, kind, detail } of stats.problems) say(`${path}: ${kind}: ${detail}`);
  if (interrupted) say(`interrupted: what was read to its end is kept in ${lake}; the next import goes on.`);
}

function number(value: number): string {
  return value.toLocaleString('en-US');
}
