import { Command, CommanderError } from 'commander';
import { baselineCommand } from './commands/baseline.ts';
import { changesCommand } from './commands/changes.ts';
import { coverageCommand } from './commands/coverage.ts';
import { emulateCommand } from './commands/emulate.ts';
import { explainCommand } from './commands/explain.ts';
import { huntCommand } from './commands/hunt.ts';
import { inventoryCommand } from './commands/inventory.ts';
import { lakeCommand } from './commands/lake.ts';
import { lineageCommand } from './commands/lineage.ts';
import { normalizeCommand } from './commands/normalize.ts';
import { queryCommand } from './commands/query.ts';
import { rulesCommand } from './commands/rules.ts';
import { showCommand } from './commands/show.ts';
import { validateCommand } from './commands/validate.ts';
import { CommandError, type ExitCode, exitCodes } from './exit-codes.ts';
import { version } from './program.ts';
import { ReaderGoneError, type Terminal } from './terminal.ts';

/**
 * Runs one command.
 *
 * @param args what stands behind the program's name
 * @returns the exit code; see `exitCodes`
 */
export async function run(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  let code: ExitCode = exitCodes.done;
  const finish = (given: ExitCode): void => {
    code = given;
  };
  const program = createProgram(terminal, finish);
  try {
    await program.parseAsync(args, { from: 'user' });
    return code;
  } catch (error) {
    return failed(error, terminal);
  }
}

/** All commands. What they print goes to the terminal, and a wrong option throws. */
export function createProgram(terminal: Terminal, finish: (code: ExitCode) => void): Command {
  const program = new Command('nephoscope')
    .description('Watches what happens to cloud compute and tells the attack from the deployment.')
    .version(version, '-V, --version')
    .showHelpAfterError('(--help shows what there is)')
    .showSuggestionAfterError()
    .addCommand(huntCommand(terminal, finish))
    .addCommand(normalizeCommand(terminal, finish))
    .addCommand(queryCommand(terminal, finish))
    .addCommand(rulesCommand(terminal, finish))
    .addCommand(explainCommand(terminal, finish))
    .addCommand(showCommand(terminal, finish))
    .addCommand(lineageCommand(terminal, finish))
    .addCommand(baselineCommand(terminal, finish))
    .addCommand(changesCommand(terminal, finish))
    .addCommand(inventoryCommand(terminal, finish))
    .addCommand(coverageCommand(terminal, finish))
    .addCommand(emulateCommand(terminal, finish))
    .addCommand(validateCommand(terminal, finish))
    .addCommand(lakeCommand(terminal, finish));
  for (const command of [program, ...descendants(program)]) {
    command.exitOverride().configureOutput({
      // Help and version: when their reader has gone, nobody is left to be told.
      writeOut: (text) => void terminal.out(text).catch(() => undefined),
      writeErr: (text) => terminal.err(text),
      getOutHelpWidth: () => Math.min(terminal.width, 110),
      getErrHelpWidth: () => Math.min(terminal.width, 110),
    });
  }
  return program;
}

function descendants(command: Command): Command[] {
  return command.commands.flatMap((child) => [child as Command, ...descendants(child as Command)]);
}

function failed(error: unknown, terminal: Terminal): ExitCode {
  // Commander has printed its message; help and version end here too, with 0.
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.done : exitCodes.usage;
  if (error instanceof ReaderGoneError) return exitCodes.done;
  if (error instanceof CommandError) {
    terminal.err(`error: ${error.message}\n`);
    return error.code;
  }
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  terminal.err(`internal error: ${detail}\nThis is a bug in nephoscope ${version}; please report it.\n`);
  return exitCodes.internal;
}
