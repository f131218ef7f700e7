import type { Diagnostic, Span } from '../../core/diagnostic.ts';
import { digest } from '../../core/digest.ts';
import { suggest } from '../../core/suggest.ts';
import type { Match } from '../../ir/nodes.ts';
import { appliesTo, type LogSource, type Rule } from '../../ir/rule.ts';
import { walk } from '../../ir/walk.ts';
import { lowerDetection } from './detection.ts';
import { filterKeeps, filterReference, filterUnused, keyMissing, wrongType } from './diagnostics.ts';
import { describe, get, type MapNode, type Node, scalarString } from './located.ts';
import { readId, readLogsource, readTitle } from './metadata.ts';
import type { Lowering } from './selection.ts';

/** A filter document that was read; it is lowered anew for each rule, because field names depend on the log source. */
export interface Filter {
  readonly kind: 'filter';
  readonly id?: string;
  readonly title: string;
  readonly logsource: LogSource;
  /** Ids, names or titles of rules, or every rule of the log source. */
  readonly rules: 'any' | readonly { readonly reference: string; readonly at: Span }[];
  readonly body: MapNode;
  readonly at: Span;
}

/** What was done with a filter, for people. */
export interface AppliedFilter {
  readonly id?: string;
  readonly title: string;
  readonly source: { readonly path: string; readonly line: number };
  /** The ids of the rules that it changes. */
  readonly rules: readonly string[];
}

/** Reads a filter document and checks its body once. Returns undefined after an error, which has been reported. */
export function readFilter(
  root: MapNode,
  at: Span,
  lowering: Omit<Lowering, 'logsource'>,
): Filter | undefined {
  const { report } = lowering;
  const title = readTitle(root, 'the filter', report);
  const id = readId(root, report);
  const logsource = readLogsource(root, 'the filter', report);
  const body = get(root, 'filter');
  if (body?.kind !== 'map') {
    if (body) report(wrongType('filter', 'a map', describe(body), body.at));
    return undefined;
  }
  const rules = readReferences(body, report);
  const lowered = lowerDetection(body, 'the filter', { ...lowering, logsource: logsource ?? {} }, ['rules']);
  if (title === undefined || !logsource || !rules || !lowered) return undefined;
  if (!mentionsNot(lowered.condition)) report(filterKeeps(get(body, 'condition')?.at ?? body.at));
  return { kind: 'filter', ...(id ? { id } : {}), title, logsource, rules, body, at };
}

function readReferences(
  body: MapNode,
  report: (diagnostic: Diagnostic) => void,
): Filter['rules'] | undefined {
  const node = get(body, 'rules');
  if (!node) {
    report(keyMissing('the filter', 'rules', body.at));
    return undefined;
  }
  if (scalarString(node) === 'any') return 'any';
  const items: readonly Node[] = node.kind === 'list' ? node.items : [node];
  const references = items.flatMap((item) => {
    const reference = scalarString(item);
    if (reference !== undefined) return [{ reference, at: item.at }];
    report(wrongType('rules', 'a list of rule ids or names, or any', describe(item), item.at));
    return [];
  });
  if (references.length < items.length) return undefined;
  return references.length === 0 ? 'any' : references;
}

function mentionsNot(condition: Match): boolean {
  let found = false;
  walk(condition, (node) => {
    found ||= node.kind === 'not';
  });
  return found;
}

/**
 * Applies the filters: a filtered rule is `(rule) and (filter)`, several filters are several `and`s (pySigma). A rule
 * is filtered when it is named, or all are, and the filter's log source contains the rule's.
 */
export function applyFilters(
  rules: readonly Rule[],
  filters: readonly Filter[],
  lowering: Omit<Lowering, 'logsource'>,
): { rules: Rule[]; applied: AppliedFilter[] } {
  const { report } = lowering;
  const result = [...rules];
  const applied: AppliedFilter[] = [];
  for (const filter of filters) {
    const changed: string[] = [];
    for (const index of targets(filter, rules, report)) {
      const rule = result[index];
      const filtered = rule && withFilter(rule, filter, { ...lowering, report: () => {} });
      if (!filtered) continue;
      result[index] = filtered;
      changed.push(filtered.id);
    }
    if (changed.length === 0) report(filterUnused(filter.title, filter.at));
    const { id, title, at } = filter;
    applied.push({ ...(id ? { id } : {}), title, source: { path: at.file, line: at.line }, rules: changed });
  }
  return { rules: result, applied };
}

/** The indices of the rules that the filter is for. */
function targets(filter: Filter, rules: readonly Rule[], report: (diagnostic: Diagnostic) => void): number[] {
  const fits = (rule: Rule): boolean => appliesTo(filter.logsource, rule.logsource);
  if (filter.rules === 'any') return rules.flatMap((rule, index) => (fits(rule) ? [index] : []));
  const chosen = new Set<number>();
  for (const { reference, at } of filter.rules) {
    let named = indices(rules, (rule) => rule.id === reference || rule.name === reference);
    if (named.length === 0) {
      named = indices(rules, (rule) => rule.title === reference);
      if (named.length > 0) report(filterReference(reference, 'which is a title: use its id or name', at));
    }
    const near = suggest(
      reference,
      rules.flatMap(({ id, name }) => (name ? [id, name] : [id])),
    );
    if (named.length === 0) report(filterReference(reference, 'which is not loaded', at, near));
    for (const index of named) {
      const rule = rules[index];
      if (rule && fits(rule)) chosen.add(index);
      else report(filterReference(reference, 'whose log source is another one', at));
    }
  }
  return [...chosen].sort((a, b) => a - b);
}

function indices(rules: readonly Rule[], test: (rule: Rule) => boolean): number[] {
  return rules.flatMap((rule, index) => (test(rule) ? [index] : []));
}

function withFilter(rule: Rule, filter: Filter, lowering: Omit<Lowering, 'logsource'>): Rule | undefined {
  const lowered = lowerDetection(filter.body, 'the filter', { ...lowering, logsource: rule.logsource }, [
    'rules',
  ]);
  if (!lowered) return undefined;
  const label = filter.id ?? filter.title;
  const taken = new Set(rule.selections.map(({ name }) => name));
  const names = new Map<string, string>();
  for (const { name } of lowered.selections) {
    let fresh = `${label}/${name}`;
    while (taken.has(fresh)) fresh += "'";
    taken.add(fresh);
    names.set(name, fresh);
  }
  const selections = lowered.selections.map(({ name, match }) => ({
    name: names.get(name) ?? name,
    match,
    filter: label,
  }));
  const condition: Match = { kind: 'and', items: [rule.condition, rename(lowered.condition, names)] };
  // The filter changes what the rule says, so its digest; the id stays.
  const filtered: Rule = {
    ...rule,
    selections: [...rule.selections, ...selections],
    condition,
    digest: digest(rule.digest, JSON.stringify([selections, condition])),
  };
  const place = lowering.spans.get(rule);
  if (place) lowering.spans.set(filtered, place);
  return filtered;
}

function rename(node: Match, names: ReadonlyMap<string, string>): Match {
  if (node.kind === 'selection') return { kind: 'selection', name: names.get(node.name) ?? node.name };
  if (node.kind === 'quantified')
    return { ...node, names: node.names.map((name) => names.get(name) ?? name) };
  if (node.kind === 'not') return { kind: 'not', item: rename(node.item, names) };
  if (node.kind === 'and' || node.kind === 'or') {
    return { kind: node.kind, items: node.items.map((item) => rename(item, names)) };
  }
  return node;
}
