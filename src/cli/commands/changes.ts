import { Command } from 'commander';
import type { ExitCode } from '../exit-codes.ts';
import type { Terminal } from '../terminal.ts';
import { changesImportCommand } from './changes-import.ts';
import { changesLintCommand } from './changes-lint.ts';
import { changesListCommand } from './changes-list.ts';

export function changesCommand(terminal: Terminal, finish: (code: ExitCode) => void): Command {
  return new Command('changes')
    .description('Work on authorised changes and exceptions: list, lint, import from ticket systems.')
    .addCommand(changesListCommand(terminal, finish))
    .addCommand(changesLintCommand(terminal, finish))
    .addCommand(changesImportCommand(terminal, finish));
}
