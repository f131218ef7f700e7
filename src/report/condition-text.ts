import type { Correlation, StepCondition } from '../ir/correlation.ts';
import { durationText } from './duration.ts';

const signs = { gt: '>', gte: '≥', lt: '<', lte: '≤', eq: '=', neq: '≠' } as const;

/** What a correlation asks for, in one line: `event_count ≥ 10 within 15m by principal.key`. */
export function conditionText(correlation: Correlation, title: (id: string) => string): string {
  const { type, comparisons, timespan, groupBy, byLineage, value, percentile } = correlation;
  const of = value.length > 0 ? ` of ${value.map(({ name }) => name).join(', ')}` : '';
  const rank = percentile === undefined ? '' : ` ${percentile}`;
  const limits = comparisons.map(({ op, value: limit }) => ` ${signs[op]} ${limit}`).join(' and');
  const groups = [...groupBy.map(({ name }) => name), ...(byLineage ? ['lineage'] : [])];
  const by = groups.length > 0 ? ` by ${groups.join(', ')}` : '';
  const dimensions = correlation.dimensions ? ` ${correlation.dimensions.join(' or ')}` : '';
  return `${type}${rank}${of}${dimensions}${limits}${stepsText(correlation, title)} within ${durationText(timespan)}${by}`;
}

function stepsText({ steps, sequence, rules, type }: Correlation, title: (id: string) => string): string {
  const name = (rule: number): string => `"${title(rules[rule] ?? '')}"`;
  if (steps) return `: ${stepText(steps, name)}`;
  if (sequence) return `: ${sequence.map((step) => step.map(name).join(' or ')).join(', then ')}`;
  if (type === 'temporal') return `: ${rules.map((_rule, index) => name(index)).join(' and ')}`;
  if (type !== 'absence') return '';
  const others = rules.slice(1).map((_rule, index) => name(index + 1));
  return `: ${name(0)} without ${others.join(' or ')} after it`;
}

function stepText(condition: StepCondition, name: (rule: number) => string): string {
  if (condition.kind === 'step') return name(condition.rule);
  if (condition.kind === 'not') return `not ${stepText(condition.item, name)}`;
  return `(${condition.items.map((item) => stepText(item, name)).join(` ${condition.kind} `)})`;
}
