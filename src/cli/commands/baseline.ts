import { Command } from 'commander';
import type { ExitCode } from '../exit-codes.ts';
import type { Terminal } from '../terminal.ts';
import { baselineBuildCommand } from './baseline-build.ts';
import { baselineDiffCommand } from './baseline-diff.ts';
import { baselineForgetCommand } from './baseline-forget.ts';
import { baselineShowCommand } from './baseline-show.ts';

export function baselineCommand(terminal: Terminal, finish: (code: ExitCode) => void): Command {
  return new Command('baseline')
    .description('Remember what is usual: build, show, diff, forget.')
    .addCommand(baselineBuildCommand(terminal, finish))
    .addCommand(baselineShowCommand(terminal, finish))
    .addCommand(baselineDiffCommand(terminal, finish))
    .addCommand(baselineForgetCommand(terminal, finish));
}
