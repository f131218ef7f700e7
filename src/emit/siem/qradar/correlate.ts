import type { StepCondition } from '../../../ir/correlation.ts';
import { durationText, type SaidCorrelation, thresholdOf, wholeMinutes } from '../correlation.ts';
import type { Notes } from '../language.ts';
import { type Grammar, join, type Unsayable, write } from '../say.ts';
import { type AqlLeaf, aqlString, customNote } from './speaker.ts';
import { type AqlTable, pathOfCustom } from './tables.ts';

const units = { s: 'SECONDS', m: 'MINUTES', h: 'HOURS', d: 'DAYS' } as const;

/** A correlation as groups of the events of one search: the time that is searched is the window. */
export function correlate(
  said: SaidCorrelation<AqlLeaf, AqlTable>,
  grammar: Grammar<AqlLeaf>,
  { differ, assume }: Notes,
): string | Unsayable {
  if (said.steps.some(({ inner, plan }) => inner || plan?.fold))
    return { why: 'AQL groups once: rows cannot be put together to operations, and these to windows' };
  const [first] = said.steps;
  const flags = said.steps.map(({ plan }) => (plan ? write(plan.where, grammar) : '1 = 0'));
  const having = havingOf(said, flags.length);
  if (!first?.table || typeof having !== 'string')
    return typeof having === 'string' ? { why: 'no table' } : having;
  const groups = first.group;
  if (groups.length === 0) return { why: 'it has nothing to group by' };
  for (const name of [...groups, first.value]) assumeCustom(first.table, name, assume);
  differ(
    'the window is the time that is searched: run it as often as that, and what lies on both sides is not seen together',
  );
  if (groups.includes('username')) differ('principals are told by the user name that QRadar reads');
  const where = join(
    'any',
    said.steps.flatMap(({ plan }) => (plan ? [plan.where] : [])),
  );
  const { milliseconds, difference } = wholeMinutes(said.timespan);
  if (difference) differ(difference);
  const { count, unit } = durationText(milliseconds);
  const isSteps = said.type === 'temporal';
  const numbers = isSteps
    ? flags.map((flag, index) => `MAX(CASE WHEN ${flag} THEN 1 ELSE 0 END) AS Row${index + 1}`)
    : [`${said.type === 'value_count' ? `UNIQUECOUNT(${first.value})` : 'COUNT(*)'} AS "Number"`];
  return [
    `SELECT ${[...groups.map((group, index) => `${group} AS "Key${index + 1}"`), 'MIN(devicetime) AS "First seen"', ...numbers].join(',\n  ')}`,
    'FROM events',
    `WHERE LOGSOURCETYPENAME(devicetype) = ${aqlString(first.table.logSourceType)}`,
    `  AND (${write(where, grammar)})`,
    ...(said.type === 'value_count' ? [`  AND ${first.value} IS NOT NULL`] : []),
    `GROUP BY ${groups.map((_group, index) => `"Key${index + 1}"`).join(', ')}`,
    `HAVING ${having}`,
    `LAST ${count} ${units[unit]}`,
  ].join('\n');
}

function assumeCustom(table: AqlTable, name: string | undefined, assume: Notes['assume']): void {
  const path = name === undefined ? undefined : pathOfCustom(table, name);
  if (path !== undefined) assume(customNote(name ?? '', path));
}

function havingOf(said: SaidCorrelation<AqlLeaf, AqlTable>, count: number): string | Unsayable {
  const threshold = thresholdOf(said);
  if ((said.type === 'event_count' || said.type === 'value_count') && threshold !== undefined)
    return `"Number" >= ${threshold}`;
  if (said.type !== 'temporal') return { why: `AQL is not given correlations of type ${said.type}` };
  const all: StepCondition = {
    kind: 'and',
    items: Array.from({ length: count }, (_, rule) => ({ kind: 'step', rule })),
  };
  return stepsText(said.condition ?? all);
}

function stepsText(condition: StepCondition): string {
  if (condition.kind === 'step') return `Row${condition.rule + 1} = 1`;
  if (condition.kind === 'not') return `NOT (${stepsText(condition.item)})`;
  return `(${condition.items.map(stepsText).join(condition.kind === 'and' ? ' AND ' : ' OR ')})`;
}
