import { Command } from 'commander';
import { dimensions } from '../../detect/baseline/dimension.ts';
import { type BaselineFormat, baselineRow, baselineText } from '../../report/baseline-table.ts';
import { counted } from '../../report/counted.ts';
import { baselineFormatOption, type CellFilter, cellFilterOptions, matchesCell } from '../baseline-filter.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { readFolder } from '../memory-options.ts';
import { printData, type Terminal } from '../terminal.ts';

interface ShowOptions extends CellFilter {
  readonly format?: BaselineFormat;
}

export function baselineShowCommand(terminal: Terminal, finish: (code: ExitCode) => void): Command {
  const command = new Command('show')
    .description('Show what a baseline remembers.')
    .argument('<folder>', 'a folder that `baseline build` made')
    .addHelpText('after', `\nDimensions: ${dimensions.map(({ name }) => name).join(', ')}`);
  cellFilterOptions(command);
  return baselineFormatOption(command).action(async (folder: string, options: ShowOptions) => {
    const all = readFolder(folder);
    const rows = all.filter((cell) => matchesCell(cell, options)).map(baselineRow);
    const format = options.format ?? (terminal.outIsTerminal ? 'table' : 'csv');
    await printData(terminal, baselineText(rows, format, terminal.width));
    terminal.err(`${counted(rows.length, 'value')} of ${all.length}\n`);
    finish(exitCodes.done);
  });
}
