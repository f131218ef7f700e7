import type { Span } from '../../core/diagnostic.ts';
import type { Leaf, Match } from '../../ir/nodes.ts';
import type { Rule, Selection } from '../../ir/rule.ts';
import { isLeaf, walk } from '../../ir/walk.ts';
import { leafChanges, mapLeaves } from './leaf-changes.ts';
import type { Edit } from './mutant.ts';
import { isSameForAll } from './vocabulary.ts';

/** Where the test of a field stands: its key with modifiers, and the value. */
export interface LeafPlace {
  readonly key: Span;
  readonly value: Span;
  /** As they are written. */
  readonly keyText: string;
  readonly valueText: string;
}

export type FindLeaf = (leaf: Leaf) => LeafPlace | undefined;

/** Changes of a selection: a test or a value left out, a text wider, a comparison turned around or moved. */
export function selectionEdits(rule: Rule, { name, match }: Selection, find: FindLeaf): Edit<Match>[] {
  return [...dropsIn(match, name, find), ...leafEdits(rule, name, match, find)];
}

/** The part of a match that stands in one place of the file. */
interface Part {
  readonly items: readonly Match[];
  readonly what: string;
  readonly at: Span | undefined;
}

function dropsIn(node: Match, name: string, find: FindLeaf): Edit<Match>[] {
  if (node.kind === 'not')
    return dropsIn(node.item, name, find).map(into((part) => ({ kind: 'not', item: part })));
  if (node.kind !== 'and' && node.kind !== 'or') return [];
  const { kind, items } = node;
  const edits: Edit<Match>[] = [];
  const parts = partsOf(node, name, find);
  for (const { items: dropped, what, at } of parts.length > 1 ? parts : []) {
    const others = items.filter((item) => !dropped.includes(item));
    const [only] = others;
    const part: Match = others.length === 1 && only ? only : { kind, items: others };
    if (at) edits.push({ what, at, part });
  }
  for (const [index, item] of items.entries()) {
    const replace = into((part) => ({
      kind,
      items: items.map((one, other) => (other === index ? part : one)),
    }));
    edits.push(...dropsIn(item, name, find).map(replace));
  }
  return edits;
}

function into(wrap: (part: Match) => Match): (edit: Edit<Match>) => Edit<Match> {
  return (edit) => ({ ...edit, part: wrap(edit.part) });
}

/** What of a list of tests or values can be left out. A value that expanded to several tests is one. */
function partsOf(
  node: Extract<Match, { kind: 'and' | 'or' }>,
  name: string,
  find: FindLeaf,
): readonly Part[] {
  const keys = new Set(leavesOf(node).map((leaf) => find(leaf)?.keyText));
  const parts = new Map<string, { items: Match[]; what: string; at: Span | undefined }>();
  for (const [index, item] of node.items.entries()) {
    const places = leavesOf(item).flatMap((leaf) => find(leaf) ?? []);
    const [place] = places;
    const inner = new Set(places.map(({ keyText }) => keyText));
    const isValue = keys.size === 1 && place !== undefined;
    const at = isValue ? place.value : place?.key;
    const what = isValue
      ? `${label(name, place)}: without ${place.valueText}`
      : partLabel(name, inner.size === 1 ? place : undefined, index);
    const id = at ? `${at.line}:${at.column}` : String(index);
    const there = parts.get(id);
    if (there) there.items.push(item);
    else parts.set(id, { items: [item], what, at });
  }
  return [...parts.values()];
}

function partLabel(name: string, place: LeafPlace | undefined, index: number): string {
  return place ? `${label(name, place)}: without it` : `${name}: without element ${index + 1}`;
}

/** `selection.count|gte`; keywords have no key. */
function label(name: string, { key, value, keyText }: LeafPlace): string {
  const isKeyword = key.line === value.line && key.column === value.column;
  return isKeyword ? name : `${name}.${keyText}`;
}

function leavesOf(match: Match): Leaf[] {
  const leaves: Leaf[] = [];
  walk(match, (node) => {
    if (isLeaf(node)) leaves.push(node);
  });
  return leaves;
}

/** Changes of all tests that stand under one key at once. */
function leafEdits(rule: Rule, name: string, match: Match, find: FindLeaf): Edit<Match>[] {
  const byKey = new Map<string, { place: LeafPlace; leaves: Set<Leaf> }>();
  for (const leaf of leavesOf(match)) {
    const place = find(leaf);
    if (!place) continue;
    const id = `${place.key.line}:${place.key.column}`;
    const there = byKey.get(id);
    if (there) there.leaves.add(leaf);
    else byKey.set(id, { place, leaves: new Set([leaf]) });
  }
  return [...byKey.values()].flatMap(({ place, leaves }) =>
    leafChanges.flatMap(({ what, change }) => {
      const changed = new Map<Leaf, Leaf>();
      for (const leaf of leaves) {
        const other = change(leaf);
        if (other && !isSameForAll(rule, [leaf], [other])) changed.set(leaf, other);
      }
      const [first] = changed.keys();
      const after = [...leaves].map((leaf) => changed.get(leaf) ?? leaf);
      const isOneOf = !place.keyText.includes('|all');
      if (!first || (isOneOf && isSameForAll(rule, [...leaves], after))) return [];
      const part = mapLeaves(match, (leaf) => changed.get(leaf) ?? leaf);
      return [{ what: `${label(name, place)}: ${what(first)}`, at: place.key, part }];
    }),
  );
}
