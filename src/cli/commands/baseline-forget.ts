import { Command, Option } from 'commander';
import { BaselineError } from '../../detect/baseline/baseline-file.ts';
import { writeBaseline } from '../../engine/baseline-folder.ts';
import { counted } from '../../report/counted.ts';
import { type CellFilter, cellFilterOptions, matchesCell } from '../baseline-filter.ts';
import { CommandError, type ExitCode, exitCodes } from '../exit-codes.ts';
import { readFolder } from '../memory-options.ts';
import type { Terminal } from '../terminal.ts';
import { timeValue } from '../values.ts';

interface ForgetOptions extends CellFilter {
  readonly from?: number;
  readonly to?: number;
  readonly dryRun?: boolean;
}

const DAY = 86_400_000;

export function baselineForgetCommand(terminal: Terminal, finish: (code: ExitCode) => void): Command {
  const command = new Command('forget')
    .description(
      'Remove values from a baseline: what an attacker did must not become usual. At least one choice has to be made.',
    )
    .argument('<folder>', 'a folder that `baseline build` made');
  cellFilterOptions(command);
  return command
    .addOption(new Option('--from <time>', 'only what was seen on this day or later').argParser(timeValue))
    .addOption(new Option('--to <time>', 'only what was seen before this day').argParser(timeValue))
    .option('--dry-run', 'only say how much it would be')
    .action((folder: string, options: ForgetOptions) => {
      forget(folder, options, terminal);
      finish(exitCodes.done);
    });
}

function forget(folder: string, options: ForgetOptions, terminal: Terminal): void {
  const { dimension, scope, value, from, to } = options;
  if ([dimension, scope, value, from, to].every((choice) => choice === undefined)) {
    throw new CommandError('say what to forget: --dimension, --scope, --value, --from or --to.');
  }
  const first = from === undefined ? Number.NEGATIVE_INFINITY : Math.floor(from / DAY);
  const end = to === undefined ? Number.POSITIVE_INFINITY : Math.ceil(to / DAY);
  const all = readFolder(folder);
  let removed = 0;
  const left = all.flatMap((cell) => {
    if (!matchesCell(cell, options)) return [cell];
    const days = cell.days.filter(({ day }) => day < first || day >= end);
    removed += cell.days.length - days.length;
    return days.length > 0 ? [{ ...cell, days }] : [];
  });
  const gone = all.length - left.length;
  const said = `${counted(removed, 'day')} of values, ${counted(gone, 'value')} whole`;
  if (options.dryRun) {
    terminal.err(`would forget ${said}\n`);
    return;
  }
  try {
    writeBaseline(folder, left);
  } catch (error) {
    if (!(error instanceof BaselineError)) throw error;
    throw new CommandError(error.message, { code: exitCodes.outputFailed, cause: error });
  }
  terminal.err(`forgot ${said}; ${left.length} left\n`);
}
