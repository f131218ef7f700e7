import { type Provider, providers } from '../activity/vocabulary.ts';
import { factsOfCloud } from '../clouds/facts.ts';
import type { Correlation, StepCondition } from '../ir/correlation.ts';
import { verdictOf } from '../ir/partial.ts';
import { appliesTo, type Rule } from '../ir/rule.ts';
import { ACTIVITY_CATEGORY } from './rule-set.ts';

const logsources: Readonly<Record<Provider, string>> = {
  aws: 'cloudtrail',
  azure: 'activitylogs',
  gcp: 'gcp.audit',
};

/** Values that belong to one cloud: events that share one are of the same. */
const ofOneCloud: ReadonlySet<string> = new Set(['principal.key', 'attrs.identities']);

/** Whether the log source of a rule takes in records of the cloud. */
export function isFor({ logsource }: Rule, provider: Provider): boolean {
  if (logsource.category === ACTIVITY_CATEGORY)
    return appliesTo(logsource, { category: ACTIVITY_CATEGORY, product: provider });
  return appliesTo(logsource, { product: provider, service: logsources[provider] });
}

/**
 * The clouds in which a rule can match anything at all, or a correlation be whole: one that joins by what belongs to one cloud
 * needs all of its steps there.
 *
 * @param below the clouds of what a correlation refers to, by its id
 */
export function cloudsOf(
  one: Rule | Correlation,
  below: (id: string) => readonly Provider[],
): readonly Provider[] {
  if (one.kind === 'correlation') {
    if (!staysInOneCloud(one)) return providers;
    return providers.filter((provider) =>
      canHold(one, (rule) => below(one.rules[rule] ?? '').includes(provider)),
    );
  }
  const found = providers.filter((provider) => isFor(one, provider) && canMatchIn(one, provider));
  // A rule that is silent until somebody fills its list matches nowhere, which says nothing of clouds.
  return found.length > 0 ? found : providers;
}

function canMatchIn(rule: Rule, provider: Provider): boolean {
  const isOnActivities = rule.logsource.category === ACTIVITY_CATEGORY;
  return !isOnActivities || verdictOf(rule, factsOfCloud(provider)) !== false;
}

function staysInOneCloud({ byLineage, groupBy }: Correlation): boolean {
  return byLineage || groupBy.some((field) => field.in.every(({ name }) => ofOneCloud.has(name)));
}

function canHold({ type, rules, steps, sequence }: Correlation, there: (rule: number) => boolean): boolean {
  if (steps) return couldHold(steps, there);
  if (sequence) return sequence.every((step) => step.some(there));
  const places = rules.map((_, place) => place);
  return type === 'temporal' || type === 'temporal_ordered' ? places.every(there) : places.some(there);
}

/** What must not be there need not be possible. */
function couldHold(condition: StepCondition, there: (rule: number) => boolean): boolean {
  if (condition.kind === 'step') return there(condition.rule);
  if (condition.kind === 'not') return true;
  const hold = (item: StepCondition): boolean => couldHold(item, there);
  return condition.kind === 'and' ? condition.items.every(hold) : condition.items.some(hold);
}
