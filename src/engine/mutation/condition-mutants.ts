import type { Span } from '../../core/diagnostic.ts';
import type { Match } from '../../ir/nodes.ts';
import { type Edit, withoutEach } from './mutant.ts';

/**
 * Changes of a rule's condition: an operand left out or negated, `and` for `or`, `all` for `1`.
 *
 * @param place where a name or pattern stands in the condition
 */
export function conditionEdits(condition: Match, place: (word: string) => Span): Edit<Match>[] {
  const negated = negate(condition);
  const whole = negated && edit(condition, negated, place);
  return [...(whole ? [whole] : []), ...editsOf(condition, place)];
}

function editsOf(node: Match, place: (word: string) => Span): Edit<Match>[] {
  if (node.kind === 'quantified') return quantifiedEdits(node, place);
  if (node.kind === 'not')
    return editsOf(node.item, place).map((one) => ({ ...one, part: { kind: 'not', item: one.part } }));
  if (node.kind !== 'and' && node.kind !== 'or') return [];
  const { kind, items } = node;
  const edits: Edit<Match>[] = [];
  const swapped: Match = { kind: kind === 'and' ? 'or' : 'and', items };
  if (items.length > 1) edits.push(edit(node, swapped, place));
  for (const { item, others } of withoutEach(items)) {
    const [only] = others;
    const part: Match = others.length === 1 && only ? only : { kind, items: others };
    edits.push({ what: `condition: without ${textOf(item)}`, at: placeOf(item, place), part });
  }
  for (const [index, item] of items.entries()) {
    const into = (part: Match): Match => ({
      kind,
      items: items.map((one, other) => (other === index ? part : one)),
    });
    const negated = negate(item);
    if (negated) edits.push({ ...edit(item, negated, place), part: into(negated) });
    edits.push(...editsOf(item, place).map((one) => ({ ...one, part: into(one.part) })));
  }
  return edits;
}

function quantifiedEdits(
  node: Extract<Match, { kind: 'quantified' }>,
  place: (word: string) => Span,
): Edit<Match>[] {
  if (node.names.length < 2) return [];
  const need = node.need === 'all' ? 1 : 'all';
  const edits = [edit(node, { ...node, need }, place)];
  for (const { item, others } of withoutEach(node.names)) {
    const what = `condition: ${textOf(node)} without ${item}`;
    edits.push({ what, at: place(node.pattern), part: { ...node, names: others } });
  }
  return edits;
}

/** The operand negated, or no longer negated; undefined for what is made of several and is not negated. */
function negate(node: Match): Match | undefined {
  if (node.kind === 'not') return node.item;
  return node.kind === 'and' || node.kind === 'or' ? undefined : { kind: 'not', item: node };
}

function edit(from: Match, to: Match, place: (word: string) => Span): Edit<Match> {
  return { what: `condition: ${textOf(from)} → ${textOf(to)}`, at: placeOf(from, place), part: to };
}

function placeOf(node: Match, place: (word: string) => Span): Span {
  return place(firstWord(node));
}

function firstWord(node: Match): string {
  if (node.kind === 'selection') return node.name;
  if (node.kind === 'quantified') return node.pattern;
  if (node.kind === 'not') return firstWord(node.item);
  const [first] = node.kind === 'and' || node.kind === 'or' ? node.items : [];
  return first ? firstWord(first) : '';
}

/** As a condition says it. */
function textOf(node: Match): string {
  if (node.kind === 'selection') return node.name;
  if (node.kind === 'quantified') return `${node.need} of ${node.pattern}`;
  if (node.kind === 'not') return `not ${inner(node.item)}`;
  return node.kind === 'and' || node.kind === 'or' ? node.items.map(inner).join(` ${node.kind} `) : node.kind;
}

function inner(node: Match): string {
  return node.kind === 'and' || node.kind === 'or' ? `(${textOf(node)})` : textOf(node);
}
