import { availableParallelism } from 'node:os';
import { type Command, Option } from 'commander';
import type { BuildInventoryOptions, BuiltInventory } from '../engine/inventory.ts';
import { InventoryFileError } from '../inventory/index.ts';
import { terminalSafe } from '../report/escape.ts';
import { CommandError } from './exit-codes.ts';
import { ProgressLine } from './progress-line.ts';
import type { Terminal } from './terminal.ts';
import { threadsValue, timeValue } from './values.ts';

/** How listings are read; the same for every command that takes them. */
export interface ReadingOptions {
  readonly account?: string;
  readonly region?: string;
  readonly at?: number;
  readonly threads: number;
  readonly quiet?: boolean;
}

export function readingOptions(command: Command): void {
  command
    .option('--account <account>', 'account of AWS listings that do not say it (volumes)')
    .option('--region <region>', 'region of AWS listings that do not say it (snapshots, images, empty ones)')
    .addOption(
      new Option('--threads <n>', 'worker threads')
        .argParser(threadsValue)
        .default(availableParallelism(), 'all cores'),
    )
    .option('-q, --quiet', 'print neither progress nor a summary');
}

export function observedAtOption(): Option {
  return new Option('--at <time>', 'when the listings were made').argParser(timeValue);
}

/** Runs a reading with a progress line. */
export async function reading(
  options: ReadingOptions,
  terminal: Terminal,
  read: (options: BuildInventoryOptions) => Promise<BuiltInventory>,
): Promise<BuiltInventory> {
  const { account, region, at, threads, quiet } = options;
  const progress = new ProgressLine(terminal);
  try {
    return await read({
      threads,
      signal: terminal.interrupt,
      ...(account !== undefined && { account }),
      ...(region !== undefined && { region }),
      ...(at !== undefined && { observedAt: at }),
      onProgress: (now) => {
        if (!quiet) progress.update(now);
      },
    });
  } catch (error) {
    if (error instanceof InventoryFileError) throw new CommandError(error.message, { cause: error });
    throw error;
  } finally {
    progress.clear();
  }
}

/** Whether nothing at all was found. */
export function isNothing({ inventory, listings, activities }: BuiltInventory): boolean {
  return (
    inventory.resources.length === 0 &&
    inventory.coverage.length === 0 &&
    listings.size === 0 &&
    activities === 0
  );
}

export function printProblems({ inventory, problems, partial }: BuiltInventory, terminal: Terminal): void {
  for (const problem of problems) terminal.err(`${terminalSafe(problem)}\n`);
  for (const one of partial) {
    terminal.err(`warning: ${terminalSafe(one)} is one page of several: what it leaves out may exist\n`);
  }
  for (const { type, account, region } of inventory.coverage) {
    const lacking = [account === undefined ? '--account' : '', region === undefined ? '--region' : ''].filter(
      (one) => one !== '',
    );
    if (lacking.length === 0) continue;
    const given = lacking.join(' and ');
    terminal.err(
      `warning: a listing of AWS (${type}s) does not say where it is of: give ${given}, so that what it leaves out counts\n`,
    );
  }
}
