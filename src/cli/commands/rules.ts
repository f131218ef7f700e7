import { Command } from 'commander';
import type { ExitCode } from '../exit-codes.ts';
import type { Terminal } from '../terminal.ts';
import { rulesConvertCommand } from './rules-convert.ts';
import { rulesExplainCommand } from './rules-explain.ts';
import { rulesLintCommand } from './rules-lint.ts';
import { rulesListCommand } from './rules-list.ts';
import { rulesParametersCommand } from './rules-parameters.ts';
import { rulesTestCommand } from './rules-test.ts';

export function rulesCommand(terminal: Terminal, finish: (code: ExitCode) => void): Command {
  return new Command('rules')
    .description('Work on Sigma rules: list, parameters, lint, test, explain, convert.')
    .addCommand(rulesListCommand(terminal, finish))
    .addCommand(rulesParametersCommand(terminal, finish))
    .addCommand(rulesLintCommand(terminal, finish))
    .addCommand(rulesTestCommand(terminal, finish))
    .addCommand(rulesExplainCommand(terminal, finish))
    .addCommand(rulesConvertCommand(terminal, finish));
}
