import type { JsonObject } from '../core/json.ts';
import type { Finding } from '../detect/finding/finding.ts';
import type { Observation } from '../detect/observation.ts';
import type { Correlation } from '../ir/correlation.ts';
import { planEvents } from '../ir/event-plan.ts';
import { compileValues } from '../ir/event-values.ts';
import type { Rule } from '../ir/rule.ts';
import { detectAll } from './detection.ts';
import { createHunt, observe } from './hunt.ts';
import { ObservationStore } from './observation-store.ts';
import { ACTIVITY_CATEGORY } from './rule-set.ts';

/** The correlations of a file, and what they may refer to. */
export interface CorrelationContent {
  readonly correlations: readonly Correlation[];
  /** Rules and correlations of other files: those of the pack, for a file that lies in one. */
  readonly known: readonly (Rule | Correlation)[];
}

/** What one referenced rule matched. */
export interface MatchedStep {
  readonly title: string;
  readonly count: number;
}

/**
 * What a correlation finds in records: they go through a whole hunt with the rules and correlations that it rests on.
 * Those that refer to it are left out, so that a part of a chain can be tried by itself.
 *
 * @param content everything that it may refer to
 */
export function correlationFindings(
  correlation: Correlation,
  events: readonly JsonObject[],
  content: readonly (Rule | Correlation)[],
): Finding[] {
  const { rules, correlations } = below(correlation, content);
  const hunt = createHunt({ rules, correlations, packs: [] });
  for (const event of events) hunt.push(event);
  return hunt.finish().findings.filter(({ rule }) => rule.id === correlation.id);
}

/** What the rules below a correlation observe in records. */
export interface ObservedCase {
  readonly rules: readonly Rule[];
  readonly observations: readonly Observation[];
}

/** The first half of `correlationFindings`, which does not depend on how the correlation joins what it rests on. */
export function observeCase(
  correlation: Correlation,
  events: readonly JsonObject[],
  content: readonly (Rule | Correlation)[],
): ObservedCase {
  const { rules } = below(correlation, content);
  return { rules, observations: observe(rules, events) };
}

/**
 * What a correlation finds in what was observed: the same as `correlationFindings`, without the way from records to
 * observations.
 *
 * @param content everything that it may refer to; rules among it are those that observed
 */
export function findingsObserved(
  correlation: Correlation,
  { rules, observations }: ObservedCase,
  content: readonly (Rule | Correlation)[],
): Finding[] {
  const { correlations } = below(correlation, content);
  const readers = planEvents(rules, correlations).fields.map(compileValues);
  const store = new ObservationStore();
  for (const observation of observations) {
    const facts = observation.activity as unknown as JsonObject;
    const matches = observation.matches.map((match) => {
      const isOnActivities = rules[match.rule]?.logsource.category === ACTIVITY_CATEGORY;
      const subject = isOnActivities ? facts : (match.record as JsonObject);
      return { ...match, values: readers[match.rule]?.(subject) ?? [] };
    });
    store.add({ ...observation, matches });
  }
  const { findings } = detectAll({ rules, correlations }, store, { minRank: 0 });
  return findings.filter(({ rule }) => rule.id === correlation.id);
}

/** Whether a correlation is another, or rests on it or on the rule. */
export function restsOn(
  correlation: Correlation,
  id: string,
  content: readonly (Rule | Correlation)[],
): boolean {
  const { rules, correlations } = below(correlation, content);
  return [...rules, ...correlations].some((one) => one.id === id);
}

/** The rules that a correlation rests on, in the order in which it names them. */
export function rulesBelow(correlation: Correlation, content: readonly (Rule | Correlation)[]): Rule[] {
  return below(correlation, content).rules;
}

/** How many events each rule matches that a correlation rests on, in the order in which it names them. */
export function matchedSteps(
  correlation: Correlation,
  events: readonly JsonObject[],
  content: readonly (Rule | Correlation)[],
): MatchedStep[] {
  const { rules } = below(correlation, content);
  const hunt = createHunt({ rules, packs: [] });
  for (const event of events) hunt.push(event);
  const { signals } = hunt.finish();
  return rules.map(({ id, title }) => ({
    title,
    count: signals.filter(({ rule }) => rule.id === id).length,
  }));
}

/** What a correlation rests on, itself included; inner correlations before those that refer to them. */
function below(
  correlation: Correlation,
  content: readonly (Rule | Correlation)[],
): { rules: Rule[]; correlations: Correlation[] } {
  const byId = new Map(content.map((one) => [one.id, one]));
  const rules = new Set<Rule>();
  const correlations = new Set<Correlation>();
  const visit = (one: Correlation): void => {
    for (const id of one.rules) {
      const found = byId.get(id);
      if (found?.kind === 'rule') rules.add(found);
      else if (found) visit(found);
    }
    correlations.add(one);
  };
  visit(correlation);
  return { rules: [...rules], correlations: [...correlations] };
}
