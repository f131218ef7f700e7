import { accepts } from '../emit/siem/lower.ts';
import type { FieldTest } from '../ir/nodes.ts';
import type { Residual } from '../ir/residual.ts';

/** A test of a field, or several of one field of which one has to hold. */
export type Choice = FieldTest & { readonly also?: readonly FieldTest[] };

/** Fields with few values: a list of them is asked at once, so that most of them are said by the others. */
const enumerated = new Set([
  'automation.kind',
  'components.id',
  'components.name',
  'outcome',
  'principal.type',
  'verb',
]);

/** Whether the value satisfies one of the tests. */
export function acceptsSome(choice: Choice, value: string): boolean {
  return accepts(choice, value) || (choice.also ?? []).some((leaf) => accepts(leaf, value));
}

/** Puts tests of one enumerated field together where one of them has to hold. */
export function mergeChoices(residual: Residual): Residual {
  if (typeof residual === 'boolean') return residual;
  switch (residual.kind) {
    case 'not':
      return { kind: 'not', item: mergeChoices(residual.item) };
    case 'and':
    case 'some':
      return { ...residual, items: residual.items.map(mergeChoices) };
    case 'or':
      return mergeOr(residual.items.map(mergeChoices));
    default:
      return residual;
  }
}

function mergeOr(items: readonly Residual[]): Residual {
  const choices = new Map<string, FieldTest[]>();
  const others: Residual[] = [];
  for (const item of items) {
    const name = mergeable(item);
    if (name === undefined) others.push(item);
    else choices.set(name, [...(choices.get(name) ?? []), item as FieldTest]);
  }
  const merged = [...choices.values()].flatMap(([first, ...also]): Residual[] => {
    if (!first) return [];
    const choice: Choice = also.length > 0 ? { ...first, also } : first;
    return [choice];
  });
  const all = [...others, ...merged];
  const [only] = all;
  return all.length === 1 && only !== undefined ? only : { kind: 'or', items: all };
}

function mergeable(item: Residual): string | undefined {
  if (typeof item === 'boolean' || item.kind !== 'string') return undefined;
  return enumerated.has(item.field.name) ? item.field.name : undefined;
}
