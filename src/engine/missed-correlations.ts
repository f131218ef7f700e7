import type { Finding } from '../detect/finding/finding.ts';
import type { Observation } from '../detect/observation.ts';
import type { Correlation } from '../ir/correlation.ts';
import type { Inspection } from './explain-finding.ts';

/** How near a correlation was that looks at the same events and found nothing in them. */
export interface MissedCorrelation {
  readonly correlation: Correlation;
  /** Titles of the rules that matched within the timespan around the finding, and of those that did not. */
  readonly there: readonly string[];
  readonly missing: readonly string[];
  /** Events of its rules that the finding's principal made within the timespan; for counting types. */
  readonly events: number;
}

const MOST = 5;

/**
 * Correlations that refer to a rule which matched one of the finding's events, and that have no finding with it. What
 * counts as near: the same principal within the timespan around the finding.
 */
export function missedCorrelations(
  finding: Finding,
  { ruleSet, detected, find, size }: Inspection,
): MissedCorrelation[] {
  const ids = new Set(finding.evidence.flatMap(({ activity }) => activity?.id ?? []));
  const matched = new Set<string>();
  for (let at = 0; at < size; at += 1) {
    const observation = find(at);
    if (!observation || !ids.has(observation.id)) continue;
    for (const id of ruleIds(observation, ruleSet.rules)) matched.add(id);
  }
  const fired = new Set(
    [...detected.findings, ...detected.suppressed]
      .filter(({ evidence }) => evidence.some(({ activity }) => activity && ids.has(activity.id)))
      .map(({ rule }) => rule.id),
  );
  const near = ruleSet.correlations.filter(
    (one) => one.id !== finding.rule.id && !fired.has(one.id) && one.rules.some((id) => matched.has(id)),
  );
  return near
    .map((correlation) => measure(correlation, finding, { ruleSet, detected, find, size }))
    .sort((a, b) => a.missing.length - b.missing.length || b.events - a.events)
    .slice(0, MOST);
}

function measure(
  correlation: Correlation,
  { time = 0, endTime = time, evidence }: Finding,
  { ruleSet, detected, find, size }: Inspection,
): MissedCorrelation {
  const principals = new Set(evidence.flatMap(({ activity }) => activity?.principal.key ?? []));
  const from = time - correlation.timespan;
  const to = endTime + correlation.timespan;
  const there = new Set<string>();
  let events = 0;
  for (let at = 0; at < size; at += 1) {
    const observation = find(at);
    const { time: when, activity } = observation ?? {};
    if (!observation || !activity || when === undefined || when < from || when > to) continue;
    if (!principals.has(activity.principal.key)) continue;
    const hits = ruleIds(observation, ruleSet.rules).filter((id) => correlation.rules.includes(id));
    if (hits.length > 0) events += 1;
    for (const id of hits) there.add(id);
  }
  for (const { rule, time: when = 0 } of detected.findings) {
    if (correlation.rules.includes(rule.id) && when >= from && when <= to) there.add(rule.id);
  }
  const title = (id: string): string =>
    [...ruleSet.rules, ...ruleSet.correlations].find((one) => one.id === id)?.title ?? id;
  return {
    correlation,
    there: correlation.rules.filter((id) => there.has(id)).map(title),
    missing: correlation.rules.filter((id) => !there.has(id)).map(title),
    events,
  };
}

function ruleIds({ matches }: Observation, rules: Inspection['ruleSet']['rules']): string[] {
  return matches.flatMap(({ rule }) => rules[rule]?.id ?? []);
}
