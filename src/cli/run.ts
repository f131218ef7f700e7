import { Command, CommanderError } from 'commander';
import { CommandError, type ExitCode, exitCodes } from './exit-codes.ts';
import { version } from './program.ts';
import { ReaderGoneError, type Terminal } from './terminal.ts';

type MakeCommand = (terminal: Terminal, finish: (code: ExitCode) => void) => Command;

/** Each is loaded when it is asked for: all of them together take longer than most of them run. */
const commands: Readonly<Record<string, () => Promise<MakeCommand>>> = {
  hunt: async () => (await import('./commands/hunt.ts')).huntCommand,
  normalize: async () => (await import('./commands/normalize.ts')).normalizeCommand,
  query: async () => (await import('./commands/query.ts')).queryCommand,
  rules: async () => (await import('./commands/rules.ts')).rulesCommand,
  explain: async () => (await import('./commands/explain.ts')).explainCommand,
  show: async () => (await import('./commands/show.ts')).showCommand,
  lineage: async () => (await import('./commands/lineage.ts')).lineageCommand,
  baseline: async () => (await import('./commands/baseline.ts')).baselineCommand,
  changes: async () => (await import('./commands/changes.ts')).changesCommand,
  inventory: async () => (await import('./commands/inventory.ts')).inventoryCommand,
  coverage: async () => (await import('./commands/coverage.ts')).coverageCommand,
  emulate: async () => (await import('./commands/emulate.ts')).emulateCommand,
  validate: async () => (await import('./commands/validate.ts')).validateCommand,
  lake: async () => (await import('./commands/lake.ts')).lakeCommand,
};

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
  const [name = ''] = args;
  const program = await createProgram(terminal, finish, Object.hasOwn(commands, name) ? [name] : undefined);
  try {
    await program.parseAsync(args, { from: 'user' });
    return code;
  } catch (error) {
    return failed(error, terminal);
  }
}

/**
 * What they print goes to the terminal, and a wrong option throws.
 *
 * @param names which commands it has
 */
export async function createProgram(
  terminal: Terminal,
  finish: (code: ExitCode) => void,
  names: readonly string[] = Object.keys(commands),
): Promise<Command> {
  const program = new Command('nephoscope')
    .description('Watches what happens to cloud compute and tells the attack from the deployment.')
    .version(version, '-V, --version')
    .showHelpAfterError('(--help shows what there is)')
    .showSuggestionAfterError();
  for (const name of names) {
    const make = await commands[name]?.();
    if (make) program.addCommand(make(terminal, finish));
  }
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
