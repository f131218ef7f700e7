import fc from 'fast-check';
import { expect, test } from 'vitest';
import { runQuery } from '../../../src/emit/closure/query/index.ts';
import { evaluateQuery } from '../../../src/emit/reference/query/index.ts';
import type { Query } from '../../../src/ir/query/query.ts';
import type { SelectStatement } from '../../../src/lang/aql/ast.ts';
import { loadQuery } from '../../../src/lang/aql/load.ts';
import { parse } from '../../../src/lang/aql/parser.ts';
import { print } from '../../../src/lang/aql/print.ts';
import { Reporter } from '../../../src/lang/aql/reporter.ts';
import { activities, now, query, references } from './arbitrary.ts';

const runs = 1500;

/** What a query says, without where it stands. */
function meaning(statement: unknown): unknown {
  return JSON.parse(
    JSON.stringify(statement, (key, value) =>
      key === 'range' || key === 'nameRange' || key === 'parens' ? undefined : value,
    ),
  );
}

function load(statement: SelectStatement): Query | undefined {
  const loaded = loadQuery('generated.aql', print(statement), { now, references, zone: 'Europe/Berlin' });
  const errors = loaded.diagnostics.filter(({ severity }) => severity === 'error');
  return errors.length > 0 ? undefined : loaded.query;
}

test('what is printed is read as what it was', () => {
  fc.assert(
    fc.property(query, (statement) => {
      const text = print(statement);
      const reporter = new Reporter('generated.aql', text);
      const read = parse(reporter);
      expect(reporter.diagnostics).toEqual([]);
      expect(meaning(read)).toEqual(meaning(statement));
      expect(print(read as SelectStatement)).toBe(text);
    }),
    { numRuns: runs },
  );
});

test('closures agree with the reference, whatever the order of the Activities', () => {
  let compared = 0;
  fc.assert(
    fc.property(query, activities, fc.infiniteStream(fc.nat()), (statement, given, random) => {
      const loaded = load(statement);
      if (!loaded) return;
      compared += 1;
      const expected = evaluateQuery(loaded, given);
      const shuffled = given
        .map((one) => ({ one, at: random.next().value }))
        .sort((a, b) => a.at - b.at)
        .map(({ one }) => one);
      const actual = runQuery(loaded, shuffled);
      expect(actual.columns).toEqual(expected.columns);
      expect([...actual.rows], print(statement)).toEqual(expected.rows);
    }),
    { numRuns: runs },
  );
  // Most of what is generated is a query; else nothing would be shown.
  expect(compared).toBeGreaterThan(runs / 2);
});

test('a query survives JSON', () => {
  fc.assert(
    fc.property(query, activities, (statement, given) => {
      const loaded = load(statement);
      if (!loaded) return;
      const revived = JSON.parse(JSON.stringify(loaded)) as Query;
      expect(revived).toEqual(loaded);
      expect([...runQuery(revived, given).rows]).toEqual([...runQuery(loaded, given).rows]);
    }),
    { numRuns: runs / 3 },
  );
});
