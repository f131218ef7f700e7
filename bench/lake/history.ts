import { existsSync, renameSync, rmSync } from 'node:fs';
import type { Corpus } from '../generate/corpus.ts';
import type { Product } from '../product.ts';

/** Days that the history is spread over. */
export const DAYS = 90;
const DAY = 86_400_000;
export const START: number = Date.parse('2026-01-01T00:00:00Z');
export const END: number = START + DAYS * DAY;

interface Store {
  readonly LakeWriter: typeof import('../../src/store/lake-writer.ts')['LakeWriter'];
}

/**
 * A lake of many Activities over 90 days: those of a corpus again and again, each time with other ids and times. Made through
 * the store as an import does it, day by day.
 */
export async function ensureHistory(
  path: string,
  count: number,
  product: Product,
  { LakeWriter }: Store,
  corpus: Corpus,
): Promise<void> {
  if (existsSync(path)) return;
  const texts: string[] = [];
  await product.huntFiles([corpus.folder], [], {
    minRank: 0,
    keepRecord: false,
    everyActivity: true,
    remember: false,
    from: Number.NEGATIVE_INFINITY,
    to: Number.POSITIVE_INFINITY,
    threads: 1,
    onActivity: (activity) => texts.push(JSON.stringify(activity)),
  });
  const part = `${path}.part`;
  for (const end of ['', '.sealed', '.lock']) rmSync(`${part}${end}`, { recursive: true, force: true });
  const writer = await LakeWriter.open(part, { now: () => END, program: 'bench', doing: 'bench' });
  const perDay = Math.ceil(count / DAYS);
  for (let day = 0, made = 0; day < DAYS; day += 1) {
    const run = await writer.beginImport(false);
    for (let index = 0; index < perDay; index += 1, made += 1) {
      const id = made.toString(16).padStart(24, '0');
      const time = START + day * DAY + Math.floor((index / perDay) * DAY);
      const base = texts[made % texts.length] ?? '';
      const text = base.replace(/^\{"id":"[0-9a-f]+","time":\d+/, `{"id":"${id}","time":${time}`);
      run.staging.addActivity({ id, time, provider: 'aws', remembered: index % 50 === 0, text });
      await run.breathe();
    }
    await run.commit();
    await writer.seal();
  }
  writer.close();
  renameSync(`${part}.sealed`, `${path}.sealed`);
  renameSync(part, path);
}
