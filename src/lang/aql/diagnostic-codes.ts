import type { Diagnostic, Severity, Span } from '../../core/diagnostic.ts';

/**
 * Code and severity of everything that is said about a query, in the order in which docs/reference/diagnostics.md lists
 * it; a test compares the two.
 */
export const codes = {
  tooLarge: ['AQL_TOO_LARGE', 'error'],
  tooDeep: ['AQL_TOO_DEEP', 'error'],
  tooManyErrors: ['AQL_TOO_MANY_ERRORS', 'error'],
  character: ['AQL_CHARACTER', 'error'],
  unclosed: ['AQL_UNCLOSED', 'error'],
  quotes: ['AQL_TYPOGRAPHIC_QUOTES', 'error'],
  syntax: ['AQL_SYNTAX', 'error'],
  clauseOrder: ['AQL_CLAUSE_ORDER', 'error'],
  clauseTwice: ['AQL_CLAUSE_TWICE', 'error'],
  trailing: ['AQL_TRAILING_TEXT', 'warning'],
  number: ['AQL_NUMBER', 'error'],
  unsupported: ['AQL_UNSUPPORTED', 'error'],
  functionUnknown: ['AQL_FUNCTION_UNKNOWN', 'error'],
  functionUnsupported: ['AQL_FUNCTION_UNSUPPORTED', 'error'],
  notAql: ['AQL_NOT_AQL', 'error'],
  arguments: ['AQL_ARGUMENTS', 'error'],
  columnUnknown: ['AQL_COLUMN_UNKNOWN', 'error'],
  aliasTwice: ['AQL_ALIAS_TWICE', 'warning'],
  aliasCycle: ['AQL_ALIAS_CYCLE', 'error'],
  type: ['AQL_TYPE', 'error'],
  condition: ['AQL_CONDITION', 'error'],
  constant: ['AQL_CONSTANT', 'error'],
  aggregatePlace: ['AQL_AGGREGATE_PLACE', 'error'],
  subQuery: ['AQL_SUB_QUERY', 'error'],
  regex: ['AQL_REGEX', 'error'],
  cidr: ['AQL_CIDR', 'error'],
  datePattern: ['AQL_DATE_PATTERN', 'error'],
  time: ['AQL_TIME', 'error'],
  session: ['AQL_SESSION', 'error'],
  collation: ['AQL_COLLATION', 'error'],
  reference: ['AQL_REFERENCE', 'error'],
  referenceFile: ['AQL_REFERENCE_FILE', 'error'],
  ignored: ['AQL_IGNORED', 'info'],
  numberAsText: ['AQL_NUMBER_AS_TEXT', 'info'],
  lintPrecedence: ['AQL_LINT_PRECEDENCE', 'warning'],
  lintUnbounded: ['AQL_LINT_UNBOUNDED', 'warning'],
  lintNull: ['AQL_LINT_NULL', 'warning'],
  lintNullDropped: ['AQL_LINT_NULL_DROPPED', 'warning'],
  lintColumnEmpty: ['AQL_LINT_COLUMN_EMPTY', 'warning'],
  lintProperty: ['AQL_LINT_PROPERTY', 'warning'],
  lintTextAsColumn: ['AQL_LINT_TEXT_AS_COLUMN', 'warning'],
  lintWrongId: ['AQL_LINT_WRONG_ID', 'warning'],
  lintSourceWide: ['AQL_LINT_SOURCE_WIDE', 'warning'],
  lintSourceNone: ['AQL_LINT_SOURCE_NONE', 'warning'],
  lintSourceMissing: ['AQL_LINT_SOURCE_MISSING', 'warning'],
  lintDatePattern: ['AQL_LINT_DATE_PATTERN', 'warning'],
  lintTimeColumn: ['AQL_LINT_TIME_COLUMN', 'info'],
  lintNameExclusion: ['AQL_LINT_NAME_EXCLUSION', 'warning'],
  lintSuccess: ['AQL_LINT_SUCCESS', 'warning'],
  lintNeverMatches: ['AQL_LINT_NEVER_MATCHES', 'warning'],
  lintPatternForeign: ['AQL_LINT_PATTERN_FOREIGN', 'warning'],
  lintPatternMisses: ['AQL_LINT_PATTERN_MISSES', 'warning'],
  lintReads: ['AQL_LINT_READS', 'warning'],
  lintChainStep: ['AQL_LINT_CHAIN_STEP', 'warning'],
  lintNoCorrelation: ['AQL_LINT_NO_CORRELATION', 'info'],
  lintOrder: ['AQL_LINT_ORDER', 'info'],
  lintLikeWithoutWildcard: ['AQL_LINT_LIKE_EXACT', 'info'],
} as const;

export type Code = keyof typeof codes;

/** A diagnostic of the catalogue. */
export function say(
  code: Code,
  message: string,
  at: Span | undefined,
  more: { readonly help?: string | undefined; readonly notes?: Diagnostic['notes'] | undefined } = {},
): Diagnostic {
  const [name, severity]: readonly [string, Severity] = codes[code];
  const { help, notes } = more;
  return {
    code: name,
    severity,
    message,
    ...(at ? { at } : {}),
    ...(notes && notes.length > 0 ? { notes } : {}),
    ...(help ? { help } : {}),
  };
}
