import type { Match } from '../../ir/nodes.ts';
import type { Rule } from '../../ir/rule.ts';
import type { FindPlace } from '../../lang/sigma/index.ts';
import { conditionEdits } from './condition-mutants.ts';
import type { Mutant } from './mutant.ts';
import { type FindLeaf, selectionEdits } from './selection-mutants.ts';

/** Where the parts of a rule stand. */
export interface RulePlaces {
  readonly leaf: FindLeaf;
  readonly find: FindPlace;
}

/**
 * Every change of a rule that its tests have to notice, each once. What a filter document added is not the rule's, and
 * stays.
 */
export function ruleMutants(rule: Rule, { leaf, find }: RulePlaces): Mutant<Rule>[] {
  const ofCondition = conditionEdits(rule.condition, (word) => find(['detection', 'condition'], word));
  const ofSelections = rule.selections
    .filter(({ filter }) => filter === undefined)
    .flatMap((selection) =>
      selectionEdits(rule, selection, leaf).map(({ what, at, part }) => ({
        what,
        at,
        mutated: withSelection(rule, selection.name, part),
      })),
    );
  const all = [
    ...ofCondition.map(({ what, at, part }) => ({ what, at, mutated: { ...rule, condition: part } })),
    ...ofSelections,
  ];
  const seen = new Set([contentOf(rule)]);
  return all.filter(({ mutated }) => {
    const content = contentOf(mutated);
    return seen.has(content) ? false : seen.add(content);
  });
}

function withSelection(rule: Rule, name: string, match: Match): Rule {
  const selections = rule.selections.map((one) => (one.name === name ? { ...one, match } : one));
  return { ...rule, selections };
}

function contentOf({ selections, condition }: Rule): string {
  return JSON.stringify([selections, condition]);
}
