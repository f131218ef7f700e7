import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { runQuery } from '../../src/emit/closure/query/index.ts';
import { evaluateQuery } from '../../src/emit/reference/query/index.ts';
import { fixQuery, lintQuery } from '../../src/engine/query/lint-query.ts';
import { caseOf, equal, literal } from '../../src/ir/query/build.ts';
import type { Query } from '../../src/ir/query/query.ts';
import { loadQuery, printQuery, type QueryOptions, withEmptySet } from '../../src/lang/aql/index.ts';
import { intendedGrouping } from '../../src/lang/aql/lint/grouping-meant.ts';
import type { VocabularyEntry } from '../../src/lang/aql/vocabulary/index.ts';
import { logSourceTypes } from '../../src/lang/aql/vocabulary/log-source-types.ts';
import { activity } from '../support/activities.ts';

const page = '../shared/seeds/002_d573e3495c124d54.txt';
const table = '../shared/reference/seed-aql-truth-table.json';
const isHere = existsSync(page) && existsSync(table);

interface Row {
  readonly case: string;
  readonly logSourceTypeName: string;
  readonly Operation: string | null;
  readonly ResultType: string | null;
  readonly username: string | null;
  readonly returned_as_written: boolean;
  readonly returned_if_parenthesised: boolean;
  readonly RiskScore: number;
  readonly AlertType: string;
}

/** Columns whose values the rows of the table bring, as tags of an Activity. */
const columns: readonly VocabularyEntry[] = [
  ...['Operation', 'ResultType', 'username'].map(
    (name): VocabularyEntry => ({
      name,
      kind: 'property',
      type: 'text',
      value: { kind: 'tag', name },
      meaning: 'given',
    }),
  ),
  {
    name: 'devicetype',
    kind: 'column',
    type: 'number',
    meaning: 'given',
    value: caseOf(
      'number',
      [...logSourceTypes].map(
        ([id, name]) => [equal({ kind: 'tag', name: 'type' }, literal(name)), literal(id)] as const,
      ),
    ),
  },
];
const options: QueryOptions = { now: Date.UTC(2026, 2, 10), allTimes: true };
const given: QueryOptions = { ...options, properties: columns };

/** The block of the page as it is, with the text that leaked into it. */
function blockOf(text: string): string {
  return text.slice(text.indexOf('SELECT\n'), text.indexOf('\nData Sources'));
}

function ready(text: string, asked: QueryOptions): Query {
  const { query, diagnostics } = loadQuery('seed.aql', text, asked);
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  return query as Query;
}

function rowsOf(query: Query, row: Row): readonly (readonly unknown[])[] {
  const tags = Object.fromEntries(
    Object.entries({
      Operation: row.Operation,
      ResultType: row.ResultType,
      username: row.username,
      type: row.logSourceTypeName,
    }).filter((entry) => entry[1] !== null),
  );
  // Google's rows are those of Google, so that what is asked of the provider agrees.
  const one = activity({ attrs: { tags: tags as Record<string, string> } });
  const expected = evaluateQuery(query, [one]).rows;
  expect([...runQuery(query, [one]).rows]).toEqual(expected);
  return expected;
}

describe.skipIf(!isHere)("the page's query (skipped where the seed page is not at hand)", () => {
  const text = isHere ? blockOf(readFileSync(page, 'utf8')) : '';
  const rows: readonly Row[] = isHere ? JSON.parse(readFileSync(table, 'utf8')).rows : [];

  it('runs as written: only the text that leaked into it is said, and its columns are those of the page', () => {
    const { query, diagnostics } = loadQuery('seed.aql', text, { now: Date.UTC(2026, 2, 10, 10, 30, 45) });
    expect(diagnostics.map(({ code }) => code)).toEqual(['AQL_TRAILING_TEXT']);
    expect(diagnostics[0]?.notes?.[0]?.message).toContain('Microsoft Sentinel');
    expect(query?.select.items.map(({ name }) => name)).toEqual([
      'EventTime',
      'username',
      'CloudOperation',
      'CloudResource',
      'ResourceGroup',
      'SubscriptionId',
      'RiskScore',
      'AlertType',
    ]);
    const { source } = query?.select ?? {};
    expect(source?.kind === 'events' ? [source.window?.from, source.window?.to] : []).toEqual([
      Date.UTC(2026, 2, 10, 9, 30),
      Date.UTC(2026, 2, 10, 10, 31),
    ]);
  });

  it('has a table of 28 rows', () => expect(rows).toHaveLength(28));

  it.each(rows.map((row) => [row.case, row] as const))('%s', (_name, row) => {
    const query = ready(text, given);
    expect(rowsOf(query, row).length > 0).toBe(row.returned_as_written);
    // What the CASE expressions say is in the table for every row, whether WHERE drops it or not.
    const { where: _where, ...open } = query.select;
    const [[, , , , , , risk, alert] = []] = rowsOf({ ...query, select: open }, row);
    expect([risk, alert]).toEqual([row.RiskScore, row.AlertType]);
  });

  it.each(rows.map((row) => [row.case, row] as const))('with brackets: %s', (_name, row) => {
    const { statement } = loadQuery('seed.aql', text, given);
    const { where } = statement ?? {};
    const meant = where?.kind === 'or' ? intendedGrouping(where) : undefined;
    expect(meant).toBeDefined();
    const corrected = printQuery({
      ...(statement as NonNullable<typeof statement>),
      ...(meant ? { where: meant } : {}),
    });
    expect(rowsOf(ready(corrected, given), row).length > 0).toBe(row.returned_if_parenthesised);
  });

  it('has every defect that a query shows: docs/reference/aql.md says which code answers which', () => {
    const found = [
      ...loadQuery('seed.aql', text, options).diagnostics,
      ...lintQuery('seed.aql', text, { now: options.now }),
    ];
    const said = (code: string, part: string): boolean =>
      found.some(
        (one) =>
          one.code === code &&
          [one.message, ...(one.notes ?? []).map(({ message }) => message)].join(' ').includes(part),
      );
    const defects: Readonly<Record<string, boolean>> = {
      'D-01': said('AQL_LINT_PRECEDENCE', 'AND binds tighter'),
      'D-02': said('AQL_LINT_PATTERN_MISSES', 'RunInstances'),
      'D-03': said('AQL_LINT_PATTERN_MISSES', 'Microsoft.Compute/virtualMachines/write'),
      'D-04': said('AQL_LINT_PATTERN_MISSES', 'TerminateInstances'),
      'D-05': said('AQL_LINT_PATTERN_FOREIGN', 'CreateDBInstance'),
      'D-06': said('AQL_LINT_NULL_DROPPED', 'username'),
      'D-07': said('AQL_LINT_PROPERTY', '"Operation" for CloudTrail'),
      'D-08': said('AQL_LINT_SUCCESS', 'CloudTrail has no "ResultType"'),
      'D-09': said('AQL_LINT_SOURCE_MISSING', 'Google Cloud'),
      'D-10': said('AQL_LINT_SOURCE_WIDE', 'Microsoft Azure Active Directory (445)'),
      'D-11': said('AQL_LINT_TIME_COLUMN', 'devicetime'),
      'D-12': said('AQL_TRAILING_TEXT', 'Sentinel'),
      'D-13': said('AQL_LINT_CHAIN_STEP', 'AttachVolume'),
      'D-14': said('AQL_LINT_NO_CORRELATION', 'snapshot'),
      'D-17': said('AQL_LINT_READS', "Azure's Activity Log has no reads"),
      'D-19': said('AQL_LINT_NAME_EXCLUSION', 'x-backup-service'),
      'D-20': said('AQL_LINT_READS', 'DescribeInstances'),
      'D-23': said('AQL_LINT_SUCCESS', 'Succeeded in old ones'),
    };
    expect(Object.entries(defects).filter(([, isSaid]) => !isSaid)).toEqual([]);
  });

  it('put right it finds what was meant; what differs from the brackets alone has a reason', () => {
    const fixed = fixQuery('seed.aql', text, options);
    const corrected = ready(
      printQuery((fixed as NonNullable<typeof fixed>).statement),
      withEmptySet(given, 'approved automation'),
    );
    const differing = rows.filter(
      (row) => rowsOf(corrected, row).length > 0 !== row.returned_if_parenthesised,
    );
    expect(Object.fromEntries(differing.map((row) => [row.case, rowsOf(corrected, row).length > 0]))).toEqual(
      {
        // Reads and operations on other things are left out.
        'AWS DescribeInstances (read)': false,
        'AWS CreateInstanceProfile (IAM)': false,
        'AWS CreateDBInstance (RDS)': false,
        // Steps between snapshot and instance, and Google, are found.
        'AWS CreateVolume': true,
        'AWS AttachVolume': true,
        'GCP v1.compute.instances.insert': true,
        // Nobody is left out for a name, nor for having none.
        'AWS RunInstances by backup service role': true,
        'AWS RunInstances by attacker user named x-backup-service': true,
        'AWS RunInstances, username NULL': true,
        'Azure VM write by azure-automation account': true,
        'Azure snapshot delete by backup-service': true,
      },
    );
    const score = (name: string): unknown => {
      const row = rows.find((one) => one.case === name);
      return row && rowsOf(corrected, row)[0]?.[6];
    };
    expect(score('AWS RunInstances (property holds eventName)')).toBe(60);
    expect(score('Azure VM write')).toBe(60);
    expect(score('GCP v1.compute.instances.insert')).toBe(60);
    expect(score('AWS TerminateInstances')).toBe(90);
    expect(score('AWS CreateSnapshot, ResultType absent')).toBe(70);
    expect(score('Azure snapshot write Succeeded')).toBe(70);
  });
});
