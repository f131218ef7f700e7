import type { StepCondition } from '../../../ir/correlation.ts';
import { durationText, type SaidCorrelation, thresholdOf, wholeMinutes } from '../correlation.ts';
import type { Notes } from '../language.ts';
import { type Said, type Unsayable, write } from '../say.ts';
import type { QueryAbout } from '../target.ts';
import { grammar, metaLines, ruleName } from './rule-text.ts';
import { PRINCIPAL } from './speaker.ts';
import type { UdmTable } from './tables.ts';

type Correlated = SaidCorrelation<string, UdmTable>;

/** The longest that a match section takes. */
const LONGEST = 48 * 3_600_000;

/** A rule with a match section: one event variable, or one for each step. */
export function correlate(said: Correlated, about: QueryAbout, { differ }: Notes): string | Unsayable {
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
  const distinct = said.type === 'value_count' && said.steps[0]?.value?.replaceAll('$e.', '$e1.');
  // An event without the value adds none.
  const filled = distinct ? [`${distinct} != ""`] : [];
  const order = (said.sequence ?? []).flatMap(([place = 0], index, all) => {
    const [next] = all[index + 1] ?? [];
    const time = (at: number): string => `$e${at + 1}.metadata.event_timestamp.seconds`;
    return next === undefined ? [] : [`${time(place)} <= ${time(next)}`];
  });
  if (said.timespan > LONGEST) return { why: 'a match section is over 48 hours at most' };
  if (said.steps.some(({ group }) => group.includes(PRINCIPAL)))
    differ('principals are told by the user id that the parser reads');
  const { milliseconds, difference } = wholeMinutes(said.timespan);
  if (difference) differ(difference);
  differ(
    'windows overlap on a grid of their own: events nearly a whole window apart may not be seen together',
  );
  const { count, unit } = durationText(milliseconds);
  return [
    `rule ${ruleName(`${about.title} ${said.cloud}`)} {`,
    ...metaLines(about),
    '',
    '  events:',
    ...[...events, ...filled, ...order].map((line) => `    ${line}`),
    '',
    '  match:',
    `    ${keys.join(', ')} over ${count}${unit}`,
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
