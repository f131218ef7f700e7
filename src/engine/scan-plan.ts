import type { RecordHead } from '../clouds/definition.ts';
import { succeeded } from '../clouds/facts.ts';
import { recognise, shapes } from '../clouds/index.ts';
import type { RecordShape } from '../core/record-shape.ts';
import type { ScanLiterals, ScanPlan, Verdict } from '../decode/index.ts';
import { findNeedles, type PathKind } from '../ir/needle.ts';
import { appliesTo, type LogSource, type Rule } from '../ir/rule.ts';
import type { PipelineOptions } from './close-operation.ts';
import type { Evaluator, Forecast } from './evaluate.ts';
import { OperationRules } from './operation-rules.ts';
import { ACTIVITY_CATEGORY, type RuleSet } from './rule-set.ts';

const parse: Verdict = Object.freeze({ plain: 'parse', other: 'parse', quiet: [] });
const pass: Verdict = Object.freeze({ plain: 'pass', other: 'pass', quiet: [] });

const logsources: Readonly<Record<string, LogSource>> = {
  aws: { product: 'aws', service: 'cloudtrail' },
  azure: { product: 'azure', service: 'activitylogs' },
  gcp: { product: 'gcp', service: 'gcp.audit' },
};

/**
 * What the scanner may pass over: derived from the rules, the packs and the catalogue, for each shape of records that it
 * knows. A shape is left out when a rule asks for nothing that can be seen in the bytes.
 */
export function createScanPlans(
  ruleSet: RuleSet,
  evaluator: Evaluator,
  { scan, everyActivity, store }: PipelineOptions,
): readonly ScanPlan[] {
  if (scan === false || everyActivity || store !== undefined) return [];
  return shapes.flatMap((shape) => createPlan(shape, ruleSet, evaluator) ?? []);
}

function createPlan(shape: RecordShape, ruleSet: RuleSet, evaluator: Evaluator): ScanPlan | undefined {
  const logsource = logsources[shape.name];
  if (!logsource) return undefined;
  const rules = ruleSet.rules.filter(
    (rule) => rule.logsource.category !== ACTIVITY_CATEGORY && appliesTo(rule.logsource, logsource),
  );
  const { operationRules, others } = OperationRules.of(rules, shape, kindIn(shape));
  const literals = literalsOf(others, shape);
  if (!literals) return undefined;
  const ofHead = (head: RecordHead): Verdict => {
    if (head.provider !== shape.name || head.logsource.service !== logsource.service) return parse;
    return forecastVerdict(head, evaluator, shape.folds);
  };
  return {
    shape,
    literals,
    verdict: (operation, service) => {
      if (operationRules.couldMatch(operation, service)) return parse;
      const verdicts = shape.samples(operation, service).map((sample) => {
        const known = recognise(sample, { container: 'sample', index: 0 });
        if (!known) return parse;
        if (!('outcome' in known)) return ofHead(known);
        // Whether a row of another log is one of the Activity Log after all depends on more than its category.
        return known.outcome === 'skipped' && known.reason !== 'resource-log' ? pass : parse;
      });
      return verdicts.find(({ other }) => other === 'parse') ?? verdicts[0] ?? parse;
    },
  };
}

function forecastVerdict(head: RecordHead, evaluator: Evaluator, folds: boolean): Verdict {
  const always = evaluator.forecastOf(head, false);
  if (isNothing(always)) return pass;
  if (folds) return parse;
  if (always !== 'needs-activity') return { plain: 'count', other: 'parse', quiet: always.quiet };
  // Some operations tell of failures in a way of their own.
  if (!succeeded(head)) return parse;
  const success = evaluator.forecastOf(head, true);
  if (success === 'needs-activity') return parse;
  return { plain: isNothing(success) ? 'pass' : 'count', other: 'parse', quiet: success.quiet };
}

function isNothing(forecast: Forecast): boolean {
  return forecast !== 'needs-activity' && forecast.quiet.length === 0;
}

/** Texts for the rules that no operation decides; undefined when one of them has none. */
function literalsOf(rules: readonly Rule[], shape: RecordShape): ScanLiterals | undefined {
  const texts = new Set<string>();
  const members = new Set<string>();
  let anywhere = false;
  for (const rule of rules) {
    const needles = findNeedles(rule, kindIn(shape));
    // A row that holds a text would come without the other rows of its operation.
    if (!needles || (shape.folds && needles.inMembers.length + needles.anywhere.length > 0)) return undefined;
    for (const { path, text } of needles.inMembers) {
      texts.add(text);
      members.add(path);
    }
    for (const text of needles.anywhere) texts.add(text);
    anywhere ||= needles.anywhere.length > 0;
  }
  return { texts: [...texts], members: [...members], anywhere };
}

/** What a path is in records of a shape. A record with another member at its top is not of the shape, and is parsed. */
export function kindIn({ members, texts, objects }: RecordShape): (path: string) => PathKind {
  const top = new Set(members.flatMap(({ name, within }) => (within === undefined ? [name] : [])));
  return (path) => {
    const [outer = '', inner, ...more] = path.split('.');
    if (!top.has(outer)) return 'absent';
    if (inner === undefined) return texts.includes(outer) ? 'member' : 'anywhere';
    return more.length === 0 && objects.includes(outer) ? 'member' : 'anywhere';
  };
}
