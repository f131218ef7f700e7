import type { Correlation } from '../../ir/correlation.ts';
import { type Table, type Tables, UndoMap } from '../undo-map.ts';
import type { Entry } from './entry.ts';
import { type Episode, episodeKey, type GroupValues } from './episode.ts';
import { groupKey } from './group.ts';
import { MOST_KEPT } from './rolling.ts';
import type { Runner, RunnerHost } from './runner.ts';

/** The values of one group, each with the time of its latest event, the one that was seen longest ago first. */
interface Seen {
  born: number;
  /** Time of the latest event. */
  latest: number;
  values: Map<string, number>;
}

/**
 * first_seen (an extension of ours): an event whose value its group has not had within the timespan. A group that is
 * younger than `history` is learning: it never fires. Each new value is a finding of its own.
 */
export class FirstSeenRunner implements Runner {
  readonly correlation: Correlation;
  private readonly host: RunnerHost;
  private readonly groups: UndoMap<Seen>;
  private nextCleaning = Number.NEGATIVE_INFINITY;

  constructor(correlation: Correlation, host: RunnerHost) {
    this.correlation = correlation;
    this.host = host;
    this.groups = new UndoMap<Seen>(host.journal, ({ born, latest, values }) => ({
      born,
      latest,
      values: new Map(values),
    }));
  }

  get tables(): Tables {
    return [['groups', this.groups as Table]];
  }

  get groupCount(): number {
    return this.groups.size;
  }

  push(entry: Entry, values: GroupValues): void {
    if (entry.value === undefined) return;
    const value = String(entry.value);
    const key = groupKey(values, undefined);
    const seen = this.groups.edit(key) ?? this.begin(key, entry.time);
    const { timespan, history = 0 } = this.correlation;
    // Whether a group is forgotten depends on its own times, not on when it was cleaned away.
    if (seen.latest + timespan < entry.time) Object.assign(seen, { born: entry.time, values: new Map() });
    seen.latest = entry.time;
    const before = seen.values.get(value);
    seen.values.delete(value);
    seen.values.set(value, entry.time);
    for (const [one, time] of seen.values) {
      if (time >= entry.time - timespan && seen.values.size <= MOST_KEPT) break;
      seen.values.delete(one);
    }
    const isNew = before === undefined || before < entry.time - timespan;
    if (isNew && entry.time - seen.born >= history) this.fire(key, entry, values);
  }

  nextDeadline(): number | undefined {
    return undefined;
  }

  judgeNext(): void {}

  clean(now: number): void {
    if (now < this.nextCleaning) return;
    const { timespan } = this.correlation;
    for (const [key, { latest }] of this.groups.entries()) {
      if (latest + timespan < now) this.groups.delete(key);
    }
    this.nextCleaning = now + timespan;
  }

  /** Values are not followed through the resource graph. */
  merge(): void {}

  private begin(key: string, born: number): Seen {
    if (this.groups.size >= this.host.mostGroups) {
      const [oldest] = this.groups.keys();
      if (oldest !== undefined) this.groups.delete(oldest);
      this.host.onEvicted(this.correlation);
    }
    const seen: Seen = { born, latest: born, values: new Map() };
    this.groups.set(key, seen);
    return seen;
  }

  private fire(key: string, entry: Entry, values: GroupValues): void {
    const { correlation, host } = this;
    const name = correlation.value.map((field) => field.name).join(', ');
    const episode: Episode = {
      correlation: correlation.id,
      group: [
        ...correlation.groupBy.map((field, index) => [field.name, values[index] ?? null] as const),
        [name, String(entry.value)],
      ],
      anchor: entry,
      completed: entry,
      fired: entry.time,
      evidence: [entry],
      first: entry.time,
      end: entry.time,
      count: 1,
      automated: entry.automated,
      latest: entry.id,
    };
    const episodeName = episodeKey(correlation, `${key}\u001f${entry.value}`, entry);
    host.episodes.set(episodeName, episode);
    host.onFired(correlation, episodeName, episode);
  }
}
