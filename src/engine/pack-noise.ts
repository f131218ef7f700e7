import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ContentError } from './content-error.ts';

/** How often a rule spoke up in one source of records. */
export interface RuleNoise {
  /** Activities that it matched; for a correlation its findings. */
  readonly signals: number;
  /** The same for a thousand Activities. */
  readonly perThousand: number;
  /** Findings that a hunt shows: level low and above. */
  readonly findings: number;
}

/** The expected noise of a pack, measured by `scripts/measure-noise.mjs`. */
export interface PackNoise {
  readonly about: string;
  readonly sources: Readonly<Record<string, { readonly activities: number }>>;
  /** By rule id; a source in which the rule said nothing is left out. */
  readonly rules: Readonly<
    Record<string, { readonly title: string; readonly noise: Readonly<Record<string, RuleNoise>> }>
  >;
}

/**
 * The noise that was measured for a pack; undefined when it has no `noise.json`.
 *
 * @param folder the pack's
 * @throws ContentError when it is no JSON
 */
export function readNoise(folder: string): PackNoise | undefined {
  const path = join(folder, 'noise.json');
  if (!existsSync(path)) return undefined;
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as PackNoise;
  } catch (error) {
    throw new ContentError(`${path}: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
}
