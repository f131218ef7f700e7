import type { Leaf, Match } from './nodes.ts';
import { type Known, verdictOfMatch } from './partial.ts';
import type { Rule } from './rule.ts';
import { isLeaf } from './walk.ts';

/** What is left of a rule when some fields are known: it holds, it does not, or it depends on these leaves. */
export type Residual =
  | boolean
  | { readonly kind: 'and'; readonly items: readonly Residual[] }
  | { readonly kind: 'or'; readonly items: readonly Residual[] }
  | { readonly kind: 'not'; readonly item: Residual }
  /** At least `need` of them; more than one, and not all. */
  | { readonly kind: 'some'; readonly need: number; readonly items: readonly Residual[] }
  | Leaf;

/** The rule's condition without what is known of its fields; selections are put in place. */
export function residualOf(rule: Rule, known: Known): Residual {
  const selections = new Map(rule.selections.map(({ name, match }) => [name, match]));
  const visit = (node: Match): Residual => {
    if (isLeaf(node)) return verdictOfMatch(node, selections, known) ?? node;
    if (node.kind === 'not') return negated(visit(node.item));
    if (node.kind === 'selection') return named(node.name);
    if (node.kind === 'and') return joined('and', node.items.map(visit));
    if (node.kind === 'or') return joined('or', node.items.map(visit));
    return quantified(node.names.map(named), node.need === 'all' ? node.names.length : node.need);
  };
  const named = (name: string): Residual => {
    const match = selections.get(name);
    return match === undefined ? false : visit(match);
  };
  return visit(rule.condition);
}

function negated(item: Residual): Residual {
  return typeof item === 'boolean' ? !item : { kind: 'not', item };
}

function joined(kind: 'and' | 'or', items: readonly Residual[]): Residual {
  const decisive = kind === 'or';
  if (items.includes(decisive)) return decisive;
  const open = items.filter((item) => typeof item !== 'boolean');
  const [only] = open;
  if (only === undefined) return !decisive;
  return open.length === 1 ? only : { kind, items: open };
}

function quantified(items: readonly Residual[], wanted: number): Residual {
  const open = items.filter((item) => typeof item !== 'boolean');
  const need = wanted - items.filter((item) => item === true).length;
  if (need <= 0) return true;
  if (need > open.length) return false;
  if (need === open.length) return joined('and', open);
  return need === 1 ? joined('or', open) : { kind: 'some', need, items: open };
}
