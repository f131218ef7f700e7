import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Observation } from '../detect/observation.ts';

/** Observations that are held in memory; some 3 KB each. Those after them go to a temporary file. */
const MOST_HELD = 20_000;
/** Digits of an id that fit into a number: they settle nearly all equal times without the observation. */
const DIGITS = 12;
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
  /** Two numbers each: the time (NaN without one), and the beginning of the id. */
  private keys = new Float64Array(2048);
  /** Positions of those that a rule matched. */
  private readonly withMatches: number[] = [];

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
    this.addKey(observation);
    if (observation.matches.length > 0) this.withMatches.push(this.count);
    this.count += 1;
    return this.count - 1;
  }

  /** Positions of the observations that a rule matched. */
  get matched(): readonly number[] {
    return this.withMatches;
  }

  /** Epoch milliseconds; NaN without a time. */
  timeAt(at: number): number {
    return this.keys[at * 2] ?? Number.NaN;
  }

  /** Positions of what has a time, in the order of events. */
  inOrder(): Uint32Array {
    const { keys } = this;
    const dated = Uint32Array.from(range(this.count)).filter((at) => !Number.isNaN(keys[at * 2] as number));
    return dated.sort(
      (a, b) =>
        (keys[a * 2] as number) - (keys[b * 2] as number) ||
        (keys[a * 2 + 1] as number) - (keys[b * 2 + 1] as number) ||
        this.compareIds(a, b),
    );
  }

  readonly find = (at: number): Observation | undefined => {
    if (at < this.held.length) return this.held[at];
    const text = this.file?.read(at - this.held.length);
    return text === undefined ? undefined : (JSON.parse(text) as Observation);
  };

  private addKey({ time = Number.NaN, id }: Observation): void {
    if (this.count * 2 === this.keys.length) {
      const larger = new Float64Array(this.keys.length * 2);
      larger.set(this.keys);
      this.keys = larger;
    }
    this.keys[this.count * 2] = time;
    // Ids are hexadecimal digests: their first digits are in the order of the texts.
    this.keys[this.count * 2 + 1] = Number.parseInt(id.slice(0, DIGITS).padEnd(DIGITS, '0'), 16);
  }

  private compareIds(a: number, b: number): number {
    const first = this.find(a)?.id ?? '';
    const second = this.find(b)?.id ?? '';
    if (first === second) return a - b;
    return first < second ? -1 : 1;
  }

  /** Removes the temporary file. */
  close(): void {
    this.file?.remove();
    this.file = undefined;
  }
}

function* range(end: number): Generator<number> {
  for (let index = 0; index < end; index += 1) yield index;
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
