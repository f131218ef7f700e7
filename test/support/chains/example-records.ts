import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { JsonObject } from '../../../src/core/json.ts';
import { decodeRecords } from '../../../src/engine/decode-records.ts';

/** Every record of `examples/`: a quiet day in three clouds, and the four atomic tests. */
export async function exampleRecords(): Promise<JsonObject[]> {
  const paths = ['aws', 'azure', 'gcp'].flatMap((cloud) =>
    readdirSync(join('examples', cloud), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name)),
  );
  const decoded = await Promise.all(paths.map((path) => decodeRecords(path)));
  return decoded.flatMap((one) => [...one.records]) as JsonObject[];
}

/** The purple team runs the atomic tests under this name, and does nothing else. */
export const isAtomic = (record: JsonObject): boolean => /\btess\b/.test(JSON.stringify(record));
