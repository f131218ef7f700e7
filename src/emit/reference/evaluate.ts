import type { JsonObject } from '../../core/json.ts';
import { type FieldTest, type Handlers, handle, type Match } from '../../ir/nodes.ts';
import type { Rule } from '../../ir/rule.ts';
import { matchingTexts, testField } from './leaf.ts';

export interface Scope {
  readonly rule: Rule;
  readonly record: JsonObject;
}

/**
 * Whether the rule matches the record: slow and obvious, the oracle that every other emitter is compared with. Its
 * semantics are the table in docs/reference/sigma-semantics.md.
 */
export function evaluate(rule: Rule, record: JsonObject): boolean {
  return holds(rule.condition, { rule, record });
}

/** Whether one node of the rule holds. */
export function holds(node: Match, scope: Scope): boolean {
  return handle(evaluators, node, scope);
}

/** Whether the named selection holds; a name that the rule does not define never does. */
function selectionHolds(name: string, scope: Scope): boolean {
  const selection = scope.rule.selections.find((candidate) => candidate.name === name);
  return selection !== undefined && holds(selection.match, scope);
}

const field = (test: FieldTest, { record }: Scope): boolean => testField(test, record);

const evaluators: Handlers<boolean, [Scope]> = {
  and: (node, scope) => node.items.every((item) => holds(item, scope)),
  or: (node, scope) => node.items.some((item) => holds(item, scope)),
  not: (node, scope) => !holds(node.item, scope),
  selection: (node, scope) => selectionHolds(node.name, scope),
  quantified: (node, scope) => {
    const count = node.names.filter((name) => selectionHolds(name, scope)).length;
    return count >= (node.need === 'all' ? node.names.length : node.need);
  },
  keyword: (node, { record }) => matchingTexts(node, record).length > 0,
  'keyword-regex': (node, { record }) => matchingTexts(node, record).length > 0,
  string: field,
  regex: field,
  cidr: field,
  number: field,
  boolean: field,
  null: field,
  empty: field,
  exists: field,
  fieldref: field,
  timestamp: field,
};
