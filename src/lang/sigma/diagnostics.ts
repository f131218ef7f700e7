import type { Diagnostic, Span } from '../../core/diagnostic.ts';
import { codes, report } from './diagnostic-codes.ts';
import { limits } from './limits.ts';

/** These are accepted because public rules contain them; `strict` makes them errors. */
export const lenient: ReadonlySet<string> = new Set(
  Object.values(codes)
    .filter(([code, severity]) => severity === 'warning' && !code.includes('_LINT_'))
    .map(([code]) => code),
);

export const yamlSyntax = (message: string, at: Span, help?: string): Diagnostic =>
  report.yaml(message, at, help);

export const fileTooLarge = (file: string, size: number): Diagnostic =>
  report.fileTooLarge(`the file has ${size} characters; at most ${limits.file} are read`, {
    file,
    line: 1,
    column: 1,
  });

export const tooManyDocuments = (at: Span): Diagnostic =>
  report.tooManyDocuments(`the file has more than ${limits.documents} documents; the rest is not read`, at);

export const tooDeep = (at: Span): Diagnostic =>
  report.tooDeep(`nested deeper than ${limits.depth} levels`, at);

export const tooManyAliases = (at: Span): Diagnostic =>
  report.aliases(`YAML aliases add more than ${limits.aliasNodes} nodes`, at, 'Write the values out.');

export const documentType = (found: string, at: Span): Diagnostic =>
  report.type(
    `a rule file holds maps in YAML; this is ${found}`,
    at,
    'A rule begins with keys such as `title:` and `logsource:`.',
  );

export const documentKind = (found: string, at: Span): Diagnostic =>
  report.documentKind(
    `${found} is neither a rule, a filter nor a correlation`,
    at,
    'A rule has the key `detection`, a filter the key `filter`, a correlation the key `correlation`.',
  );

export const unknownAction = (action: string, at: Span, near?: string): Diagnostic =>
  report.action(
    `unknown collection action '${action}'`,
    at,
    near ? `Did you mean '${near}'?` : 'The actions are global, reset and repeat.',
  );

export const repeatWithoutRule = (at: Span): Diagnostic =>
  report.action('there is no earlier document that `action: repeat` could repeat', at);

export const keyMissing = (what: string, key: string, at: Span, near?: string): Diagnostic =>
  report.keyMissing(
    `${what} has no \`${key}\``,
    at,
    near ? `There is a key '${near}': did you mean '${key}'?` : undefined,
  );

export const wrongType = (what: string, expected: string, found: string, at: Span): Diagnostic =>
  report.type(`\`${what}\` has to be ${expected}, not ${found}`, at);

export const logsourceEmpty = (at: Span): Diagnostic =>
  report.logsourceEmpty(
    'the log source names no category, product or service',
    at,
    'Name at least one of them, for example `product: aws` and `service: cloudtrail`.',
  );

export const unknownLevel = (level: string, at: Span, near?: string): Diagnostic =>
  report.level(
    `unknown level '${level}'`,
    at,
    near ? `Did you mean '${near}'?` : 'The levels are informational, low, medium, high and critical.',
  );

export const detectionEmpty = (at: Span): Diagnostic =>
  report.detectionEmpty('the detection has no selection, only a condition', at);

export const selectionEmpty = (name: string, at: Span): Diagnostic =>
  report.selectionEmpty(`the selection '${name}' is empty`, at, 'It would match everything or nothing.');

export const selectionName = (name: string, at: Span): Diagnostic =>
  report.selectionName(
    `a condition cannot name the selection '${name}'`,
    at,
    'Names are made of the letters A to Z and a to z, digits, `_` and `-`.',
  );

export const valuesEmpty = (field: string, at: Span): Diagnostic =>
  report.valuesEmpty(`'${field}' has an empty list of values`, at, 'For "no value" write `null`.');

export const fieldName = (field: string, why: string, at: Span): Diagnostic =>
  report.fieldName(`the field name '${field}' ${why}`, at);

export const unknownModifier = (modifier: string, at: Span, near?: string): Diagnostic =>
  report.modifierUnknown(
    `unknown modifier '${modifier}'`,
    at,
    modifier === 'not' ? 'Use `neq`, or `not` in the condition.' : near && `Did you mean '${near}'?`,
  );

export const modifierConflict = (message: string, at: Span, help?: string): Diagnostic =>
  report.modifierConflict(message, at, help);

export const modifierValue = (modifier: string, expected: string, found: string, at: Span): Diagnostic =>
  report.modifierValue(`'${modifier}' takes ${expected}, not ${found}`, at);

export const regexSyntax = (reason: string, at: Span): Diagnostic =>
  report.regexSyntax(
    `the regular expression cannot be used: ${reason}`,
    at,
    'Regular expressions are RE2 syntax: linear time, no lookaround, no back-references.',
  );

export const regexTooLong = (length: number, at: Span): Diagnostic =>
  report.regexTooLong(
    `the regular expression has ${length} characters; at most ${limits.regex} are allowed`,
    at,
  );

export const invalidCidr = (value: string, at: Span): Diagnostic =>
  report.cidr(`'${value}' is not an IPv4 or IPv6 network`, at, 'Write for example `10.0.0.0/8`.');

export const unknownPlaceholder = (name: string, at: Span, near?: string): Diagnostic =>
  report.placeholderUnknown(
    `no values are configured for the placeholder '%${name}%'`,
    at,
    near
      ? `Did you mean '%${near}%'?`
      : `Give the values of '${name}' as a list in a parameters file (--parameters).`,
  );

/** A single value stands where `expand` wants a list. */
export const placeholderNoList = (name: string, found: string, at: Span, asked: Span): Diagnostic => ({
  ...report.placeholderUnknown(`the parameter '${name}' has to be a list of values, not '${found}'`, at),
  notes: [{ message: `the rule takes it as '%${name}%'`, at: asked }],
});

export const tooManyExpansions = (at: Span): Diagnostic =>
  report.placeholderTooMany(`the placeholders expand to more than ${limits.expansions} values`, at);

export const conditionSyntax = (message: string, at: Span, help?: string): Diagnostic =>
  report.conditionSyntax(message, at, help);

export const conditionTooLong = (at: Span): Diagnostic =>
  report.conditionTooLong(`the condition is longer than ${limits.condition} characters`, at);

export const conditionTooDeep = (at: Span): Diagnostic =>
  report.conditionTooDeep(`the condition is nested deeper than ${limits.conditionDepth} levels`, at);

export const conditionAggregation = (at: Span): Diagnostic =>
  report.conditionAggregation(
    'aggregation in a condition (`| count()`, `| near`) was removed from Sigma',
    at,
    'Write a correlation: type event_count, value_count or temporal, with `group-by` and `timespan`.',
  );

export const unknownIdentifier = (name: string, at: Span, near?: string): Diagnostic =>
  report.conditionIdentifier(
    `the condition names '${name}', which the detection does not define`,
    at,
    near && `Did you mean '${near}'?`,
  );

export const noIdentifiers = (pattern: string, at: Span, near?: string): Diagnostic =>
  report.conditionNone(
    `no selection matches '${pattern}'`,
    at,
    near
      ? `There is a selection '${near}'.`
      : "`them` and `*` leave out selections whose name starts with '_'.",
  );

export const extensionRefused = (what: string, at: Span): Diagnostic =>
  report.extension(`${what} is an extension of ours and refused in strict mode`, at);

export const conditionCase = (word: string, at: Span): Diagnostic =>
  report.conditionCase(`'${word}' is written in lower case in Sigma`, at, `Write '${word.toLowerCase()}'.`);

export const allSingle = (at: Span): Diagnostic =>
  report.allSingle('`all` has no effect on a single value', at, 'Remove the modifier, or give a list.');

export const base64offsetAlone = (at: Span): Diagnostic =>
  report.base64offsetAlone(
    '`base64offset` without `contains` compares with the whole value',
    at,
    'Write `base64offset|contains`.',
  );

export const existsForm = (value: string, at: Span): Diagnostic =>
  report.existsForm(`'${value}' is a string in YAML 1.2`, at, 'Write `true` or `false`.');

export const timeframeIgnored = (at: Span): Diagnostic =>
  report.timeframe(
    '`timeframe` has no effect without an aggregation',
    at,
    'Write a correlation with a `timespan`.',
  );

export const tagForm = (tag: string, at: Span, canonical: string | undefined): Diagnostic =>
  report.tagForm(
    `the tag '${tag}' is not in the form namespace.name`,
    at,
    canonical ? `Write '${canonical}'.` : 'Tags look like `attack.t1578.002` or `cve.2024-1234`.',
  );

export const dateForm = (date: string, at: Span): Diagnostic =>
  report.dateForm(`the date '${date}' is not in the form YYYY-MM-DD`, at);

export const relatedForm = (type: string, at: Span, near?: string): Diagnostic =>
  report.relatedForm(
    `unknown relation '${type}'`,
    at,
    near ? `Write '${near}'.` : 'The relations are derived, obsolete, merged, renamed and similar.',
  );

export const idForm = (id: string, at: Span): Diagnostic => report.idForm(`the id '${id}' is not a UUID`, at);

export const idDuplicate = (id: string, at: Span, other: Span): Diagnostic => ({
  ...report.idDuplicate(`the id '${id}' is used by another rule too`, at, 'Give each rule its own id.'),
  notes: [{ message: 'the other rule is here', at: other }],
});

export const unknownStatus = (status: string, at: Span, near?: string): Diagnostic =>
  report.status(`unknown status '${status}'`, at, near && `Did you mean '${near}'?`);

export const titleLong = (length: number, at: Span): Diagnostic =>
  report.titleLong(`the title has ${length} characters; Sigma allows 256`, at);

export const filterKeeps = (at: Span): Diagnostic =>
  report.filterKeeps(
    "the filter's condition has no `not`: it keeps only the events that it describes",
    at,
    'To exclude them write `condition: not selection`.',
  );

export const filterUnused = (title: string, at: Span): Diagnostic =>
  report.filterUnused(`the filter '${title}' applies to no rule`, at);

export const filterReference = (reference: string, why: string, at: Span, near?: string): Diagnostic =>
  report.filterReference(
    `the filter names the rule '${reference}', ${why}`,
    at,
    near && `Did you mean '${near}'?`,
  );
