import type { Json, JsonObject } from '../../core/json.ts';
import type { FieldTest, Match, Source } from '../../ir/nodes.ts';
import { printMatch } from '../../ir/print.ts';
import type { Rule } from '../../ir/rule.ts';
import { isLeaf } from '../../ir/walk.ts';
import { holds, type Scope } from './evaluate.ts';
import { matchingTexts, matchingValues } from './leaf.ts';
import { resolveField } from './resolve.ts';

/** Why a rule matches a record or not: the condition, and below each name the selection that it stands for. */
export interface Explanation {
  /** `and`, `or`, `not`, `selection`, `quantified`, or what kind of test it is. */
  readonly kind: Match['kind'];
  readonly matched: boolean;
  /** The node in words, as an s-expression for tests. */
  readonly text: string;
  readonly selection?: string;
  readonly field?: ExplainedField;
  readonly children: readonly Explanation[];
}

export interface ExplainedField {
  /** As the rule names it. */
  readonly name: string;
  /** Where the record has it: a path, absent when the record does not have it. */
  readonly path?: string;
  readonly present: boolean;
  /** What was found there, and which of it made the test true. */
  readonly values: readonly Json[];
  readonly matching: readonly Json[];
}

export interface MatchedField {
  readonly selection: string;
  /** Absent for keywords. */
  readonly field?: string;
  readonly value: Json;
}

/** The whole evaluation as a tree: every selection, item, field and value, matched or not. */
export function explain(rule: Rule, record: JsonObject): Explanation {
  return explainNode(rule.condition, { rule, record });
}

function explainNode(node: Match, scope: Scope): Explanation {
  const matched = holds(node, scope);
  if (isLeaf(node)) {
    const base = { kind: node.kind, matched, text: printMatch(node), children: [] };
    return node.kind === 'keyword' || node.kind === 'keyword-regex'
      ? { ...base, field: keywordField(matchingTexts(node, scope.record)) }
      : { ...base, field: explainField(node, scope.record) };
  }
  const text = node.kind === 'quantified' ? `${node.need} of ${node.pattern}` : node.kind;
  if (node.kind === 'selection') return explainSelection(node.name, scope);
  if (node.kind === 'quantified') {
    return {
      kind: node.kind,
      matched,
      text,
      children: node.names.map((name) => explainSelection(name, scope)),
    };
  }
  const below = node.kind === 'not' ? [node.item] : node.items;
  return { kind: node.kind, matched, text, children: below.map((item) => explainNode(item, scope)) };
}

function explainSelection(name: string, scope: Scope): Explanation {
  const selection = scope.rule.selections.find((candidate) => candidate.name === name);
  const children = selection ? [explainNode(selection.match, scope)] : [];
  const matched = children.some((child) => child.matched);
  return { kind: 'selection', matched, text: name, selection: name, children };
}

function keywordField(texts: readonly string[]): ExplainedField {
  return { name: '(any value)', present: texts.length > 0, values: texts, matching: texts };
}

function explainField(test: FieldTest, record: JsonObject): ExplainedField {
  const { present, values, source } = resolveField(test.field, record);
  return {
    name: test.field.name,
    ...(source ? { path: pathOf(source) } : {}),
    present,
    values,
    matching: matchingValues(test, record),
  };
}

function pathOf(source: Source): string {
  return source.kind === 'union' ? [source.path, ...source.also].join(', ') : source.path;
}

/**
 * The fields and values that made the rule true, selection by selection; empty when it does not match. What is below
 * a `not` is left out: it is true because something was not there.
 */
export function matchedFields(rule: Rule, record: JsonObject): MatchedField[] {
  const found = new Map<string, MatchedField>();
  const visit = (node: Explanation, selection: string): void => {
    if (!node.matched || node.kind === 'not') return;
    const name = node.selection ?? selection;
    for (const value of node.field?.matching ?? []) {
      const isKeyword = node.kind === 'keyword' || node.kind === 'keyword-regex';
      const matched = { selection: name, ...(isKeyword ? {} : { field: node.field?.name ?? '' }), value };
      found.set(JSON.stringify(matched), matched);
    }
    for (const child of node.children) visit(child, name);
  };
  visit(explain(rule, record), '');
  return [...found.values()];
}
