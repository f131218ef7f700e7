import type { Provider } from '../activity/vocabulary.ts';
import { all, type NativeField } from '../emit/siem/condition.ts';
import {
  type CorrelationQuery,
  type CorrelationStep,
  type EventValue,
  refusalOf,
} from '../emit/siem/correlation.ts';
import { lowerRule } from '../emit/siem/lower.ts';
import { stepsOf } from '../emit/siem/table.ts';
import type { NativeQuery, SiemTarget } from '../emit/siem/target.ts';
import type { Correlation, StepCondition } from '../ir/correlation.ts';
import { appliesTo, type Rule } from '../ir/rule.ts';
import { lowerActivityRule } from './branches.ts';
import { ACTIVITY_CATEGORY, cloudLogs } from './clouds.ts';
import { groupFieldsOf } from './group-fields.ts';
import { type Log, logFacts } from './log-facts.ts';

/** Why a rule that asks what is not on a list says nothing yet. */
export function emptyLists(names: readonly string[]): string {
  const lists = names.length === 1 ? `the list ${names[0]} is` : `the lists ${names.join(', ')} are`;
  return `${lists} empty: fill ${names.length === 1 ? 'it' : 'them'} with --parameters`;
}

/** Where a correlation is carried to. */
interface Place {
  readonly cloud: Provider;
  readonly target: SiemTarget;
  readonly content: Content;
}

/** Rules and correlations by their ids. */
export type Content = ReadonlyMap<string, Rule | Correlation>;

/** A correlation over one log, with what its rules say differently there; or why it cannot be carried there. */
export type LoweredCorrelation =
  | { readonly query: CorrelationQuery; readonly differences: readonly string[] }
  | { readonly why: string };

/** Nothing of the correlation can match there. */
export const nothingThere = 'nothing there can match all that it needs';

/** What a correlation asks of the records of a cloud. */
export function lowerCorrelation(correlation: Correlation, place: Place): LoweredCorrelation {
  const refusal = refusalOf(correlation);
  if (refusal !== undefined) return { why: refusal };
  const differences: string[] = [];
  const steps = correlation.rules.map((id, slot) =>
    lowerStep(correlation, slot, place.content.get(id), place, differences),
  );
  const failed = steps.find((step) => step !== undefined && 'why' in step);
  if (failed && 'why' in failed) return failed;
  const kept = steps.flatMap((step, slot) => (step && 'query' in step ? [{ step, slot }] : []));
  const placeOf = new Map(kept.map(({ slot }, index) => [slot, index]));
  for (const [slot, step] of steps.entries())
    if (!step) differences.push(leftOut(place.content.get(correlation.rules[slot] ?? '')));
  const needed = neededSteps(correlation, placeOf);
  if (!needed) return { why: nothingThere };
  const { type, timespan, comparisons, history, groupBy } = correlation;
  return {
    query: {
      cloud: place.cloud,
      services: servicesOf(kept.map(({ step }) => step)),
      type,
      timespan,
      comparisons,
      members: groupBy.length,
      ...(history === undefined ? {} : { history }),
      steps: kept.map(({ step }) => step),
      ...needed,
    },
    differences,
  };
}

function servicesOf(steps: readonly CorrelationStep[]): readonly string[] {
  return [...new Set(steps.flatMap(({ query }) => ('type' in query ? query.services : [query.service])))];
}

function leftOut(rule: Rule | Correlation | undefined): string {
  return `${rule?.name ?? rule?.title} is left out: no operation is known there that it can match`;
}

/** The condition over the steps that are there; undefined when it cannot hold without the others. */
function neededSteps(
  { type, rules, steps, sequence }: Correlation,
  placeOf: ReadonlyMap<number, number>,
): Pick<CorrelationQuery, 'condition' | 'sequence'> | undefined {
  if (placeOf.size === 0) return undefined;
  if (type === 'temporal_ordered') {
    const parts = (sequence ?? rules.map((_rule, place) => [place])).map((places) =>
      places.flatMap((place) => placeOf.get(place) ?? []),
    );
    return parts.some((places) => places.length === 0) ? undefined : { sequence: parts };
  }
  if (type !== 'temporal') return {};
  const whole: StepCondition = steps ?? {
    kind: 'and',
    items: rules.map((_id, rule) => ({ kind: 'step', rule })),
  };
  const condition = without(whole, placeOf);
  return condition && { condition };
}

/** The condition without steps that can never be there; undefined: it can never hold. */
function without(condition: StepCondition, placeOf: ReadonlyMap<number, number>): StepCondition | undefined {
  if (condition.kind === 'step') {
    const rule = placeOf.get(condition.rule);
    return rule === undefined ? undefined : { kind: 'step', rule };
  }
  // A condition with `not` is judged on complete windows, which is refused before.
  if (condition.kind === 'not') return undefined;
  const items = condition.items.map((item) => without(item, placeOf));
  const there = items.filter((item) => item !== undefined);
  if (there.length === 0 || (condition.kind === 'and' && there.length < items.length)) return undefined;
  return there.length === 1 ? there[0] : { kind: condition.kind, items: there };
}

/** undefined: the rule can match nothing in the log. */
function lowerStep(
  correlation: Correlation,
  slot: number,
  rule: Rule | Correlation | undefined,
  place: Place,
  differences: string[],
): CorrelationStep | { readonly why: string } | undefined {
  if (!rule) return { why: `the rule ${correlation.rules[slot]} is not there` };
  const name = rule.name ?? rule.title;
  if (rule.kind === 'rule' && rule.off) return { why: `${name}: ${emptyLists(rule.off)}` };
  const lowered = rule.kind === 'rule' ? lowerSomewhere(rule, place) : lowerCorrelation(rule, place);
  if (lowered === undefined || ('why' in lowered && lowered.why === nothingThere)) return undefined;
  if ('why' in lowered) return { why: `${name}: ${lowered.why}` };
  differences.push(...lowered.differences);
  const values = (fields: Correlation['groupBy']): (EventValue | undefined)[] =>
    fields.map((field) => eventValue(field.in[slot], rule, serviceOf(lowered.query, place.cloud)));
  const group = values(correlation.groupBy);
  const missing = correlation.groupBy.find((_field, index) => group[index] === undefined);
  const [value] = values(correlation.value.slice(0, 1));
  if (missing) return { why: groupReason(missing.in[slot], missing.name) };
  if (correlation.value.length > 1) return { why: 'it counts combinations of several fields' };
  if (correlation.value.length === 1 && !value)
    return { why: groupReason(correlation.value[0]?.in[slot], correlation.value[0]?.name ?? '') };
  return {
    name,
    query: lowered.query,
    group: group.filter((one) => one !== undefined),
    ...(value ? { value } : {}),
  };
}

function groupReason(field: Correlation['groupBy'][number]['in'][number] | undefined, name: string): string {
  const of = field && !('kind' in field) ? field.name : name;
  return `it joins events by ${of}, which the records of this cloud do not have in one place`;
}

function serviceOf(query: NativeQuery | CorrelationQuery, cloud: Provider): Log {
  return { cloud, service: 'type' in query ? (query.services[0] ?? '') : query.service };
}

interface LoweredOne {
  readonly query: NativeQuery;
  readonly differences: readonly string[];
}

/** The rule over the log of the cloud in which it can match something; one that can in several is refused. */
function lowerSomewhere(rule: Rule, place: Place): LoweredOne | { readonly why: string } | undefined {
  const logs = place.target.logs.filter(({ cloud }) => cloud === place.cloud);
  const found = logs.flatMap((log) => lowerOne(rule, log, place.target) ?? []);
  return found.length > 1 ? { why: 'it can match in several logs' } : found[0];
}

function lowerOne(rule: Rule, { cloud, service }: Log, target: SiemTarget): LoweredOne | undefined {
  if (rule.logsource.category === ACTIVITY_CATEGORY) {
    const log = cloudLogs.find((one) => one.cloud === cloud && one.service === service);
    const isFor = appliesTo(rule.logsource, { category: ACTIVITY_CATEGORY, product: cloud });
    return log && isFor ? lowerActivityRule(rule, log) : undefined;
  }
  if (!appliesTo(rule.logsource, { product: cloud, service })) return undefined;
  const condition = lowerRule(rule, logFacts(target, { cloud, service }));
  return {
    query: { cloud, service, branches: [{ operations: [], scope: all(), condition }] },
    differences: [],
  };
}

function eventValue(
  field: Correlation['groupBy'][number]['in'][number] | undefined,
  rule: Rule | Correlation,
  { cloud, service }: Log,
): EventValue | undefined {
  if (!field) return undefined;
  if ('kind' in field) {
    const place =
      rule.kind === 'correlation' ? rule.groupBy.findIndex(({ name }) => name === field.name) : -1;
    return place < 0 ? undefined : { kind: 'group', place };
  }
  const fields =
    rule.kind === 'rule' && rule.logsource.category === ACTIVITY_CATEGORY
      ? groupFieldsOf(cloud, service, field.name)
      : pathsOf(field);
  return fields.length === 0 ? undefined : { kind: 'fields', name: field.name, fields };
}

function pathsOf({
  name,
  sources,
}: {
  readonly name: string;
  readonly sources: readonly { readonly kind: string; readonly path: string }[];
}): readonly NativeField[] {
  const paths = sources.filter(({ kind }) => kind === 'path').map(({ path }) => stepsOf(path));
  return paths.length === 0 ? [] : [{ name, places: paths }];
}
