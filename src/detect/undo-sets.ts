import type { Journal } from './journal.ts';
import type { Table } from './undo-map.ts';

/** Sets of texts by name; a journal can take back what was put in and taken out. */
export class UndoSets implements Table {
  private readonly sets = new Map<string, Set<string>>();
  private readonly journal: Journal;

  constructor(journal: Journal) {
    this.journal = journal;
  }

  add(name: string, member: string): void {
    const there = this.sets.get(name);
    if (there?.has(member)) return;
    const set = there ?? new Set<string>();
    if (!there) this.sets.set(name, set);
    set.add(member);
    if (this.journal.depth > 0) this.journal.record(() => this.remove(name, member));
  }

  /** The members of a set, which is empty afterwards. */
  take(name: string): string[] {
    const members = [...(this.sets.get(name) ?? [])];
    if (members.length === 0) return members;
    this.sets.delete(name);
    if (this.journal.depth > 0) this.journal.record(() => void this.sets.set(name, new Set(members)));
    return members;
  }

  /** Removes all others. */
  keepOnly(isWanted: (member: string) => boolean): void {
    for (const [name, members] of this.sets) {
      for (const member of members) {
        if (isWanted(member)) continue;
        this.remove(name, member);
        if (this.journal.depth > 0) this.journal.record(() => this.put(name, member));
      }
    }
  }

  *entries(): Generator<[string, readonly string[]]> {
    for (const [name, members] of this.sets) yield [name, [...members]];
  }

  set(name: string, members: unknown): void {
    this.sets.set(name, new Set(members as readonly string[]));
  }

  private put(name: string, member: string): void {
    const there = this.sets.get(name);
    if (there) there.add(member);
    else this.sets.set(name, new Set([member]));
  }

  private remove(name: string, member: string): void {
    const there = this.sets.get(name);
    there?.delete(member);
    if (there?.size === 0) this.sets.delete(name);
  }
}
