import { once } from 'node:events';
import { createWriteStream, type WriteStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { CommandError } from './exit-codes.ts';
import type { Terminal } from './terminal.ts';

/** Where a command writes its data: stdout or a file. */
export interface Output {
  write(text: string): Promise<void>;
  close(): Promise<void>;
}

/**
 * @param path a file, or undefined or `-` for stdout
 * @throws CommandError when the file exists and `force` is not set, or cannot be written
 */
export async function openOutput(
  path: string | undefined,
  force: boolean,
  terminal: Terminal,
): Promise<Output> {
  if (path === undefined || path === '-')
    return { write: (text) => terminal.out(text), close: () => Promise.resolve() };
  if (!force && (await exists(path))) {
    throw new CommandError(`${path} exists already. Use --force to overwrite it, or another name with -o.`);
  }
  const stream = createWriteStream(path, { flags: force ? 'w' : 'wx' });
  await opened(stream, path);
  return {
    write: async (text) => {
      if (!stream.write(text)) await once(stream, 'drain');
    },
    close: async () => {
      stream.end();
      await once(stream, 'close');
    },
  };
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

async function opened(stream: WriteStream, path: string): Promise<void> {
  try {
    await once(stream, 'open');
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    throw new CommandError(`${path} cannot be written: ${detail}`, { cause: error });
  }
}
