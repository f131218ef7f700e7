import type { RecordHead } from './definition.ts';

/** The records of one operation, in the order in which they came, exact copies left out. */
export interface FoldGroup {
  readonly key: string;
  readonly heads: readonly [RecordHead, ...RecordHead[]];
  /** Exact copies that were dropped. */
  readonly copies: number;
}

interface OpenGroup {
  readonly key: string;
  readonly heads: [RecordHead, ...RecordHead[]];
  parts: number;
  copies: number;
}

const BEGIN = 1;
const END = 2;
const COMPLETE = BEGIN | END;

/**
 * Collects the records that belong to one operation (Azure: Started, Accepted, Succeeded rows; Google: first and
 * last entries). It holds at most `capacity` operations; when that is passed, the oldest complete one leaves, or the
 * oldest if none is complete.
 */
export class FoldTable {
  private readonly groups = new Map<string, OpenGroup>();
  private readonly capacity: number;

  constructor(capacity: number) {
    this.capacity = capacity;
  }

  get size(): number {
    return this.groups.size;
  }

  /** Adds a record that has a fold key. Gives back a group that had to leave. */
  add(head: RecordHead, key: string, part: 'begin' | 'middle' | 'end'): FoldGroup | undefined {
    const group = this.groups.get(key);
    if (group) {
      group.parts |= partBit(part);
      if (group.heads.some(({ duplicateKey }) => duplicateKey === head.duplicateKey)) group.copies += 1;
      else group.heads.push(head);
      return undefined;
    }
    this.groups.set(key, { key, heads: [head], parts: partBit(part), copies: 0 });
    return this.groups.size > this.capacity ? this.evict() : undefined;
  }

  /** Takes out the groups that have both their beginning and their end. */
  takeComplete(): FoldGroup[] {
    return this.take(({ parts }) => parts === COMPLETE);
  }

  takeAll(): FoldGroup[] {
    return this.take(() => true);
  }

  private take(wanted: (group: OpenGroup) => boolean): FoldGroup[] {
    const taken: FoldGroup[] = [];
    for (const group of this.groups.values()) {
      if (!wanted(group)) continue;
      this.groups.delete(group.key);
      taken.push(group);
    }
    return taken;
  }

  private evict(): FoldGroup | undefined {
    let oldest: OpenGroup | undefined;
    let looked = 0;
    for (const group of this.groups.values()) {
      oldest ??= group;
      looked += 1;
      if (group.parts === COMPLETE || looked > MOST_LOOKED_AT) {
        if (group.parts === COMPLETE) oldest = group;
        break;
      }
    }
    if (oldest) this.groups.delete(oldest.key);
    return oldest;
  }
}

/** Bounds the search for a complete group, so that a table full of incomplete ones stays fast. */
const MOST_LOOKED_AT = 64;

function partBit(part: 'begin' | 'middle' | 'end'): number {
  if (part === 'begin') return BEGIN;
  return part === 'end' ? END : 0;
}
