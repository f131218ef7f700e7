import { createReadStream, readFileSync, statSync } from 'node:fs';
import { open, readdir, readFile } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { glob, isDynamicPattern } from 'tinyglobby';
import { type ByteSource, ReadError } from '../core/byte-source.ts';
import { compareTexts } from '../core/text-order.ts';
import type { Input, PathProblem, SourceDefinition } from './source.ts';

const CHUNK = 1024 * 1024;
/** Files up to this size are read at once: the thread pool costs more than reading them. */
const SMALL = 256 * 1024;

/** Files, folders (with everything below them) and globs. Hidden files and folders below a folder are left out. */
export const file: SourceDefinition = {
  name: 'file',
  description: 'files, folders and globs',
  accepts: (path) => !/^[a-z][a-z0-9+.-]+:\/\//i.test(path),
  list: async (path) => {
    const walk = new Walk();
    if (!(await walk.add(path)) && isDynamicPattern(path)) await walk.glob(path);
    return walk.finish(path);
  },
  open: (input) => fileSource(input),
};

/** Gives way to everything else that waits, now and then: quick work that is done at once would never let it come. */
class Turns {
  private count = 0;

  async next(): Promise<void> {
    this.count += 1;
    if (this.count % 32 === 0) await setImmediate();
  }
}

class Walk {
  private readonly inputs: Input[] = [];
  private readonly problems: PathProblem[] = [];
  private notFound: PathProblem | undefined;
  private readonly turns = new Turns();
  /** Folders that were entered, by device and inode: a link back up must not be followed for ever. */
  private readonly entered = new Set<string>();

  /** False when nothing stands at the path. */
  async add(path: string): Promise<boolean> {
    try {
      // Asking without a promise is many times faster, and there may be hundreds of thousands of files.
      const found = statSync(path);
      await this.turns.next();
      if (found.isDirectory()) await this.folder(path, `${found.dev}:${found.ino}`);
      else if (found.isFile() || found.isFIFO() || found.isCharacterDevice()) {
        const { size, mtimeMs } = found;
        this.inputs.push(
          found.isFile()
            ? { path, source: 'file', size, version: String(mtimeMs) }
            : { path, source: 'file' },
        );
      } else this.problems.push({ path, kind: 'unreadable', detail: 'neither a file nor a folder' });
      return true;
    } catch (error) {
      const problem = pathProblem(path, error);
      if (problem.kind === 'not-found') this.notFound = problem;
      else this.problems.push(problem);
      return problem.kind !== 'not-found';
    }
  }

  async glob(pattern: string): Promise<void> {
    this.notFound = undefined;
    const paths = await glob(pattern, {
      absolute: isAbsolute(pattern),
      expandDirectories: false,
      onlyFiles: false,
    });
    for (const path of paths.toSorted(compareTexts)) await this.add(path);
    if (paths.length === 0) {
      this.problems.push({ path: pattern, kind: 'no-match', detail: 'the pattern matches nothing' });
    }
  }

  finish(path: string): { inputs: readonly Input[]; problems: readonly PathProblem[] } {
    if (this.notFound) this.problems.push({ ...this.notFound, path });
    if (this.inputs.length === 0 && this.problems.length === 0) {
      this.problems.push({ path, kind: 'no-match', detail: 'no files in it (hidden ones are left out)' });
    }
    return { inputs: this.inputs, problems: this.problems };
  }

  private async folder(path: string, identity: string): Promise<void> {
    if (this.entered.has(identity)) return;
    this.entered.add(identity);
    const entries = await readdir(path, { withFileTypes: true }).catch((error: unknown) => {
      this.problems.push(pathProblem(path, error));
      return [];
    });
    const names = entries.filter((entry) => !entry.name.startsWith('.')).map(({ name }) => name);
    for (const name of names.toSorted(compareTexts)) await this.add(join(path, name));
  }
}

/** The problem behind a failed file operation, in words a person can act on. */
export function pathProblem(path: string, error: unknown): PathProblem {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'ENOENT') return { path, kind: 'not-found', detail: 'no such file or folder' };
  if (code === 'EACCES' || code === 'EPERM')
    return { path, kind: 'no-permission', detail: 'no permission to read it' };
  if (code === 'ELOOP') return { path, kind: 'unreadable', detail: 'the link points to itself' };
  return { path, kind: 'unreadable', detail: error instanceof Error ? error.message : String(error) };
}

function fileSource({ path, size }: Input): ByteSource {
  const stream = (): AsyncIterable<Buffer> =>
    readable(() => createReadStream(path, { highWaterMark: CHUNK }), path);
  if (size === undefined) return { stream };
  return {
    size,
    stream,
    readAll: () =>
      (size <= SMALL ? readSmall(path) : readFile(path)).catch((error: unknown) => failed(path, error)),
    slice: (start, end) => readRange(path, start, end).catch((error: unknown) => failed(path, error)),
  };
}

const turns = new Turns();

async function readSmall(path: string): Promise<Buffer> {
  await turns.next();
  return readFileSync(path);
}

async function readRange(path: string, start: number, end: number): Promise<Buffer> {
  const handle = await open(path);
  try {
    const bytes = Buffer.alloc(end - start);
    const { bytesRead } = await handle.read(bytes, 0, bytes.length, start);
    return bytes.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

/** The chunks of a stream of Node's, its errors as `ReadError`. */
export async function* readable(open: () => AsyncIterable<Buffer>, path: string): AsyncGenerator<Buffer> {
  const chunks = open()[Symbol.asyncIterator]();
  try {
    for (;;) {
      const next = await chunks.next().catch((error: unknown) => failed(path, error));
      if (next.done) return;
      yield next.value;
    }
  } finally {
    await chunks.return?.();
  }
}

function failed(path: string, error: unknown): never {
  throw new ReadError(`${path} cannot be read`, { cause: error });
}
