import type { Correlation } from '../../ir/correlation.ts';
import { dimensionNames } from '../../ir/dimension-names.ts';
import type { Novelty } from '../baseline/baseline.ts';
import { type Table, type Tables, UndoMap } from '../undo-map.ts';
import type { Entry } from './entry.ts';
import { type Episode, episodeKey, extend, type GroupValues } from './episode.ts';
import { groupKey } from './group.ts';
import type { Runner, RunnerHost } from './runner.ts';

/** The open episode of a group. */
interface Open {
  readonly episode: string;
  /** Time of its latest event. */
  latest: number;
}

/**
 * unusual (an extension of ours): an event that is new in one of the correlation's dimensions of the baseline, and what
 * is usual there is known. Events of a group that follow one another within the timespan are one finding.
 */
export class UnusualRunner implements Runner {
  readonly correlation: Correlation;
  private readonly host: RunnerHost;
  /** What was new about the event at a position. */
  private readonly noveltyOf: (at: number) => Novelty;
  /** Bits of the dimensions. */
  private readonly wanted: number;
  private readonly groups: UndoMap<Open>;
  private nextCleaning = Number.NEGATIVE_INFINITY;

  constructor(correlation: Correlation, host: RunnerHost, noveltyOf: (at: number) => Novelty) {
    this.correlation = correlation;
    this.host = host;
    this.noveltyOf = noveltyOf;
    this.wanted = (correlation.dimensions ?? []).reduce(
      (bits, name) => bits | (1 << dimensionNames.indexOf(name)),
      0,
    );
    this.groups = new UndoMap<Open>(host.journal, (open) => ({ ...open }));
  }

  get tables(): Tables {
    return [['groups', this.groups as Table]];
  }

  get groupCount(): number {
    return this.groups.size;
  }

  push(entry: Entry, values: GroupValues): void {
    const { fresh, learning } = this.noveltyOf(entry.at);
    if ((fresh & ~learning & this.wanted) === 0) return;
    const key = groupKey(values, undefined);
    const open = this.groups.edit(key);
    // Whether an episode goes on depends on its own times, not on when groups were cleaned away.
    if (open && entry.time - open.latest <= this.correlation.timespan) {
      open.latest = entry.time;
      const episode = this.host.episodes.get(open.episode);
      if (episode) this.host.episodes.set(open.episode, extend(episode, entry));
      return;
    }
    if (!open && this.groups.size >= this.host.mostGroups) this.evict();
    this.groups.set(key, { episode: this.fire(key, entry, values), latest: entry.time });
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

  /** What is new about an event does not depend on what it came from. */
  merge(): void {}

  private evict(): void {
    const [oldest] = this.groups.keys();
    if (oldest !== undefined) this.groups.delete(oldest);
    this.host.onEvicted(this.correlation);
  }

  private fire(key: string, entry: Entry, values: GroupValues): string {
    const { correlation, host } = this;
    const episode: Episode = {
      correlation: correlation.id,
      group: correlation.groupBy.map((field, index) => [field.name, values[index] ?? null] as const),
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
    const name = episodeKey(correlation, key, entry);
    host.episodes.set(name, episode);
    host.onFired(correlation, name, episode);
    return name;
  }
}
