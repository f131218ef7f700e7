import { type Command, Option } from 'commander';
import type { StoredCell } from '../detect/baseline/baseline-file.ts';
import { dimensions } from '../detect/baseline/dimension.ts';
import { oneOf } from './values.ts';

/** Which values of a baseline are meant; all that are given have to fit. */
export interface CellFilter {
  readonly dimension?: string;
  readonly scope?: string;
  readonly value?: string;
}

export function cellFilterOptions(command: Command): void {
  command
    .addOption(
      new Option('--dimension <name>', 'only this dimension').argParser(
        oneOf(dimensions.map(({ name }) => name)),
      ),
    )
    .option('--scope <text>', 'only accounts and principals whose key contains this')
    .option('--value <text>', 'only values that contain this');
}

/** How the values are printed; the same for every command that prints some. */
export function baselineFormatOption(command: Command): Command {
  return command.addOption(
    new Option(
      '-f, --format <format>',
      'table, csv, json (default: table on a terminal, else csv)',
    ).argParser(oneOf(['table', 'csv', 'json'] as const)),
  );
}

/** Texts are parts, in any case: keys are long. */
export function matchesCell(cell: StoredCell, { dimension, scope, value }: CellFilter): boolean {
  return (
    (dimension === undefined || cell.dimension === dimension) &&
    (scope === undefined || cell.scope.toLowerCase().includes(scope.toLowerCase())) &&
    (value === undefined || cell.value.toLowerCase().includes(value.toLowerCase()))
  );
}
