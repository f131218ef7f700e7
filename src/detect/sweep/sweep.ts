import type { Activity } from '../../activity/activity.ts';
import type { Correlation } from '../../ir/correlation.ts';
import { type EventPlan, type FieldPlaces, planEvents } from '../../ir/event-plan.ts';
import type { Rule } from '../../ir/rule.ts';
import { Baseline, type BaselineOptions, baselineDefaults } from '../baseline/baseline.ts';
import type { Entry } from '../correlate/entry.ts';
import type { Episode } from '../correlate/episode.ts';
import { combinations, entriesOf } from '../correlate/events.ts';
import { FirstSeenRunner } from '../correlate/first-seen.ts';
import { type Runner, type RunnerHost, WindowRunner } from '../correlate/runner.ts';
import { UnusualRunner } from '../correlate/unusual.ts';
import { Journal } from '../journal.ts';
import { LineageGraph } from '../lineage/graph.ts';
import type { Dated, Observation, RuleMatch } from '../observation.ts';
import { type Table, type Tables, UndoMap } from '../undo-map.ts';
import { Marks } from './marks.ts';

export interface SweepOptions {
  /** Without it nothing is learned, and nothing is new. */
  readonly baseline: BaselineOptions | undefined;
  /** Groups that each correlation may hold. */
  readonly mostGroups: number;
  /** Resources of the lineage graph. */
  readonly mostNodes: number;
}

export const sweepDefaults: SweepOptions = {
  baseline: baselineDefaults,
  mostGroups: 2_000_000,
  mostNodes: 2_000_000,
};

/** An event and where it is kept. */
export interface SweepEvent {
  readonly at: number;
  readonly observation: Dated;
}

/** Where a rule's matches go. */
interface Target {
  readonly runner: Runner;
  /** The rule's place in the correlation. */
  readonly slot: number;
  readonly places: FieldPlaces;
  /** The one field that the correlation groups by, when that is all it looks at. */
  readonly single: number | undefined;
}

const CLEAN_EVERY = 4096;

/**
 * The detection that remembers, as one sweep over events in the order of time: lineage, baseline, correlations. What it
 * finds at an event depends on that event and those before it alone, so the result does not depend on how the events
 * came. With an open frame of the journal every step can be taken back.
 */
export class Sweep {
  readonly journal: Journal = new Journal();
  readonly episodes: UndoMap<Episode>;
  readonly graph: LineageGraph;
  readonly baseline: Baseline | undefined;
  readonly marks: Marks = new Marks();
  readonly plan: EventPlan;
  readonly runners: readonly Runner[];
  /** Groups that were let go by correlation, because there were too many. */
  readonly evicted: Map<string, number> = new Map();
  private readonly targets: readonly (readonly Target[])[];
  private readonly outer: ReadonlyMap<string, readonly Target[]>;
  private readonly timed: readonly Runner[];
  private readonly byLineage: readonly Runner[];
  private readonly find: (at: number) => Observation | undefined;
  private steps = 0;

  /**
   * @param correlations inner ones before those that refer to them
   * @param find gives an observation back by its position
   */
  constructor(
    rules: readonly Rule[],
    correlations: readonly Correlation[],
    find: (at: number) => Observation | undefined,
    options: SweepOptions = sweepDefaults,
  ) {
    this.find = find;
    this.episodes = new UndoMap<Episode>(this.journal, (episode) => episode);
    this.graph = new LineageGraph(this.journal, options.mostNodes);
    this.baseline = options.baseline && new Baseline(this.journal, options.baseline);
    this.plan = planEvents(rules, correlations);
    const host: RunnerHost = {
      journal: this.journal,
      episodes: this.episodes,
      mostGroups: options.mostGroups,
      labelOf: (component) => this.graph.labelOf(component),
      onFired: (correlation, key, episode) => this.passOn(correlation, key, episode),
      onEvicted: ({ id }) => this.evicted.set(id, (this.evicted.get(id) ?? 0) + 1),
    };
    this.runners = correlations.map((one) => this.createRunner(one, host));
    this.targets = rules.map((rule, index) => this.targetsOf(rule.id, index));
    this.outer = new Map(correlations.map(({ id }) => [id, this.targetsOf(id, -1)]));
    this.timed = this.runners.filter((runner) => runner instanceof WindowRunner && runner.isComplete);
    this.byLineage = this.runners.filter(({ correlation }) => correlation.byLineage);
  }

  /**
   * Takes the events of one moment, in the order of their ids; it is after all that came before. Clouds write whole
   * seconds: what came from what is known for all of a moment's events before any of them is looked at.
   */
  step(events: readonly SweepEvent[]): void {
    const time = events[0]?.observation.time;
    if (time === undefined) return;
    this.advance(time);
    for (const { observation } of events) {
      if (!observation.activity || !observation.remembered) continue;
      for (const { from, into } of this.graph.add(observation.activity)) {
        for (const runner of this.byLineage) runner.merge(from, into, time);
      }
    }
    for (const { at, observation } of events) {
      const { activity, matches } = observation;
      if (activity && this.baseline)
        this.marks.set(at, this.baseline.observe(activity, observation.remembered));
      for (const match of matches) this.match(at, observation, match);
    }
    this.steps += events.length;
    if (this.steps < CLEAN_EVERY) return;
    this.steps = 0;
    for (const runner of this.runners) runner.clean(time);
  }

  /** Judges every window that ended before a time, the earliest first. */
  advance(now: number): void {
    if (this.timed.length === 0) return;
    for (let due = this.due(now); due; due = this.due(now)) due.judgeNext();
  }

  /** All that is remembered, by name. */
  get tables(): Tables {
    const named = (prefix: string, tables: Tables): Tables =>
      tables.map(([name, map]) => [`${prefix}/${name}`, map] as const);
    return [
      ['episodes', this.episodes as Table],
      ...named('lineage', this.graph.tables),
      ...(this.baseline ? named('baseline', this.baseline.tables) : []),
      ...this.runners.flatMap(({ correlation, tables }) => named(correlation.id, tables)),
    ];
  }

  /** Whether a correlation's findings are for people: no other refers to it, or one says `generate`. */
  alertsItself(id: string): boolean {
    const outer = this.outer.get(id) ?? [];
    return outer.length === 0 || outer.some(({ runner }) => runner.correlation.generate);
  }

  private createRunner(correlation: Correlation, host: RunnerHost): Runner {
    if (correlation.type === 'first_seen') return new FirstSeenRunner(correlation, host);
    if (correlation.type !== 'unusual') return new WindowRunner(correlation, host);
    return new UnusualRunner(correlation, host, (at) => this.marks.get(at));
  }

  private due(now: number): Runner | undefined {
    let first: Runner | undefined;
    let earliest = now;
    for (const runner of this.timed) {
      const deadline = runner.nextDeadline();
      if (deadline === undefined || deadline >= earliest) continue;
      earliest = deadline;
      first = runner;
    }
    return first;
  }

  private targetsOf(id: string, rule: number): Target[] {
    return this.runners.flatMap((runner) => {
      const slot = runner.correlation.rules.indexOf(id);
      if (slot === -1) return [];
      const places = this.plan.placesOf(runner.correlation, rule);
      const isPlain =
        !runner.correlation.byLineage && places.value.length === 0 && places.groupBy.length === 1;
      return [{ runner, slot, places, single: isPlain ? places.groupBy[0] : undefined }];
    });
  }

  private match(at: number, { id, time, activity }: Dated, { rule, values }: RuleMatch): void {
    // Most correlations group by one field and look at no value: that way makes as few objects as it can.
    let entry: Entry | undefined;
    for (const { runner, slot, places, single } of this.targets[rule] ?? []) {
      if (entry?.rule !== slot)
        entry = { time, id, rule: slot, automated: activity?.automation !== undefined, at };
      const group = single === undefined ? undefined : values[single];
      if (group?.length === 1) {
        runner.push(entry, group);
        continue;
      }
      const pick = (fields: readonly number[]): (readonly string[])[] =>
        fields.map((field) => values[field] ?? []);
      const entries = entriesOf(runner.correlation, entry, pick(places.value));
      this.push(runner, entries, pick(places.groupBy), activity);
    }
  }

  /** A finding of a correlation is an event for those that refer to it; it has the values of its group. */
  private passOn({ id }: Correlation, key: string, episode: Episode): void {
    for (const { runner, slot } of this.outer.get(id) ?? []) {
      const { correlation } = runner;
      const { at } = episode.completed;
      const valuesOf = (fields: Correlation['groupBy']): string[][] =>
        fields.map((field) => {
          const source = field.in[slot];
          const name = source && 'kind' in source ? source.name : field.name;
          const value = episode.group.find(([own]) => own === name)?.[1];
          return value === null || value === undefined ? [] : [value];
        });
      const base = {
        time: episode.fired,
        id: key,
        rule: slot,
        automated: episode.automated,
        at,
        inner: key,
      };
      const entries = entriesOf(correlation, base, valuesOf(correlation.value));
      const activity = this.find(at)?.activity;
      this.push(runner, entries, valuesOf(correlation.groupBy), activity, episode.lineage);
    }
  }

  private push(
    runner: Runner,
    entries: readonly Entry[],
    groupBy: readonly (readonly string[])[],
    activity: Activity | undefined,
    component?: string,
  ): void {
    const components = runner.correlation.byLineage ? this.components(activity, component) : [undefined];
    for (const values of combinations(groupBy)) {
      for (const one of components) {
        for (const entry of entries) runner.push(entry, values, one);
      }
    }
  }

  private components(activity: Activity | undefined, known: string | undefined): string[] {
    if (known !== undefined) return [this.graph.rootOf(known)];
    return activity ? this.graph.componentsOf(activity) : [];
  }
}
