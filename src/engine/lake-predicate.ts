import type { Provider } from '../activity/vocabulary.ts';
import { shapes } from '../clouds/index.ts';
import { type Known, verdictOf } from '../ir/partial.ts';
import { appliesTo, type Rule } from '../ir/rule.ts';
import { activitySources } from './evaluate.ts';
import type { HuntedLake } from './hunted-lake.ts';
import { OperationRules, pathsOf } from './operation-rules.ts';
import { ACTIVITY_CATEGORY, type RuleSet } from './rule-set.ts';

/** What the lake holds of one kind of Activities: all that agree in what rules ask for first. */
export interface Group {
  /** The columns' values; NULL where the field is absent. */
  readonly values: readonly (string | null)[];
  readonly remembered: boolean;
  readonly activities: number;
  /** Records that were folded into them. */
  readonly records: number;
  /** Epoch milliseconds; undefined when none of them has a time. */
  readonly first: number | undefined;
  readonly last: number | undefined;
}

/** Between the values of a list: no component has it. */
const SEPARATOR = '\u001f';

/** What tells the kinds apart: a field, and the column that has its value, or the values of its list. */
const dimensions = [
  { field: 'provider', column: 'provider' },
  { field: 'service', column: 'service' },
  { field: 'operation', column: 'operation' },
  { field: 'verb', column: 'verb' },
  { field: 'object', column: 'object' },
  { field: 'outcome', column: 'outcome' },
  { field: 'principal.type', column: 'principal_type' },
  { field: 'automation.kind', column: 'automation_kind' },
  { field: 'components.id', column: 'components_id', isList: true },
  { field: 'components.name', column: 'components_name', isList: true },
  // Which attributes there are; not what they say.
  { field: 'attrs', column: 'attrs', isList: true },
] as const;
const ATTRIBUTES = dimensions.length - 1;
const PROVIDER = 0;

/** The value of each dimension, as one text. */
function expressionsOf(lake: HuntedLake): string[] {
  return dimensions.map(({ column, ...more }, index) => {
    if (!('isList' in more)) return column;
    return lake.joined(index === ATTRIBUTES ? lake.sorted(column) : column);
  });
}

/** Of these the columns cannot tell the truth: they are looked at one by one. */
const INEXACT = 'exact IS NOT NULL';

/** Every kind of Activities in the range. */
export async function groupsIn(lake: HuntedLake): Promise<Group[]> {
  const groups: Group[] = [];
  const dated = 'nullif("time", 0)';
  const sums = `count(*), sum(evidence_records), min(${dated}), max(${dated})`;
  const sql = `SELECT ${expressionsOf(lake).join(', ')}, remembered, ${sums} FROM activities GROUP BY ALL`;
  for await (const row of lake.rows(sql)) {
    const [remembered, activities, records, first, last] = row.slice(dimensions.length);
    groups.push({
      values: row.slice(0, dimensions.length).map((value) => (typeof value === 'string' ? value : null)),
      remembered: remembered === true,
      activities: Number(activities),
      records: Number(records),
      first: first === null ? undefined : Number(first),
      last: last === null ? undefined : Number(last),
    });
  }
  return groups;
}

/**
 * The kinds of Activities that have to be looked at: changes of compute, when these are remembered, and what a rule on
 * Activities could match. Whatever is not among them, no rule matches: each rule was asked with the values that they have.
 */
export function wantedGroups(groups: readonly Group[], ruleSet: RuleSet, remember: boolean): Group[] {
  const paths = [...new Set(ruleSet.activityRules.flatMap(attributePaths))];
  return groups.filter((group) => {
    if (remember && group.remembered) return true;
    const known = knownOf(group, paths);
    return ruleSet.activityRules.some((rule) => couldMatch(rule, group, known));
  });
}

function attributePaths(rule: Rule): string[] {
  return pathsOf(rule).filter((path) => path.startsWith('attrs.'));
}

function couldMatch(rule: Rule, { values }: Group, known: Known): boolean {
  const source = activitySources[values[PROVIDER] as Provider];
  return (!source || appliesTo(rule.logsource, source)) && verdictOf(rule, known) !== false;
}

/** @param paths of attributes that rules ask for */
function knownOf({ values }: Group, paths: readonly string[]): Known {
  const known = new Map<string, readonly string[]>();
  for (const [index, { field, ...more }] of dimensions.entries()) {
    if (index !== ATTRIBUTES) known.set(field, knownValues(values[index], 'isList' in more));
  }
  const there = new Set(knownValues(values[ATTRIBUTES], true));
  for (const path of paths) if (!there.has(path.split('.')[1] ?? '')) known.set(path, []);
  return known;
}

/** None at all where the field is absent. */
function knownValues(value: string | null | undefined, isList: boolean): readonly string[] {
  if (value === null || value === undefined || (isList && value === '')) return [];
  return isList ? value.split(SEPARATOR) : [value];
}

/** The condition for these kinds of Activities, as SQL. */
export async function conditionOf(lake: HuntedLake, wanted: readonly Group[]): Promise<string> {
  const isWanted = await lake.isAmong(
    'wanted',
    [...expressionsOf(lake), `CASE WHEN activities.remembered THEN 'yes' END`],
    wanted.map(({ values, remembered }) => [...values, remembered ? 'yes' : null]),
  );
  return `(${INEXACT} OR ${isWanted})`;
}

/**
 * The condition for the records that a rule on records could match, as SQL. undefined when there are no rules on records.
 */
export async function recordCondition(lake: HuntedLake, ruleSet: RuleSet): Promise<string | undefined> {
  const rules = ruleSet.rules.filter(({ logsource }) => logsource.category !== ACTIVITY_CATEGORY);
  if (rules.length === 0) return undefined;
  const byProvider = new Map(shapes.map((shape) => [shape.name, operationTest(rules, shape.name)]));
  const wanted: [string, string, string][] = [];
  const sql =
    'SELECT DISTINCT provider, service, operation FROM records WHERE service IS NOT NULL AND operation IS NOT NULL';
  for await (const row of lake.rows(sql)) {
    const [provider = '', service = '', operation = ''] = row.map(String);
    if (byProvider.get(provider)?.(operation, service) ?? true) wanted.push([provider, service, operation]);
  }
  const isWanted = await lake.isAmong('wanted_records', ['provider', 'service', 'operation'], wanted);
  // Without both names, nobody can say.
  return `(${INEXACT} OR service IS NULL OR operation IS NULL OR ${isWanted})`;
}

/** Whether a rule could match a record of the provider with these names. */
function operationTest(
  all: readonly Rule[],
  provider: string,
): (operation: string, service: string) => boolean {
  const shape = shapes.find(({ name }) => name === provider);
  const rules = all.filter(
    ({ logsource }) => logsource.product === undefined || logsource.product === provider,
  );
  if (!shape || rules.length === 0) return () => rules.length > 0;
  // Nothing is known of the other members.
  const { operationRules, others } = OperationRules.of(rules, shape, () => 'anywhere');
  return others.length > 0
    ? () => true
    : (operation, service) => operationRules.couldMatch(operation, service);
}
