import { type ChangeRecord, changeKey, isOpen, type Window } from '../../changes/change-record.ts';
import type { Face } from './face.ts';
import { type Limits, limitsOf } from './limits.ts';
import { file, PatternIndex } from './pattern.ts';
import { periodsOf } from './period.ts';

/** A record made ready for comparison. */
export interface Entry {
  readonly record: ChangeRecord;
  readonly key: string;
  readonly limits: Limits;
  readonly periods: readonly Window[];
}

/** Records that limit the same: they differ in their times. */
export interface Group {
  readonly limits: Limits;
  readonly entries: Entry[];
}

/**
 * Finds the few records that may say something of an Activity, so that judging does not grow with the number of records:
 * by ticket id; by principal, and of one principal those whose time it is, by numbers alone; by resource or tag, of those
 * that name nobody.
 */
export class ChangeIndex {
  private readonly tickets = new Map<string, Entry[]>();
  private readonly buckets = new PatternIndex<Bucket>();
  private readonly unnamed = new PatternIndex<Entry>();
  private readonly tagged = new Map<string, Entry[]>();

  constructor(records: readonly ChangeRecord[]) {
    const byPattern = new Map<string, Bucket>();
    for (const record of records) {
      const entry: Entry = {
        record,
        key: changeKey(record.id),
        limits: limitsOf(record),
        periods: periodsOf(record),
      };
      file(this.tickets, entry.key, entry);
      if (!isOpen(record)) continue;
      const { principals } = entry.limits;
      for (const pattern of new Set(principals)) {
        const bucket = byPattern.get(pattern) ?? new Bucket();
        byPattern.set(pattern, bucket);
        bucket.add(entry);
      }
      if (principals.length === 0) this.addUnnamed(entry);
    }
    for (const [pattern, bucket] of byPattern) this.buckets.add(pattern, bucket.close());
  }

  /** Records of that id, open or not. */
  named(ticket: string): readonly Entry[] {
    return this.tickets.get(ticket) ?? [];
  }

  /** Records that may cover the Activity now, in full or in part. */
  active(face: Face): ReadonlySet<Entry> {
    const found = new Set<Entry>();
    for (const bucket of this.bucketsOf(face)) bucket.active(face.activity.time, found);
    for (const name of subjectNames(face)) this.unnamed.find(name, found);
    if (this.tagged.size > 0) {
      for (const tag of Object.keys(face.activity.attrs.tags ?? {})) {
        for (const entry of this.tagged.get(tag) ?? []) found.add(entry);
      }
    }
    return found;
  }

  /** Records that may cover the Activity at some time, by what they limit. */
  atAnyTime(face: Face): ReadonlySet<Group> {
    const found = new Set<Group>();
    for (const bucket of this.bucketsOf(face)) bucket.groups(face, found);
    return found;
  }

  private addUnnamed(entry: Entry): void {
    for (const pattern of new Set(entry.limits.resources)) this.unnamed.add(pattern, entry);
    for (const [tag] of entry.limits.tags) file(this.tagged, tag, entry);
  }

  private bucketsOf({ principals }: Face): ReadonlySet<Bucket> {
    const found = new Set<Bucket>();
    for (const key of principals) this.buckets.find(key, found);
    return found;
  }
}

function* subjectNames({ subjects, origins }: Face): Generator<string> {
  for (const { names } of subjects) yield* names;
  for (const { names } of origins) yield* names;
}

/** All records of one principal. */
class Bucket {
  private readonly spans: { readonly start: number; readonly end: number; readonly entry: Entry }[] = [];
  private readonly bySignature = new Map<string, Group>();
  private readonly byResource = new PatternIndex<Group>();
  private readonly anywhere: Group[] = [];
  private bounds = new Float64Array(0);

  add(entry: Entry): void {
    for (const { start, end } of entry.periods) this.spans.push({ start, end, entry });
    const signature = JSON.stringify(entry.limits);
    const group = this.bySignature.get(signature);
    if (group) {
      group.entries.push(entry);
      return;
    }
    const made: Group = { limits: entry.limits, entries: [entry] };
    this.bySignature.set(signature, made);
    if (entry.limits.resources.length === 0) this.anywhere.push(made);
    for (const pattern of new Set(entry.limits.resources)) this.byResource.add(pattern, made);
  }

  close(): this {
    this.bounds = Float64Array.from(this.spans.flatMap(({ start, end }) => [start, end]));
    return this;
  }

  active(time: number, into: Set<Entry>): void {
    const { bounds, spans } = this;
    for (let at = 0; at < bounds.length; at += 2) {
      if (time < (bounds[at] as number) || time >= (bounds[at + 1] as number)) continue;
      const span = spans[at >> 1];
      if (span) into.add(span.entry);
    }
  }

  groups(face: Face, into: Set<Group>): void {
    for (const group of this.anywhere) into.add(group);
    for (const name of subjectNames(face)) this.byResource.find(name, into);
  }
}
