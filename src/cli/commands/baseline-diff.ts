import { Command } from 'commander';
import type { StoredCell } from '../../detect/baseline/baseline-file.ts';
import { type BaselineFormat, baselineRow, baselineText } from '../../report/baseline-table.ts';
import { counted } from '../../report/counted.ts';
import { baselineFormatOption, type CellFilter, cellFilterOptions, matchesCell } from '../baseline-filter.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { readFolder } from '../memory-options.ts';
import { printData, type Terminal } from '../terminal.ts';

interface DiffOptions extends CellFilter {
  readonly format?: BaselineFormat;
}

export function baselineDiffCommand(terminal: Terminal, finish: (code: ExitCode) => void): Command {
  const command = new Command('diff')
    .description(
      'Compare two baselines: what the second has seen and the first has not, and the other way round.',
    )
    .argument('<before>', 'a folder that `baseline build` made')
    .argument('<after>', 'another one');
  cellFilterOptions(command);
  return baselineFormatOption(command).action(async (before: string, after: string, options: DiffOptions) => {
    const [first, second] = [readFolder(before), readFolder(after)].map((cells) =>
      cells.filter((cell) => matchesCell(cell, options)),
    ) as [StoredCell[], StoredCell[]];
    const added = missingIn(first, second).map((cell) => ({ mark: 'added', ...baselineRow(cell) }));
    const gone = missingIn(second, first).map((cell) => ({ mark: 'gone', ...baselineRow(cell) }));
    const format = options.format ?? (terminal.outIsTerminal ? 'table' : 'csv');
    if (added.length + gone.length > 0 || format !== 'table') {
      await printData(terminal, baselineText([...added, ...gone], format, terminal.width));
    }
    terminal.err(`${counted(added.length, 'value')} added, ${gone.length} gone\n`);
    finish(exitCodes.done);
  });
}

/** What the second has and the first has not. */
function missingIn(first: readonly StoredCell[], second: readonly StoredCell[]): StoredCell[] {
  const known = new Set(first.map(keyOf));
  return second.filter((cell) => !known.has(keyOf(cell)));
}

function keyOf({ dimension, scope, value }: StoredCell): string {
  return JSON.stringify([dimension, scope, value]);
}
