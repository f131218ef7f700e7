import type { Span } from '../../core/diagnostic.ts';
import type { StepCondition } from '../../ir/correlation.ts';
import { compilePattern } from '../../ir/pattern.ts';
import type { Condition } from './condition.ts';
import { correlationOrder } from './correlation-diagnostics.ts';
import type { Report } from './report.ts';
import { parseString } from './string-pattern.ts';

/** The names of rules in an extended condition, in the order in which they stand there. */
export function namesIn(condition: Condition): { readonly text: string; readonly at: Span }[] {
  if (condition.kind === 'name') return [{ text: condition.name, at: condition.at }];
  if (condition.kind === 'of') return [];
  if (condition.kind === 'not') return namesIn(condition.item);
  return condition.items.flatMap(namesIn);
}

/**
 * An extended condition with its rules by place. `find` gives the place of a name, undefined when there is none (which
 * it has reported); `names` are what `1 of x*` chooses from.
 */
export function lowerSteps(
  condition: Condition,
  names: readonly string[],
  find: (name: string, at: Span) => number | undefined,
): StepCondition | undefined {
  if (condition.kind === 'name') {
    const rule = find(condition.name, condition.at);
    return rule === undefined ? undefined : { kind: 'step', rule };
  }
  if (condition.kind === 'not') {
    const item = lowerSteps(condition.item, names, find);
    return item && { kind: 'not', item };
  }
  if (condition.kind === 'of') {
    const matches = compilePattern(parseString(condition.pattern === 'them' ? '*' : condition.pattern));
    const rules = names.flatMap((name, rule) => (matches(name) ? [rule] : []));
    return quantified(condition.need, rules);
  }
  const items = condition.items.map((item) => lowerSteps(item, names, find));
  const good = items.filter((item) => item !== undefined);
  return good.length === items.length ? { kind: condition.kind, items: good } : undefined;
}

/** `all` and `1 of` in terms of `and` and `or`; `n of` as every choice of n would be long, so it is not offered. */
function quantified(need: 'all' | number, rules: readonly number[]): StepCondition | undefined {
  if (rules.length === 0 || (need !== 'all' && need !== 1)) return undefined;
  return {
    kind: need === 'all' ? 'and' : 'or',
    items: rules.map((rule) => ({ kind: 'step', rule })),
  };
}

/** The steps of an ordered correlation: rules joined by `and`, each alone or as alternatives joined by `or`. */
export function toSequence(
  condition: StepCondition,
  at: Span,
  report: Report,
): (readonly number[])[] | undefined {
  const items = condition.kind === 'and' ? condition.items : [condition];
  const steps = items.map(alternatives);
  const good = steps.filter((step) => step !== undefined);
  if (good.length === steps.length) return good;
  report(correlationOrder(at));
  return undefined;
}

function alternatives(condition: StepCondition): readonly number[] | undefined {
  if (condition.kind === 'step') return [condition.rule];
  if (condition.kind !== 'or') return undefined;
  const rules = condition.items.map((item) => (item.kind === 'step' ? item.rule : undefined));
  return rules.includes(undefined) ? undefined : rules.filter((rule) => rule !== undefined);
}
