import type { Diagnostic, Span } from '../../core/diagnostic.ts';
import { suggest } from '../../core/suggest.ts';
import type { Match } from '../../ir/nodes.ts';
import { compilePattern } from '../../ir/pattern.ts';
import type { Selection } from '../../ir/rule.ts';
import { type Condition, parseCondition } from './condition.ts';
import {
  detectionEmpty,
  keyMissing,
  noIdentifiers,
  selectionName,
  timeframeIgnored,
  unknownIdentifier,
  wrongType,
} from './diagnostics.ts';
import { describe, type Entry, entry, get, type MapNode, type Node, type ScalarNode } from './located.ts';
import { type Lowering, lowerSelection } from './selection.ts';
import { within } from './spans.ts';
import { parseString } from './string-pattern.ts';

export interface Detection {
  readonly selections: readonly Selection[];
  readonly condition: Match;
}

/** Keys of a detection (and of a filter's body) that are no search identifiers. */
const reserved = new Set(['condition', 'timeframe']);

/**
 * Lowers a detection: its selections, then its condition with every name and pattern resolved to selections. A list of
 * conditions is one `or`. `skip` names further keys that are no selections. Returns undefined after an error.
 */
export function lowerDetection(
  node: MapNode,
  what: string,
  lowering: Lowering,
  skip: readonly string[] = [],
): Detection | undefined {
  const { report } = lowering;
  const entries = node.entries.filter(({ key }) => !reserved.has(key) && !skip.includes(key));
  const timeframe = entry(node, 'timeframe');
  if (timeframe) report(timeframeIgnored(timeframe.keyAt));
  if (entries.length === 0) report(detectionEmpty(node.at));
  const selections: Selection[] = [];
  for (const { key, keyAt, value } of entries) {
    const match = lowerSelection(key, value, lowering);
    if (!match) continue;
    const selection = { name: key, match };
    lowering.spans.set(selection, { key: keyAt, value: value.at });
    selections.push(selection);
  }
  const condition = lowerConditions(node, what, entries, report);
  return condition && entries.length > 0 && selections.length === entries.length
    ? { selections, condition }
    : undefined;
}

function lowerConditions(
  node: MapNode,
  what: string,
  selections: readonly Entry[],
  report: (diagnostic: Diagnostic) => void,
): Match | undefined {
  const written = get(node, 'condition');
  if (!written) {
    const near = suggest(
      'condition',
      node.entries.map(({ key }) => key),
    );
    report(keyMissing(what, 'condition', node.at, near));
    return undefined;
  }
  const texts = conditionTexts(written, report);
  const lowered = texts?.map((text) => lowerCondition(text, selections, report));
  if (!lowered || lowered.includes(undefined)) return undefined;
  const items = lowered.filter((item) => item !== undefined);
  const [only] = items;
  return items.length === 1 ? only : { kind: 'or', items };
}

function conditionTexts(node: Node, report: (diagnostic: Diagnostic) => void): ScalarNode[] | undefined {
  const items = node.kind === 'list' ? node.items : [node];
  const wrong = items.filter((item) => item.kind !== 'scalar' || item.value === null);
  for (const item of wrong)
    report(wrongType('condition', 'a string or a list of strings', describe(item), item.at));
  if (items.length === 0)
    report(wrongType('condition', 'a string or a list of strings', 'an empty list', node.at));
  return wrong.length > 0 || items.length === 0 ? undefined : (items as ScalarNode[]);
}

function lowerCondition(
  { value, at }: ScalarNode,
  selections: readonly Entry[],
  report: (diagnostic: Diagnostic) => void,
): Match | undefined {
  const text = String(value);
  const span = (offset: number, length: number): Span => within(at, text, offset, length);
  const found: Diagnostic[] = [];
  const parsed = parseCondition(text, span, (diagnostic) => found.push(diagnostic));
  // What is wrong is the name, not the place in the condition where it stops being one.
  const unnameable = parsed ? [] : selections.filter(({ key }) => !nameable.test(key) && text.includes(key));
  if (unnameable.length > 0) for (const { key, keyAt } of unnameable) report(selectionName(key, keyAt));
  else for (const diagnostic of found) report(diagnostic);
  const names = selections.map(({ key }) => key);
  return parsed && resolve(parsed, names, report);
}

const nameable = /^[\w-]+$/;

function resolve(
  condition: Condition,
  names: readonly string[],
  report: (diagnostic: Diagnostic) => void,
): Match | undefined {
  if (condition.kind === 'name') {
    if (names.includes(condition.name)) return { kind: 'selection', name: condition.name };
    report(unknownIdentifier(condition.name, condition.at, suggest(condition.name, names)));
    return undefined;
  }
  if (condition.kind === 'of') {
    const { need, pattern, at } = condition;
    const chosen = choose(pattern, names);
    if (chosen.length > 0) return { kind: 'quantified', need, pattern, names: chosen };
    report(noIdentifiers(pattern, at, suggest(pattern.replaceAll('*', ''), names)));
    return undefined;
  }
  if (condition.kind === 'not') {
    const item = resolve(condition.item, names, report);
    return item && { kind: 'not', item };
  }
  const items = condition.items.map((item) => resolve(item, names, report));
  const good = items.filter((item) => item !== undefined);
  return good.length === items.length ? { kind: condition.kind, items: good } : undefined;
}

/** `them` and patterns leave out names that start with `_`, unless the pattern starts with `_` itself (pySigma). */
function choose(pattern: string, names: readonly string[]): string[] {
  const glob = pattern === 'them' ? '*' : pattern;
  const hidden = glob.startsWith('_');
  const matches = compilePattern(parseString(glob));
  return names.filter((name) => (hidden || !name.startsWith('_')) && matches(name));
}
