import type { Span } from '../../core/diagnostic.ts';
import type { Correlation } from '../../ir/correlation.ts';
import type { Rule } from '../../ir/rule.ts';

/** A rule or correlation with one change, by which tests are tested. */
export interface Mutant<T extends Rule | Correlation = Rule | Correlation> {
  /** What was changed, in words that stay the same from run to run: test files name a mutant by them. */
  readonly what: string;
  readonly at: Span;
  readonly mutated: T;
}

/** A changed part, before it is put into its rule. */
export interface Edit<T> {
  readonly what: string;
  readonly at: Span;
  readonly part: T;
}

/** Every item left out once, where others stay. */
export function* withoutEach<T>(
  items: readonly T[],
): Generator<{ readonly item: T; readonly others: readonly T[] }> {
  if (items.length < 2) return;
  for (const [index, item] of items.entries())
    yield { item, others: items.filter((_one, other) => other !== index) };
}
