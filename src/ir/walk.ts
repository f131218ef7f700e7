import type { Field, Leaf, Match } from './nodes.ts';
import type { Rule, Selection } from './rule.ts';

/** The nodes directly below; references to selections are not followed. */
function children(node: Match): readonly Match[] {
  if (node.kind === 'and' || node.kind === 'or') return node.items;
  return node.kind === 'not' ? [node.item] : [];
}

/** Visits the node and everything below it, parents first. */
export function walk(node: Match, visit: (node: Match) => void): void {
  visit(node);
  for (const child of children(node)) walk(child, visit);
}

export function isLeaf(node: Match): node is Leaf {
  return (
    node.kind !== 'and' &&
    node.kind !== 'or' &&
    node.kind !== 'not' &&
    node.kind !== 'selection' &&
    node.kind !== 'quantified'
  );
}

/** Every leaf of a rule, selection by selection. */
export function* leaves(rule: Rule): Generator<{ selection: Selection; leaf: Leaf }> {
  for (const selection of rule.selections) {
    const found: Leaf[] = [];
    walk(selection.match, (node) => {
      if (isLeaf(node)) found.push(node);
    });
    for (const leaf of found) yield { selection, leaf };
  }
}

/** The fields that a leaf reads: none for keywords, two for a field reference. */
export function fieldsOf(leaf: Leaf): readonly Field[] {
  if (leaf.kind === 'keyword' || leaf.kind === 'keyword-regex') return [];
  return leaf.kind === 'fieldref' ? [leaf.field, leaf.other] : [leaf.field];
}
