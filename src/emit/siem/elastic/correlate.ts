import type { StepCondition } from '../../../ir/correlation.ts';
import { durationText, type SaidCorrelation, searchedTime, thresholdOf } from '../correlation.ts';
import type { Notes } from '../language.ts';
import { type Grammar, join, type Unsayable, write } from '../say.ts';
import type { EsqlLeaf } from './speaker.ts';
import type { EsqlTable } from './tables.ts';

const units = { s: 'seconds', m: 'minutes', h: 'hours', d: 'days' } as const;

/** A correlation as aggregations over windows of a fixed grid: ES|QL has no windows that slide. */
export function correlate(
  said: SaidCorrelation<EsqlLeaf, EsqlTable>,
  grammar: Grammar<EsqlLeaf>,
  { differ, assume }: Notes,
): string | Unsayable {
  if (said.steps.some(({ inner, plan }) => inner || plan?.fold))
    return { why: 'rows are put together to operations first, and windows of those are not written' };
  const isSteps = said.type === 'temporal';
  const threshold = thresholdOf(said);
  const isCount = said.type === 'event_count' || said.type === 'value_count';
  if (!isSteps && !(isCount && threshold !== undefined))
    return { why: `ES|QL is not given correlations of type ${said.type}` };
  const [first] = said.steps;
  if (!first?.table) return { why: 'no index is known' };
  assume(searchedTime(said));
  differ('windows lie on a fixed grid: what lies on both sides of an edge is not seen together');
  if (said.type === 'value_count') differ('different values are counted approximately when there are many');
  const where = join(
    'any',
    said.steps.flatMap(({ plan }) => (plan ? [plan.where] : [])),
  );
  const { count, unit } = durationText(said.timespan);
  const keys = first.group.map((_group, index) => `group${index + 1}`);
  const flags = said.steps.map(
    ({ plan }, index) => `step${index + 1} = CASE(${plan ? write(plan.where, grammar) : 'false'}, 1, 0)`,
  );
  const columns = [
    `window = DATE_TRUNC(${count} ${units[unit]}, @timestamp)`,
    ...first.group.map((group, index) => `group${index + 1} = ${group}`),
    ...(isSteps ? flags : []),
  ];
  const numbers = isSteps
    ? flags.map((_flag, index) => `step${index + 1} = MAX(step${index + 1})`)
    : [`number = ${said.type === 'value_count' ? `COUNT_DISTINCT(${first.value})` : 'COUNT(*)'}`];
  const all: StepCondition = { kind: 'and', items: flags.map((_flag, rule) => ({ kind: 'step', rule })) };
  return [
    `FROM ${first.table.index}`,
    `| WHERE ${write(where, grammar)}`,
    `| EVAL ${columns.join(',\n    ')}`,
    `| STATS first_seen = MIN(@timestamp), ${numbers.join(', ')}`,
    `    BY ${[...keys, 'window'].join(', ')}`,
    `| WHERE ${isSteps ? stepsText(said.condition ?? all) : `number >= ${threshold}`}`,
  ].join('\n');
}

function stepsText(condition: StepCondition): string {
  if (condition.kind === 'step') return `step${condition.rule + 1} == 1`;
  if (condition.kind === 'not') return `NOT (${stepsText(condition.item)})`;
  return `(${condition.items.map(stepsText).join(condition.kind === 'and' ? ' AND ' : ' OR ')})`;
}
