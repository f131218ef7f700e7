import { Command, InvalidArgumentError, Option } from 'commander';
import { type BuiltInventory, buildInventory, loadInventory } from '../../engine/inventory.ts';
import { diffInventories, type InventoryDiff, type RegionThresholds } from '../../inventory/index.ts';
import { CommandError, type ExitCode, exitCodes } from '../exit-codes.ts';
import {
  isNothing,
  printProblems,
  type ReadingOptions,
  reading,
  readingOptions,
} from '../inventory-reading.ts';
import { type DiffFormat, diffFormats, diffSummary, renderDiff } from '../inventory-table.ts';
import { keepInputs } from '../kept-inputs.ts';
import { openOutput } from '../output-file.ts';
import type { Terminal } from '../terminal.ts';
import { collect, oneOf } from '../values.ts';

interface DiffCommandOptions extends Omit<ReadingOptions, 'at'> {
  readonly logs?: readonly string[];
  readonly regionThreshold?: RegionThresholds;
  readonly format?: DiffFormat;
  readonly output?: string;
  readonly force?: boolean;
  readonly failOnUnexplained?: boolean;
  readonly failOnThreshold?: boolean;
}

/** A table in a file is not cut to the terminal. */
const FILE_WIDTH = 240;

const notes = `
BEFORE and AFTER are inventories (inventory build), listings, or folders of them. What a listing did not look at (another
region, account or type) is not removed: it is counted at the end. Logs given with --logs, or built into an inventory, are
held against what exists: resources without a record of their creation, and resources that are gone without a record of
their deletion.`;

export function inventoryDiffCommand(terminal: Terminal, finish: (code: ExitCode) => void): Command {
  const command = new Command('diff')
    .description(
      'What was added, removed, changed, shared or exposed between two inventories, and what no log explains.',
    )
    .argument('<before>', 'an inventory, a listing, or a folder of listings')
    .argument('<after>', 'the same, later')
    .option('--logs <path>', 'audit logs of the time between; may be given again', collect)
    .addOption(
      new Option(
        '--region-threshold <n>',
        'tell regions with more active instances: N, or REGION=N; may be given again',
      ).argParser(threshold),
    );
  readingOptions(command);
  return command
    .addOption(
      new Option(
        '-f, --format <format>',
        `${diffFormats.join(', ')} (default: table on a terminal, else ndjson)`,
      ).argParser(oneOf(diffFormats)),
    )
    .option('-o, --output <file>', 'write to a file')
    .option('--force', 'overwrite an existing output file')
    .option('--fail-on-unexplained', 'exit with 1 when logs do not explain a resource')
    .option('--fail-on-threshold', 'exit with 1 when a region is over its threshold')
    .addHelpText('after', notes)
    .action(async (before: string, after: string, options: DiffCommandOptions) =>
      finish(await diff(before, after, options, terminal)),
    );
}

async function diff(
  before: string,
  after: string,
  options: DiffCommandOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  await keepInputs([before, after, ...(options.logs ?? [])], options.output);
  const output = await openOutput(options.output, options.force ?? false, terminal);
  const earlier = await side(before, options, terminal);
  const later = await side(after, options, terminal);
  const { logs: paths } = options;
  const logs = paths && (await reading(options, terminal, (given) => buildInventory(paths, given)));
  for (const one of [earlier, later, ...(logs ? [logs] : [])]) printProblems(one, terminal);
  if (logs && logs.activities === 0) {
    throw new CommandError(`${paths.join(', ')}: no audit record in it`, { code: exitCodes.inputUnreadable });
  }
  const found = diffInventories(earlier.inventory, later.inventory, {
    ...(logs && { logs: logs.inventory }),
    ...(options.regionThreshold && { thresholds: options.regionThreshold }),
  });
  const format = options.format ?? (terminal.outIsTerminal ? 'table' : 'ndjson');
  await output.writeData(renderDiff(found, format, isFile(options.output) ? FILE_WIDTH : terminal.width));
  await output.close();
  if (!options.quiet) terminal.err(diffSummary(found));
  return terminal.interrupt.aborted ? exitCodes.interrupted : exitCode(found, options);
}

async function side(path: string, options: DiffCommandOptions, terminal: Terminal): Promise<BuiltInventory> {
  const built = await reading(options, terminal, (given) => loadInventory(path, given));
  if (!isNothing(built)) return built;
  const [problem = `${path}: neither an inventory, a listing of a cloud nor an audit log`] = built.problems;
  throw new CommandError(problem, { code: exitCodes.inputUnreadable });
}

function isFile(output: string | undefined): boolean {
  return output !== undefined && output !== '-';
}

function exitCode(
  { rows }: InventoryDiff,
  { failOnUnexplained, failOnThreshold }: DiffCommandOptions,
): ExitCode {
  const has = (start: string): boolean => rows.some(({ kind }) => kind.startsWith(start));
  const fails = (failOnUnexplained && has('unexplained-')) || (failOnThreshold && has('region-over-'));
  return fails ? exitCodes.findings : exitCodes.done;
}

function threshold(text: string, earlier: RegionThresholds | undefined): RegionThresholds {
  const found = /^(?:([a-z0-9-]+)=)?(\d{1,9})$/i.exec(text.trim());
  if (!found)
    throw new InvalidArgumentError(
      'expected a number, or a region and a number, such as 20 or eu-west-1=50.',
    );
  const [, region, count] = found;
  const byRegion = new Map(earlier?.byRegion);
  if (region === undefined) return { byRegion, every: Number(count) };
  byRegion.set(region.toLowerCase(), Number(count));
  return { ...earlier, byRegion };
}
