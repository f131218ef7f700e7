/**
 * A set of texts kept as 64-bit fingerprints: 16 bytes a member and no garbage, so that tens of millions of record
 * keys fit. Two texts that share a fingerprint count as one; among 10 million that happens with probability 3·10⁻⁶.
 */
export class KeySet {
  private slots: Uint32Array;
  private used = 0;

  constructor(expected = 4096) {
    this.slots = new Uint32Array(2 * capacityFor(expected));
  }

  /** A set of fingerprints that stand one after the other, two words each. */
  static of(words: Uint32Array): KeySet {
    const set = new KeySet(words.length / 2);
    for (let at = 0; at < words.length; at += 2) set.add(words[at] ?? 0, words[at + 1] ?? 0);
    return set;
  }

  get size(): number {
    return this.used;
  }

  /** True when the fingerprint was not there yet. */
  add(high: number, low: number): boolean {
    if (this.used * 10 >= (this.slots.length >> 1) * 7) this.grow();
    const added = insert(this.slots, high, low);
    if (added) this.used += 1;
    return added;
  }

  has(high: number, low: number): boolean {
    const mask = this.slots.length - 1;
    for (let at = (low << 1) & mask; ; at = (at + 2) & mask) {
      const h = this.slots[at];
      const l = this.slots[at + 1];
      if (h === 0 && l === 0) return false;
      if (h === high && l === low) return true;
    }
  }

  private grow(): void {
    const larger = new Uint32Array(this.slots.length * 2);
    for (let at = 0; at < this.slots.length; at += 2) {
      const high = this.slots[at] as number;
      const low = this.slots[at + 1] as number;
      if (high !== 0 || low !== 0) insert(larger, high, low);
    }
    this.slots = larger;
  }
}

function capacityFor(expected: number): number {
  let capacity = 1024;
  while (capacity * 7 < expected * 10) capacity *= 2;
  return capacity;
}

function insert(slots: Uint32Array, high: number, low: number): boolean {
  const mask = slots.length - 1;
  let at = (low << 1) & mask;
  for (;;) {
    const h = slots[at];
    const l = slots[at + 1];
    if (h === 0 && l === 0) {
      slots[at] = high;
      slots[at + 1] = low;
      return true;
    }
    if (h === high && l === low) return false;
    at = (at + 2) & mask;
  }
}

/** Writes the fingerprint of a text (two 32-bit words, never both 0) at `at`. A multiply-xorshift hash, not cryptographic. */
export function fingerprint(text: string, into: Uint32Array, at: number): void {
  let high = 0x9e3779b9 ^ text.length;
  let low = 0x85ebca6b;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    high = Math.imul(high ^ unit, 2654435761);
    low = Math.imul(low ^ unit, 1597334677);
  }
  high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909);
  low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909);
  into[at] = high;
  into[at + 1] = high === 0 && low === 0 ? 1 : low;
}
