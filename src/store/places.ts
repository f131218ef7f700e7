import { realpathSync } from 'node:fs';
import { basename, dirname, join, resolve, sep } from 'node:path';
import { isServerLake, shownAddress } from './clickhouse/address.ts';
import { LakeError } from './lake-error.ts';

/** Where the parts of a lake are: all beside its file, so that they are moved and removed together. */
export interface LakePlaces {
  /** The DuckDB file: what is being imported, which inputs were, the records of operations, the list of sealed files. */
  readonly file: string;
  /** Who writes, as JSON. */
  readonly lock: string;
  /** Sealed Parquet files and the manifest. */
  readonly sealed: string;
  /** The list of the sealed files for those who only read. */
  readonly manifest: string;
  /** What the engine puts down while it sorts. */
  readonly temporary: string;
}

/**
 * Links are followed: one lake has one name, whatever it is called by.
 *
 * @throws LakeError `address` when it is the address of a server
 */
export function lakePlaces(path: string): LakePlaces {
  if (isServerLake(path)) {
    throw new LakeError(`${shownAddress(path)} is a lake on a server, and this needs its file.`, {
      code: 'address',
    });
  }
  const file = realPath(resolve(path));
  const sealed = `${file}.sealed`;
  return {
    file,
    lock: `${file}.lock`,
    sealed,
    manifest: join(sealed, 'manifest.json'),
    temporary: `${file}.tmp`,
  };
}

/** Whether a file is the lake's own, or one of those beside it. */
export function isPartOfLake(lake: string, path: string): boolean {
  if (isServerLake(lake)) return false;
  const { file, lock, sealed, temporary } = lakePlaces(lake);
  const { file: real } = lakePlaces(path);
  const isBelow = (folder: string): boolean => real === folder || real.startsWith(folder + sep);
  return real === file || real === lock || real === `${file}.wal` || isBelow(sealed) || isBelow(temporary);
}

function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    // Not there yet; its folder may be. At the root nothing is above.
    const above = dirname(path);
    return above === path ? path : join(realPath(above), basename(path));
  }
}
