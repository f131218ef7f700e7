import { Command } from 'commander';
import { BaselineError, type StoredCell } from '../../detect/baseline/baseline-file.ts';
import { hasBaseline, writeBaseline } from '../../engine/baseline-folder.ts';
import { counted } from '../../report/counted.ts';
import { CommandError, type ExitCode, exitCodes } from '../exit-codes.ts';
import { readFolder } from '../memory-options.ts';
import { type ReadingOptions, readingOptions, readLogs } from '../reading.ts';
import type { Terminal } from '../terminal.ts';

interface BuildOptions extends ReadingOptions {
  readonly add?: boolean;
  readonly force?: boolean;
}

export function baselineBuildCommand(terminal: Terminal, finish: (code: ExitCode) => void): Command {
  const command = new Command('build')
    .description(
      'Learn from audit logs what is usual: who does what, where, from which network, with which images.',
    )
    .argument('<folder>', 'where the baseline is kept')
    .argument('<path...>', 'audit logs: files, folders, globs, or - for standard input');
  readingOptions(command);
  return command
    .option('--add', 'learn in addition to what the folder holds')
    .option('--force', 'overwrite what the folder holds')
    .action(async (folder: string, paths: string[], options: BuildOptions) =>
      finish(await build(folder, paths, options, terminal)),
    );
}

async function build(
  folder: string,
  paths: readonly string[],
  options: BuildOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  if (hasBaseline(folder) && !options.add && !options.force) {
    throw new CommandError(`${folder} holds a baseline: --add learns in addition, --force begins anew.`);
  }
  const known: readonly StoredCell[] = options.add && hasBaseline(folder) ? readFolder(folder) : [];
  const { baseline, interrupted } = await readLogs(paths, options, terminal, undefined, { known });
  if (interrupted) {
    terminal.err('interrupted: the baseline was not written, it would hold a part of the logs only.\n');
    return exitCodes.interrupted;
  }
  try {
    writeBaseline(folder, baseline.all());
  } catch (error) {
    if (!(error instanceof BaselineError)) throw error;
    throw new CommandError(error.message, { code: exitCodes.outputFailed, cause: error });
  }
  const scopes = new Set([...baseline.all()].map(({ scope }) => scope)).size;
  terminal.err(`${counted(baseline.size, 'value')} of ${scopes} accounts and principals in ${folder}\n`);
  return exitCodes.done;
}
