import type { RecordHead } from './definition.ts';

/** The records of one operation, exact copies left out. */
export interface FoldGroup {
  readonly key: string;
  readonly heads: readonly [RecordHead, ...RecordHead[]];
  /** Exact copies that were dropped. */
  readonly copies: number;
}

interface OpenGroup {
  readonly key: string;
  readonly heads: [RecordHead, ...RecordHead[]];
  /** Where each record stands in `heads`, by its duplicate key; made when there are more than a few. */
  places?: Map<string, number>;
  copies: number;
}

/** Up to this many records a search through them is faster than a map. */
const FEW = 8;

/**
 * Collects the records that belong to one operation (Azure: Started, Accepted, Succeeded rows; Google: first and
 * last entries), in whatever order they come.
 */
export class FoldTable {
  private groups = new Map<string, OpenGroup>();
  private held = 0;

  /** Records that are held. */
  get records(): number {
    return this.held;
  }

  /** Adds a record under its fold key. Of exact copies the one that stands first in the input is kept. */
  add(head: RecordHead, key: string): void {
    const group = this.groups.get(key);
    if (!group) {
      this.groups.set(key, { key, heads: [head], copies: 0 });
      this.held += 1;
      return;
    }
    const place = placeOf(group, head.duplicateKey);
    if (place === undefined) {
      group.places?.set(head.duplicateKey, group.heads.length);
      group.heads.push(head);
      this.held += 1;
      return;
    }
    group.copies += 1;
    const kept = group.heads[place];
    if (kept && standsBefore(head, kept)) group.heads[place] = head;
  }

  keys(): Iterable<string> {
    return this.groups.keys();
  }

  /** Takes out everything. */
  takeAll(): Iterable<FoldGroup> {
    const { groups } = this;
    this.groups = new Map();
    this.held = 0;
    return groups.values();
  }
}

function placeOf(group: OpenGroup, duplicateKey: string): number | undefined {
  if (group.heads.length <= FEW) {
    const place = group.heads.findIndex((head) => head.duplicateKey === duplicateKey);
    return place === -1 ? undefined : place;
  }
  group.places ??= new Map(group.heads.map((head, index) => [head.duplicateKey, index]));
  return group.places.get(duplicateKey);
}

/** In the order of paths, then of places in the file: the same however the input was shared out. */
export function standsBefore({ origin: a }: RecordHead, { origin: b }: RecordHead): boolean {
  const [first = '', second = ''] = [a.path, b.path];
  return first === second ? a.index < b.index : first < second;
}
