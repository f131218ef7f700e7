import { existsSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  BaselineError,
  decodeBaseline,
  encodeBaseline,
  type StoredCell,
} from '../detect/baseline/baseline-file.ts';

const FILE = 'baseline.ndjson';

/**
 * Reads the baseline in a folder.
 *
 * @throws BaselineError when there is none, it cannot be read, or it is of another version
 */
export function readBaseline(folder: string): StoredCell[] {
  const path = join(folder, FILE);
  if (!existsSync(path)) {
    throw new BaselineError(`${folder}: there is no baseline in it (${FILE}); make one with: baseline build`);
  }
  return [...decodeBaseline(path, readText(path).split('\n'))];
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new BaselineError(`${path}: the baseline cannot be read: ${why}`, { cause: error });
  }
}

export function hasBaseline(folder: string): boolean {
  return existsSync(join(folder, FILE));
}

/**
 * Writes a baseline into a folder, which is made when it is not there. What was there before stays whole until the new
 * one is.
 *
 * @throws BaselineError when it cannot be written
 */
export function writeBaseline(folder: string, cells: Iterable<StoredCell>): void {
  try {
    if (!statSync(folder, { throwIfNoEntry: false })) mkdirSync(folder, { recursive: true });
    const path = join(folder, FILE);
    const parts: string[] = [];
    for (const line of encodeBaseline(cells)) parts.push(`${line}\n`);
    writeFileSync(`${path}.new`, parts.join(''));
    renameSync(`${path}.new`, path);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new BaselineError(`${folder}: the baseline cannot be written: ${why}`, { cause: error });
  }
}
