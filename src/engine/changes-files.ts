import { readFileSync } from 'node:fs';
import type { ChangesFile } from '../changes/index.ts';
import { toUtf8 } from '../decode/encoding.ts';
import { ContentError } from './content-error.ts';
import { contentProblem } from './parameters.ts';

/**
 * The texts of files of changes, in UTF-8 or UTF-16, as ticket systems and spreadsheets write them.
 *
 * @throws ContentError for a path that cannot be read
 */
export function readChangesFiles(paths: readonly string[]): ChangesFile[] {
  return [...new Set(paths)].map((path) => ({ path, text: textOf(path) }));
}

function textOf(path: string): string {
  try {
    return toUtf8(readFileSync(path)).toString('utf8');
  } catch (error) {
    throw new ContentError(`${path}: ${contentProblem(error)}`, { cause: error });
  }
}
