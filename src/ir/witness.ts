import { fold } from './fold.ts';
import type { Field, Match } from './nodes.ts';
import { literalText } from './pattern.ts';
import type { Rule } from './rule.ts';

/** A field and the exact folded texts of which one has to be its value. */
export interface WitnessPart {
  readonly field: Field;
  readonly literals: readonly string[];
}

/** Of these parts one has to hold on every record that the rule matches. */
export type Witness = readonly WitnessPart[];

/** A rule with more literals than this is tried on every record instead. */
const mostLiterals = 2000;

const operations = /(?:eventname|operationname|operationnamevalue|method_?name|operation)$/i;

/**
 * The necessary literals of a rule: on every record that it matches, one of the parts holds. Undefined when the rule
 * has none, and so has to be tried on every record. `and` takes its best child, `or` needs one of every child; `not`,
 * absence and everything but exact, case-insensitive strings give none.
 */
export function findWitness(rule: Rule): Witness | undefined {
  const selections = new Map(rule.selections.map(({ name, match }) => [name, match]));
  return witnessOf(rule.condition, selections);
}

function witnessOf(node: Match, selections: ReadonlyMap<string, Match>): Witness | undefined {
  const below = (name: string): Witness | undefined => {
    const match = selections.get(name);
    return match && witnessOf(match, selections);
  };
  if (node.kind === 'selection') return below(node.name);
  if (node.kind === 'quantified') {
    const witnesses = node.names.map(below);
    return node.need === 'all' ? best(witnesses) : union(witnesses);
  }
  if (node.kind === 'and') return best(node.items.map((item) => witnessOf(item, selections)));
  if (node.kind === 'or') return union(node.items.map((item) => witnessOf(item, selections)));
  if (node.kind !== 'string' || node.op !== 'equals') return undefined;
  const literal = literalText(node.pattern);
  // A case-sensitive match is also a match of the folded texts.
  return literal === undefined ? undefined : [{ field: node.field, literals: [fold(literal)] }];
}

function union(witnesses: readonly (Witness | undefined)[]): Witness | undefined {
  if (witnesses.length === 0 || witnesses.includes(undefined)) return undefined;
  const byField = new Map<string, { field: Field; literals: Set<string> }>();
  let count = 0;
  for (const { field, literals } of witnesses.flatMap((witness) => witness ?? [])) {
    const key = JSON.stringify(field.sources);
    const merged = byField.get(key) ?? { field, literals: new Set() };
    for (const literal of literals) merged.literals.add(literal);
    byField.set(key, merged);
    count += literals.length;
  }
  if (count > mostLiterals) return undefined;
  return [...byField.values()].map(({ field, literals }) => ({ field, literals: [...literals] }));
}

/** The operation is what differs most between records; then fewer fields and fewer literals. */
function best(witnesses: readonly (Witness | undefined)[]): Witness | undefined {
  let chosen: Witness | undefined;
  for (const witness of witnesses) if (witness && (!chosen || cost(witness) < cost(chosen))) chosen = witness;
  return chosen;
}

function cost(witness: Witness): number {
  const foreign = witness.filter(({ field }) => !isOperation(field)).length;
  const literals = witness.reduce((sum, part) => sum + part.literals.length, 0);
  return foreign * 10_000 + literals;
}

/** Whether the field names what was done: eventName, operationName, methodName. */
export function isOperation({ name, sources }: Field): boolean {
  return operations.test(name) || sources.some(({ path }) => operations.test(path));
}
