import type { Journal } from './journal.ts';

/** What is stored and restored entry by entry. */
export interface Table {
  entries(): Iterable<[string, unknown]>;
  set(key: string, value: unknown): void;
}

/** Tables by name: all that a part of the detection remembers, for storing it. */
export type Tables = readonly (readonly [name: string, table: Table])[];

/**
 * A map whose changes a journal can take back. Values are changed in place after `edit`, which keeps a copy of the value
 * once a frame.
 */
export class UndoMap<V> {
  private readonly values = new Map<string, V>();
  private readonly journal: Journal;
  private readonly copy: (value: V) => V;
  /** Keys whose values have changed since they were taken; only when somebody asks. */
  private changed: Set<string> | undefined;
  private touched = new Set<string>();
  private frame = 0;

  /** @param copy a copy that changes of the original do not reach */
  constructor(journal: Journal, copy: (value: V) => V) {
    this.journal = journal;
    this.copy = copy;
  }

  get size(): number {
    return this.values.size;
  }

  get(key: string): V | undefined {
    return this.values.get(key);
  }

  has(key: string): boolean {
    return this.values.has(key);
  }

  /** The value, which the caller is about to change. */
  edit(key: string): V | undefined {
    this.keep(key);
    return this.values.get(key);
  }

  set(key: string, value: V): void {
    this.keep(key);
    this.values.set(key, value);
  }

  delete(key: string): void {
    this.keep(key);
    this.values.delete(key);
  }

  /** Deletes for good: nothing that can still be taken back knows the key. */
  forget(key: string): void {
    this.values.delete(key);
  }

  /** From now on the keys that change are noted; gives those since the last time. */
  takeChanged(): Set<string> {
    const changed = this.changed ?? new Set(this.values.keys());
    this.changed = new Set();
    return changed;
  }

  entries(): IterableIterator<[string, V]> {
    return this.values.entries();
  }

  keys(): IterableIterator<string> {
    return this.values.keys();
  }

  private keep(key: string): void {
    this.changed?.add(key);
    if (this.journal.depth === 0) return;
    if (this.frame !== this.journal.frame) {
      this.touched = new Set();
      this.frame = this.journal.frame;
    }
    if (this.touched.has(key)) return;
    this.touched.add(key);
    const before = this.values.get(key);
    if (before === undefined) {
      this.journal.record(() => {
        this.changed?.add(key);
        this.values.delete(key);
      });
      return;
    }
    const copied = this.copy(before);
    this.journal.record(() => {
      this.changed?.add(key);
      this.values.set(key, copied);
    });
  }
}
