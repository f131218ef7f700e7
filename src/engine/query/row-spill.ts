import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StringDecoder } from 'node:string_decoder';
import type { RowSorter, SortedRow } from '../../emit/closure/query/index.ts';

/** Rows that are held in memory; those after them go to temporary files, sorted piece by piece. */
const MOST_HELD = 100_000;
const READ_BYTES = 256 * 1024;
/** Lines that are written together. */
const WRITE_LINES = 1000;

type Compare = (a: SortedRow, b: SortedRow) => number;

/** Sorts any number of rows: what does not fit into memory waits in temporary files, which are merged at the end. */
export class RowSpill implements RowSorter {
  private readonly compare: Compare;
  private readonly mostHeld: number;
  private held: SortedRow[] = [];
  private folder: string | undefined;
  private readonly runs: number[] = [];
  private readonly clean = (): void => this.close();

  constructor(compare: Compare, mostHeld: number = MOST_HELD) {
    this.compare = compare;
    this.mostHeld = mostHeld;
  }

  add(row: SortedRow): void {
    this.held.push(row);
    if (this.held.length >= this.mostHeld) this.spill();
  }

  *inOrder(): Generator<SortedRow> {
    this.held.sort(this.compare);
    if (this.runs.length === 0) {
      yield* this.held;
      return;
    }
    try {
      yield* merge([...this.runs.map(readRun), this.held.values()], this.compare);
    } finally {
      this.close();
    }
  }

  /** Removes the temporary files. */
  close(): void {
    process.off('exit', this.clean);
    for (const run of this.runs.splice(0)) closeSync(run);
    if (this.folder !== undefined) rmSync(this.folder, { recursive: true, force: true });
    this.folder = undefined;
  }

  private spill(): void {
    if (this.folder === undefined) {
      this.folder = mkdtempSync(join(tmpdir(), 'nephoscope-'));
      process.once('exit', this.clean);
    }
    const run = openSync(join(this.folder, `rows-${this.runs.length}`), 'w+');
    this.runs.push(run);
    this.held.sort(this.compare);
    for (let at = 0; at < this.held.length; at += WRITE_LINES) {
      const lines = this.held.slice(at, at + WRITE_LINES);
      writeAll(
        run,
        Buffer.from(lines.map(({ keys, values }) => `${JSON.stringify([keys, values])}\n`).join('')),
      );
    }
    this.held = [];
  }
}

function writeAll(descriptor: number, bytes: Buffer): void {
  for (let done = 0; done < bytes.length; ) done += writeSync(descriptor, bytes, done);
}

/** The rows of a file, in its order. */
function* readRun(descriptor: number): Generator<SortedRow> {
  const buffer = Buffer.allocUnsafe(READ_BYTES);
  const decoder = new StringDecoder('utf8');
  let rest = '';
  for (let position = 0; ; ) {
    const count = readSync(descriptor, buffer, 0, buffer.length, position);
    if (count === 0) return;
    position += count;
    const lines = (rest + decoder.write(buffer.subarray(0, count))).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      const [keys, values] = JSON.parse(line) as [SortedRow['keys'], SortedRow['values']];
      yield { keys, values };
    }
  }
}

/** Merges sorted lists: always the least of their heads. Few lists are merged, so they are looked through one by one. */
function* merge(lists: readonly Iterator<SortedRow>[], compare: Compare): Generator<SortedRow> {
  const heads = lists.flatMap((list) => {
    const { value, done } = list.next();
    return done ? [] : [{ list, row: value as SortedRow }];
  });
  while (heads.length > 0) {
    let least = 0;
    for (let at = 1; at < heads.length; at += 1) {
      const [one, other] = [heads[at], heads[least]];
      if (one && other && compare(one.row, other.row) < 0) least = at;
    }
    const head = heads[least];
    if (!head) return;
    yield head.row;
    const { value, done } = head.list.next();
    if (done) heads.splice(least, 1);
    else head.row = value;
  }
}
