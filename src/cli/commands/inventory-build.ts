import { Command } from 'commander';
import { type BuiltInventory, buildInventory } from '../../engine/inventory.ts';
import { writeInventory } from '../../inventory/index.ts';
import { counted } from '../../report/counted.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import {
  isNothing,
  observedAtOption,
  printProblems,
  type ReadingOptions,
  reading,
  readingOptions,
} from '../inventory-reading.ts';
import { keepInputs } from '../kept-inputs.ts';
import { openOutput } from '../output-file.ts';
import type { Terminal } from '../terminal.ts';

interface BuildCommandOptions extends ReadingOptions {
  readonly output?: string;
  readonly force?: boolean;
  readonly strict?: boolean;
}

export function inventoryBuildCommand(terminal: Terminal, finish: (code: ExitCode) => void): Command {
  const command = new Command('build')
    .description(
      'Build an inventory of instances, snapshots, volumes and images from listings of the clouds and from audit logs.',
    )
    .argument('<path...>', 'files, folders, globs; - for one listing on standard input; told by content');
  readingOptions(command);
  return command
    .addOption(observedAtOption())
    .option('-o, --output <file>', 'write to a file')
    .option('--strict', 'fail when anything could not be read')
    .option('--force', 'overwrite an existing output file')
    .action(async (paths: string[], options: BuildCommandOptions) =>
      finish(await build(paths, options, terminal)),
    );
}

async function build(
  paths: readonly string[],
  options: BuildCommandOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  await keepInputs(paths, options.output);
  const output = await openOutput(options.output, options.force ?? false, terminal);
  const built = await reading(options, terminal, (given) => buildInventory(paths, given));
  printProblems(built, terminal);
  const isEmpty = isNothing(built);
  if (!isEmpty) await output.writeData(writeInventory(built.inventory));
  await output.close();
  if (!options.quiet) terminal.err(summary(built));
  if (terminal.interrupt.aborted) return exitCodes.interrupted;
  return isEmpty || (options.strict && built.problems.length > 0)
    ? exitCodes.inputUnreadable
    : exitCodes.done;
}

function summary({ inventory, listings, activities }: BuiltInventory): string {
  const types = new Map<string, number>();
  for (const { type, deleted } of inventory.resources) {
    if (deleted === undefined) types.set(type, (types.get(type) ?? 0) + 1);
  }
  const found = [...types].map(([type, count]) => counted(count, type)).join(', ');
  const shapes = [...listings]
    .map(([shape, count]) => `${shape} ×${count.toLocaleString('en-US')}`)
    .join(', ');
  const sources = [
    shapes,
    activities > 0 ? counted(activities, 'Activity').replace('Activitys', 'Activities') : '',
  ];
  return `${found || 'nothing'} from ${sources.filter((part) => part !== '').join('; ') || 'nothing'}\n`;
}
