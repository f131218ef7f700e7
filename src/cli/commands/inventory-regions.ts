import Table from 'cli-table3';
import { Command, Option } from 'commander';
import { buildInventory } from '../../engine/inventory.ts';
import { type Place, placesOf } from '../../inventory/index.ts';
import { counted } from '../../report/counted.ts';
import { csvLine } from '../../report/csv.ts';
import { terminalSafe } from '../../report/escape.ts';
import { instant } from '../../report/instant.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import {
  isNothing,
  printProblems,
  type ReadingOptions,
  reading,
  readingOptions,
} from '../inventory-reading.ts';
import { printData, type Terminal } from '../terminal.ts';
import { oneOf } from '../values.ts';

const formats = ['table', 'csv', 'json'] as const;

interface RegionsOptions extends ReadingOptions {
  readonly format?: (typeof formats)[number];
}

const headings = [
  'Cloud',
  'Account',
  'Region',
  'Instances',
  'Snapshots',
  'Volumes',
  'Images',
  'Created',
  'Deleted',
  'By',
  'First',
  'Last',
] as const;

const examples = `
What logs and listings hold of each region of each account of each cloud: what is there, and what was made and deleted.
A region where there should be nothing is the first thing to look at.

Examples:
  nephoscope inventory regions logs/
  nephoscope inventory regions listings/ logs/ -f csv`;

export function inventoryRegionsCommand(terminal: Terminal, finish: (code: ExitCode) => void): Command {
  const command = new Command('regions')
    .description(
      'Every region of every account and cloud: what is there, what was made and deleted, by how many, when.',
    )
    .argument('<path...>', 'inventories, listings and audit logs; told by content')
    .addHelpText('after', examples);
  readingOptions(command);
  return command
    .addOption(
      new Option(
        '-f, --format <format>',
        'table, csv, json (default: table on a terminal, else csv)',
      ).argParser(oneOf(formats)),
    )
    .action(async (paths: string[], options: RegionsOptions) =>
      finish(await regions(paths, options, terminal)),
    );
}

async function regions(
  paths: readonly string[],
  options: RegionsOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const built = await reading(options, terminal, (given) => buildInventory(paths, given));
  printProblems(built, terminal);
  const places = placesOf(built.inventory.resources);
  const format = options.format ?? (terminal.outIsTerminal ? 'table' : 'csv');
  await printData(terminal, render(places, format));
  if (!options.quiet) terminal.err(`${counted(places.length, 'region')}\n`);
  if (terminal.interrupt.aborted) return exitCodes.interrupted;
  return isNothing(built) ? exitCodes.inputUnreadable : exitCodes.done;
}

function render(places: readonly Place[], format: (typeof formats)[number]): string {
  if (format === 'json') return `${JSON.stringify(places, null, 2)}\n`;
  if (format === 'csv') return [[...headings], ...places.map(cells)].map(csvLine).join('');
  const table = new Table({ head: [...headings], style: { head: [], border: [], compact: true } });
  for (const place of places) table.push(cells(place).map(terminalSafe));
  return `${table.toString()}\n`;
}

function cells(place: Place): string[] {
  const { provider, account, region, existing, created, deleted, creators, first, last } = place;
  const { instance, snapshot, volume, image } = existing;
  const counts = [instance, snapshot, volume, image, created, deleted, creators].map(String);
  const times = [first, last].map((time) => (time === undefined ? '' : instant(time)));
  return [provider, account, region, ...counts, ...times];
}
