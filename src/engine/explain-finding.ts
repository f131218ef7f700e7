import type { Activity } from '../activity/activity.ts';
import type { Json, JsonObject } from '../core/json.ts';
import { dimensions } from '../detect/baseline/dimension.ts';
import type { Finding } from '../detect/finding/finding.ts';
import { Families, type Family } from '../detect/lineage/family.ts';
import { nodeOf } from '../detect/lineage/node.ts';
import type { Observation } from '../detect/observation.ts';
import type { Explanation } from '../emit/reference/index.ts';
import { appliesTo, type Rule } from '../ir/rule.ts';
import type { Detected } from './detection.ts';
import { type MissedCorrelation, missedCorrelations } from './missed-correlations.ts';
import { explainForPrint } from './redact-explanation.ts';
import { ACTIVITY_CATEGORY, type RuleSet } from './rule-set.ts';
import { activityFacts } from './rule-tests.ts';

/** Why a rule that looks at the same operation did not match. */
export interface MissedRule {
  readonly rule: Rule;
  readonly explanation: Explanation;
}

/** What a person needs to check a finding by hand. */
export interface FindingExplanation {
  readonly finding: Finding;
  /** For each event the rules that matched it, and which selection, field and value did. */
  readonly matches: readonly {
    readonly activity: Activity;
    readonly rule: Rule;
    readonly explanation: Explanation;
  }[];
  /** The resources of the finding with what they came from, and the one that the finding is about. */
  readonly family?: { readonly of: string; readonly family: Family };
  readonly baseline: readonly BaselineFact[];
  readonly missedRules: readonly MissedRule[];
  readonly missedCorrelations: readonly MissedCorrelation[];
  /** What would have changed the verdict, a sentence each. */
  readonly otherwise: readonly string[];
}

/** A number of the baseline behind a part of the score. */
export interface BaselineFact {
  readonly dimension: string;
  readonly scope: string;
  readonly values: readonly string[];
  /** What the scope had before instead, the most frequent first. */
  readonly usual: readonly string[];
  /** When the scope was seen first, epoch milliseconds. */
  readonly since?: number;
  readonly isNew: boolean;
  readonly isLearning: boolean;
}

/** What a hunt still has in hand when its findings are made. */
export interface Inspection {
  readonly ruleSet: RuleSet;
  readonly detected: Detected;
  readonly find: (at: number) => Observation | undefined;
  /** Positions of what a rule matched. */
  readonly matched: readonly number[];
}

const MOST_MISSED = 5;
const MOST_EVENTS = 20;
const MOST_USUAL = 5;

/** Everything that stands behind a finding, and how near other rules were. */
export function explainFinding(finding: Finding, inspection: Inspection): FindingExplanation {
  return explainFindings([finding], inspection)[0] as FindingExplanation;
}

/** The same for several findings: what was observed and the resources are looked through once for all of them. */
export function explainFindings(
  findings: readonly Finding[],
  inspection: Inspection,
): readonly FindingExplanation[] {
  const { ruleSet, detected } = inspection;
  const rules = new Map(ruleSet.rules.toReversed().map((rule) => [rule.id, rule]));
  const families = new Families(detected.lineage.all());
  const missed = missedCorrelations(findings, inspection);
  return findings.map((finding, index) => ({
    finding,
    matches: matchesOf(finding, rules),
    ...familyAround(finding, families),
    baseline: baselineFacts(finding, detected),
    missedRules: missedRules(finding, ruleSet),
    missedCorrelations: missed[index] ?? [],
    otherwise: otherwise(finding),
  }));
}

function matchesOf(finding: Finding, known: ReadonlyMap<string, Rule>): FindingExplanation['matches'] {
  return finding.evidence.slice(0, MOST_EVENTS).flatMap(({ activity, record = finding.record, rules }) =>
    rules.flatMap(({ id }) => {
      const rule = known.get(id);
      if (!rule || !activity) return [];
      const facts = factsFor(rule, activity, record);
      const explanation = facts && explainForPrint(rule, facts);
      // Of an operation of several records one is kept: a rule that matched another of them cannot be explained.
      return explanation?.matched ? [{ activity, rule, explanation }] : [];
    }),
  );
}

/** The family of the first resource that came from another; nothing when none did. */
function familyAround({ evidence }: Finding, families: Families): Pick<FindingExplanation, 'family'> {
  const keys = evidence.flatMap(({ activity }) =>
    activity ? activity.resources.map((resource) => nodeOf(resource, activity).key) : [],
  );
  const of = keys.find((key) => families.hasOrigin(key));
  return of === undefined ? {} : { family: { of, family: families.of(of) } };
}

/** What the rule saw: the Activity, or the record when it was kept. */
function factsFor(rule: Rule, activity: Activity, record: Json | undefined): JsonObject | undefined {
  if (rule.logsource.category === ACTIVITY_CATEGORY) return activityFacts(activity);
  return typeof record === 'object' && record !== null && !Array.isArray(record)
    ? (record as JsonObject)
    : undefined;
}

function baselineFacts({ evidence }: Finding, { baseline }: Detected): BaselineFact[] {
  const facts = new Map<string, BaselineFact>();
  for (const { activity, fresh, learning } of evidence) {
    if (!activity) continue;
    for (const { name, scope, values } of dimensions) {
      const isNew = fresh.includes(name);
      const isLearning = learning.includes(name);
      if (!isNew && !isLearning) continue;
      const since = baseline.since(scope(activity));
      facts.set(`${name} ${scope(activity)} ${values(activity).join(' ')}`, {
        dimension: name,
        scope: scope(activity),
        values: values(activity),
        usual: baseline.usual(name, scope(activity), activity.time - baseline.options.ripening, MOST_USUAL),
        ...(since === undefined ? {} : { since }),
        isNew,
        isLearning,
      });
    }
  }
  return [...facts.values()];
}

/** Rules on the same kind of operation that some test kept from matching; the nearest first. */
function missedRules({ activity, rule: own, evidence }: Finding, { activityRules }: RuleSet): MissedRule[] {
  if (!activity) return [];
  const facts = activityFacts(activity);
  const found = new Set([own.id, ...evidence.flatMap(({ rules }) => rules.map(({ id }) => id))]);
  const source = { category: ACTIVITY_CATEGORY, product: activity.provider };
  return activityRules
    .filter((rule) => !found.has(rule.id) && appliesTo(rule.logsource, source))
    .map((rule) => ({ rule, explanation: explainForPrint(rule, facts) }))
    .filter(({ explanation }) => !explanation.matched && isAbout(explanation))
    .map((missed) => ({ missed, far: failing(missed.explanation) }))
    .sort((a, b) => a.far - b.far || (a.missed.rule.title < b.missed.rule.title ? -1 : 1))
    .slice(0, MOST_MISSED)
    .map(({ missed }) => missed);
}

const kinds = new Set(['verb', 'object', 'operation', 'components.name', 'components.id']);

/** Every test of what was done to what holds: the rule is about this kind of operation. */
function isAbout(explanation: Explanation): boolean {
  const tests = leaves(explanation).filter(({ field }) => field && kinds.has(field.name));
  return tests.some(({ matched }) => matched) && tests.every(({ matched }) => matched);
}

function failing(explanation: Explanation): number {
  return leaves(explanation).filter(({ matched }) => !matched).length;
}

function leaves(node: Explanation): Explanation[] {
  return node.children.length === 0 ? [node] : node.children.flatMap(leaves);
}

function otherwise({ parts, score, level, kind, authorisation, rule, count }: Finding): string[] {
  const sentences = parts
    .filter(({ points, name }) => points !== 0 && name !== 'rule')
    .map(({ name, points }) => `without "${name}" the score would be ${score - points} instead of ${score}`);
  if (authorisation === undefined || authorisation.kind === 'none') {
    sentences.push('an authorised change that covers all of it would put it into the ledger (--changes)');
  } else if (authorisation.kind === 'partial') {
    sentences.push(`it would be in the ledger if the change covered: ${authorisation.missing.join('; ')}`);
  }
  if (kind === 'correlation') {
    sentences.push(`it rests on ${count} events: without enough of them "${rule.title}" does not fire`);
  }
  sentences.push(`at ${level} it is shown with --min-level ${level} and below`);
  return sentences;
}
