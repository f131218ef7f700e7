import { compareDiagnostics, type Diagnostic } from '../../core/diagnostic.ts';
import type { Match } from '../../ir/nodes.ts';
import type { Rule } from '../../ir/rule.ts';
import { walk } from '../../ir/walk.ts';
import { findWitness, isOperation } from '../../ir/witness.ts';
import { describeSource } from './aliases.ts';
import { canonicalTechnique } from './attack.ts';
import type { SourceFile } from './documents.ts';
import {
  lintFieldRepaired,
  lintMetadata,
  lintNeverMatches,
  lintNoLiteral,
  lintTechnique,
  lintUnused,
} from './lint-diagnostics.ts';
import {
  type Context,
  type LintOptions,
  lintFields,
  lintSource,
  lintValues,
  placeOf,
} from './lint-fields.ts';
import { loadLocated } from './load.ts';

export type { LintOptions } from './lint-fields.ts';

/**
 * What loading the files says, and what is worth knowing about rules that load: unknown and repaired fields, values
 * that a field never has, log sources that no hunt feeds, rules that can never match, missing metadata, rules without a necessary literal, techniques that do not fit the operations,
 * selections that are not used. Each finding has its place.
 */
export function lintRules(files: readonly SourceFile[], options: LintOptions = {}): Diagnostic[] {
  const load = loadLocated(files, options);
  const found: Diagnostic[] = [];
  const context: Context = { load, options, report: (diagnostic) => found.push(diagnostic) };
  lintRepairs(context);
  for (const rule of load.rules) for (const check of checks) check(rule, context);
  const unique = new Map(
    [...load.diagnostics, ...found].map((one) => [JSON.stringify([one.code, one.at, one.message]), one]),
  );
  return [...unique.values()].sort(compareDiagnostics);
}

const checks: readonly ((rule: Rule, context: Context) => void)[] = [
  lintFields,
  lintValues,
  lintSource,
  lintCondition,
  lintRuleMetadata,
  lintLiteral,
  lintTechniques,
];

function lintRepairs({ load, report }: Context): void {
  for (const [field, at] of load.repaired) {
    const places = field.sources.filter((source) => source.kind !== 'path' || source.path !== field.name);
    if (places.length > 0) report(lintFieldRepaired(field.name, places.map(describeSource), at));
  }
}

/** More selections than this are not tried in every combination. */
const mostSelections = 12;

function lintCondition(rule: Rule, context: Context): void {
  const used = new Set<string>();
  let isExplained = false;
  walk(rule.condition, (node) => {
    if (node.kind === 'selection') used.add(node.name);
    if (node.kind !== 'quantified') return;
    for (const name of node.names) used.add(name);
    if (node.need === 'all' || node.need <= node.names.length) return;
    const there = node.names.length === 1 ? 'there is only one' : `there are only ${node.names.length}`;
    const why = `'${node.need} of ${node.pattern}' can never match: ${there}`;
    context.report(lintNeverMatches(why, placeOf(rule, context)));
    isExplained = true;
  });
  for (const selection of rule.selections) {
    const at = context.load.spans.get(selection)?.key;
    if (!used.has(selection.name) && at) context.report(lintUnused(selection.name, at));
  }
  const names = [...used];
  if (isExplained || names.length > mostSelections) return;
  for (let choice = 0; choice < 2 ** names.length; choice++) {
    const truth = new Set(names.filter((_name, index) => (choice >> index) % 2 === 1));
    if (decide(rule.condition, truth)) return;
  }
  const why = 'the rule can never match: the condition contradicts itself';
  context.report(lintNeverMatches(why, placeOf(rule, context)));
}

/** Whether the condition holds when exactly these selections do. */
function decide(node: Match, truth: ReadonlySet<string>): boolean {
  if (node.kind === 'and') return node.items.every((item) => decide(item, truth));
  if (node.kind === 'or') return node.items.some((item) => decide(item, truth));
  if (node.kind === 'not') return !decide(node.item, truth);
  if (node.kind === 'selection') return truth.has(node.name);
  if (node.kind !== 'quantified') return true;
  const count = node.names.filter((name) => truth.has(name)).length;
  return count >= (node.need === 'all' ? node.names.length : node.need);
}

function lintRuleMetadata(rule: Rule, context: Context): void {
  const missing = [
    rule.id === rule.digest ? 'id' : '',
    rule.status === undefined ? 'status' : '',
    rule.description === undefined ? 'description' : '',
    rule.author === undefined ? 'author' : '',
    rule.date === undefined ? 'date' : '',
    rule.references.length === 0 ? 'references' : '',
    rule.tags.length === 0 ? 'tags' : '',
    rule.falsepositives.length === 0 ? 'falsepositives' : '',
  ].filter((key) => key !== '');
  if (missing.length > 0) context.report(lintMetadata(missing, placeOf(rule, context)));
}

function lintLiteral(rule: Rule, context: Context): void {
  if (!findWitness(rule)) context.report(lintNoLiteral(placeOf(rule, context)));
}

/** A technique is reported when every operation of the rule is known and none of them has it (or its parent or child). */
function lintTechniques(rule: Rule, context: Context): void {
  const { operations } = context.options;
  const product = rule.logsource.product;
  const parts = findWitness(rule) ?? [];
  if (!operations || product === undefined || parts.length === 0) return;
  if (!parts.every(({ field }) => isOperation(field))) return;
  const names = parts.flatMap(({ literals }) => literals);
  const entries = names.map((name) => operations(product, name));
  if (entries.includes(undefined)) return;
  const fitting = [...new Set(entries.flatMap((entry) => entry?.techniques ?? []))].sort();
  const spans = context.load.spans.get(rule.tags)?.items ?? [];
  for (const [index, tag] of rule.tags.entries()) {
    const technique = canonicalTechnique(tag.replace(/^attack\./i, ''));
    if (!technique || fitting.some((one) => related(one, technique))) continue;
    const shown = names.length === 1 ? (names[0] ?? '') : `${names[0]} and ${names.length - 1} more`;
    context.report(lintTechnique(technique, shown, fitting, spans[index] ?? placeOf(rule, context)));
  }
}

function related(a: string, b: string): boolean {
  return a === b || a.startsWith(`${b}.`) || b.startsWith(`${a}.`);
}
