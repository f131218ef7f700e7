import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { renderDiagnostic } from '../../../src/core/diagnostic.ts';
import { createCompute, runQuery } from '../../../src/emit/closure/query/index.ts';
import { evaluateQuery } from '../../../src/emit/reference/query/index.ts';
import { lintQuery } from '../../../src/engine/query/lint-query.ts';
import type { Query } from '../../../src/ir/query/query.ts';
import { codes } from '../../../src/lang/aql/diagnostic-codes.ts';
import { loadQuery } from '../../../src/lang/aql/index.ts';
import { parse } from '../../../src/lang/aql/parser.ts';
import { print } from '../../../src/lang/aql/print.ts';
import { Reporter } from '../../../src/lang/aql/reporter.ts';
import { caseNames, readActivities, readCase, references } from '../../support/query-cases.ts';

/** `npm run test:update` writes the expectations anew: look at the difference before you commit it. */
const known = new Set(['query.aql', 'events.ndjson', 'expect.rows.ndjson', 'expect.diagnostics.txt']);

/** Codes that the cases produce. */
const produced = new Set<string>();

/** One row a line, values by column; the first line has the columns with their types. */
function rowsText({ columns, rows }: ReturnType<typeof evaluateQuery>): string {
  const head = Object.fromEntries(columns.map(({ name, type }) => [name, type]));
  const lines = rows.map((row) => Object.fromEntries(columns.map(({ name }, index) => [name, row[index]])));
  return [head, ...lines].map((line) => `${JSON.stringify(line)}\n`).join('');
}

describe('queries', () => {
  it('the reference data can be read', () => expect(references.diagnostics).toEqual([]));

  it.each(caseNames)('%s', async (name) => {
    const { folder, text, options, lint, events } = readCase(name);
    expect(readdirSync(folder).filter((file) => !known.has(file))).toEqual([]);
    const loaded = loadQuery('query.aql', text, options);
    const diagnostics = [...loaded.diagnostics, ...(lint && loaded.query ? lintQuery('query.aql', text, options) : [])];
    for (const { code } of diagnostics) produced.add(code);
    const said = diagnostics.map((one) => `${renderDiagnostic(one, text)}\n`).join('');
    await expect(said).toMatchFileSnapshot(join('.', name, 'expect.diagnostics.txt'));
    expect(loaded.query === undefined).toBe(diagnostics.some(({ severity }) => severity === 'error'));
    if (!loaded.query) return;
    const activities = readActivities(events);
    const expected = evaluateQuery(loaded.query, activities);
    await expect(rowsText(expected)).toMatchFileSnapshot(join('.', name, 'expect.rows.ndjson'));
    // The same in every way to run it, and in every order of the Activities.
    for (const query of [loaded.query, JSON.parse(JSON.stringify(loaded.query)) as Query]) {
      for (const given of [activities, activities.toReversed()]) {
        const { columns, rows } = runQuery(query, given);
        expect({ columns, rows: [...rows] }).toEqual(expected);
      }
    }
    // Printed and read again it is the same query.
    const statement = parse(new Reporter('query.aql', text));
    const printed = statement && print(statement);
    const again = loadQuery('printed.aql', printed ?? '', options);
    expect(again.query).toEqual(loaded.query);
  });

  it('every diagnostic comes up in a case, but for those of sheer size', () => {
    const bySize = [codes.tooLarge, codes.tooDeep, codes.tooManyErrors, codes.referenceFile].map(([code]) => code);
    const missing = Object.values(codes)
      .map(([code]) => code)
      .filter((code) => !produced.has(code) && !bySize.some((one) => one === code));
    expect(missing).toEqual([]);
  });
});

it('constants are computed as rows are', () => {
  const compute = createCompute({});
  expect(compute({ kind: 'call', name: 'upper', type: 'text', arguments: [{ kind: 'literal', type: 'text', value: 'ß' }] })).toBe('ß');
});
