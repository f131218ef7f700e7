import { createReadStream, readFileSync } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { createGunzip, gunzipSync } from 'node:zlib';
import type { Rule } from '../src/ir/rule.ts';
import type { Corpus } from './generate/corpus.ts';
import type { Product } from './product.ts';
import type { Row } from './rows.ts';

export interface Measurement {
  readonly name: string;
  readonly threads: number;
  readonly rules: number;
  readonly files: number;
  readonly records: number;
  readonly textMB: number;
  readonly fileMB: number;
  readonly runs: number;
  readonly seconds: number;
  readonly eventsPerSecond: number;
  readonly textMBPerSecond: number;
  readonly peakMB: number;
  /** Plain inflate (or read) of the same files in this process, one thread. */
  readonly floorMBPerSecond: number;
  /** This row's speed over the floor's: 1 would be the speed of decompression. */
  readonly ofFloor: number;
  /** The same in processor time of all threads: what other work on the machine disturbs less. */
  readonly ofFloorCpu: number;
  /** The same over inflating and `JSON.parse` of every file as a whole (every line of NDJSON), and nothing else. */
  readonly ofParse: number;
  readonly signals: number;
  /** Share of the records whose Activity has a signal. */
  readonly matched: number;
}

const WARM_UPS = 2;
const WHOLE = 24 * 1024 * 1024;

/** Runs a hunt over a corpus several times, each beside a plain inflate of the same files, and takes the medians. */
export async function measure(
  product: Product,
  rules: readonly Rule[],
  corpus: Corpus,
  row: Pick<Row, 'name' | 'threads' | 'parseAll' | 'rulesOnly'>,
  runs: number,
): Promise<Measurement> {
  const { name, threads, parseAll: isParsed, rulesOnly } = row;
  const hunts: Spent[] = [];
  let peakMB = 0;
  const floors: Spent[] = [];
  const parses: Spent[] = [];
  let signals = 0;
  let matched = 0;
  for (let run = -WARM_UPS; run < runs; run += 1) {
    const floor = await timed(() => inflate(corpus));
    const hunt = await timed(async () => {
      const { stats } = await product.huntFiles([corpus.folder], rules, {
        minRank: product.levels.indexOf('low'),
        keepRecord: false,
        everyActivity: false,
        remember: rulesOnly !== true,
        ...(isParsed ? { scan: false as const } : {}),
        from: Number.NEGATIVE_INFINITY,
        to: Number.POSITIVE_INFINITY,
        threads,
      });
      if (stats.records.read !== corpus.records)
        throw new Error(`${stats.records.read} of ${corpus.records} records`);
      const { informational: _routine, ...levels } = stats.signals.byLevel;
      signals = Object.values(levels).reduce((sum, count) => sum + count, 0);
      matched = stats.activitiesWithSignals / corpus.records;
    });
    // The comparison below keeps whole files in memory; peak memory is that of the hunts before the first one.
    if (run === -WARM_UPS) peakMB = process.resourceUsage().maxRSS / 1024;
    const parse = await timed(async () => parseAll(corpus));
    if (run < 0) continue;
    floors.push(floor);
    parses.push(parse);
    hunts.push(hunt);
  }
  const seconds = median(hunts.map(({ wall }) => wall));
  const floor = median(floors.map(({ wall }) => wall));
  const textMB = corpus.textBytes / 1e6;
  return {
    name,
    threads,
    rules: rules.length,
    files: corpus.files.length,
    records: corpus.records,
    textMB,
    fileMB: corpus.bytes / 1e6,
    runs,
    seconds,
    eventsPerSecond: corpus.records / seconds,
    textMBPerSecond: textMB / seconds,
    peakMB,
    floorMBPerSecond: textMB / floor,
    ofFloor: floor / seconds,
    ofFloorCpu: median(floors.map(({ cpu }) => cpu)) / median(hunts.map(({ cpu }) => cpu)),
    ofParse: median(parses.map(({ wall }) => wall)) / seconds,
    signals,
    matched,
  };
}

/** Seconds on the clock, and of the processor. */
interface Spent {
  readonly wall: number;
  readonly cpu: number;
}

async function timed(run: () => Promise<void>): Promise<Spent> {
  (globalThis as { gc?: () => void }).gc?.();
  const start = process.hrtime.bigint();
  const before = process.cpuUsage();
  await run();
  const { user, system } = process.cpuUsage(before);
  return { wall: Number(process.hrtime.bigint() - start) / 1e9, cpu: (user + system) / 1e6 };
}

async function inflate({ files, bytes }: Corpus): Promise<void> {
  const large = bytes / files.length > WHOLE;
  for (const file of files) {
    const packed = file.endsWith('.gz');
    if (!large) {
      const bytes = readFileSync(file);
      // In one piece, as the product does: the size stands at the end.
      if (packed) gunzipSync(bytes, { chunkSize: bytes.readUInt32LE(bytes.length - 4) + 64 });
      continue;
    }
    const source = createReadStream(file, { highWaterMark: 1024 * 1024 });
    const drain = async (chunks: AsyncIterable<Buffer>): Promise<void> => {
      for await (const _chunk of chunks);
    };
    if (packed) await pipeline(source, createGunzip({ chunkSize: 256 * 1024 }), drain);
    else await pipeline(source, drain);
  }
}

function parseAll({ files }: Corpus): void {
  for (const file of files) {
    const bytes = readFileSync(file);
    const text = (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
    if (!file.includes('.ndjson')) JSON.parse(text);
    else for (const line of text.split('\n')) if (line !== '') JSON.parse(line);
  }
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
