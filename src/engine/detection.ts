import type { Activity } from '../activity/activity.ts';
import { type Level, levels } from '../core/levels.ts';
import { type Assembly, findingOfEpisode, findingsOfEvent } from '../detect/finding/assemble.ts';
import { compareFindings, type Finding } from '../detect/finding/finding.ts';
import type { Incident } from '../detect/incident/incident.ts';
import { incidentsOf } from '../detect/incident/incidents.ts';
import { compareEvents, type Dated, type Observation } from '../detect/observation.ts';
import { Sweep, type SweepOptions } from '../detect/sweep/sweep.ts';
import type { RunStats } from '../report/run-stats.ts';
import type { ObservationStore } from './observation-store.ts';
import type { RuleSet } from './rule-set.ts';

export interface Detected {
  /** In event time. */
  readonly findings: readonly Finding[];
  readonly incidents: readonly Incident[];
  /** What had to be let go because there was too much of it. */
  readonly evicted: Readonly<Record<string, number>>;
}

/** A hunt's way: everything that was observed, at once, in the order of time. */
export function detectAll(
  { rules, correlations }: Pick<RuleSet, 'rules' | 'correlations'>,
  store: ObservationStore,
  minRank: number,
  options?: SweepOptions,
): Detected {
  const order = inOrder(store);
  const sweep = new Sweep(rules, correlations, store.find, options);
  for (const at of order) sweep.step(at, store.find(at) as Dated);
  sweep.advance(Number.POSITIVE_INFINITY);
  const assembly: Assembly = { sweep, rules, correlations, find: store.find };
  const findings = allFindings(assembly, store, minRank);
  const incidents = incidentsOf(findings, sweep.graph, () => activitiesOf(order, store.find));
  return { findings: withIncidents(findings, incidents), incidents, evicted: evictions(sweep) };
}

/** Positions of what has a time, in the order of events. */
function inOrder(store: ObservationStore): number[] {
  const events: { at: number; time: number; id: string }[] = [];
  for (let at = 0; at < store.size; at += 1) {
    const { time, id } = store.find(at) as Observation;
    if (time !== undefined) events.push({ at, time, id });
  }
  return events.sort(compareEvents).map(({ at }) => at);
}

function allFindings(assembly: Assembly, store: ObservationStore, minRank: number): Finding[] {
  const findings: Finding[] = [];
  for (let at = 0; at < store.size; at += 1) {
    findings.push(...findingsOfEvent(assembly, at, store.find(at) as Observation, minRank));
  }
  for (const [, episode] of assembly.sweep.episodes.entries()) {
    const finding = findingOfEpisode(assembly, episode, minRank);
    if (finding) findings.push(finding);
  }
  return findings.sort(compareFindings);
}

function* activitiesOf(
  order: readonly number[],
  find: (at: number) => Observation | undefined,
): Generator<Activity> {
  for (const at of order) {
    const activity = find(at)?.activity;
    if (activity) yield activity;
  }
}

function withIncidents(findings: readonly Finding[], incidents: readonly Incident[]): Finding[] {
  const incidentOf = new Map(
    incidents.flatMap(({ id, findings: ids }) => ids.map((one) => [one, id] as const)),
  );
  return findings.map((finding) => {
    const incident = incidentOf.get(finding.id);
    return incident === undefined ? finding : { ...finding, incident };
  });
}

/** The counters of a run with what was found in it. */
export function withFindings(stats: RunStats, { findings, incidents, evicted }: Detected): RunStats {
  const byLevel = Object.fromEntries(levels.map((level) => [level, 0])) as Record<Level, number>;
  const byRule: Record<string, number> = { ...stats.signals.byRule };
  for (const { level, kind, rule } of findings) {
    byLevel[level] += 1;
    if (kind === 'correlation') byRule[rule.id] = (byRule[rule.id] ?? 0) + 1;
  }
  return {
    ...stats,
    signals: { ...stats.signals, byRule },
    findings: { byLevel, incidents: incidents.length },
    evicted,
  };
}

function evictions(sweep: Sweep): Record<string, number> {
  const all: Record<string, number> = {};
  for (const [correlation, count] of sweep.evicted) all[`groups of ${correlation}`] = count;
  if (sweep.baseline.forgotten > 0) all['baseline cells'] = sweep.baseline.forgotten;
  if (sweep.graph.refused > 0) all['lineage resources'] = sweep.graph.refused;
  return all;
}
