import { closeSync, mkdtempSync, openSync, readSync, rmSync, unlinkSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StringDecoder } from 'node:string_decoder';
import type { RowSorter, SortedRow } from '../../emit/closure/query/index.ts';

export interface SpillLimits {
  /** Rows that are held in memory; those after them go to temporary files, sorted piece by piece. */
  readonly rows: number;
  /** Characters of the texts of these rows. */
  readonly characters: number;
  /** Temporary files: when there are so many they are merged into one. */
  readonly files: number;
}

const spillLimits: SpillLimits = { rows: 100_000, characters: 64 * 1024 * 1024, files: 64 };

const READ_BYTES = 256 * 1024;
/** Characters that are written together. */
const WRITE_CHARACTERS = 256 * 1024;

/** A file of rows in their order. */
interface Run {
  readonly descriptor: number;
  readonly path: string;
}

type Compare = (a: SortedRow, b: SortedRow) => number;

/**
 * Sorts any number of rows: what does not fit into memory waits in temporary files, which are merged at the end. They are
 * removed when the rows have been gone through, or with the process.
 */
export class RowSpill implements RowSorter {
  private readonly compare: Compare;
  private readonly limits: SpillLimits;
  private held: SortedRow[] = [];
  private characters = 0;
  private folder: string | undefined;
  private runs: Run[] = [];
  private written = 0;
  private readonly clean = (): void => this.close();

  constructor(compare: Compare, limits: SpillLimits = spillLimits) {
    this.compare = compare;
    this.limits = limits;
  }

  add(row: SortedRow): void {
    this.held.push(row);
    this.characters += charactersOf(row.keys) + charactersOf(row.values);
    if (this.held.length >= this.limits.rows || this.characters >= this.limits.characters) this.spill();
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
    for (const { descriptor } of this.runs.splice(0)) closeSync(descriptor);
    if (this.folder !== undefined) rmSync(this.folder, { recursive: true, force: true });
    this.folder = undefined;
  }

  private spill(): void {
    this.held.sort(this.compare);
    this.write(this.held);
    this.held = [];
    this.characters = 0;
    if (this.runs.length < this.limits.files) return;
    const merged = this.runs;
    this.runs = [];
    this.write(merge(merged.map(readRun), this.compare));
    for (const { descriptor, path } of merged) {
      closeSync(descriptor);
      unlinkSync(path);
    }
  }

  /** Rows that are in order, as a new file. */
  private write(rows: Iterable<SortedRow>): void {
    if (this.folder === undefined) {
      this.folder = mkdtempSync(join(tmpdir(), 'nephoscope-'));
      process.once('exit', this.clean);
    }
    const path = join(this.folder, `rows-${this.written}`);
    this.written += 1;
    const descriptor = openSync(path, 'wx+', 0o600);
    this.runs.push({ descriptor, path });
    let text = '';
    for (const { keys, values } of rows) {
      text += `${JSON.stringify([keys, values])}\n`;
      if (text.length < WRITE_CHARACTERS) continue;
      writeAll(descriptor, Buffer.from(text));
      text = '';
    }
    writeAll(descriptor, Buffer.from(text));
  }
}

/** What the texts of a row weigh. */
function charactersOf(values: SortedRow['values']): number {
  let count = 0;
  for (const value of values) if (typeof value === 'string') count += value.length;
  return count;
}

function writeAll(descriptor: number, bytes: Buffer): void {
  for (let done = 0; done < bytes.length; ) done += writeSync(descriptor, bytes, done);
}

/** The rows of a file, in its order. */
function* readRun({ descriptor }: Run): Generator<SortedRow> {
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
