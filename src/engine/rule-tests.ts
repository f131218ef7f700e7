import type { Activity } from '../activity/activity.ts';
import type { RecordHead } from '../clouds/definition.ts';
import { normalise, recognise } from '../clouds/index.ts';
import type { JsonObject } from '../core/json.ts';
import { compile } from '../emit/closure/index.ts';
import type { Correlation } from '../ir/correlation.ts';
import type { Rule } from '../ir/rule.ts';
import {
  type CorrelationContent,
  correlationFindings,
  type MatchedStep,
  matchedSteps,
} from './correlation-tests.ts';
import type { RuleTestCase } from './read-rule-tests.ts';
import { ACTIVITY_CATEGORY } from './rule-set.ts';

export interface RuleTestResult {
  readonly test: RuleTestCase;
  readonly rule?: Rule | Correlation;
  readonly passed: boolean;
  /** Why it failed, in words. */
  readonly message?: string;
  /** For a correlation that failed: what the rules matched that it rests on. */
  readonly steps?: readonly MatchedStep[];
}

/**
 * Runs the cases of a test file on the rules and correlations of the file that it stands beside. A case for a rule is
 * shown to it; a case for a correlation goes through a hunt.
 */
export function runRuleTests(
  rules: readonly Rule[],
  tests: readonly RuleTestCase[],
  { correlations, known }: CorrelationContent = { correlations: [], known: [] },
): RuleTestResult[] {
  const own = [...rules, ...correlations];
  return tests.map((test) => {
    const rule = chooseRule(own, test);
    if (!rule) return { test, passed: false, message: missingRule(own, test) };
    if (rule.kind === 'correlation') return runOnCorrelation(rule, test, [...own, ...known]);
    if (test.findings !== undefined)
      return { test, rule, passed: false, message: 'findings are counted for correlations only' };
    const shown = shownTo(rule, test.events);
    if (typeof shown === 'string') return { test, rule, passed: false, message: shown };
    const matches = compile(rule);
    return resultOf(test, rule, shown.filter((one) => matches(one)).length);
  });
}

function runOnCorrelation(
  rule: Correlation,
  test: RuleTestCase,
  content: readonly (Rule | Correlation)[],
): RuleTestResult {
  const result = resultOf(test, rule, correlationFindings(rule, test.events, content).length);
  return result.passed ? result : { ...result, steps: matchedSteps(rule, test.events, content) };
}

/** Whether a case gets what it expects. `found`: events that a rule matched, or findings of a correlation. */
export function isExpected({ match, findings }: RuleTestCase, found: number): boolean {
  return found > 0 === match && (findings === undefined || found === findings);
}

function resultOf(test: RuleTestCase, rule: Rule | Correlation, found: number): RuleTestResult {
  if (isExpected(test, found)) return { test, rule, passed: true };
  const name = rule.kind === 'rule' ? 'the rule' : 'the correlation';
  if (test.match && found > 0) {
    const message = `${name} should find ${test.findings} times, and does ${found} times`;
    return { test, rule, passed: false, message };
  }
  const message = test.match ? `${name} should match and does not` : `${name} matches and should not`;
  return { test, rule, passed: false, message };
}

/** The rule of a file that a case, or an accepted mutant, is about. */
export function chooseRule(
  rules: readonly (Rule | Correlation)[],
  { rule }: Pick<RuleTestCase, 'rule'>,
): Rule | Correlation | undefined {
  if (rule === undefined) return rules.length === 1 ? rules[0] : undefined;
  return rules.find(({ id, name, title }) => id === rule || name === rule || title === rule);
}

function missingRule(rules: readonly (Rule | Correlation)[], { rule }: RuleTestCase): string {
  if (rule !== undefined) return `no rule of the file is called "${rule}"`;
  return rules.length === 0
    ? 'the rule was refused'
    : `the file holds ${rules.length} rules: say under "rule" which one is meant`;
}

/**
 * What a rule sees of records: a rule on Activities sees the Activity that they make, a rule on records the records in
 * their native shape. A text says why there is nothing to show.
 */
export function shownTo(rule: Rule, events: readonly JsonObject[]): readonly JsonObject[] | string {
  const heads: RecordHead[] = [];
  for (const [index, event] of events.entries()) {
    const known = recognise(event, { container: 'test', index });
    if (known !== undefined && !('outcome' in known)) heads.push(known);
    else if (rule.logsource.category === ACTIVITY_CATEGORY) {
      const reason = known === undefined ? 'no cloud knows it' : `${known.outcome}: ${known.reason}`;
      return `event ${index} is no audit record: ${reason}`;
    }
  }
  const [first, ...rest] = heads;
  if (rule.logsource.category === ACTIVITY_CATEGORY && first)
    return [activityFacts(normalise([first, ...rest]))];
  return heads.length > 0 ? heads.map(({ record }) => record) : events;
}

/**
 * What a rule is to be shown of records, and which of them each is: a rule on Activities sees one Activity for the
 * records of one operation, a rule on records sees each by itself.
 */
export function operationsOf(
  rule: Rule,
  records: readonly JsonObject[],
): { readonly events: readonly JsonObject[]; readonly places: readonly number[] }[] {
  const operations = new Map<string, { events: JsonObject[]; places: number[] }>();
  for (const [index, record] of records.entries()) {
    const known = recognise(record, { container: 'test', index });
    const fold = known !== undefined && !('outcome' in known) ? known.fold?.key : undefined;
    const key =
      rule.logsource.category === ACTIVITY_CATEGORY && fold !== undefined ? fold : `record ${index}`;
    const operation = operations.get(key) ?? { events: [], places: [] };
    operation.events.push(record);
    operation.places.push(index);
    operations.set(key, operation);
  }
  return [...operations.values()];
}

/** An Activity as rules see it: plain JSON. */
export function activityFacts(activity: Activity): JsonObject {
  return activity as unknown as JsonObject;
}
