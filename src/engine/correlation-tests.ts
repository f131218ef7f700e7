import type { JsonObject } from '../core/json.ts';
import type { Finding } from '../detect/finding/finding.ts';
import type { Correlation } from '../ir/correlation.ts';
import type { Rule } from '../ir/rule.ts';
import { createHunt } from './hunt.ts';

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
