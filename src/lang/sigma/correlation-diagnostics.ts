import type { Diagnostic, Span } from '../../core/diagnostic.ts';
import { correlationTypes } from '../../ir/correlation.ts';
import { report } from './diagnostic-codes.ts';

export { extensionRefused, keyMissing, wrongType } from './diagnostics.ts';

export const correlationType = (type: string, at: Span, near?: string): Diagnostic =>
  report.correlationType(
    `unknown correlation type '${type}'`,
    at,
    near ? `Did you mean '${near}'?` : `The types are ${correlationTypes.join(', ')}.`,
  );

export const correlationTimespan = (key: string, text: string, at: Span): Diagnostic =>
  report.correlationTimespan(
    `\`${key}\` has to be a number with a unit, not '${text}'`,
    at,
    'Write for example `30s`, `15m`, `24h` or `7d`.',
  );

export const correlationTimeframe = (at: Span): Diagnostic =>
  report.correlationTimeframe('a correlation has a `timespan`, not a `timeframe`', at, 'Write `timespan`.');

export const correlationCondition = (message: string, at: Span, help?: string): Diagnostic =>
  report.correlationCondition(message, at, help);

export const correlationReference = (reference: string, at: Span, near?: string): Diagnostic =>
  report.correlationReference(
    `the correlation names the rule '${reference}', which is not loaded`,
    at,
    near ? `Did you mean '${near}'?` : 'Refer to a rule by its `id` or `name`, and load its file too.',
  );

export const correlationTitle = (reference: string, at: Span): Diagnostic =>
  report.correlationTitle(
    `the correlation names the rule '${reference}' by its title`,
    at,
    'Use its `id` or `name`: titles change.',
  );

export const correlationAmbiguous = (reference: string, count: number, at: Span): Diagnostic =>
  report.correlationTitle(
    `${count} rules are called '${reference}'; the first one is taken`,
    at,
    'Refer to it by its `id`.',
  );

export const correlationCycle = (titles: readonly string[], at: Span): Diagnostic =>
  report.correlationCycle(`correlations refer to each other in a circle: ${titles.join(' → ')}`, at);

export const correlationRuleSet = (name: string, where: string, at: Span): Diagnostic =>
  report.correlationCondition(
    `'${name}' is not in ${where}: \`rules\` and the condition have to name the same rules`,
    at,
  );

export const correlationOrder = (at: Span): Diagnostic =>
  report.correlationCondition(
    'the condition of temporal_ordered has to be a sequence: rules joined by `and`, each alone or as alternatives joined by `or`',
    at,
    'For example `a and (b or c) and d`.',
  );

export const correlationAbsence = (at: Span): Diagnostic =>
  report.correlationCondition(
    'absence needs at least two rules: the first, and those of which none may follow',
    at,
  );

export const correlationAlias = (name: string, rule: string, at: Span): Diagnostic =>
  report.correlationAlias(`the alias '${name}' is for the rule '${rule}', which is not among \`rules\``, at);

export const correlationGroup = (field: string, inner: string, at: Span): Diagnostic =>
  report.correlationGroup(
    `the correlation '${inner}' does not group by '${field}': its findings have no such value`,
    at,
    `Add '${field}' to its \`group-by\`.`,
  );

/** @param kind what is refused */
export const idTaken = (
  kind: 'rule' | 'correlation',
  { id, at }: { readonly id: string; readonly at: Span },
  other: Span,
): Diagnostic => ({
  ...report.idDuplicate(
    `the id '${id}' is used already: the ${kind} is refused`,
    at,
    'Give each rule and each correlation its own id.',
  ),
  severity: 'error',
  notes: [{ message: 'it is used here', at: other }],
});

export const correlationLineage = (type: string, at: Span): Diagnostic =>
  report.correlationCondition(
    `\`group-by: [lineage]\` does not go with this ${type}: its windows are judged when they end`,
    at,
    'Group by fields, or use a condition that more events cannot make false (gt, gte).',
  );

export const correlationUnusual = (inner: string, at: Span): Diagnostic =>
  report.correlationCondition(
    `unusual looks at events of rules, and '${inner}' is a correlation`,
    at,
    'Refer to rules, and to this correlation from another one.',
  );
