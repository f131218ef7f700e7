import { Command } from 'commander';
import type { ExitCode } from '../exit-codes.ts';
import type { Terminal } from '../terminal.ts';
import { inventoryBuildCommand } from './inventory-build.ts';
import { inventoryDiffCommand } from './inventory-diff.ts';
import { inventoryRegionsCommand } from './inventory-regions.ts';

export function inventoryCommand(terminal: Terminal, finish: (code: ExitCode) => void): Command {
  return new Command('inventory')
    .description('What exists: build it from listings and logs, and compare it with what was before.')
    .addCommand(inventoryBuildCommand(terminal, finish))
    .addCommand(inventoryDiffCommand(terminal, finish))
    .addCommand(inventoryRegionsCommand(terminal, finish));
}
