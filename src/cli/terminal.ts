import { safeLines } from '../report/escape.ts';
import { CommandError, exitCodes } from './exit-codes.ts';

/** What a command may touch of the outside world: replaced as a whole in tests. */
export interface Terminal {
  /** Data. Resolves when the text has been taken, so that a slow reader holds the writer back. */
  out(text: string): Promise<void>;
  /** Everything else. */
  err(text: string): void;
  readonly outIsTerminal: boolean;
  readonly errIsTerminal: boolean;
  readonly width: number;
  /** Colours on stdout and on stderr. */
  readonly outColour: boolean;
  readonly errColour: boolean;
  /** Epoch milliseconds. */
  now(): number;
  /** Aborted by Ctrl-C. */
  readonly interrupt: AbortSignal;
}

/** Prints data that hold names from logs as they are (JSON, CSV, graphs): a terminal must not act on them. */
export async function printData(terminal: Terminal, text: string): Promise<void> {
  await terminal.out(terminal.outIsTerminal ? safeLines(text) : text);
}

/** The reader of stdout has gone (`| head`): nobody wants the rest. */
export class ReaderGoneError extends Error {
  override readonly name = 'ReaderGoneError';
}

/** The process's own terminal. The first Ctrl-C asks commands to end, the second one ends the process. */
export function processTerminal(): Terminal {
  const { stdout, stderr, env } = process;
  const interrupt = new AbortController();
  process.on('SIGINT', () => {
    if (interrupt.signal.aborted) process.exit(130);
    interrupt.abort();
  });
  let broken: Error | undefined;
  stdout.on('error', (error: NodeJS.ErrnoException) => {
    broken ??=
      error.code === 'EPIPE'
        ? new ReaderGoneError('the reader of the output has gone')
        : new CommandError(`the output cannot be written: ${error.message}`, {
            code: exitCodes.outputFailed,
            cause: error,
          });
  });
  stderr.on('error', () => undefined);
  const plain = env['NO_COLOR'] !== undefined && env['NO_COLOR'] !== '';
  const forced = env['FORCE_COLOR'] !== undefined && env['FORCE_COLOR'] !== '0';
  const colour = (stream: NodeJS.WriteStream): boolean =>
    !plain && (forced || (stream.isTTY && env['TERM'] !== 'dumb'));
  return {
    out: async (text) => {
      if (broken) throw broken;
      if (stdout.write(text)) return;
      await new Promise<void>((resolve) => {
        const done = (): void => {
          stdout.off('drain', done).off('error', done).off('close', done);
          resolve();
        };
        stdout.on('drain', done).on('error', done).on('close', done);
      });
      if (broken) throw broken;
    },
    err: (text) => void stderr.write(text),
    outIsTerminal: stdout.isTTY === true,
    errIsTerminal: stderr.isTTY === true,
    // Pseudo-terminals of build machines report no columns at all.
    width: stdout.columns || Number(env['COLUMNS']) || 120,
    outColour: colour(stdout),
    errColour: colour(stderr),
    now: () => Date.now(),
    interrupt: interrupt.signal,
  };
}
