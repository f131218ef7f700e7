import type { Diagnostic, Span } from '../../core/diagnostic.ts';
import { suggest } from '../../core/suggest.ts';
import type { Field, Leaf } from '../../ir/nodes.ts';
import { couldMatch, verdictOf } from '../../ir/partial.ts';
import { printMatch, printPattern } from '../../ir/print.ts';
import type { LogSource, Rule } from '../../ir/rule.ts';
import { fieldsOf, leaves } from '../../ir/walk.ts';
import {
  lintFieldUnknown,
  lintNeverMatches,
  lintSourceUnknown,
  lintValueUnknown,
} from './lint-diagnostics.ts';
import type { LoadOptions, LocatedLoad } from './load.ts';
import { rawFields } from './raw-fields.ts';

/** The operation catalogue, as far as lint needs it. */
export type OperationLookup = (
  product: string,
  operation: string,
) => { readonly techniques: readonly string[] } | undefined;

export interface LintOptions extends LoadOptions {
  readonly operations?: OperationLookup;
  /**
   * The field names that records of a log source have: a name covers everything below it. Undefined: the names at the
   * top of raw AWS, Azure and Google Cloud records, and of other products none can be told.
   */
  readonly fields?: (logsource: LogSource) => readonly string[] | undefined;
  /** The fields of a log source that have one of a few values only, with these; they have no fields below them. */
  readonly values?: (logsource: LogSource) => ReadonlyMap<string, readonly string[]> | undefined;
}

/** What a check of lint is given. */
export interface Context {
  readonly load: LocatedLoad;
  readonly options: LintOptions;
  readonly report: (diagnostic: Diagnostic) => void;
}

/** The products that records of a hunt can be of. */
const products = ['aws', 'azure', 'gcp', 'm365'];

/** A rule for a product whose records no hunt reads. */
export function lintSource(rule: Rule, context: Context): void {
  const { product } = rule.logsource;
  if (product === undefined || products.includes(product)) return;
  context.report(lintSourceUnknown(product, placeOf(rule, context), suggest(product, products)));
}

/** Fields that records of the log source do not have. */
export function lintFields(rule: Rule, context: Context): void {
  const known = context.options.fields?.(rule.logsource) ?? rawFields(rule.logsource);
  if (!known) return;
  const values = context.options.values?.(rule.logsource);
  const absent = new Map<string, readonly string[]>();
  for (const { leaf } of leaves(rule)) {
    for (const field of fieldsOf(leaf).filter((candidate) => !isKnown(candidate, known, values))) {
      for (const source of field.sources) absent.set(source.path, []);
      const at = context.load.spans.get(leaf)?.key ?? placeOf(rule, context);
      const { category, product, service } = rule.logsource;
      const source = [category, product, service].filter((part) => part !== undefined).join('/');
      context.report(lintFieldUnknown(field.name, source, at, suggest(field.name, known)));
    }
  }
  if (absent.size === 0 || couldMatch(rule, absent)) return;
  const names = [...new Set(absent.keys())].map((name) => `'${name}'`).join(', ');
  context.report(
    lintNeverMatches(`the rule can never match: records do not have ${names}`, placeOf(rule, context)),
  );
}

function isKnown(
  field: Field,
  known: readonly string[],
  values: ReadonlyMap<string, readonly string[]> | undefined,
): boolean {
  return field.sources.some(({ path }) =>
    known.some(
      (name) =>
        path === name || (path.startsWith(`${name}.`) && !values?.has(name)) || name.startsWith(`${path}.`),
    ),
  );
}

/** Tests that ask a field for a value that it never has. */
export function lintValues(rule: Rule, context: Context): void {
  const allowed = context.options.values?.(rule.logsource);
  if (!allowed) return;
  for (const { leaf } of leaves(rule)) {
    const [field] = fieldsOf(leaf);
    const values = field && allowed.get(field.name);
    if (!field || !values) continue;
    // Absent is possible, too: what asks for absence is no mistake.
    const known = new Map(field.sources.map(({ path }) => [path, [...values, null]]));
    if (verdictOf({ ...rule, condition: leaf }, known) !== false) continue;
    const at = context.load.spans.get(leaf)?.value ?? placeOf(rule, context);
    const written = writtenValue(leaf);
    context.report(lintValueUnknown(field.name, written, values, at, suggest(written, values)));
  }
}

function writtenValue(leaf: Leaf): string {
  if (leaf.kind === 'string') return printPattern(leaf.pattern);
  if (leaf.kind === 'empty') return '';
  return leaf.kind === 'number' || leaf.kind === 'boolean' ? String(leaf.value) : printMatch(leaf);
}

/** Where to point for what is about the rule as a whole. */
export function placeOf(rule: Rule, { load }: Context): Span {
  return load.spans.get(rule)?.value ?? { file: rule.source.path, line: rule.source.line, column: 1 };
}
