import { createWriteStream, existsSync, type WriteStream } from 'node:fs';
import { CommandError, exitCodes } from './exit-codes.ts';
import { printData, type Terminal } from './terminal.ts';

/** Where a command writes its data: stdout or a file. */
export interface Output {
  write(text: string): Promise<void>;
  /** Writes what holds names from logs as they are: a terminal must not act on them. */
  writeData(text: string): Promise<void>;
  close(): Promise<void>;
}

/**
 * @param path a file, or undefined or `-` for stdout
 * @throws CommandError when the file exists and `force` is not set, or cannot be written; so do writing and `close`
 */
export async function openOutput(
  path: string | undefined,
  force: boolean,
  terminal: Terminal,
): Promise<Output> {
  if (path === undefined || path === '-')
    return {
      write: (text) => terminal.out(text),
      writeData: (text) => printData(terminal, text),
      close: () => Promise.resolve(),
    };
  refuseExisting(path, force);
  const stream = createWriteStream(path, { flags: force ? 'w' : 'wx' });
  let broken: Error | undefined;
  stream.on('error', (error) => {
    broken ??= new CommandError(`${path} cannot be written: ${whyNot(error)}`, {
      code: exitCodes.outputFailed,
      cause: error,
    });
  });
  await settled(stream, 'open');
  if (broken) throw broken;
  const write = async (text: string): Promise<void> => {
    if (!stream.write(text)) await settled(stream, 'drain');
    if (broken) throw broken;
  };
  return {
    write,
    writeData: write,
    close: async () => {
      stream.end();
      await settled(stream, 'close');
      if (broken) throw broken;
    },
  };
}

/** The usual mistakes in words; of everything else what the system says. */
function whyNot(error: NodeJS.ErrnoException): string {
  if (error.syscall !== 'open') return error.message;
  if (error.code === 'ENOENT') return 'its folder does not exist.';
  if (error.code === 'EISDIR') return 'it is a folder.';
  if (error.code === 'ENOTDIR') return 'a part of the path is a file.';
  if (error.code === 'EACCES') return 'no permission.';
  return error.message;
}

/** Resolves when the event comes, or when it will not come any more. */
async function settled(stream: WriteStream, event: 'open' | 'drain' | 'close'): Promise<void> {
  if (stream.closed) return;
  await new Promise<void>((resolve) => {
    const done = (): void => {
      stream.off(event, done).off('error', done).off('close', done);
      resolve();
    };
    stream.on(event, done).on('error', done).on('close', done);
  });
}

/** The extension of a file's name, in lower case and without its point; `''` without one, or without a file. */
export function extensionOf(path: string | undefined): string {
  return /\.([a-z]+)$/i.exec(path ?? '')?.[1]?.toLowerCase() ?? '';
}

/** @throws CommandError when there is a file and it may not be overwritten */
export function refuseExisting(path: string, force: boolean): void {
  if (force || !existsSync(path)) return;
  throw new CommandError(`${path} exists already. Use --force to overwrite it, or another name with -o.`);
}
