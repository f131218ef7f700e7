import { type Correlation, needsCompleteWindow } from '../../ir/correlation.ts';
import type { Rule } from '../../ir/rule.ts';
import { createAuthoriser } from '../authorise/index.ts';
import { restoreBaseline } from '../baseline/baseline-file.ts';
import type { Episode } from '../correlate/episode.ts';
import { type Assembly, createAssembly, findingOfEpisode, findingsOfEvent } from '../finding/assemble.ts';
import { compareFindings, type Finding } from '../finding/finding.ts';
import type { Dated, Observation } from '../observation.ts';
import { Sweep } from '../sweep/sweep.ts';
import { type Change, Reported } from './changes.ts';
import { type DetectorCounters, type DetectorOptions, detectorDefaults } from './options.ts';
import { Pending, type PendingEvent } from './pending.ts';
import { encodeState, restoreTables, StateError, type StateLine } from './state.ts';

/** Types whose condition may lapse with a late event though it held without: they are reported once no event can come. */
const statistics: ReadonlySet<Correlation['type']> = new Set([
  'value_sum',
  'value_avg',
  'value_percentile',
  'value_median',
  'rate',
]);

/** Observations between two clearings of what nothing needs any more. */
const FORGET_EVERY = 4096;

interface StoredObservation {
  readonly observation: Observation;
  readonly fresh: number;
  readonly learning: number;
}

interface Clock {
  readonly next: number;
  readonly latest: number;
  readonly tooLate: number;
}

/**
 * Detection as events come: findings fire at once, are revised when a late event changes them, and withdrawn, with their
 * successor, when it makes others of them. Whatever the order within the lateness, the batches and the restarts, the
 * findings are in the end those that a hunt makes of all events at once: both run the same sweep.
 */
export class Detector {
  private readonly options: DetectorOptions;
  private readonly waits: ReadonlySet<string>;
  private readonly fingerprint: string;
  private readonly observations = new Map<number, Observation>();
  private readonly positions = new Map<string, number>();
  private readonly sweep: Sweep;
  private readonly pending: Pending;
  private readonly reported: Reported = new Reported();
  private readonly assembly: Assembly;
  private readonly settled: Finding[] = [];
  /** How far back an event can still matter to a correlation. */
  private readonly retention: number;
  private next = 0;
  private latest = Number.NEGATIVE_INFINITY;
  private tooLate = 0;
  /** Episodes that are reported once no event can come before their end. */
  private readonly waiting = new Set<string>();
  private forgetAt = FORGET_EVERY;

  /** @param correlations inner ones before those that refer to them */
  constructor(
    rules: readonly Rule[],
    correlations: readonly Correlation[],
    options: Partial<DetectorOptions> = {},
  ) {
    this.options = { ...detectorDefaults, ...options };
    const late = correlations.filter((one) => needsCompleteWindow(one) || statistics.has(one.type));
    this.waits = new Set(late.map(({ id }) => id));
    this.fingerprint = [...rules, ...correlations].map(({ id, digest }) => `${id}:${digest}`).join(' ');
    const find = (at: number): Observation | undefined => this.observations.get(at);
    this.sweep = new Sweep(rules, correlations, find, this.options.sweep);
    this.pending = new Pending(this.sweep);
    const { changes = [] } = this.options;
    const authoriser = changes.length > 0 ? createAuthoriser(changes) : undefined;
    this.assembly = createAssembly(this.sweep, rules, correlations, find, authoriser);
    if (this.sweep.baseline && this.options.known) restoreBaseline(this.sweep.baseline, this.options.known);
    this.retention = 3 * Math.max(0, ...correlations.map(({ timespan }) => timespan));
  }

  /** No event before this time counts any more. */
  get watermark(): number {
    return this.latest - this.options.lateness;
  }

  /** What is held, and what was left out or let go. */
  get counters(): DetectorCounters {
    const { sweep } = this;
    return {
      tooLate: this.tooLate,
      held: this.observations.size,
      pending: this.pending.size,
      groups: sweep.runners.reduce((sum, { groupCount }) => sum + groupCount, 0),
      evictedGroups: [...sweep.evicted.values()].reduce((sum, count) => sum + count, 0),
      resources: sweep.graph.size,
      refusedResources: sweep.graph.refused,
      values: sweep.baseline?.size ?? 0,
      forgottenValues: sweep.baseline?.forgotten ?? 0,
    };
  }

  /** Gives the findings that nothing can change any more, each once: what is taken is not kept, nor given by `finish`. */
  takeSettled(): Finding[] {
    return this.settled.splice(0).sort(compareFindings);
  }

  /** Takes events in any order, and tells what changed. An event that was there before changes nothing. */
  push(observations: readonly Observation[]): Change[] {
    const fresh: PendingEvent[] = [];
    const changes: Change[] = [];
    const { watermark } = this;
    for (const observation of observations) {
      const { time, id } = observation;
      if (this.positions.has(id)) continue;
      if (time !== undefined && time < watermark) {
        this.tooLate += 1;
        continue;
      }
      const at = this.keep(observation);
      if (time !== undefined) fresh.push({ at, observation: { ...observation, time } });
      else {
        const found = this.findingsOf(at);
        for (const finding of found) {
          this.settled.push(finding);
          changes.push({ kind: 'found', finding });
        }
      }
    }
    const isNew = new Set(fresh.map(({ at }) => at));
    const run = this.pending.add(fresh);
    for (const { observation } of fresh) this.latest = Math.max(this.latest, observation.time);
    for (const { at } of run) {
      if (!isNew.has(at)) continue;
      for (const finding of this.findingsOf(at)) changes.push({ kind: 'found', finding });
    }
    return [...changes, ...this.report()];
  }

  /** Time has come this far, with or without events: windows that have ended are judged. */
  advance(now: number): Change[] {
    this.latest = Math.max(this.latest, now);
    return this.report();
  }

  /** Ends the detection and gives its findings, in event time. */
  finish(): Finding[] {
    for (const { at } of this.pending.settle(Number.POSITIVE_INFINITY)) {
      for (const finding of this.findingsOf(at)) this.settled.push(finding);
    }
    this.sweep.advance(Number.POSITIVE_INFINITY);
    for (const [key, episode] of this.sweep.episodes.entries()) {
      const finding = findingOfEpisode(this.assembly, episode, this.options.minRank);
      if (finding) this.settled.push({ ...finding, revision: this.reported.revisionOf(key) });
    }
    return this.settled.sort(compareFindings);
  }

  /** The state as lines of text. Events that are not settled are stored as they are, and run again after a restore. */
  *save(): Generator<string> {
    const waiting = this.pending.withdraw();
    try {
      yield* encodeState(this.contents(waiting), this.fingerprint);
    } finally {
      this.pending.add(waiting);
    }
  }

  /**
   * Goes on where a saved detection stopped.
   *
   * @throws StateError when the lines are no state, are of another version, were cut, or belong to other rules
   */
  static restore(
    lines: Iterable<string>,
    rules: readonly Rule[],
    correlations: readonly Correlation[],
    options: Partial<DetectorOptions> = {},
  ): Detector {
    const { known: _known, ...rest } = options;
    const detector = new Detector(rules, correlations, rest);
    const waiting: number[] = [];
    restoreTables(lines, detector.fingerprint, detector.sweep.tables, (line) => {
      if (line.table === 'waiting') waiting.push(Number(line.key));
      else detector.load(line);
    });
    detector.pending.add(waiting.map((at) => ({ at, observation: detector.observations.get(at) as Dated })));
    return detector;
  }

  private load({ table, key, value }: StateLine): void {
    if (table === 'observation') {
      const { observation, fresh, learning } = value as StoredObservation;
      this.observations.set(Number(key), observation);
      this.positions.set(observation.id, Number(key));
      this.sweep.marks.set(Number(key), { fresh, learning });
    } else if (table === 'settled') this.settled.push(value as Finding);
    else if (table === 'reported') this.reported.restore(key, value);
    else if (table === 'clock') {
      const { next, latest, tooLate } = value as Clock;
      Object.assign(this, { next, latest, tooLate });
    } else throw new StateError(`the state has a table '${table}' that is not known`);
  }

  private *contents(waiting: readonly PendingEvent[]): Generator<StateLine> {
    const { next, latest, tooLate } = this;
    yield { table: 'clock', key: '', value: { next, latest, tooLate } satisfies Clock };
    for (const [at, observation] of this.observations) {
      const { fresh, learning } = this.sweep.marks.get(at);
      yield { table: 'observation', key: String(at), value: { observation, fresh, learning } };
    }
    for (const { at } of waiting) yield { table: 'waiting', key: String(at), value: null };
    for (const finding of this.settled) yield { table: 'settled', key: finding.id, value: finding };
    for (const [key, value] of this.reported.entries()) yield { table: 'reported', key, value };
    for (const [name, table] of this.sweep.tables) {
      for (const [key, value] of table.entries()) yield { table: `sweep/${name}`, key, value };
    }
  }

  private keep(observation: Observation): number {
    const at = this.next;
    this.next += 1;
    this.observations.set(at, observation);
    this.positions.set(observation.id, at);
    return at;
  }

  private findingsOf(at: number): Finding[] {
    const observation = this.observations.get(at);
    return observation ? findingsOfEvent(this.assembly, at, observation, this.options.minRank) : [];
  }

  private report(): Change[] {
    const { watermark } = this;
    for (const { at } of this.pending.settle(watermark)) {
      for (const finding of this.findingsOf(at)) this.settled.push(finding);
    }
    // With nothing pending no step will come that would judge what has ended.
    if (this.pending.size === 0 && watermark > Number.NEGATIVE_INFINITY) this.sweep.advance(watermark);
    const changes = this.reported.compare(this.reportable(watermark), this.sweep.episodes, (episode) =>
      findingOfEpisode(this.assembly, episode, this.options.minRank),
    );
    if (this.observations.size >= this.forgetAt) this.forget();
    return changes;
  }

  /** Keys of the episodes that changed and may be reported; those that have to wait are looked at again. */
  private reportable(watermark: number): Set<string> {
    const keys = this.sweep.episodes.takeChanged();
    for (const key of this.waiting) keys.add(key);
    this.waiting.clear();
    for (const key of keys) {
      const episode = this.sweep.episodes.get(key);
      if (!episode || !this.waits.has(episode.correlation) || episode.fired < watermark) continue;
      keys.delete(key);
      this.waiting.add(key);
    }
    return keys;
  }

  /** What nothing can reach any more: findings become final, their events are let go. */
  private forget(): void {
    const before = this.watermark - this.retention;
    const finals = this.finals(before);
    // All are put together before any is let go: one may rest on another.
    for (const [key, episode] of finals) {
      const finding = findingOfEpisode(this.assembly, episode, this.options.minRank);
      const revision = this.reported.forget(key);
      if (finding) this.settled.push({ ...finding, revision });
    }
    for (const [key] of finals) this.sweep.episodes.forget(key);
    const held = new Set<number>();
    for (const [, { evidence, anchor }] of this.sweep.episodes.entries()) {
      held.add(anchor.at);
      for (const { at } of evidence) held.add(at);
    }
    for (const [at, { time = before, id }] of this.observations) {
      if (time >= before || held.has(at)) continue;
      this.observations.delete(at);
      this.sweep.marks.forget(at);
      this.positions.delete(id);
    }
    this.forgetAt = Math.max(FORGET_EVERY, this.observations.size * 2);
  }

  /** Episodes that ended before a time, and that no other one rests on. */
  private finals(before: number): [string, Episode][] {
    const inner = new Set<string>();
    const ended: [string, Episode][] = [];
    for (const [key, episode] of this.sweep.episodes.entries()) {
      if (episode.end < before && episode.fired < before) ended.push([key, episode]);
      else for (const one of episode.evidence) if (one.inner !== undefined) inner.add(one.inner);
    }
    return ended.filter(([key]) => !inner.has(key));
  }
}
