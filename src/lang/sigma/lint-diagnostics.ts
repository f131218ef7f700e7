import type { Diagnostic, Span } from '../../core/diagnostic.ts';
import { report } from './diagnostic-codes.ts';

export const lintFieldUnknown = (field: string, source: string, at: Span, near?: string): Diagnostic =>
  report.lintFieldUnknown(
    `records of ${source} have no field '${field}'`,
    at,
    near && `Did you mean '${near}'?`,
  );

export const lintFieldRepaired = (field: string, places: readonly string[], at: Span): Diagnostic =>
  report.lintFieldRepaired(
    `'${field}' is not a field of raw records: it is read from ${places.join(', then ')}`,
    at,
  );

export const lintNeverMatches = (why: string, at: Span, help?: string): Diagnostic =>
  report.lintNeverMatches(why, at, help);

export const lintValueUnknown = (
  field: string,
  value: string,
  allowed: readonly string[],
  at: Span,
  near?: string,
): Diagnostic =>
  report.lintNeverMatches(
    `'${field}' is never '${value}'`,
    at,
    near === undefined ? `It is one of ${allowed.join(', ')}.` : `Did you mean '${near}'?`,
  );

export const lintSourceUnknown = (product: string, at: Span, near?: string): Diagnostic =>
  report.lintSourceUnknown(
    `no hunt reads records of the product '${product}', so the rule is never tried`,
    at,
    near && `Did you mean '${near}'?`,
  );

export const lintMetadata = (missing: readonly string[], at: Span): Diagnostic =>
  report.lintMetadata(`the rule has no ${missing.join(', ')}`, at);

export const lintNoLiteral = (at: Span): Diagnostic =>
  report.lintNoLiteral(
    'no exact value has to occur for this rule to match, so it is tried on every record',
    at,
    'Compare the operation with exact values where that is possible.',
  );

export const lintTechnique = (
  technique: string,
  operation: string,
  fitting: readonly string[],
  at: Span,
): Diagnostic =>
  report.lintTechnique(
    `${technique} is not a technique of '${operation}'`,
    at,
    fitting.length > 0 ? `Known for it: ${fitting.join(', ')}.` : undefined,
  );

export const lintUnused = (name: string, at: Span): Diagnostic =>
  report.lintUnused(`the condition does not use the selection '${name}'`, at);
