const HEX = '0123456789abcdef';
const UPPER = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** A small seeded generator (mulberry32): the same seed gives the same numbers on every machine. */
export class Random {
  private state: number;

  constructor(seed: number) {
    this.state = seed >>> 0;
  }

  /** In [0, 2³²). */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), this.state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  }

  /** A whole number in [0, below). */
  below(below: number): number {
    return Math.floor((this.next() / 0x1_0000_0000) * below);
  }

  chance(probability: number): boolean {
    return this.next() / 0x1_0000_0000 < probability;
  }

  pick<T>(values: readonly T[]): T {
    return values[this.below(values.length)] as T;
  }

  hex(length: number): string {
    return this.letters(length, HEX);
  }

  upper(length: number): string {
    return this.letters(length, UPPER);
  }

  base64(length: number): string {
    return this.letters(length, BASE64);
  }

  uuid(): string {
    return `${this.hex(8)}-${this.hex(4)}-4${this.hex(3)}-a${this.hex(3)}-${this.hex(12)}`;
  }

  /** In place, every order equally likely. */
  shuffle<T>(values: T[]): T[] {
    for (let at = values.length - 1; at > 0; at -= 1) {
      const other = this.below(at + 1);
      [values[at], values[other]] = [values[other] as T, values[at] as T];
    }
    return values;
  }

  private letters(length: number, alphabet: string): string {
    let text = '';
    let bits = 0;
    let left = 0;
    const mask = alphabet.length - 1;
    for (let at = 0; at < length; at += 1) {
      if (left < 6) {
        bits = this.next();
        left = 32;
      }
      text += alphabet[bits & mask];
      bits >>>= 6;
      left -= 6;
    }
    return text;
  }
}

/** Chooses entries in proportion to their weights. */
export function weighted<T extends { readonly weight: number }>(
  entries: readonly T[],
): (random: Random) => T {
  const total = entries.reduce((sum, { weight }) => sum + weight, 0);
  return (random) => {
    let at = (random.next() / 0x1_0000_0000) * total;
    for (const entry of entries) {
      at -= entry.weight;
      if (at < 0) return entry;
    }
    return entries.at(-1) as T;
  };
}
