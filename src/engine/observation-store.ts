import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Observation } from '../detect/observation.ts';

/** Observations that are held in memory; some 3 KB each. Those after them go to a temporary file. */
const MOST_HELD = 50_000;
const BUFFERED = 1024 * 1024;

/**
 * Keeps what the detection that remembers has to look at until all input has been read, and gives it back by position.
 * What does not fit into memory waits in a temporary file.
 */
export class ObservationStore {
  private readonly held: Observation[] = [];
  private readonly mostHeld: number;
  private file: Spill | undefined;
  private count = 0;

  constructor(mostHeld: number = MOST_HELD) {
    this.mostHeld = mostHeld;
  }

  get size(): number {
    return this.count;
  }

  /** @returns the position */
  add(observation: Observation): number {
    if (this.held.length < this.mostHeld) this.held.push(observation);
    else {
      this.file ??= new Spill();
      this.file.add(JSON.stringify(observation));
    }
    this.count += 1;
    return this.count - 1;
  }

  readonly find = (at: number): Observation | undefined => {
    if (at < this.held.length) return this.held[at];
    const text = this.file?.read(at - this.held.length);
    return text === undefined ? undefined : (JSON.parse(text) as Observation);
  };

  /** Removes the temporary file. */
  close(): void {
    this.file?.remove();
    this.file = undefined;
  }
}

/** Texts one after the other in a file, with the place of each. */
class Spill {
  private readonly folder = mkdtempSync(join(tmpdir(), 'nephoscope-'));
  private readonly descriptor = openSync(join(this.folder, 'observations'), 'w+');
  private ends = new Float64Array(4096);
  private count = 0;
  private written = 0;
  private waiting: Buffer[] = [];
  private waitingBytes = 0;
  private readonly clean = (): void => this.remove();

  constructor() {
    process.once('exit', this.clean);
  }

  add(text: string): void {
    const bytes = Buffer.from(text);
    this.waiting.push(bytes);
    this.waitingBytes += bytes.length;
    if (this.count === this.ends.length) {
      const larger = new Float64Array(this.ends.length * 2);
      larger.set(this.ends);
      this.ends = larger;
    }
    this.ends[this.count] = this.written + this.waitingBytes;
    this.count += 1;
    if (this.waitingBytes > BUFFERED) this.flush();
  }

  read(index: number): string | undefined {
    if (index < 0 || index >= this.count) return undefined;
    this.flush();
    const from = index === 0 ? 0 : (this.ends[index - 1] as number);
    const length = (this.ends[index] as number) - from;
    const bytes = Buffer.allocUnsafe(length);
    for (let done = 0; done < length; ) {
      const count = readSync(this.descriptor, bytes, done, length - done, from + done);
      if (count === 0) throw new Error(`${this.folder}: a temporary file was cut while it was used`);
      done += count;
    }
    return bytes.toString('utf8');
  }

  remove(): void {
    process.off('exit', this.clean);
    closeSync(this.descriptor);
    rmSync(this.folder, { recursive: true, force: true });
  }

  private flush(): void {
    if (this.waitingBytes === 0) return;
    const all = Buffer.concat(this.waiting);
    for (let done = 0; done < all.length; ) {
      done += writeSync(this.descriptor, all, done, all.length - done, this.written + done);
    }
    this.written += all.length;
    this.waiting = [];
    this.waitingBytes = 0;
  }
}
