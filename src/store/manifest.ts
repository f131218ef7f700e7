import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from 'node:fs';
import { isObject, type Json } from '../core/json.ts';
import { LakeError } from './lake-error.ts';
import type { LakePlaces } from './places.ts';
import { newer } from './schema.ts';

/** A sealed file: rows of one provider and one day, sorted by operation and time. */
export interface SealedFile {
  /** Below the folder of sealed files. */
  readonly path: string;
  readonly kind: 'activities' | 'records';
  readonly provider: string;
  /** Days since 1970-01-01. */
  readonly day: number;
  readonly rows: number;
  readonly bytes: number;
  /** Epoch milliseconds of the earliest and the latest row. */
  readonly first: number;
  readonly last: number;
  /** The same of when the log got them, or they happened where that is not known: what queries call `starttime`. */
  readonly firstStart: number;
  readonly lastStart: number;
  /** Rows that belong to operations of several records: those can be replaced. */
  readonly operations: number;
  /** With which columns it was written. */
  readonly columns: string;
}

/** What the lake's own file holds, in numbers. */
export interface LakeState {
  readonly imports: number;
  /** Epoch milliseconds; null when none came to its end. */
  readonly lastImport: number | null;
  /** Inputs that need not be read again. */
  readonly inputs: number;
  /** Records of operations that are kept so that later imports can complete them. */
  readonly operationRecords: number;
  /** Left by a process that died, for the next import to go on with. */
  readonly unsealed: number;
}

/** What is sealed, for those who only read: they need nothing of the lake's own file. */
export interface Manifest {
  readonly format: number;
  /** Epoch milliseconds. */
  readonly written: number;
  readonly state: LakeState;
  readonly files: readonly SealedFile[];
}

const FORMAT = 1;

/** @throws LakeError when there is no lake, it is newer, or the list cannot be read */
export function readManifest({ file, manifest }: LakePlaces): Manifest {
  let text: string;
  try {
    text = readFileSync(manifest, 'utf8');
  } catch (error) {
    const isThere = existsSync(manifest);
    const detail = error instanceof Error ? error.message : String(error);
    throw new LakeError(
      isThere
        ? `${manifest} cannot be read: ${detail}`
        : `${file}: there is no lake here (${manifest} cannot be read).`,
      { code: isThere ? 'damaged' : 'missing', cause: error },
    );
  }
  const value = parse(text);
  if (
    !isObject(value) ||
    typeof value['format'] !== 'number' ||
    !isObject(value['state']) ||
    !Array.isArray(value['files'])
  ) {
    throw new LakeError(`${manifest} is no list of sealed files: expected {"format", "state", "files"}.`, {
      code: 'damaged',
    });
  }
  if (value['format'] > FORMAT) throw newer(file, value['format'], FORMAT);
  const wrong = value['files'].findIndex((one) => !isSealedFile(one));
  if (wrong !== -1) {
    const found = JSON.stringify(value['files'][wrong]).slice(0, 100);
    throw new LakeError(`${manifest}: entry ${wrong} of "files" is no sealed file: ${found}.`, {
      code: 'damaged',
    });
  }
  return value as unknown as Manifest;
}

const numbers = ['day', 'rows', 'bytes', 'first', 'last', 'firstStart', 'lastStart', 'operations'];

function isSealedFile(value: Json): boolean {
  if (!isObject(value)) return false;
  const { path, kind, provider, columns } = value;
  if (typeof path !== 'string' || path.split(/[\\/]/).includes('..')) return false;
  if (kind !== 'activities' && kind !== 'records') return false;
  return (
    typeof provider === 'string' &&
    typeof columns === 'string' &&
    numbers.every((name) => typeof value[name] === 'number')
  );
}

function parse(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

/** Replaces the list as a whole: a reader sees the one before or this one. */
export function writeManifest({ sealed, manifest }: LakePlaces, content: Omit<Manifest, 'format'>): void {
  mkdirSync(sealed, { recursive: true });
  const next = `${manifest}.next`;
  writeFileSync(next, `${JSON.stringify({ format: FORMAT, ...content })}\n`);
  persist(next);
  renameSync(next, manifest);
  persist(sealed);
}

/** Waits until the file, or the names in the folder, are on the disk. */
export function persist(path: string): void {
  // Windows has no folders that can be opened.
  if (process.platform === 'win32') return;
  const descriptor = openSync(path, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
