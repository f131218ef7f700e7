import { realpathSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';

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

/** Links are followed: one lake has one name, whatever it is called by. */
export function lakePlaces(path: string): LakePlaces {
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

function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    // Not there yet; its folder may be. At the root nothing is above.
    const above = dirname(path);
    return above === path ? path : join(realPath(above), basename(path));
  }
}
