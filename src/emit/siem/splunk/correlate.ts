import type { StepCondition } from '../../../ir/correlation.ts';
import {
  durationText,
  type SaidCorrelation,
  type SaidStep,
  searchedTime,
  thresholdOf,
} from '../correlation.ts';
import type { Plan } from '../fold-plan.ts';
import type { Notes } from '../language.ts';
import type { Unsayable } from '../say.ts';
import type { SplLeaf } from './speaker.ts';
import type { SplTable } from './tables.ts';

type Said = SaidCorrelation<SplLeaf, SplTable>;
type WritePlan = (plan: Plan<SplLeaf>, table: SplTable) => string;

const counts: Readonly<Record<string, string>> = {
  event_count: 'count',
  value_count: 'dc(value)',
  value_sum: 'sum(value)',
};

/** A correlation over events in the order of time, with windows that slide from event to event. */
export function correlate(said: Said, writePlan: WritePlan, { differ, assume }: Notes): string | Unsayable {
  if (said.steps.some(({ inner }) => inner)) return { why: 'SPL is not given correlations of correlations' };
  const keys = Array.from({ length: Math.max(1, said.members) }, (_, index) => `group${index + 1}`);
  const searches = said.steps.map((step, index) => stepSearch(step, index + 1, keys, writePlan));
  const [only = ''] = searches;
  // One search needs no union, and so none of the limits that searches within another have.
  const sources =
    searches.length === 1
      ? only
      : `| union maxout=10000000\n${searches.map((search) => `    [ search ${indented(search)} ]`).join('\n')}`;
  const { count, unit } = durationText(said.timespan);
  const tail = tailOf(said, keys.join(', '), `${count}${unit}`);
  if (typeof tail !== 'string') return tail;
  assume(searchedTime(said));
  if (said.type === 'temporal_ordered') differ('one event that two steps match stands for both');
  return [sources, '| sort 0 _time, step', tail, `| dedup ${keys.join(' ')}`].join('\n');
}

function stepSearch(
  { plan, table, group, value }: SaidStep<SplLeaf, SplTable>,
  place: number,
  keys: readonly string[],
  writePlan: WritePlan,
): string {
  const text = plan && table ? writePlan(plan, table) : '';
  const columns = [
    `step=${place}`,
    ...keys.map((key, index) => `${key}=coalesce(${group[index] ?? '""'}, "")`),
    ...(value === undefined ? [] : [`value=${value}`]),
  ];
  return `${text}\n| eval ${columns.join(', ')}`;
}

function indented(search: string): string {
  return search.replaceAll('\n', '\n      ');
}

function tailOf(said: Said, keys: string, window: string): string | Unsayable {
  if (said.type === 'temporal') {
    const all: StepCondition = {
      kind: 'and',
      items: said.steps.map((_step, rule) => ({ kind: 'step', rule })),
    };
    return `| streamstats time_window=${window} values(step) AS steps BY ${keys}\n| where ${conditionText(said.condition ?? all)}`;
  }
  if (said.type === 'temporal_ordered') return orderedTail(said, keys);
  const count = counts[said.type];
  const threshold = thresholdOf(said);
  if (count === undefined || threshold === undefined)
    return { why: `SPL is not given correlations of type ${said.type}` };
  return `| streamstats time_window=${window} ${count} AS number BY ${keys}\n| where number>=${threshold}`;
}

function conditionText(condition: StepCondition): string {
  if (condition.kind === 'step') return `isnotnull(mvfind(steps, "^${condition.rule + 1}$"))`;
  if (condition.kind === 'not') return `NOT (${conditionText(condition.item)})`;
  return `(${condition.items.map(conditionText).join(condition.kind === 'and' ? ' AND ' : ' OR ')})`;
}

/** For each event of a part, the latest beginning from which the parts before it lead to it. */
function orderedTail({ sequence, steps, timespan }: Said, keys: string): string {
  const parts = sequence ?? steps.map((_step, place) => [place]);
  const isPart = (places: readonly number[]): string =>
    `(${places.map((place) => `step=${place + 1}`).join(' OR ')})`;
  const lines = parts.slice(0, -1).flatMap((places, index) => {
    const start = index === 0 ? '_time' : `begin${index}`;
    return [
      `| eval start${index + 1}=if(${isPart(places)}, ${start}, null())`,
      `| streamstats max(start${index + 1}) AS begin${index + 1} BY ${keys}`,
    ];
  });
  const last = parts.length - 1;
  lines.push(
    `| where ${isPart(parts[last] ?? [])} AND isnotnull(begin${last}) AND _time - begin${last} <= ${timespan / 1000}`,
  );
  return lines.join('\n');
}
