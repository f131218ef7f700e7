import type { StepCondition } from '../../ir/correlation.ts';
import { withoutEach } from './mutant.ts';

/** A changed condition over rules: what was changed, and the rule by which the place is found. */
export interface StepsEdit {
  readonly what: string;
  /** A rule by its place in the correlation's `rules`. */
  readonly rule: number;
  readonly steps: StepCondition;
}

/** Changes of a condition over rules: an operand left out, `and` for `or`. */
export function stepsEdits(condition: StepCondition, name: (rule: number) => string): StepsEdit[] {
  if (condition.kind === 'step') return [];
  if (condition.kind === 'not')
    return stepsEdits(condition.item, name).map((one) => ({
      ...one,
      steps: { kind: 'not', item: one.steps },
    }));
  const { kind, items } = condition;
  const edits: StepsEdit[] = [];
  if (items.length > 1) {
    const swapped: StepCondition = { kind: kind === 'and' ? 'or' : 'and', items };
    const what = `condition: ${textOf(condition, name)} → ${textOf(swapped, name)}`;
    edits.push({ what, rule: firstOf(condition), steps: swapped });
  }
  for (const { item, others } of withoutEach(items)) {
    const [only] = others;
    const steps: StepCondition = others.length === 1 && only ? only : { kind, items: others };
    edits.push({ what: `condition: without ${textOf(item, name)}`, rule: firstOf(item), steps });
  }
  for (const [index, item] of items.entries()) {
    const into = (steps: StepCondition): StepCondition => ({
      kind,
      items: items.map((one, other) => (other === index ? steps : one)),
    });
    edits.push(...stepsEdits(item, name).map((one) => ({ ...one, steps: into(one.steps) })));
  }
  return edits;
}

/** The rules that a condition names. */
export function rulesIn(condition: StepCondition): number[] {
  if (condition.kind === 'step') return [condition.rule];
  return condition.kind === 'not' ? rulesIn(condition.item) : condition.items.flatMap(rulesIn);
}

function firstOf(condition: StepCondition): number {
  return rulesIn(condition)[0] ?? 0;
}

function textOf(condition: StepCondition, name: (rule: number) => string): string {
  if (condition.kind === 'step') return name(condition.rule);
  const inner = (one: StepCondition): string =>
    one.kind === 'and' || one.kind === 'or' ? `(${textOf(one, name)})` : textOf(one, name);
  return condition.kind === 'not'
    ? `not ${inner(condition.item)}`
    : condition.items.map(inner).join(` ${condition.kind} `);
}
