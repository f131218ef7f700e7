import { dataComponents } from '../../activity/data-components.ts';
import { activityFields } from '../../activity/fields.ts';
import { objectKinds, providers } from '../../activity/vocabulary.ts';
import { catalogueOf } from '../../clouds/catalogue-index.ts';
import { fold } from '../../ir/fold.ts';
import type { Leaf } from '../../ir/nodes.ts';
import { compilePattern, foldPattern, wholePattern } from '../../ir/pattern.ts';
import type { Rule } from '../../ir/rule.ts';
import { ACTIVITY_CATEGORY } from '../rule-set.ts';

let words: ReadonlyMap<string, readonly string[]> | undefined;

/** The values that fields of Activities can have, where they can be counted. */
function vocabulary(): ReadonlyMap<string, readonly string[]> {
  if (words) return words;
  const listed = activityFields.flatMap(({ name, values }) =>
    values ? [[name.replaceAll('[]', ''), values] as const] : [],
  );
  const entries = providers.flatMap((provider) => catalogueOf(provider));
  words = new Map([
    ...listed,
    ['components.id', Object.keys(dataComponents)],
    ['components.name', Object.values(dataComponents)],
    ['edges.kind', objectKinds.flatMap((to) => objectKinds.map((from) => `${to}<-${from}`))],
    ['service', [...new Set(entries.map(({ service }) => service))]],
    ['operation', [...new Set(entries.map(({ operation }) => operation))]],
  ]);
  return words;
}

/**
 * Whether tests of one field, of which one has to hold, say the same of every value that it can have. `outcome: success`
 * and `outcome|contains: success` do: no test could tell them apart.
 */
export function isSameForAll({ logsource }: Rule, some: readonly Leaf[], others: readonly Leaf[]): boolean {
  const [first] = some;
  if (logsource.category !== ACTIVITY_CATEGORY || first?.kind !== 'string') return false;
  const before = accepting(some);
  const after = accepting(others);
  const values = vocabulary().get(first.field.name);
  return values?.every((value) => before(value) === after(value)) ?? false;
}

function accepting(leaves: readonly Leaf[]): (value: string) => boolean {
  const tests = leaves.flatMap((leaf) => {
    if (leaf.kind !== 'string') return [];
    const pattern = wholePattern(leaf.op, leaf.pattern);
    const matches = compilePattern(leaf.cased ? pattern : foldPattern(pattern));
    return [(value: string) => matches(leaf.cased ? value : fold(value))];
  });
  return (value) => tests.some((test) => test(value));
}
