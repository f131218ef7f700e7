import type { Diagnostic, Severity, Span } from '../../core/diagnostic.ts';

/**
 * The codes of the Sigma front end. They are listed in docs/reference/diagnostics.md; a test compares
 * the two. A message names the wrong thing and what was expected; `help` says what to write instead.
 */
const make =
  (code: string, severity: Severity) =>
  (message: string, at: Span | undefined, help?: string): Diagnostic => ({
    code,
    severity,
    message,
    ...(at ? { at } : {}),
    ...(help ? { help } : {}),
  });

/** Code and severity of every diagnostic. */
export const codes = {
  yaml: ['SIGMA_YAML_SYNTAX', 'error'],
  fileTooLarge: ['SIGMA_FILE_TOO_LARGE', 'error'],
  tooManyDocuments: ['SIGMA_TOO_MANY_DOCUMENTS', 'error'],
  tooDeep: ['SIGMA_TOO_DEEP', 'error'],
  aliases: ['SIGMA_YAML_ALIASES', 'error'],
  documentKind: ['SIGMA_DOCUMENT_KIND', 'error'],
  action: ['SIGMA_ACTION', 'error'],
  keyMissing: ['SIGMA_KEY_MISSING', 'error'],
  type: ['SIGMA_TYPE', 'error'],
  logsourceEmpty: ['SIGMA_LOGSOURCE_EMPTY', 'error'],
  level: ['SIGMA_LEVEL', 'error'],
  detectionEmpty: ['SIGMA_DETECTION_EMPTY', 'error'],
  selectionEmpty: ['SIGMA_SELECTION_EMPTY', 'error'],
  selectionName: ['SIGMA_SELECTION_NAME', 'error'],
  valuesEmpty: ['SIGMA_VALUES_EMPTY', 'error'],
  fieldName: ['SIGMA_FIELD_NAME', 'error'],
  modifierUnknown: ['SIGMA_MODIFIER_UNKNOWN', 'error'],
  modifierConflict: ['SIGMA_MODIFIER_CONFLICT', 'error'],
  modifierValue: ['SIGMA_MODIFIER_VALUE', 'error'],
  regexSyntax: ['SIGMA_REGEX_SYNTAX', 'error'],
  regexTooLong: ['SIGMA_REGEX_TOO_LONG', 'error'],
  cidr: ['SIGMA_CIDR', 'error'],
  placeholderUnknown: ['SIGMA_PLACEHOLDER_UNKNOWN', 'error'],
  placeholderTooMany: ['SIGMA_PLACEHOLDER_TOO_MANY', 'error'],
  parameter: ['SIGMA_PARAMETER', 'error'],
  conditionSyntax: ['SIGMA_CONDITION_SYNTAX', 'error'],
  conditionTooLong: ['SIGMA_CONDITION_TOO_LONG', 'error'],
  conditionTooDeep: ['SIGMA_CONDITION_TOO_DEEP', 'error'],
  conditionAggregation: ['SIGMA_CONDITION_AGGREGATION', 'error'],
  conditionIdentifier: ['SIGMA_CONDITION_IDENTIFIER', 'error'],
  conditionNone: ['SIGMA_CONDITION_NONE', 'error'],
  extension: ['SIGMA_EXTENSION', 'error'],
  correlationType: ['SIGMA_CORRELATION_TYPE', 'error'],
  correlationTimespan: ['SIGMA_CORRELATION_TIMESPAN', 'error'],
  correlationCondition: ['SIGMA_CORRELATION_CONDITION', 'error'],
  correlationReference: ['SIGMA_CORRELATION_REFERENCE', 'error'],
  correlationCycle: ['SIGMA_CORRELATION_CYCLE', 'error'],
  correlationAlias: ['SIGMA_CORRELATION_ALIAS', 'error'],
  correlationGroup: ['SIGMA_CORRELATION_GROUP', 'warning'],
  correlationTitle: ['SIGMA_CORRELATION_TITLE', 'warning'],
  correlationTimeframe: ['SIGMA_CORRELATION_TIMEFRAME', 'warning'],
  conditionCase: ['SIGMA_CONDITION_CASE', 'warning'],
  allSingle: ['SIGMA_ALL_SINGLE', 'warning'],
  base64offsetAlone: ['SIGMA_BASE64OFFSET_ALONE', 'warning'],
  existsForm: ['SIGMA_EXISTS_FORM', 'warning'],
  timeframe: ['SIGMA_TIMEFRAME', 'warning'],
  tagForm: ['SIGMA_TAG_FORM', 'warning'],
  dateForm: ['SIGMA_DATE_FORM', 'warning'],
  relatedForm: ['SIGMA_RELATED_FORM', 'warning'],
  idForm: ['SIGMA_ID_FORM', 'warning'],
  idDuplicate: ['SIGMA_ID_DUPLICATE', 'warning'],
  status: ['SIGMA_STATUS', 'warning'],
  attribute: ['SIGMA_ATTRIBUTE', 'warning'],
  parameterDiffers: ['SIGMA_PARAMETER_DIFFERS', 'warning'],
  titleLong: ['SIGMA_TITLE_LONG', 'warning'],
  filterKeeps: ['SIGMA_FILTER_KEEPS', 'warning'],
  filterUnused: ['SIGMA_FILTER_UNUSED', 'warning'],
  filterReference: ['SIGMA_FILTER_REFERENCE', 'warning'],
  lintFieldUnknown: ['SIGMA_LINT_FIELD_UNKNOWN', 'warning'],
  lintFieldRepaired: ['SIGMA_LINT_FIELD_REPAIRED', 'info'],
  lintNeverMatches: ['SIGMA_LINT_NEVER_MATCHES', 'warning'],
  lintSourceUnknown: ['SIGMA_LINT_SOURCE_UNKNOWN', 'info'],
  lintMetadata: ['SIGMA_LINT_METADATA', 'info'],
  lintNoLiteral: ['SIGMA_LINT_NO_LITERAL', 'info'],
  lintTechnique: ['SIGMA_LINT_TECHNIQUE', 'warning'],
  lintUnused: ['SIGMA_LINT_UNUSED', 'warning'],
} as const;

/** Makes the diagnostic of each code. */
export const report: { readonly [K in keyof typeof codes]: ReturnType<typeof make> } = Object.fromEntries(
  Object.entries(codes).map(([name, [code, severity]]) => [name, make(code, severity)]),
) as { readonly [K in keyof typeof codes]: ReturnType<typeof make> };
