import { statSync } from 'node:fs';
import type { Provider } from '../activity/vocabulary.ts';
import { LakeReader } from './lake-reader.ts';
import type { LockHolder } from './lock.ts';
import type { LakeState, SealedFile } from './manifest.ts';
import { lakePlaces } from './places.ts';
import { versionOf } from './sealed-files.ts';

/** What a lake holds of one provider. */
export interface ProviderStats {
  readonly provider: Provider;
  readonly activities: number;
  /** Activities that were imported with their native records. */
  readonly withRecords: number;
  readonly days: number;
  /** Of all files, native records included. */
  readonly bytes: number;
  /** Epoch milliseconds of the earliest and the latest Activity that has a time; null without one. */
  readonly first: number | null;
  readonly last: number | null;
}

export interface LakeStats {
  readonly file: string;
  /** Of the lake's own file. */
  readonly fileBytes: number;
  readonly sealedFiles: number;
  /** Days of a provider that are spread over several files, or written with columns of another version. */
  readonly toCompact: number;
  readonly state: LakeState;
  readonly providers: readonly ProviderStats[];
  /** Who writes it, or did when it died (`alive` is false; null: on another machine, nobody can tell). */
  readonly writer: (LockHolder & { readonly alive: boolean | null }) | null;
}

/**
 * What is in a lake, from what is sealed: it may be written meanwhile.
 *
 * @throws LakeError
 */
export async function lakeStats(path: string): Promise<LakeStats> {
  const reader = await LakeReader.open(path);
  try {
    const places = lakePlaces(path);
    const { files, state } = reader.manifest;
    const { writer } = reader;
    return {
      file: places.file,
      fileBytes: statSync(places.file, { throwIfNoEntry: false })?.size ?? 0,
      sealedFiles: files.length,
      toCompact: countToCompact(files),
      state,
      providers: await providersOf(reader),
      writer: writer ? { ...writer, alive: writer.alive ?? null } : null,
    };
  } finally {
    reader.close();
  }
}

function countToCompact(files: readonly SealedFile[]): number {
  const known = new Set<string>();
  const several = new Set<string>();
  for (const { kind, provider, day, columns } of files) {
    const partition = `${kind} ${provider} ${day}`;
    if (known.has(partition) || columns !== versionOf[kind]) several.add(partition);
    known.add(partition);
  }
  return several.size;
}

async function providersOf(reader: LakeReader): Promise<ProviderStats[]> {
  const { files } = reader.manifest;
  const providers: ProviderStats[] = [];
  const sql = `SELECT provider, count(*), min("time") FILTER ("time" <> 0), max("time") FILTER ("time" <> 0),
      (SELECT count(*) FROM records AS r WHERE r.provider = a.provider AND part = 0)
    FROM activities AS a GROUP BY provider ORDER BY provider`;
  for await (const [name, activities, first, last, withRecords] of reader.rows(sql)) {
    const own = files.filter((file) => file.provider === name);
    const sealed = own.filter(({ kind }) => kind === 'activities');
    providers.push({
      provider: String(name) as Provider,
      activities: Number(activities),
      withRecords: Number(withRecords),
      days: new Set(sealed.map(({ day }) => day)).size,
      bytes: own.reduce((sum, { bytes }) => sum + bytes, 0),
      first: first === null ? null : Number(first),
      last: last === null ? null : Number(last),
    });
  }
  return providers;
}
