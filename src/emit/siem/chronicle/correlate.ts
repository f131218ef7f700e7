import type { StepCondition } from '../../../ir/correlation.ts';
import { durationText, type SaidCorrelation, thresholdOf } from '../correlation.ts';
import { type Said, type Unsayable, write } from '../say.ts';
import type { QueryAbout } from '../target.ts';
import { grammar, metaLines, ruleName } from './rule-text.ts';
import type { UdmTable } from './tables.ts';

type Correlated = SaidCorrelation<string, UdmTable>;

/** A rule with a match section: one event variable, or one for each step. */
export function correlate(said: Correlated, about: QueryAbout): string | Unsayable {
  if (said.steps.some(({ inner }) => inner))
    return { why: 'a rule has no findings of another rule for events' };
  const isCount = said.type === 'event_count' || said.type === 'value_count';
  const threshold = thresholdOf(said);
  if (isCount && (said.steps.length !== 1 || threshold === undefined))
    return { why: 'counts are of one rule' };
  if (!isCount && said.type !== 'temporal' && said.type !== 'temporal_ordered')
    return { why: `YARA-L is not given correlations of type ${said.type}` };
  if (said.sequence?.some((places) => places.length !== 1))
    return { why: 'a step that is one of several rules' };
  const keys = Array.from({ length: said.members }, (_, index) => `$group${index + 1}`);
  if (keys.length === 0) return { why: 'it has nothing to group by' };
  const events = said.steps.flatMap(({ plan, table, group }, index) => {
    const variable = `$e${index + 1}`;
    const items = plan ? parts(plan.where) : [];
    const lines = items.map((item) =>
      item.kind === 'any' ? `(${write(item, grammar)})` : write(item, grammar),
    );
    const joins = keys.map((key, place) => `${group[place]} = ${key}`);
    return [`$e.metadata.log_type = "${table?.logType}"`, ...lines, ...joins].map((line) =>
      line.replaceAll('$e.', `${variable}.`),
    );
  });
  const order = (said.sequence ?? []).flatMap(([place = 0], index, all) => {
    const [next] = all[index + 1] ?? [];
    const time = (at: number): string => `$e${at + 1}.metadata.event_timestamp.seconds`;
    return next === undefined ? [] : [`${time(place)} <= ${time(next)}`];
  });
  const { count, unit } = durationText(said.timespan);
  const distinct = said.type === 'value_count' && said.steps[0]?.value?.replaceAll('$e.', '$e1.');
  return [
    `rule ${ruleName(`${about.title} ${said.cloud}`)} {`,
    ...metaLines(about),
    '',
    '  events:',
    ...[...events, ...order].map((line) => `    ${line}`),
    '',
    '  match:',
    `    ${keys.join(', ')} over ${unit === 's' ? `${Math.ceil(count / 60)}m` : `${count}${unit}`}`,
    ...(distinct ? ['', '  outcome:', `    $number = count_distinct(${distinct})`] : []),
    '',
    '  condition:',
    `    ${conditionOf(said, threshold ?? 1)}`,
    '}',
  ].join('\n');
}

function parts(where: Said<string>): readonly Said<string>[] {
  if (where.kind === 'constant' && where.value) return [];
  return where.kind === 'all' ? where.items : [where];
}

function conditionOf({ type, condition, steps }: Correlated, threshold: number): string {
  if (type === 'event_count') return `#e1 >= ${threshold}`;
  if (type === 'value_count') return `$e1 and $number >= ${threshold}`;
  return condition ? stepsText(condition) : steps.map((_step, index) => `$e${index + 1}`).join(' and ');
}

function stepsText(condition: StepCondition): string {
  if (condition.kind === 'step') return `#e${condition.rule + 1} > 0`;
  if (condition.kind === 'not') return `not (${stepsText(condition.item)})`;
  return `(${condition.items.map(stepsText).join(` ${condition.kind} `)})`;
}
