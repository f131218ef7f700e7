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
import { isUnsayable, type Unsayable } from '../say.ts';
import type { KqlTable } from './tables.ts';

type WritePlan = (plan: Plan<string>, table: KqlTable) => string;

/** Statements, and the expression of what they make: rows with a time, an id, the members of the group. */
interface Made {
  readonly lets: readonly string[];
  readonly rows: string;
}

/** How far analytics rules look back. */
const LONGEST = 14 * 86_400_000;

/**
 * A correlation as joins of events with the events before them, so that windows slide and nothing is lost at the edge of
 * a bin. A row is an event at which the condition holds.
 */
export function correlate(
  correlation: SaidCorrelation<string, KqlTable>,
  writePlan: WritePlan,
  { assume }: Notes,
): string | Unsayable {
  const made = make(correlation, writePlan, '');
  if (isUnsayable(made)) return made;
  assume(searchedTime(correlation));
  if (correlation.timespan + (correlation.history ?? 0) > LONGEST)
    assume('an analytics rule looks back 14 days at most: use it as a hunting query');
  const keys = groupNames(correlation.members);
  return [...made.lets, made.rows, `| summarize arg_min(Time, *) by ${keys.join(', ')}`].join('\n');
}

function groupNames(members: number): readonly string[] {
  return Array.from({ length: Math.max(1, members) }, (_, index) => `Group${index + 1}`);
}

function span(milliseconds: number): string {
  const { count, unit } = durationText(milliseconds);
  return `${count}${unit}`;
}

function make(
  correlation: SaidCorrelation<string, KqlTable>,
  writePlan: WritePlan,
  prefix: string,
): Made | Unsayable {
  const lets: string[] = [];
  for (const [index, step] of correlation.steps.entries()) {
    const inner = step.inner && make(step.inner, writePlan, `${prefix}Step${index + 1}`);
    if (inner && isUnsayable(inner)) return inner;
    lets.push(...(inner?.lets ?? []));
    lets.push(
      stepLet(`${prefix}Step${index + 1}`, index + 1, step, inner?.rows, writePlan, correlation.members),
    );
  }
  const rows = rowsOf(correlation, prefix);
  return isUnsayable(rows) ? rows : { lets: [...lets, ...rows.lets], rows: rows.rows };
}

function stepLet(
  name: string,
  place: number,
  step: SaidStep<string, KqlTable>,
  inner: string | undefined,
  writePlan: WritePlan,
  members: number,
): string {
  const groups = groupNames(members).map((key, index) => {
    const expression = step.group[index];
    if (expression === undefined) return `${key} = ""`;
    return `${key} = ${inner === undefined ? expression : `Group${Number(expression) + 1}`}`;
  });
  const id = inner === undefined ? (step.table?.id ?? 'new_guid()') : 'Id';
  const time = inner === undefined ? 'TimeGenerated' : 'Time';
  const columns = [`Step = ${place}`, `Time = ${time}`, `Id = ${id}`, ...groups];
  if (step.value !== undefined) columns.push(`Value = ${step.value}`);
  const source = inner ?? (step.plan && step.table ? writePlan(step.plan, step.table) : '');
  // An event without the value adds none.
  const filled = step.value === undefined ? '' : '\n| where isnotempty(Value)';
  return `let ${name} =\n${source}\n| project ${columns.join(', ')}${filled};`;
}

function rowsOf(correlation: SaidCorrelation<string, KqlTable>, prefix: string): Made | Unsayable {
  const names = correlation.steps.map((_step, index) => `${prefix}Step${index + 1}`);
  const keys = groupNames(correlation.members).join(', ');
  const events = `${prefix}Events`;
  const [only] = names;
  const all = `let ${events} = ${names.length === 1 ? only : `union ${names.join(', ')}`};`;
  if (correlation.type === 'temporal_ordered')
    return {
      lets: [],
      rows: ordered(
        correlation.sequence ?? names.map((_name, place) => [place]),
        names,
        keys,
        correlation.timespan,
      ),
    };
  const windows = (summary: string): string =>
    [
      events,
      `| join kind=inner (${events} | project ${keys}, Time_ = Time, Id_ = Id, Step_ = Step${hasValue(correlation) ? ', Value_ = Value' : ''}) on ${keys}`,
      `| where Time_ <= Time and Time - Time_ <= ${span(correlation.timespan)}`,
      `| summarize ${summary} by ${keys}, Time, Id`,
    ].join('\n');
  if (correlation.type === 'temporal') {
    const condition = correlation.condition ?? allOf(names.length);
    return { lets: [all], rows: `${windows('Steps = make_set(Step_)')}\n| where ${stepsText(condition)}` };
  }
  if (correlation.type === 'first_seen') return { lets: [all], rows: firstSeen(events, keys, correlation) };
  const summary = summaries[correlation.type];
  const threshold = thresholdOf(correlation);
  if (summary === undefined || threshold === undefined)
    return { why: `KQL is not given correlations of type ${correlation.type}` };
  return { lets: [all], rows: `${windows(`Number = ${summary}`)}\n| where Number >= ${threshold}` };
}

const summaries: Readonly<Record<string, string>> = {
  event_count: 'count_distinct(Id_)',
  value_count: 'count_distinct(Value_)',
  value_sum: 'sum(todouble(Value_))',
};

function hasValue({ steps }: SaidCorrelation<string, KqlTable>): boolean {
  return steps.some(({ value }) => value !== undefined);
}

function allOf(count: number): StepCondition {
  return { kind: 'and', items: Array.from({ length: count }, (_, rule) => ({ kind: 'step', rule })) };
}

function stepsText(condition: StepCondition): string {
  if (condition.kind === 'step') return `set_has_element(Steps, ${condition.rule + 1})`;
  if (condition.kind === 'not') return `not(${stepsText(condition.item)})`;
  const texts = condition.items.map((item) =>
    item.kind === 'and' || item.kind === 'or' ? `(${stepsText(item)})` : stepsText(item),
  );
  return texts.join(` ${condition.kind} `);
}

/** Each part joins those before it in time; a part never stands for itself twice. */
function ordered(
  sequence: readonly (readonly number[])[],
  names: readonly string[],
  keys: string,
  timespan: number,
): string {
  const part = (places: readonly number[]): string => {
    const some = places.map((place) => names[place] ?? '');
    return some.length === 1 ? (some[0] ?? '') : `union ${some.join(', ')}`;
  };
  const [first = [], ...others] = sequence;
  const lines = [`${part(first)}`, `| project ${keys}, Start = Time, Time, Id, Ids = Id`];
  for (const places of others) {
    lines.push(
      `| join kind=inner (${part(places)} | project ${keys}, Time_ = Time, Id_ = Id) on ${keys}`,
      `| where Time_ >= Time and Time_ - Start <= ${span(timespan)} and not(Ids contains Id_)`,
      `| project ${keys}, Start, Time = Time_, Id = Id_, Ids = strcat(Ids, " ", Id_)`,
    );
  }
  return lines.join('\n');
}

/** Values that the group did not have within the timespan before, once the group is old enough. */
function firstSeen(
  events: string,
  keys: string,
  { timespan, history }: SaidCorrelation<string, KqlTable>,
): string {
  const window = span(timespan);
  const lines = [
    events,
    `| join kind=inner (${events} | project ${keys}, Value, Time_ = Time) on ${keys}, Value`,
    `| summarize Earlier = countif(Time_ < Time and Time - Time_ <= ${window}) by ${keys}, Value, Time, Id`,
    '| where Earlier == 0',
    `| join kind=inner (${events} | summarize Begin = min(Time) by ${keys}) on ${keys}`,
    `| where Time - Begin >= ${span(history ?? timespan)}`,
    `| project ${keys}, Value, Time, Id`,
  ];
  return lines.join('\n');
}
