import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cloudTrail } from './generate/cloudtrail.ts';
import { root } from './product.ts';

/** What a hunt over a stream that never fits into memory took. */
export interface Endless {
  readonly textGB: number;
  readonly records: number;
  readonly seconds: number;
  readonly peakMB: number;
  /** Resident memory at the end of each tenth of the stream. */
  readonly tenthsMB: readonly number[];
}

const RECORDS = 20_000;
const MARK = '"eventID":"';

/**
 * Hunts over lines that are made while it reads them: one block of generated records again and again, each time with ids of
 * its own, so that no record is a copy.
 */
export async function huntEndless(gigabytes: number, cli = join(root, 'dist/cli/main.js')): Promise<Endless> {
  const folder = mkdtempSync(join(tmpdir(), 'endless-'));
  const summaryFile = join(folder, 'summary.json');
  const block = lines();
  const ids = placesOf(block, MARK);
  const times = Math.ceil((gigabytes * 1e9) / block.length);
  const hunt = spawn(
    process.execPath,
    [cli, 'hunt', '-', '-o', join(folder, 'out.ndjson'), '--summary', summaryFile, '-q'],
    {
      stdio: ['pipe', 'inherit', 'inherit'],
    },
  );
  const closed = once(hunt, 'close');
  const started = process.hrtime.bigint();
  const tenthsMB: number[] = [];
  for (let index = 0; index < times; index += 1) {
    const copy = Buffer.from(block);
    const id = index.toString(16).padStart(8, '0');
    for (const place of ids) copy.write(id, place, 'latin1');
    if (!hunt.stdin.write(copy)) await once(hunt.stdin, 'drain');
    if (Math.floor(((index + 1) * 10) / times) > tenthsMB.length) tenthsMB.push(residentMB(hunt.pid ?? 0));
  }
  hunt.stdin.end();
  const [code] = await closed;
  if (code !== 0) throw new Error(`the hunt ended with ${code}`);
  const seconds = Number(process.hrtime.bigint() - started) / 1e9;
  const summary = JSON.parse(readFileSync(summaryFile, 'utf8'));
  rmSync(folder, { recursive: true, force: true });
  if (summary.stats.records.read !== times * RECORDS) throw new Error('not every record was read');
  return {
    textGB: (times * block.length) / 1e9,
    records: times * RECORDS,
    seconds,
    peakMB: summary.peakMemoryBytes / 2 ** 20,
    tenthsMB,
  };
}

function lines(): Buffer {
  const records = cloudTrail({ seed: 1 });
  return Buffer.from(
    Array.from({ length: RECORDS }, () => `${JSON.stringify(records.next().value)}\n`).join(''),
  );
}

/** Behind each mark. */
function placesOf(text: Buffer, mark: string): number[] {
  const places: number[] = [];
  for (let at = text.indexOf(mark); at !== -1; at = text.indexOf(mark, at + 1)) places.push(at + mark.length);
  return places;
}

/** Resident memory of a process as Linux tells it. */
function residentMB(pid: number): number {
  const found = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  return Math.round(Number(found?.[1] ?? Number.NaN) / 1024);
}
