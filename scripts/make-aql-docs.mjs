// Writes docs/reference/aql.md from the vocabulary and the functions; --check only compares. Needs a build.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { aqlReference } from '../dist/lang/aql/reference-tables.js';

const target = `${fileURLToPath(new URL('..', import.meta.url))}docs/reference/aql.md`;
const { columns, properties, functions, aggregates, unsupported, notAql } = aqlReference;

const sources = { aws: 'AWS', azure: 'Azure', entra: 'Entra ID', gcp: 'Google' };
const cell = (text) => text.replaceAll('|', '\\|');
const table = (head, rows) =>
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.map(cell).join(' | ')} |`).join('\n');
const names = ({ name, also = [] }, quoted) =>
  [name, ...also].map((one) => (quoted ? `\`"${one}"\`` : `\`${one}\``)).join(', ');
const where = (given, otherwise) => {
  if (given === undefined) return otherwise;
  if (given.length === Object.keys(sources).length) return 'all';
  return given.map((one) => sources[one]).join(', ') || '–';
};

const page = `# AQL

Made by \`scripts/make-aql-docs.mjs\`. \`nephoscope query\` runs queries in the Ariel Query Language of IBM QRadar over audit logs: over
files, without a QRadar. Where IBM's documentation is silent the decision is listed below; \`--explain\` shows what a query
is understood as.

\`\`\`sh
nephoscope query "SELECT username, COUNT(*) FROM events GROUP BY username LAST 24 HOURS" logs/
nephoscope query -q hunt.aql logs/ --now 2026-03-01T12:00:00Z     # LAST counts from there
nephoscope query -q hunt.aql logs/ --all-times                    # whatever time the query asks for
nephoscope query -q hunt.aql --lint                               # what is wrong with it, and what it does not see
nephoscope query -q hunt.aql --fix                                # the query put right
nephoscope query -q hunt.aql logs/ --diff                         # run both, and show the rows that differ
\`\`\`

## Rows

A row of \`events\` is an Activity: several records of one operation (Azure's Started and Succeeded, Google's first and last) are one
row, copies are none. QRadar has a row for each record; \`SUM(eventcount)\` counts those. The same rows are asked whether the
events come from files or were stored. Native names are as the cloud writes them: \`RunInstances\`,
\`Microsoft.Compute/virtualMachines/write\`, \`v1.compute.instances.insert\`.

## The language

\`\`\`text
SELECT [DISTINCT] item, …  FROM events | ( query )  [INTO cursor]  [WHERE condition]  [GROUP BY expression, …]  [HAVING condition]
  [SESSION BY time expression, … [EXPLICIT] BEGIN condition [[EXPLICIT] END condition] [TIMEOUT ms] [TIMEWINDOW n unit]]
  [ORDER BY expression [ASC|DESC] [COLLATE 'tag'], …]  [LIMIT n]  [LAST n MINUTES|HOURS|DAYS | START t [STOP t]]  [PARAMETERS …]
\`\`\`

Tests: \`= == != <> < <= > >=\`, \`[NOT] LIKE\`, \`ILIKE\`, \`MATCHES\`, \`IMATCHES\`, \`[NOT] IN (list | query)\`, \`[NOT] BETWEEN\`,
\`IS [NOT] NULL\`, \`TEXT SEARCH '…'\`. Arithmetic: \`* / % + - &\` and \`^\` (power, from the right). \`CASE\` in both forms, \`IF … THEN … ELSE …\`.
Comments are \`-- …\` and \`/* … */\`. What stands behind a finished query is left out with a warning.

| where IBM does not say, or where it matters | here |
|---|---|
| quotation marks | \`'text'\`, \`"column"\`; a mark inside is written twice. A backslash is a backslash. Names and functions ignore case |
| precedence | NOT before AND before OR; tests before NOT; \`&\` before tests, \`+ -\` before \`&\` |
| NULL | three-valued logic: a test of NULL is unknown, and only rows for which WHERE is true stay. NULLs in an IN list or sub-query do not count |
| LIKE | \`%\` any run, \`_\` one character, nothing escapes them; a pattern is a constant. ILIKE folds case character by character (\`Σ σ ς\` are one, \`İ\` stays) |
| MATCHES | RE2, in linear time; finds a part of the text (\`--matches whole\`: all of it). No look-around, no references back |
| numbers | doubles; division by zero and what is not finite is NULL. \`&\` on whole numbers up to 2^53. Ids beyond that are texts |
| texts | ordered by code point, or by \`COLLATE\`; lengths and positions in characters, from 0 |
| window | \`starttime\` within it (\`--window-by devicetime\`); to the minute; the last 5 minutes without a time clause. A sub-query has that of the query around it |
| zone | UTC, or \`--tz\`; a time with \`Z\` is UTC |
| ORDER BY | NULLs last. Without it, and for equal rows: the newest first, then by id; groups by their keys |
| GROUP BY | aliases, also in single quotation marks; columns that are not grouped are those of the earliest row, called \`FIRST_…\` |
| HAVING without groups | filters rows |
| TEXT SEARCH | words of the payload, in any case; \`"phrases"\`, AND, OR, NOT, brackets, \`*\`, \`?\` |
| PARSEDATETIME, NOW | computed once, from the clock or \`--now\` |
| DISTINCTCOUNT | exact |
| sub-queries | in FROM and, with one column and up to 10,000 rows, in IN; each level of IN reads the input once more |
| INTO, PARAMETERS | read and ignored |
| sessions | \`BEGIN\` and \`END\` as IBM describes them: with \`EXPLICIT BEGIN\` only it opens one, with \`EXPLICIT END\` only it, \`TIMEOUT\` and \`TIMEWINDOW\` close one. \`SessionId\` counts from 1 by the first row |

Bounds: 256 KiB a query, nesting of 100, 1,000,000 groups, 4,000,000 different values of UNIQUECOUNT and DISTINCT, 1,000,000 rows of
SESSION BY; each is said when it is passed. Results of any length are sorted, on disk beyond 100,000 rows. Secrets are taken out of native
records before a query sees them.

## Columns

${table(
  ['column', 'type', 'is'],
  columns
    .filter(({ has }) => has === undefined || has.length > 0)
    .map((one) => [names(one, false), one.type, one.meaning]),
)}

Always NULL here: ${columns
  .filter(({ has }) => has?.length === 0)
  .map(({ name }) => `\`${name}\``)
  .join(', ')}. \`SELECT *\` gives ${[...columns, ...properties]
  .filter(({ star }) => star)
  .map(({ name }) => `\`${name}\``)
  .join(', ')}.

## Custom properties

They stand in double quotation marks where a name has blanks. *In QRadar* says for which log sources QRadar fills the property by
itself; for the others, with a dash for all of them, somebody has to define it there, and \`--lint\` says so. *Ours*: QRadar has
nothing like it.

${table(
  ['property', 'is', 'has a value for', 'in QRadar'],
  properties.map((one) => [names(one, true), one.meaning, where(one.has, 'all'), where(one.shipped, 'ours')]),
)}

Besides there are, in double quotation marks: every field of the Activity by its name (\`"principal.key"\`, \`"attrs.gpu"\`; lists as one
text: \`"resources.id"\`; \`docs/reference/activity.md\`), tags (\`"tag:Owner"\`), and members of the native record
(\`"record.requestParameters.instanceType"\`).

## Functions

${table(
  ['function', 'gives'],
  functions.map(({ usage, meaning }) => [`\`${usage}\``, meaning]),
)}

Aggregates:

${table(
  ['function', 'gives'],
  aggregates.map(({ usage, meaning }) => [`\`${usage}\``, meaning]),
)}

Date patterns have the letters of Java: \`y M L d D E a H k h K m s S Z X\`, \`Y\` (year of the week) in DATEFORMAT, texts in quotation
marks. Names are English.

Refused, since they need what only QRadar has: ${unsupported.map((name) => `\`${name}\``).join(', ')}. Refused with what to
write instead, since they are not AQL: ${notAql.map((name) => `\`${name}\``).join(', ')}, \`COUNT(DISTINCT x)\`, \`CAST\`, JOIN, UNION,
\`NOW() - 1 HOUR\`.

## Reference data and your own properties

\`--reference-data FILE\` takes YAML or JSON:

\`\`\`yaml
sets:
  approved automation: { ignoreCase: true, values: [deploy-role, ci-runner] }
  hosts: [192.0.2.7]                  # or only the values
maps:
  owners: { deploy-role: platform team }
mapsOfSets:
  may use: { deploy-role: [eu-west-1] }
tables:
  people: { mara: { team: red } }     # REFERENCETABLE('people', 'team', username)
properties:
  Machine Type: { record: requestParameters.instanceType }   # or field, tag, constant
\`\`\`

A CSV file is one collection, called as the file is: one column makes a set, two a map, more a table by its first column. The first
line names the columns.

## What the linter sees

The published detection that this was written for has 23 known defects. These show in the query:

| defect | code |
|---|---|
| OR before AND without brackets: filters and exclusions hold for AWS only | \`AQL_LINT_PRECEDENCE\` |
| RunInstances, virtualMachines/write, TerminateInstances are not recognised by their names | \`AQL_LINT_PATTERN_MISSES\` |
| \`%create%instance%\` matches instance profiles, databases, export tasks | \`AQL_LINT_PATTERN_FOREIGN\` |
| a NULL username drops the row | \`AQL_LINT_NULL_DROPPED\` |
| the CloudTrail DSM has no custom properties | \`AQL_LINT_PROPERTY\` |
| one of several spellings of success; CloudTrail has no ResultType | \`AQL_LINT_SUCCESS\` |
| no branch for Google | \`AQL_LINT_SOURCE_MISSING\` |
| \`%azure%\` matches Entra ID and Security Center, too | \`AQL_LINT_SOURCE_WIDE\` |
| devicetime is shown, starttime decides | \`AQL_LINT_TIME_COLUMN\` |
| text of another product's page behind the query | \`AQL_TRAILING_TEXT\` |
| CreateVolume and AttachVolume do not pass the filter | \`AQL_LINT_CHAIN_STEP\` |
| no correlation of snapshot and instance | \`AQL_LINT_NO_CORRELATION\` |
| exclusions by parts of names are a way around it | \`AQL_LINT_NAME_EXCLUSION\` |
| reads are found, too; and that Azure logs none (a note) | \`AQL_LINT_READS\` |

These do not, since they are in the page around it or elsewhere: wrong places of fields in the description of a test (D-15), names of
operations in ATT&CK that do not exist (D-16), the number of tests upstream (D-18), bugs of those tests (D-21), data components of
ATT&CK (D-22).

\`--fix\` puts right what it can tell the meaning of: brackets, log source types, lists of operations from the catalogue in the place of
words, exclusions by the reference set \`approved automation\`, success, NULL, ids, date patterns, LIMIT. It leaves the correlation to
\`SESSION BY\` and to the chains of \`nephoscope hunt\`.
`;

if (!process.argv.includes('--check')) writeFileSync(target, page);
else if (!existsSync(target) || readFileSync(target, 'utf8') !== page) {
  console.error('differs: docs/reference/aql.md; run: node scripts/make-aql-docs.mjs');
  process.exit(1);
}
