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
 * For each finding the correlations that refer to a rule which matched one of its events, and that have no finding with
 * it. What counts as near: the same principal within the timespan around the finding. What was observed is looked through
 * once, whatever the number of findings.
 */
export function missedCorrelations(
  findings: readonly Finding[],
  { ruleSet, detected, find, matched }: Inspection,
): MissedCorrelation[][] {
  const { rules, correlations } = ruleSet;
  const shown = [...detected.findings, ...detected.suppressed];
  const searches = findings.map((finding) => new Search(finding, correlations));
  for (const at of matched) {
    const observation = find(at);
    if (!observation) continue;
    const ids = [...new Set(observation.matches.flatMap(({ rule }) => rules[rule]?.id ?? []))];
    for (const search of searches) search.see(observation, ids);
  }
  for (const finding of shown) for (const search of searches) search.seeFinding(finding);
  const titles = new Map([...correlations, ...rules.toReversed()].map(({ id, title }) => [id, title]));
  return searches.map((search) => search.nearest((id) => titles.get(id) ?? id));
}

/** What there was of a correlation around a finding. */
interface Tally {
  readonly correlation: Correlation;
  readonly from: number;
  readonly to: number;
  readonly there: Set<string>;
  events: number;
}

/** What is near one finding. */
class Search {
  private readonly activities: ReadonlySet<string>;
  private readonly principals: ReadonlySet<string>;
  /** Rules that matched the finding's events. */
  private readonly matched = new Set<string>();
  /** Correlations that have a finding with one of its events. */
  private readonly fired: Set<string>;
  private readonly tallies: readonly Tally[];
  private readonly byRule = new Map<string, Tally[]>();

  constructor({ evidence, rule, time = 0, endTime = time }: Finding, correlations: readonly Correlation[]) {
    this.activities = new Set(evidence.flatMap(({ activity }) => activity?.id ?? []));
    this.principals = new Set(evidence.flatMap(({ activity }) => activity?.principal.key ?? []));
    this.fired = new Set([rule.id]);
    this.tallies = correlations.map((correlation) => {
      const { timespan } = correlation;
      return { correlation, from: time - timespan, to: endTime + timespan, there: new Set(), events: 0 };
    });
    for (const tally of this.tallies) {
      for (const id of new Set(tally.correlation.rules)) {
        const there = this.byRule.get(id);
        if (there) there.push(tally);
        else this.byRule.set(id, [tally]);
      }
    }
  }

  see({ id: event, time, activity }: Observation, ids: readonly string[]): void {
    if (this.activities.has(event)) for (const id of ids) this.matched.add(id);
    if (!activity || time === undefined || !this.principals.has(activity.principal.key)) return;
    const hit = new Set<Tally>();
    for (const id of ids) {
      for (const tally of this.around(id, time)) {
        tally.there.add(id);
        hit.add(tally);
      }
    }
    for (const tally of hit) tally.events += 1;
  }

  seeFinding({ rule, evidence, time = 0 }: Finding): void {
    if (evidence.some(({ activity }) => activity && this.activities.has(activity.id)))
      this.fired.add(rule.id);
    for (const tally of this.around(rule.id, time)) tally.there.add(rule.id);
  }

  nearest(title: (id: string) => string): MissedCorrelation[] {
    return this.tallies
      .filter(
        ({ correlation: { id, rules } }) => !this.fired.has(id) && rules.some((one) => this.matched.has(one)),
      )
      .map(({ correlation, there, events }) => ({
        correlation,
        there: correlation.rules.filter((id) => there.has(id)).map(title),
        missing: correlation.rules.filter((id) => !there.has(id)).map(title),
        events,
      }))
      .sort((a, b) => a.missing.length - b.missing.length || b.events - a.events)
      .slice(0, MOST);
  }

  /** What asks for a rule, and has this time in its timespan. */
  private around(rule: string, time: number): Tally[] {
    return (this.byRule.get(rule) ?? []).filter(({ from, to }) => time >= from && time <= to);
  }
}
