import type { Diagnostic, Span } from '../../core/diagnostic.ts';
import type { Field, Match } from '../../ir/nodes.ts';
import type { LogSource } from '../../ir/rule.ts';
import { aliasField } from './aliases.ts';
import {
  allSingle,
  base64offsetAlone,
  fieldName,
  modifierConflict,
  selectionEmpty,
  valuesEmpty,
  wrongType,
} from './diagnostics.ts';
import { limits } from './limits.ts';
import { describe, type Entry, type Node, type ScalarNode } from './located.ts';
import { type Chain, readModifiers } from './modifiers.ts';
import type { Placeholders } from './parameters.ts';
import { type Spans, within } from './spans.ts';
import { lowerValue, type Target } from './value.ts';

export interface Lowering {
  readonly logsource: LogSource;
  readonly placeholders: Placeholders;
  readonly spans: Spans;
  /** Fields whose name was repaired, with the place of the name. */
  readonly repaired: Map<Field, Span>;
  readonly report: (diagnostic: Diagnostic) => void;
}

/**
 * Lowers one search identifier: a map (all items), a list (any element; scalars are keywords) or a scalar (one
 * keyword). Returns undefined after an error, which has been reported; all errors of the selection are.
 */
export function lowerSelection(name: string, node: Node, lowering: Lowering): Match | undefined {
  if (node.kind === 'map') {
    if (node.entries.length === 0) return refuse(lowering, selectionEmpty(name, node.at));
    return join(
      'and',
      node.entries.map((item) => lowerItem(item, lowering)),
    );
  }
  if (node.kind === 'list') {
    if (node.items.length === 0) return refuse(lowering, selectionEmpty(name, node.at));
    return join(
      'or',
      node.items.map((item) => lowerElement(name, item, lowering)),
    );
  }
  if (node.value === null) return refuse(lowering, selectionEmpty(name, node.at));
  return lowerElement(name, node, lowering);
}

function lowerElement(name: string, node: Node, lowering: Lowering): Match | undefined {
  if (node.kind === 'map') return lowerSelection(name, node, lowering);
  if (node.kind === 'list') {
    return refuse(lowering, wrongType(name, 'a list of maps and keywords', 'a list of lists', node.at));
  }
  if (node.value === null || node.value === '') {
    return refuse(lowering, wrongType(name, 'a list of maps and keywords', describe(node), node.at));
  }
  const chain = readModifiers([], () => node.at, lowering.report);
  return chain && lowerValues([node], undefined, chain, node.at, lowering);
}

function lowerItem({ key, keyAt, value }: Entry, lowering: Lowering): Match | undefined {
  const [name = '', ...names] = key.split('|');
  const offsets = names.map((_name, index) => key.length - names.slice(index).join('|').length);
  const place = (index: number): Span =>
    within(keyAt, key, offsets[index] ?? 0, names[index]?.length ?? key.length);
  const chain = readModifiers(names, place, lowering.report);
  if (!chain || !checkField(name, chain, keyAt, lowering)) return undefined;
  const values = scalars(key, value, lowering);
  if (!values) return undefined;
  checkChain(chain, values, keyAt, lowering);
  return lowerValues(values, fieldFor(name, keyAt, lowering), chain, keyAt, lowering);
}

function checkField(name: string, chain: Chain, at: Span, { report }: Lowering): boolean {
  if (name === '') {
    if (chain.kind === 'value' || chain.kind === 'regex') return true;
    report(modifierConflict(`'${chain.kind}' needs a field: it cannot test keywords`, at));
    return false;
  }
  if (name.split('.').length <= limits.fieldDepth) return true;
  report(fieldName(name.slice(0, 80), `has more than ${limits.fieldDepth} parts`, at));
  return false;
}

function fieldFor(name: string, at: Span, { logsource, repaired }: Lowering): Field | undefined {
  if (name === '') return undefined;
  const aliased = aliasField(name, logsource);
  if (aliased.repaired) repaired.set(aliased.field, at);
  return aliased.field;
}

function scalars(key: string, value: Node, lowering: Lowering): ScalarNode[] | undefined {
  if (value.kind === 'scalar') return [value];
  if (value.kind === 'map')
    return refuse(lowering, wrongType(key, 'a value or a list of values', 'a map', value.at));
  if (value.items.length === 0) return refuse(lowering, valuesEmpty(key, value.at));
  const wrong = value.items.filter((item) => item.kind !== 'scalar');
  for (const item of wrong)
    lowering.report(wrongType(key, 'a value or a list of values', describe(item), item.at));
  return wrong.length > 0 ? undefined : (value.items as ScalarNode[]);
}

function checkChain(chain: Chain, values: readonly ScalarNode[], at: Span, { report }: Lowering): void {
  if (chain.all && !chain.expand && values.length === 1) report(allSingle(at));
  if (chain.encodings.includes('base64offset') && !chain.explicitOp) report(base64offsetAlone(at));
}

function lowerValues(
  values: readonly ScalarNode[],
  field: Field | undefined,
  chain: Chain,
  key: Span,
  lowering: Lowering,
): Match | undefined {
  const { logsource, placeholders, report, spans } = lowering;
  const target: Target = { ...(field ? { field } : {}), chain, logsource, placeholders, report };
  const tests = values.map((value) => {
    const expanded = lowerValue(value, target);
    for (const test of expanded ?? []) spans.set(test, { key, value: value.at });
    return expanded && join(linking(chain, expanded), expanded);
  });
  const match = join(chain.all ? 'and' : 'or', tests);
  return match && chain.neq ? { kind: 'not', item: match } : match;
}

/**
 * What an encoding makes of one value are alternatives. Those of a configured list are as if they were written one by one:
 * `all` asks for every one of them, and of none there is none to hold.
 */
function linking({ all, expand, encodings }: Chain, expanded: readonly Match[]): 'and' | 'or' {
  return all && expand && encodings.length === 0 && expanded.length > 0 ? 'and' : 'or';
}

/** One item stands for itself; one that failed fails the whole. */
function join(kind: 'and' | 'or', items: readonly (Match | undefined)[]): Match | undefined {
  const good = items.filter((item) => item !== undefined);
  if (good.length < items.length) return undefined;
  const [only] = good;
  return good.length === 1 && only ? only : { kind, items: good };
}

function refuse(lowering: Lowering, diagnostic: Diagnostic): undefined {
  lowering.report(diagnostic);
  return undefined;
}
