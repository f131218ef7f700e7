import type { Provider } from '../../activity/vocabulary.ts';
import type { LakeState } from '../manifest.ts';
import type { ProviderStats } from '../stats.ts';
import type { ServerOptions } from './server.ts';
import { ServerReader } from './server-reader.ts';

/** What a lake on a ClickHouse server holds. */
export interface ServerStats {
  /** Where it is, without a password. */
  readonly place: string;
  /** Which lake it is: the hash of the first entry of its journal. */
  readonly lake: string;
  /** The hash of the last entry that the journal had when it was pushed. */
  readonly head: string;
  /** When it was pushed: epoch milliseconds. */
  readonly pushed: number;
  /** How often it was. */
  readonly pushes: number;
  readonly sealedFiles: number;
  /** Of the lake's file, as it was then. */
  readonly state: LakeState;
  readonly providers: readonly ProviderStats[];
}

/**
 * What is in a lake on a ClickHouse server.
 *
 * @param place `clickhouse://user@host:8123/database`
 * @throws LakeError
 */
export async function serverStats(place: string, options: ServerOptions = {}): Promise<ServerStats> {
  const reader = await ServerReader.open(place, options);
  try {
    const { lake, head, at, version, files, state } = reader.pushed;
    return {
      place: reader.place,
      lake,
      head,
      pushed: at,
      pushes: version,
      sealedFiles: files.length,
      state,
      providers: await providersOf(reader),
    };
  } finally {
    await reader.close();
  }
}

async function providersOf(reader: ServerReader): Promise<ProviderStats[]> {
  const withRecords = new Map<string, number>();
  const counting = `SELECT provider, count() FROM ${reader.from('records')} WHERE part = 0 GROUP BY provider`;
  for await (const [name, count] of reader.rows(counting)) withRecords.set(String(name), Number(count));
  const providers: ProviderStats[] = [];
  const dated = '"time" <> 0';
  const sql = `SELECT provider, count(), minOrNullIf("time", ${dated}), maxOrNullIf("time", ${dated})
    FROM ${reader.from('activities')} GROUP BY provider ORDER BY provider`;
  for await (const [name, activities, first, last] of reader.rows(sql)) {
    const own = reader.pushed.files.filter((file) => file.provider === name);
    const days = own.filter(({ kind }) => kind === 'activities').map(({ day }) => day);
    providers.push({
      provider: String(name) as Provider,
      activities: Number(activities),
      withRecords: withRecords.get(String(name)) ?? 0,
      days: new Set(days).size,
      bytes: own.reduce((sum, { bytes }) => sum + bytes, 0),
      first: first === null ? null : Number(first),
      last: last === null ? null : Number(last),
    });
  }
  return providers;
}
