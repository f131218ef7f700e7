import {
  type Comparison,
  type ComparisonOp,
  type Correlation,
  type CorrelationType,
  needsCompleteWindow,
  type StepCondition,
} from '../../ir/correlation.ts';
import type { FindPlace } from '../../lang/sigma/index.ts';
import { durationText } from '../../report/duration.ts';
import { type Mutant, withoutEach } from './mutant.ts';
import { rulesIn, stepsEdits } from './steps-mutants.ts';

interface Given {
  readonly correlation: Correlation;
  readonly find: FindPlace;
  /** How the document names the rule at a place in `rules`. */
  readonly name: (rule: number) => string;
}

/**
 * Every change of a correlation that its tests have to notice: a window much wider or narrower, a threshold moved by one
 * or turned around, a group-by left out, no order, a rule left out.
 *
 * @param nameOf the name of a rule or correlation by its id
 */
export function correlationMutants(
  correlation: Correlation,
  find: FindPlace,
  nameOf: (id: string) => string,
): Mutant<Correlation>[] {
  const name = (rule: number): string => nameOf(correlation.rules[rule] ?? '');
  const given: Given = { correlation, find, name };
  return [times, comparisons, groups, order, rules, values, dimensions].flatMap((mutate) => mutate(given));
}

const FACTOR = 1000;

/** Windows a thousand times as long, and as short. What is grouped by the event's id has no window. */
function times({ correlation, find }: Given): Mutant<Correlation>[] {
  if (correlation.groupBy.some(({ name }) => name === 'id')) return [];
  return (['timespan', 'history'] as const).flatMap((key) => {
    const time = correlation[key];
    if (time === undefined) return [];
    const at = find(['correlation', key]);
    return [
      {
        what: `${key}: ${durationText(time)} × ${FACTOR}`,
        at,
        mutated: { ...correlation, [key]: time * FACTOR },
      },
      {
        what: `${key}: ${durationText(time)} ÷ ${FACTOR}`,
        at,
        mutated: { ...correlation, [key]: time / FACTOR },
      },
    ];
  });
}

const opposite: Readonly<Record<ComparisonOp, ComparisonOp>> = {
  gt: 'lte',
  gte: 'lt',
  lt: 'gte',
  lte: 'gt',
  eq: 'neq',
  neq: 'eq',
};

function comparisons({ correlation, find }: Given): Mutant<Correlation>[] {
  const replaced = (index: number, by: Comparison): Correlation => ({
    ...correlation,
    comparisons: correlation.comparisons.map((one, other) => (other === index ? by : one)),
  });
  const ofConditions = correlation.comparisons.flatMap(({ op, value }, index) => {
    const at = find(['correlation', 'condition', op]);
    const moved = stepsFrom(correlation.type, op, value).map((step) => ({
      what: `condition.${op}: ${value} → ${value + step}`,
      at,
      mutated: replaced(index, { op, value: value + step }),
    }));
    const turned = replaced(index, { op: opposite[op], value });
    return isPossible(turned)
      ? [...moved, { what: `condition.${op}: ${op} → ${opposite[op]}`, at, mutated: turned }]
      : moved;
  });
  return [...ofConditions, ...numbers({ correlation, find })];
}

/** Where events are counted there is always one: none is no other threshold than one. */
function stepsFrom(type: CorrelationType, op: ComparisonOp, value: number): readonly number[] {
  const least = op === 'gte' ? 1 : 0;
  return type === 'event_count' && (op === 'gte' || op === 'gt') && value <= least ? [1] : [1, -1];
}

/** Windows that are judged when they end do not follow lineage, and rates are compared by gt and gte. */
function isPossible(correlation: Correlation): boolean {
  return !needsCompleteWindow(correlation) || !(correlation.byLineage || correlation.type === 'rate');
}

/** How far a number is moved to make another of it. */
const steps = { minimum: 1, percentile: 10 } as const;

function numbers({ correlation, find }: Pick<Given, 'correlation' | 'find'>): Mutant<Correlation>[] {
  return (['minimum', 'percentile'] as const).flatMap((key) => {
    const value = correlation[key];
    if (value === undefined) return [];
    return [steps[key], -steps[key]]
      .filter((step) => key === 'minimum' || (value + step >= 0 && value + step <= 100))
      .map((step) => ({
        what: `condition.${key}: ${value} → ${value + step}`,
        at: find(['correlation', 'condition', key]),
        mutated: { ...correlation, [key]: value + step },
      }));
  });
}

function groups({ correlation, find }: Given): Mutant<Correlation>[] {
  const place = (field: string): Mutant['at'] => find(['correlation', 'group-by'], field);
  const fields = correlation.groupBy.map(({ name }) => ({
    what: `group-by: without ${name}`,
    at: place(name),
    mutated: { ...correlation, groupBy: correlation.groupBy.filter((one) => one.name !== name) },
  }));
  if (!correlation.byLineage) return fields;
  const lineage = {
    what: 'group-by: without lineage',
    at: place('lineage'),
    mutated: { ...correlation, byLineage: false },
  };
  return [lineage, ...fields];
}

/** The same rules in any order. */
function order({ correlation, find }: Given): Mutant<Correlation>[] {
  const { sequence, ...rest } = correlation;
  if (correlation.type !== 'temporal_ordered' || !sequence || sequence.length < 2) return [];
  const items = sequence.map((alternatives): StepCondition => {
    const some = alternatives.map((rule): StepCondition => ({ kind: 'step', rule }));
    return some.length === 1 && some[0] ? some[0] : { kind: 'or', items: some };
  });
  const mutated: Correlation = { ...rest, type: 'temporal', steps: { kind: 'and', items } };
  return [{ what: 'type: temporal_ordered → temporal', at: find(['correlation', 'type']), mutated }];
}

function rules(given: Given): Mutant<Correlation>[] {
  const { correlation, name } = given;
  const { sequence } = correlation;
  if (correlation.steps) {
    return stepsEdits(correlation.steps, name).map(({ what, rule, steps: changed }) => ({
      what,
      at: rulePlace(given, rule),
      mutated: onlyRules({ ...correlation, steps: changed }, rulesIn(changed)),
    }));
  }
  if (sequence) return sequenceMutants(given, sequence);
  return [...withoutEach(correlation.rules.map((_id, rule) => rule))].map(({ item, others }) => ({
    what: `rules: without ${name(item)}`,
    at: rulePlace(given, item),
    mutated: onlyRules(correlation, others),
  }));
}

function sequenceMutants(given: Given, sequence: readonly (readonly number[])[]): Mutant<Correlation>[] {
  const { correlation, name } = given;
  const mutant = (
    what: string,
    rule: number,
    changed: readonly (readonly number[])[],
  ): Mutant<Correlation> => ({
    what,
    at: rulePlace(given, rule),
    mutated: onlyRules({ ...correlation, sequence: changed }, changed.flat()),
  });
  const words = (alternatives: readonly number[]): string => alternatives.map(name).join(' or ');
  const stepsLess = [...withoutEach(sequence)].map(({ item, others }) =>
    mutant(`rules: without ${words(item)}`, item[0] ?? 0, others),
  );
  const alternativesLess = sequence.flatMap((alternatives, index) =>
    [...withoutEach(alternatives)].map(({ item, others }) =>
      mutant(
        `rules: ${words(alternatives)} without ${name(item)}`,
        item,
        sequence.map((one, other) => (other === index ? others : one)),
      ),
    ),
  );
  return [...stepsLess, ...alternativesLess];
}

function rulePlace({ find, name }: Given, rule: number): Mutant['at'] {
  const listed = find(['correlation', 'rules'], name(rule));
  const inCondition = find(['correlation', 'condition'], name(rule));
  // A place without the name in it is that of the key, or of the document.
  return listed.length === name(rule).length ? listed : inCondition;
}

/** The correlation with these of its rules, each at its new place. */
function onlyRules(correlation: Correlation, kept: readonly number[]): Correlation {
  const places = [...new Set(kept)].sort((a, b) => a - b);
  const moved = (rule: number): number => places.indexOf(rule);
  const pick = <T>(items: readonly T[]): T[] => items.filter((_item, rule) => places.includes(rule));
  const move = (condition: StepCondition): StepCondition => {
    if (condition.kind === 'step') return { kind: 'step', rule: moved(condition.rule) };
    if (condition.kind === 'not') return { kind: 'not', item: move(condition.item) };
    return { kind: condition.kind, items: condition.items.map(move) };
  };
  return {
    ...correlation,
    rules: pick(correlation.rules),
    groupBy: correlation.groupBy.map((field) => ({ ...field, in: pick(field.in) })),
    value: correlation.value.map((field) => ({ ...field, in: pick(field.in) })),
    ...(correlation.steps ? { steps: move(correlation.steps) } : {}),
    ...(correlation.sequence ? { sequence: correlation.sequence.map((step) => step.map(moved)) } : {}),
  };
}

/** Events counted instead of different values. */
function values({ correlation, find }: Given): Mutant<Correlation>[] {
  if (correlation.type !== 'value_count') return [];
  const mutated: Correlation = { ...correlation, type: 'event_count', value: [] };
  return [{ what: 'type: value_count → event_count', at: find(['correlation', 'type']), mutated }];
}

/** Fewer dimensions of the baseline in which an event can be new. */
function dimensions({ correlation, find }: Given): Mutant<Correlation>[] {
  return [...withoutEach(correlation.dimensions ?? [])].map(({ item, others }) => ({
    what: `condition.dimension: without ${item}`,
    at: find(['correlation', 'condition', 'dimension'], item),
    mutated: { ...correlation, dimensions: others },
  }));
}
