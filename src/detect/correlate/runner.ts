import { type Correlation, needsCompleteWindow } from '../../ir/correlation.ts';
import type { Journal } from '../journal.ts';
import { type Table, type Tables, UndoMap } from '../undo-map.ts';
import { UndoQueue } from '../undo-queue.ts';
import { UndoSets } from '../undo-sets.ts';
import { createRolling } from './create-rolling.ts';
import { compareEntries, type Entry } from './entry.ts';
import { countEvents, type Episode, episodeKey, extend, type GroupValues } from './episode.ts';
import { copyGroup, createGroup, type Group, groupKey, keepEntry } from './group.ts';
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

/** How an episode begins. */
interface Firing {
  readonly since: number;
  readonly fired: number;
  /** The event at which the condition began to hold; of a window, and where components joined, one of its events. */
  readonly anchor?: Entry;
  readonly component?: string | undefined;
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
  private readonly byComponent: UndoSets;
  private readonly deadlines: UndoQueue<Deadline>;
  private nextCleaning = Number.NEGATIVE_INFINITY;

  constructor(correlation: Correlation, host: RunnerHost) {
    this.correlation = correlation;
    this.host = host;
    this.isComplete = needsCompleteWindow(correlation);
    this.rolling = createRolling(correlation, this.isComplete);
    this.groups = new UndoMap<Group>(host.journal, (group) => copyGroup(group, this.rolling));
    this.byComponent = new UndoSets(host.journal);
    this.deadlines = new UndoQueue<Deadline>(host.journal);
  }

  get tables(): Tables {
    return [['groups', this.groups as Table], ['components', this.byComponent], ...this.deadlines.tables];
  }

  get groupCount(): number {
    return this.groups.size;
  }

  push(entry: Entry, values: GroupValues, component?: string): void {
    const key = groupKey(values, component);
    const group = this.groups.edit(key) ?? this.begin(key, values, component);
    // Whether a group is forgotten depends on its own times, not on when it was cleaned away.
    if (group.opened === null && group.seen + this.keepFor() < entry.time) this.reset(group);
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
    const moved = isOne ? [from] : this.byComponent.take(from);
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
        if (!isOne) this.byComponent.add(into, target);
      }
    }
  }

  private begin(key: string, values: GroupValues, component: string | undefined): Group {
    if (this.groups.size >= this.host.mostGroups) this.evict();
    const group = createGroup(values, this.rolling.create(), component !== undefined);
    this.groups.set(key, group);
    if (component !== undefined && values.length > 0) this.byComponent.add(component, key);
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
    if (group.open === null)
      group.open = this.fire(group, { since, fired: entry.time, anchor: entry, component });
    else this.prolong(group.open, entry);
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
    const before = group.open === null ? undefined : this.host.episodes.get(group.open);
    const goesOn = type !== 'absence' && before && before.end + 2 * timespan >= since;
    if (goesOn && group.open !== null) this.append(group.open, before, group, since);
    else group.open = this.fire(group, { since, fired: time });
    // The latest event of a window may add nothing that is compared, and belongs to it all the same.
    const episode = group.open === null ? undefined : this.host.episodes.get(group.open);
    if (type !== 'absence' && group.open !== null && episode)
      this.host.episodes.set(group.open, { ...episode, end: group.seen });
  }

  /** A window whose episode goes on from the one before. */
  private append(key: string, before: Episode, group: Group, since: number): void {
    const evidence = this.rolling.evidence(group.state, since);
    const count = this.rolling.span?.(group.state, since)?.count ?? countEvents(evidence);
    const longer = evidence.reduce(extend, before);
    this.host.episodes.set(key, { ...longer, count: before.count + count });
  }

  /**
   * Begins an episode, or goes on with the one of the same identity.
   *
   * @returns its key
   */
  private fire(group: Group, { since, fired, anchor: given, component }: Firing): string | null {
    const { correlation, host, rolling } = this;
    const evidence = rolling.evidence(group.state, since);
    const completed = given ?? evidence.at(-1);
    const anchor = given ?? (this.isComplete ? evidence[0] : evidence.at(-1));
    if (!anchor || !completed) return null;
    const lineage = component === undefined ? undefined : host.labelOf(component);
    const name = episodeKey(correlation, JSON.stringify([group.values, lineage ?? null]), anchor);
    const there = host.episodes.get(name);
    if (there) {
      this.prolong(name, anchor);
      return name;
    }
    const value = rolling.measure(group.state, since);
    const known = countEvents(evidence);
    const { first = evidence[0]?.time ?? fired, count = known } = rolling.span?.(group.state, since) ?? {};
    const episode: Episode = {
      correlation: correlation.id,
      group: correlation.groupBy.map(
        ({ name: field }, index) => [field, group.values[index] ?? null] as const,
      ),
      ...(lineage === undefined ? {} : { lineage }),
      anchor,
      completed,
      fired,
      ...(value === undefined ? {} : { value }),
      evidence,
      first,
      end: this.isComplete ? (evidence.at(-1)?.time ?? fired) : fired,
      count,
      automated: count <= known && evidence.every(({ automated }) => automated),
      latest: completed.id,
    };
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
    into.open = this.fire(into, { since, fired: now, component });
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
    this.byComponent.keepOnly((key) => this.groups.has(key));
    this.nextCleaning = now + this.correlation.timespan;
  }

  private reset(group: Group): void {
    group.state = this.rolling.create();
    group.open = null;
    if (group.entries) group.entries = [];
  }

  /** How long after its latest event a group matters. */
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
