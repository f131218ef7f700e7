import type { Diagnostic, Span } from '../../core/diagnostic.ts';
import { report } from './diagnostic-codes.ts';

export const parameterDeclaration = (message: string, at: Span): Diagnostic => report.parameter(message, at);

export const parameterTarget = (
  name: string,
  sets: string,
  section: string,
  at: Span,
  help: string,
): Diagnostic =>
  report.parameter(
    `the parameter '${name}' sets '${sets}', which is no number or timespan of the ${section}`,
    at,
    help,
  );

export const parameterValue = (
  name: string,
  expected: string,
  found: string,
  at: Span,
  use: { readonly sets: string; readonly rule: string; readonly at: Span },
): Diagnostic => ({
  ...report.parameter(`the parameter '${name}' has to be ${expected}, not ${found}`, at),
  notes: [{ message: `it sets \`${use.sets}\` of '${use.rule}'`, at: use.at }],
});

export const parameterDiffers = (name: string, at: Span, other: Span): Diagnostic => ({
  ...report.parameterDiffers(
    `the parameter '${name}' stands for something else in another rule`,
    at,
    'Give it the same value in both, or another name.',
  ),
  notes: [{ message: 'the other rule is here', at: other }],
});

export const attributeKey = (
  where: string,
  key: string,
  known: readonly string[],
  at: Span,
  near?: string,
): Diagnostic =>
  report.attribute(
    `unknown key '${key}' under \`${where}\``,
    at,
    near ? `Did you mean '${near}'?` : `Known are ${known.join(', ')}.`,
  );
