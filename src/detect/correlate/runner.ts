import { type Correlation, needsCompleteWindow } from '../../ir/correlation.ts';
import type { Journal } from '../journal.ts';
import { type Table, type Tables, UndoMap } from '../undo-map.ts';
import { UndoQueue } from '../undo-queue.ts';
import { createRolling } from './create-rolling.ts';
import { compareEntries, type Entry } from './entry.ts';
import { type Episode, episodeKey, extend, type GroupValues } from './episode.ts';
import { copyGroup, createGroup, type Group, keepEntry } from './group.ts';
import { historyOf } from './rate.ts';
import type { Rolling } from './rolling.ts';

export interface RunnerHost {
  readonly journal: Journal;
  readonly episodes: UndoMap<Episode>;
  /** Groups that one correlation may hold. */
  readonly mostGroups: number;
  /** The name of a component of the resource graph, as of now. */
  labelOf(component: string): string;
  /** An episode began. */
  onFired(correlation: Correlation, key: string, episode: Episode): void;
  /** A group was let go, though its time had not passed. */
  onEvicted(correlation: Correlation): void;
}

/** What every kind of correlation can do. */
export interface Runner {
  readonly correlation: Correlation;
  readonly groupCount: number;
  /** All that it remembers. */
  readonly tables: Tables;
  /**
   * Takes an event.
   *
   * @param component of the resource graph, for `group-by: [lineage]`
   */
  push(entry: Entry, values: GroupValues, component?: string): void;
  /** The earliest time at which something happens without an event. */
  nextDeadline(): number | undefined;
  /** Judges the window that ends next. */
  judgeNext(): void;
  /** Lets go of groups whose time has passed: they change nothing any more. */
  clean(now: number): void;
  /** Two components of the resource graph became one. */
  merge(from: string, into: string, now: number): void;
}

interface Deadline {
  readonly time: number;
  readonly key: string;
}

/** Runs one correlation over events in the order of time: windows, episodes, deadlines. */
export class WindowRunner implements Runner {
  readonly correlation: Correlation;
  private readonly host: RunnerHost;
  private readonly rolling: Rolling<unknown>;
  readonly isComplete: boolean;
  private readonly groups: UndoMap<Group>;
  /** Lineage: the groups of each component. */
  private readonly byComponent: UndoMap<readonly string[]>;
  private readonly deadlines: UndoQueue<Deadline>;
  private nextCleaning = Number.NEGATIVE_INFINITY;

  constructor(correlation: Correlation, host: RunnerHost) {
    this.correlation = correlation;
    this.host = host;
    this.isComplete = needsCompleteWindow(correlation);
    this.rolling = createRolling(correlation, this.isComplete);
    this.groups = new UndoMap<Group>(host.journal, (group) => copyGroup(group, this.rolling));
    this.byComponent = new UndoMap<readonly string[]>(host.journal, (keys) => keys);
    this.deadlines = new UndoQueue<Deadline>(host.journal);
  }

  get tables(): Tables {
    return [
      ['groups', this.groups as Table],
      ['components', this.byComponent as Table],
      ...this.deadlines.tables,
    ];
  }

  get groupCount(): number {
    return this.groups.size;
  }

  push(entry: Entry, values: GroupValues, component?: string): void {
    const key = groupKey(values, component);
    const group = this.groups.edit(key) ?? this.begin(key, values, component);
    group.seen = entry.time;
    if (this.isComplete) this.intoWindow(key, group, entry);
    else this.intoRolling(group, entry, component);
  }

  nextDeadline(): number | undefined {
    return this.deadlines.peek()?.time;
  }

  judgeNext(): void {
    const due = this.deadlines.shift();
    if (due) this.judge(due);
  }

  merge(from: string, into: string, now: number): void {
    // Without fields a component has one group, whose key is its own.
    const isOne = this.correlation.groupBy.length === 0;
    const moved = isOne ? [from] : this.byComponent.get(from);
    if (!moved) return;
    if (!isOne) this.byComponent.delete(from);
    for (const key of moved) {
      const group = this.groups.get(key);
      if (!group) continue;
      const target = groupKey(group.values, into);
      const there = this.groups.edit(target);
      // Looking at what a group holds may let go of what is old: a copy that can be taken back.
      const joined = there && this.groups.edit(key);
      this.groups.delete(key);
      if (there && joined) this.join(there, joined, now, into);
      else {
        this.groups.set(target, group);
        if (!isOne) this.byComponent.set(into, [...(this.byComponent.get(into) ?? []), target]);
      }
    }
  }

  private begin(key: string, values: GroupValues, component: string | undefined): Group {
    if (this.groups.size >= this.host.mostGroups) this.evict();
    const group = createGroup(values, this.rolling.create(), component !== undefined);
    this.groups.set(key, group);
    if (component !== undefined && values.length > 0)
      this.byComponent.set(component, [...(this.byComponent.get(component) ?? []), key]);
    return group;
  }

  private intoRolling(group: Group, entry: Entry, component: string | undefined): void {
    const since = entry.time - this.correlation.timespan;
    if (group.open !== null && !this.rolling.isMet(group.state, since)) group.open = null;
    this.rolling.add(group.state, entry, since);
    keepEntry(group, entry, since);
    if (!this.rolling.isMet(group.state, since)) {
      group.open = null;
      return;
    }
    if (group.open === null) {
      const evidence = this.rolling.evidence(group.state, since);
      const value = this.rolling.measure(group.state, since);
      group.open = this.fire(group, evidence, entry.time, value, component);
    } else this.prolong(group.open, entry);
  }

  private prolong(key: string, entry: Entry): void {
    const episode = this.host.episodes.get(key);
    if (episode) this.host.episodes.set(key, extend(episode, entry));
  }

  private intoWindow(key: string, group: Group, entry: Entry): void {
    const { type, timespan } = this.correlation;
    if (type === 'absence' && entry.rule !== 0) {
      group.answered = entry.time;
      group.opened = null;
      return;
    }
    // Events of one time count in any order: an answer of the same moment is an answer.
    if (type === 'absence' && group.answered === entry.time) return;
    if (group.opened === null) {
      group.opened = entry.time;
      group.state = this.rolling.create();
      this.deadlines.push({ time: entry.time + timespan, key });
    }
    if (type === 'absence' && this.rolling.evidence(group.state, group.opened).length > 0) return;
    this.rolling.add(group.state, entry, group.opened);
  }

  private judge({ time, key }: Deadline): void {
    const { timespan, type } = this.correlation;
    if (this.groups.get(key)?.opened !== time - timespan) return;
    const group = this.groups.edit(key) as Group;
    const since = time - timespan;
    group.opened = null;
    if (!this.rolling.isMet(group.state, since)) {
      group.open = null;
      return;
    }
    const evidence = this.rolling.evidence(group.state, since);
    const before = group.open === null ? undefined : this.host.episodes.get(group.open);
    const goesOn = type !== 'absence' && before && before.end + 2 * timespan >= since;
    if (goesOn && group.open !== null) for (const entry of evidence) this.prolong(group.open, entry);
    else group.open = this.fire(group, evidence, time, this.rolling.measure(group.state, since));
    if (type !== 'absence') this.endAt(group.open, group.seen);
  }

  /** The latest event of a window may add nothing that is compared, and belongs to it all the same. */
  private endAt(key: string | null, end: number): void {
    const episode = key === null ? undefined : this.host.episodes.get(key);
    if (key !== null && episode) this.host.episodes.set(key, { ...episode, end });
  }

  private fire(
    group: Group,
    evidence: readonly Entry[],
    fired: number,
    value: number | undefined,
    component?: string,
  ): string | null {
    const [anchor] = evidence;
    if (!anchor) return null;
    const { correlation, host } = this;
    const lineage = component === undefined ? {} : { lineage: host.labelOf(component) };
    const episode: Episode = {
      correlation: correlation.id,
      group: correlation.groupBy.map(({ name }, index) => [name, group.values[index] ?? null] as const),
      ...lineage,
      anchor,
      fired,
      ...(value === undefined ? {} : { value }),
      evidence,
      end: this.isComplete ? (evidence.at(-1)?.time ?? fired) : fired,
      count: evidence.length,
    };
    const name = episodeKey(correlation, JSON.stringify([group.values, episode.lineage ?? null]), anchor);
    host.episodes.set(name, episode);
    host.onFired(correlation, name, episode);
    return name;
  }

  /**
   * The events of both in one order; of two open episodes the older one goes on. What connects two components need not
   * be an event of the correlation: when what both have makes the condition hold, it holds from now on.
   */
  private join(into: Group, from: Group, now: number, component: string): void {
    const since = now - this.correlation.timespan;
    const open = [into, from].map((one) => (this.rolling.isMet(one.state, since) ? one.open : null));
    const entries = [...(into.entries ?? []), ...(from.entries ?? [])]
      .filter(({ time }) => time >= since)
      .sort(compareEntries);
    into.entries = entries;
    into.state = this.rolling.create();
    for (const entry of entries) this.rolling.add(into.state, entry, since);
    into.seen = Math.max(into.seen, from.seen);
    into.open = this.older(open[0] ?? null, open[1] ?? null);
    if (into.open !== null || !this.rolling.isMet(into.state, since)) return;
    const evidence = this.rolling.evidence(into.state, since);
    into.open = this.fire(into, evidence, now, this.rolling.measure(into.state, since), component);
  }

  private older(a: string | null, b: string | null): string | null {
    if (a === null || b === null) return a ?? b;
    const first = this.host.episodes.get(a);
    const second = this.host.episodes.get(b);
    if (!first || !second) return first ? a : b;
    return compareEntries(first.anchor, second.anchor) <= 0 ? a : b;
  }

  clean(now: number): void {
    if (now < this.nextCleaning) return;
    const keep = this.keepFor();
    for (const [key, { seen, opened }] of this.groups.entries()) {
      if (opened === null && seen + keep < now) this.groups.delete(key);
    }
    for (const [component, keys] of this.byComponent.entries()) {
      const left = keys.filter((key) => this.groups.has(key));
      if (left.length === 0) this.byComponent.delete(component);
      else if (left.length < keys.length) this.byComponent.set(component, left);
    }
    this.nextCleaning = now + this.correlation.timespan;
  }

  private keepFor(): number {
    const { timespan, type } = this.correlation;
    if (type === 'rate') return historyOf(this.correlation);
    // A window may go on where the one before it ended.
    return this.isComplete ? timespan * 3 : timespan;
  }

  private evict(): void {
    const [oldest] = this.groups.keys();
    if (oldest === undefined) return;
    this.groups.delete(oldest);
    this.host.onEvicted(this.correlation);
  }
}

/** Stands for a missing value, which is a group of its own. */
const NULL = '\u0001';

/** One value is its own key: making none is what keeps a million groups fast. */
export function groupKey(values: GroupValues, component: string | undefined): string {
  const fields = values.length === 1 ? keyOf(values[0] ?? null) : JSON.stringify(values);
  if (component === undefined) return fields;
  return values.length === 0 ? component : `${component}\u001f${fields}`;
}

function keyOf(value: string | null): string {
  if (value === null) return NULL;
  return value.startsWith(NULL) ? NULL + value : value;
}
