import { rank } from '../core/levels.ts';
import { createRuleIndex, type RuleIndex } from '../detect/index/index.ts';
import { compile } from '../emit/closure/index.ts';
import type { Correlation } from '../ir/correlation.ts';
import { type EventPlan, planEvents } from '../ir/event-plan.ts';
import type { Rule } from '../ir/rule.ts';

/** Rules made ready to run: those on native records and those on Activities, each with its index. */
export interface RuleSet {
  readonly rules: readonly Rule[];
  readonly correlations: readonly Correlation[];
  readonly plan: EventPlan;
  readonly onRecords: RuleIndex;
  readonly onActivities: RuleIndex;
  readonly activityRules: readonly Rule[];
  /** Position of a rule in `rules`. */
  position(rule: Rule): number;
  /** Rank of the level of the rule at a position. */
  rankAt(position: number): number;
}

/** Sigma's category for rules on Activities, cloud-neutral. */
export const ACTIVITY_CATEGORY = 'cloud_activity';

export function createRuleSet(rules: readonly Rule[], correlations: readonly Correlation[] = []): RuleSet {
  const positions = new Map(rules.map((rule, index) => [rule, index]));
  const ranks = rules.map(({ level }) => rank(level));
  const activityRules = rules.filter(({ logsource }) => logsource.category === ACTIVITY_CATEGORY);
  return {
    rules,
    correlations,
    plan: planEvents(rules, correlations),
    activityRules,
    onActivities: createRuleIndex(activityRules, compile),
    onRecords: createRuleIndex(
      rules.filter(({ logsource }) => logsource.category !== ACTIVITY_CATEGORY),
      compile,
    ),
    position: (rule) => positions.get(rule) ?? -1,
    rankAt: (position) => ranks[position] ?? 0,
  };
}
