import { type Handlers, handle, type KeywordTest, type Match, type StringTest } from '../../ir/nodes.ts';
import type { Rule } from '../../ir/rule.ts';
import { someLeaf } from '../../ir/texts.ts';
import {
  compileBoolean,
  compileCidr,
  compileEmpty,
  compileExists,
  compileFieldRef,
  compileKeywords,
  compileNull,
  compileNumber,
  compileStrings,
  compileTimestamp,
  onTexts,
  type Predicate,
} from './leaf.ts';
import { compileRegex } from './regex.ts';

interface Context {
  readonly rule: Rule;
  readonly selections: Map<string, Predicate>;
}

/**
 * Compiles a rule to a predicate over records: what runs. Fields, patterns and networks are planned once; a call only
 * runs closures. Nothing is generated as code, rules being untrusted. Equal to `evaluate` of the reference emitter.
 */
export function compile(rule: Rule): Predicate {
  return compileNode(rule.condition, { rule, selections: new Map() });
}

function compileNode(node: Match, context: Context): Predicate {
  return handle(compilers, node, context);
}

const compilers: Handlers<Predicate, [Context]> = {
  and: (node, context) => every(node.items.map((item) => compileNode(item, context))),
  or: (node, context) => some(compileAlternatives(node.items, context)),
  not: (node, context) => {
    const item = compileNode(node.item, context);
    return (record) => !item(record);
  },
  selection: (node, context) => selection(node.name, context),
  quantified: (node, context) => {
    const items = node.names.map((name) => selection(name, context));
    if (node.need === 'all') return every(items);
    return node.need === 1 ? some(items) : atLeast(items, node.need);
  },
  string: (node) => compileStrings(node.field, [node]),
  regex: (node) => onTexts(node.field, compileRegex(node.source, node.flags)),
  cidr: (node) => compileCidr(node),
  number: (node) => compileNumber(node),
  boolean: (node) => compileBoolean(node),
  null: (node) => compileNull(node.field),
  empty: (node) => compileEmpty(node.field),
  exists: (node) => compileExists(node.field, node.value),
  fieldref: (node) => compileFieldRef(node),
  timestamp: (node) => compileTimestamp(node),
  keyword: (node) => compileKeywords([node]),
  'keyword-regex': (node) => {
    const test = compileRegex(node.source, node.flags);
    return (record) => someLeaf(record, test);
  },
};

/** String tests of one field become one predicate, so that the field is read once; so do keywords. */
function compileAlternatives(items: readonly Match[], context: Context): Predicate[] {
  const strings = new Map<string, StringTest[]>();
  const keywords: KeywordTest[] = [];
  const others: Predicate[] = [];
  for (const item of items) {
    if (item.kind === 'keyword') {
      keywords.push(item);
    } else if (item.kind === 'string') {
      const key = JSON.stringify(item.field);
      const group = strings.get(key);
      if (group) group.push(item);
      else strings.set(key, [item]);
    } else {
      others.push(compileNode(item, context));
    }
  }
  const grouped = [...strings.values()].flatMap((tests) => {
    const [first] = tests;
    return first ? [compileStrings(first.field, tests)] : [];
  });
  return [...grouped, ...others, ...(keywords.length > 0 ? [compileKeywords(keywords)] : [])];
}

function selection(name: string, context: Context): Predicate {
  const known = context.selections.get(name);
  if (known) return known;
  const found = context.rule.selections.find((candidate) => candidate.name === name);
  const compiled: Predicate = found ? compileNode(found.match, context) : () => false;
  context.selections.set(name, compiled);
  return compiled;
}

function every(items: readonly Predicate[]): Predicate {
  const [first, second] = items;
  if (first && items.length === 1) return first;
  if (first && second && items.length === 2) return (record) => first(record) && second(record);
  return (record) => {
    for (const item of items) if (!item(record)) return false;
    return true;
  };
}

function some(items: readonly Predicate[]): Predicate {
  const [first, second] = items;
  if (first && items.length === 1) return first;
  if (first && second && items.length === 2) return (record) => first(record) || second(record);
  return (record) => {
    for (const item of items) if (item(record)) return true;
    return false;
  };
}

function atLeast(items: readonly Predicate[], need: number): Predicate {
  return (record) => {
    let count = 0;
    for (const item of items) if (item(record) && ++count >= need) return true;
    return false;
  };
}
