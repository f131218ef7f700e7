import type { Activity } from '../activity/activity.ts';
import type { ChangeRecord } from '../changes/index.ts';
import { type Level, levels, rank } from '../core/levels.ts';
import { type Authoriser, createAuthoriser, type UnusedAuthorisation } from '../detect/authorise/index.ts';
import { Baseline } from '../detect/baseline/baseline.ts';
import { restoreBaseline, type StoredCell } from '../detect/baseline/baseline-file.ts';
import {
  type Assembly,
  createAssembly,
  findingOfEpisode,
  findingsOfEvent,
} from '../detect/finding/assemble.ts';
import { compareFindings, type Finding, isSuppressed } from '../detect/finding/finding.ts';
import { type Guides, guideOf, guidesOf } from '../detect/finding/guide-of.ts';
import type { Incident } from '../detect/incident/incident.ts';
import { incidentsOf } from '../detect/incident/incidents.ts';
import type { LineageGraph } from '../detect/lineage/graph.ts';
import { moments } from '../detect/moments.ts';
import type { Dated, Observation } from '../detect/observation.ts';
import { Sweep, type SweepEvent, type SweepOptions } from '../detect/sweep/sweep.ts';
import { withoutNetwork } from '../flows/apply-network.ts';
import type { RunStats } from '../report/run-stats.ts';
import type { ObservationStore } from './observation-store.ts';
import type { RuleSet } from './rule-set.ts';

export interface DetectionOptions {
  /** Findings below this rank are left out of the result; incidents are the same whatever it is. */
  readonly minRank: number;
  readonly sweep?: SweepOptions;
  /** What was seen before the first event. */
  readonly known?: Iterable<StoredCell>;
  /** Declared changes and exceptions. */
  readonly changes?: readonly ChangeRecord[];
  /** Techniques that there is a guide for: findings name theirs. */
  readonly guides?: Guides;
}

/** Rules of this rank and above make incidents, whatever is shown: an incident has one identity. */
const INCIDENT_RANK = rank('low');

/** The rank from which rules have to be run one by one: what is shown and what makes incidents. */
export function neededRank(minRank: number): number {
  return Math.min(minRank, INCIDENT_RANK);
}

export interface Detected {
  /** In event time. */
  readonly findings: readonly Finding[];
  /** All findings that were made, those that are not shown included, by level. */
  readonly byLevel: Readonly<Record<Level, number>>;
  /** Findings that an authorisation covers whole, in event time. */
  readonly suppressed: readonly Finding[];
  /** How many there are, those that are not shown included. */
  readonly suppressedCount: number;
  readonly incidents: readonly Incident[];
  /** Authorisations that covered nothing, though their time lies in that of the events. */
  readonly unused: readonly UnusedAuthorisation[];
  /** What had to be let go because there was too much of it. */
  readonly evicted: Readonly<Record<string, number>>;
  readonly baseline: Baseline;
  readonly lineage: LineageGraph;
}

/** All that was found, before it is decided what of it is shown. */
export interface Everything
  extends Pick<Detected, 'incidents' | 'unused' | 'evicted' | 'baseline' | 'lineage'> {
  /** In event time; those that an authorisation covers are among them. */
  readonly all: readonly Finding[];
}

/** A hunt's way: everything that was observed, at once, in the order of time. */
export function detectAll(
  ruleSet: Pick<RuleSet, 'rules' | 'correlations'>,
  store: ObservationStore,
  options: DetectionOptions,
): Detected {
  const everything = detectEverything(ruleSet, store, options);
  const incidents = withoutNetwork(everything.incidents);
  return shownOf({ ...everything, incidents }, options);
}

export function detectEverything(
  { rules, correlations }: Pick<RuleSet, 'rules' | 'correlations'>,
  store: ObservationStore,
  { minRank, sweep: sweepOptions, known = [], changes = [] }: DetectionOptions,
): Everything {
  const order = store.inOrder();
  const sweep = new Sweep(rules, correlations, store.find, sweepOptions);
  const baseline = sweep.baseline ?? new Baseline(sweep.journal);
  restoreBaseline(baseline, known);
  for (const moment of moments(eventsOf(order, store))) sweep.step(moment);
  sweep.advance(Number.POSITIVE_INFINITY);
  const authoriser = changes.length > 0 ? createAuthoriser(changes) : undefined;
  const assembly = createAssembly(sweep, rules, correlations, store.find, authoriser);
  const all = allFindings(assembly, store, neededRank(minRank));
  const seeds = all.filter((one) => !isSuppressed(one) && rank(one.rule.level) >= INCIDENT_RANK);
  return {
    all,
    incidents: incidentsOf(seeds, sweep.graph, (from, to) => activitiesIn(order, store, from, to)),
    unused: authoriser ? unusedIn(authoriser, order, store) : [],
    evicted: evictions(sweep),
    baseline,
    lineage: sweep.graph,
  };
}

/** Findings and incidents lead to their guides; those below the rank are counted and left out. */
export function shownOf(
  { all, incidents, ...rest }: Everything,
  { minRank, guides = new Set() }: Pick<DetectionOptions, 'minRank' | 'guides'>,
): Detected {
  const open = all.filter((finding) => !isSuppressed(finding));
  const isShown = ({ level }: { readonly level: Level }): boolean => rank(level) >= minRank;
  return {
    ...rest,
    findings: withGuides(withIncidents(open.filter(isShown), incidents), guides),
    suppressed: withGuides(
      all.filter((finding) => isSuppressed(finding) && isShown(finding)),
      guides,
    ),
    suppressedCount: all.filter(isSuppressed).length,
    incidents: incidents.filter(isShown).map((incident) => withOwnGuides(incident, guides)),
    byLevel: countLevels(open),
  };
}

/** Every change that was remembered, in the order of time; as often as it is asked for. */
export function rememberedActivities(store: ObservationStore): Iterable<Activity> {
  const order = store.inOrder();
  const everything = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY] as const;
  return { [Symbol.iterator]: () => activitiesIn(order, store, ...everything) };
}

function* eventsOf(order: Uint32Array, store: ObservationStore): Generator<SweepEvent> {
  for (const at of order) yield { at, observation: store.find(at) as Dated };
}

/** An authorisation is used by what it covers, whether a rule found that or not. */
function unusedIn(
  authoriser: Authoriser,
  order: Uint32Array,
  store: ObservationStore,
): readonly UnusedAuthorisation[] {
  const used = new Set<string>();
  let from = Number.POSITIVE_INFINITY;
  let to = Number.NEGATIVE_INFINITY;
  const everything = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY] as const;
  for (const activity of activitiesIn(order, store, ...everything)) {
    const { kind, change } = authoriser.judge(activity);
    if (change !== undefined && (kind === 'full' || kind === 'partial')) used.add(change);
    from = Math.min(from, activity.time);
    to = Math.max(to, activity.time);
  }
  return from <= to ? authoriser.unused(used, { from, to }) : [];
}

function allFindings(assembly: Assembly, store: ObservationStore, minRank: number): Finding[] {
  const findings: Finding[] = [];
  // Only what a rule matched makes a finding by itself; authorisations look at every change.
  const places = assembly.authoriser ? Array.from({ length: store.size }, (_, at) => at) : store.matched;
  for (const at of places) {
    findings.push(...findingsOfEvent(assembly, at, store.find(at) as Observation, minRank));
  }
  for (const [, episode] of assembly.sweep.episodes.entries()) {
    const finding = findingOfEpisode(assembly, episode, minRank);
    if (finding) findings.push(finding);
  }
  return findings.sort(compareFindings);
}

/** Activities between two times, both included, in the order of events. */
function* activitiesIn(
  order: Uint32Array,
  store: ObservationStore,
  from: number,
  to: number,
): Generator<Activity> {
  for (let index = firstAtOrAfter(order, store, from); index < order.length; index += 1) {
    const at = order[index] as number;
    if (store.timeAt(at) > to) return;
    const { activity, remembered } = store.find(at) as Observation;
    if (activity && remembered) yield activity;
  }
}

function firstAtOrAfter(order: Uint32Array, store: ObservationStore, time: number): number {
  let low = 0;
  let high = order.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (store.timeAt(order[middle] as number) < time) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** What a finding belongs to: the incident that it makes, or the one whose story its event is a line of. */
function withIncidents(findings: readonly Finding[], incidents: readonly Incident[]): Finding[] {
  const incidentOf = new Map<string, string>();
  for (const { id, story } of incidents) for (const { activity } of story) incidentOf.set(activity.id, id);
  for (const { id, findings: ids } of incidents) for (const one of ids) incidentOf.set(one, id);
  return findings.map((finding) => {
    const incident = incidentOf.get(finding.id) ?? incidentOf.get(finding.activity?.id ?? '');
    return incident === undefined ? finding : { ...finding, incident };
  });
}

function withGuides(findings: readonly Finding[], guides: Guides): Finding[] {
  return findings.map((finding) => {
    const guide = guideOf(finding.rule, guides);
    return guide === undefined ? finding : { ...finding, guide };
  });
}

function withOwnGuides(incident: Incident, guides: Guides): Incident {
  const own = guidesOf(incident.techniques, guides);
  return own.length === 0 ? incident : { ...incident, guides: own };
}

function countLevels(findings: readonly Finding[]): Record<Level, number> {
  const byLevel = Object.fromEntries(levels.map((level) => [level, 0])) as Record<Level, number>;
  for (const { level } of findings) byLevel[level] += 1;
  return byLevel;
}

/** The counters of a run with what was found in it. */
export function withFindings(
  stats: RunStats,
  { findings, byLevel, suppressedCount, incidents, unused, evicted }: Detected,
): RunStats {
  const byRule: Record<string, number> = { ...stats.signals.byRule };
  for (const { kind, rule } of findings) {
    if (kind === 'correlation') byRule[rule.id] = (byRule[rule.id] ?? 0) + 1;
  }
  return {
    ...stats,
    signals: { ...stats.signals, byRule },
    findings: {
      byLevel,
      incidents: incidents.length,
      suppressed: suppressedCount,
      unobservable: incidents.filter(({ network }) => network?.observable === false).length,
    },
    unused: unused.map(({ change, title }) => ({ change, title })),
    evicted,
  };
}

function evictions(sweep: Sweep): Record<string, number> {
  const all: Record<string, number> = {};
  for (const [correlation, count] of sweep.evicted) all[`groups of ${correlation}`] = count;
  const forgotten = sweep.baseline?.forgotten ?? 0;
  if (forgotten > 0) all['values of the baseline'] = forgotten;
  if (sweep.graph.refused > 0) all['lineage resources'] = sweep.graph.refused;
  return all;
}
