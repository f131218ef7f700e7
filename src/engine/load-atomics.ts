import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type LoadedAtomics, loadAtomics } from '../atomics/read-atomics.ts';
import { type LoadedBackground, loadBackground } from '../atomics/read-background.ts';
import { loadPack, type RuleFile, readRuleFiles } from './load-content.ts';

export interface AtomicFiles extends LoadedAtomics {
  readonly files: readonly RuleFile[];
}

/**
 * The atomic tests of packs, and those in files and folders of the person.
 *
 * @throws ContentError for a pack or a path that cannot be read
 */
export function loadAtomicFiles(packs: readonly string[], paths: readonly string[] = []): AtomicFiles {
  const folders = packs.map((pack) => join(loadPack(pack).folder, 'atomics'));
  const files = readRuleFiles([...folders.filter((folder) => existsSync(folder)), ...paths]);
  const unique = [...new Map(files.map((one) => [one.file, one])).values()];
  return { ...loadAtomics(unique), files: unique };
}

/**
 * What happens every day, as packs tell it in `background`.
 *
 * @throws ContentError for a pack that cannot be read
 */
export function loadRoutines(
  packs: readonly string[],
): LoadedBackground & { readonly files: readonly RuleFile[] } {
  const folders = packs.map((pack) => join(loadPack(pack).folder, 'background'));
  const files = readRuleFiles(folders.filter((folder) => existsSync(folder)));
  return { ...loadBackground(files), files };
}
