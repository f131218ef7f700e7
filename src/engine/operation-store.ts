import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RecordHead } from '../clouds/definition.ts';
import { type FoldGroup, FoldTable } from '../clouds/fold-table.ts';
import { fromPortable, type PortableHead, toPortable } from '../clouds/portable-head.ts';
import { splitOperations } from '../clouds/split-operations.ts';
import { fingerprint } from '../core/key-set.ts';

/** Records that are held in memory; beyond, all that are held go to files. Some 5 KB each. */
const MOST_RECORDS = 60_000;
const PARTITIONS = 64;
const BUFFERED = 256 * 1024;

/**
 * Holds the records of operations that consist of several until no more records come: only then is it known which
 * belong together, since files may hold them in any order. What does not fit into memory waits in temporary files,
 * parted by key, so that each part fits again.
 */
export class OperationStore {
  private readonly table = new FoldTable();
  private readonly limit: number;
  private spill: Spill | undefined;

  constructor(limit: number = MOST_RECORDS) {
    this.limit = limit;
  }

  add(head: RecordHead, key: string): void {
    this.table.add(head, key);
    if (this.table.records > this.limit) this.empty();
  }

  /** Fingerprints of all keys, two words each; some may come twice. */
  fingerprints(): Uint32Array {
    const spilled = this.spill?.fingerprints() ?? new Uint32Array(0);
    const held = fingerprintsOf([...this.table.keys()]);
    const all = new Uint32Array(spilled.length + held.length);
    all.set(spilled);
    all.set(held, spilled.length);
    return all;
  }

  /** The groups of records with one key, each once. The store is empty afterwards. */
  *takeGroups(): Generator<FoldGroup> {
    if (!this.spill) {
      yield* this.table.takeAll();
      return;
    }
    this.empty();
    const { spill } = this;
    this.spill = undefined;
    try {
      for (const heads of spill.partitions()) {
        for (const { head, key } of heads) this.table.add(head, key);
        yield* this.table.takeAll();
      }
    } finally {
      spill.remove();
    }
  }

  /** The operations, each with its records in the order of time. The store is empty afterwards. */
  *takeOperations(): Generator<FoldGroup> {
    for (const group of this.takeGroups()) yield* splitOperations(group);
  }

  private empty(): void {
    this.spill ??= new Spill();
    for (const group of this.table.takeAll()) this.spill.add(group);
  }
}

function fingerprintsOf(keys: readonly string[]): Uint32Array {
  const words = new Uint32Array(keys.length * 2);
  for (const [index, key] of keys.entries()) fingerprint(key, words, index * 2);
  return words;
}

/** Groups in temporary files, a line for each record. Copies are written as often as they came, so that they are counted again. */
class Spill {
  private readonly folder = mkdtempSync(join(tmpdir(), 'nephoscope-'));
  private readonly buffers: string[] = Array.from({ length: PARTITIONS }, () => '');
  private readonly words = new Uint32Array(2);
  private readonly keys: number[] = [];
  private readonly clean = (): void => this.remove();

  constructor() {
    process.once('exit', this.clean);
  }

  add({ key, heads, copies }: FoldGroup): void {
    fingerprint(key, this.words, 0);
    this.keys.push(this.words[0] ?? 0, this.words[1] ?? 0);
    const partition = (this.words[0] ?? 0) % PARTITIONS;
    const lines = heads.map((head) => `${JSON.stringify({ key, head: toPortable(head) })}\n`);
    const [first = ''] = lines;
    this.buffers[partition] += lines.join('') + first.repeat(copies);
    if ((this.buffers[partition]?.length ?? 0) > BUFFERED) this.flush(partition);
  }

  fingerprints(): Uint32Array {
    return Uint32Array.from(this.keys);
  }

  *partitions(): Generator<{ head: RecordHead; key: string }[]> {
    for (let partition = 0; partition < PARTITIONS; partition += 1) {
      this.flush(partition);
      const lines = readLines(this.file(partition));
      yield lines.map((line) => {
        const { key, head } = JSON.parse(line) as { key: string; head: PortableHead };
        return { key, head: fromPortable(head) };
      });
    }
  }

  remove(): void {
    process.off('exit', this.clean);
    rmSync(this.folder, { recursive: true, force: true });
  }

  private flush(partition: number): void {
    appendFileSync(this.file(partition), this.buffers[partition] ?? '');
    this.buffers[partition] = '';
  }

  private file(partition: number): string {
    return join(this.folder, `${partition}.ndjson`);
  }
}

/** Line by line from the bytes: a partition may be longer than the longest string. */
function readLines(path: string): string[] {
  const bytes = readFileSync(path);
  const lines: string[] = [];
  for (let from = 0; from < bytes.length; ) {
    const end = bytes.indexOf(0x0a, from);
    lines.push(bytes.toString('utf8', from, end === -1 ? bytes.length : end));
    from = end === -1 ? bytes.length : end + 1;
  }
  return lines;
}
