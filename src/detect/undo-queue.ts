import type { Journal } from './journal.ts';
import { type Table, type Tables, UndoMap } from './undo-map.ts';

/** First in, first out; a journal can take back what was put in and taken out. */
export class UndoQueue<T> {
  private readonly items: UndoMap<T>;
  private readonly ends: UndoMap<number>;

  constructor(journal: Journal) {
    this.items = new UndoMap<T>(journal, (item) => item);
    this.ends = new UndoMap<number>(journal, (end) => end);
  }

  get tables(): Tables {
    return [
      ['items', this.items as Table],
      ['ends', this.ends as Table],
    ];
  }

  get size(): number {
    return this.items.size;
  }

  push(item: T): void {
    const end = this.ends.get('end') ?? 0;
    this.items.set(String(end), item);
    this.ends.set('end', end + 1);
  }

  /** The oldest item. */
  peek(): T | undefined {
    return this.items.get(String(this.ends.get('begin') ?? 0));
  }

  shift(): T | undefined {
    const begin = this.ends.get('begin') ?? 0;
    const item = this.items.get(String(begin));
    if (item === undefined) return undefined;
    this.items.delete(String(begin));
    this.ends.set('begin', begin + 1);
    return item;
  }

  /** All items, the oldest first. */
  *all(): Generator<T> {
    const end = this.ends.get('end') ?? 0;
    for (let index = this.ends.get('begin') ?? 0; index < end; index += 1) {
      yield this.items.get(String(index)) as T;
    }
  }
}
