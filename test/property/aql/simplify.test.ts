import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { JsonObject } from '../../../src/core/json.ts';
import { createCompute } from '../../../src/emit/closure/query/index.ts';
import { evaluate } from '../../../src/emit/reference/query/expression.ts';
import type { Value } from '../../../src/ir/query/leaf.ts';
import { expressionsOf } from '../../../src/ir/query/reads-records.ts';
import { simplify } from '../../../src/ir/query/simplify.ts';
import { loadQuery } from '../../../src/lang/aql/load.ts';
import { print } from '../../../src/lang/aql/print.ts';
import { activities, now, query, references } from './arbitrary.ts';

/** Fields of which something may be known beforehand. */
const paths = [
  'provider',
  'service',
  'operation',
  'verb',
  'object',
  'outcome',
  'ingestedTime',
  'time',
  'group',
];

test('what is computed beforehand changes no value', () => {
  let decided = 0;
  fc.assert(
    fc.property(query, activities, fc.subarray(paths), (statement, given, names) => {
      const { query: loaded } = loadQuery('generated.aql', print(statement), { now, references });
      if (!loaded || loaded.select.grouping || loaded.select.source.kind !== 'events') return;
      const world = { tables: loaded.tables, run: () => [] };
      const compute = createCompute(loaded.tables);
      for (const activity of given) {
        const facts = activity as unknown as JsonObject;
        const known = new Map(names.map((name) => [name, (facts[name] ?? null) as Value]));
        for (const expression of expressionsOf(loaded.select)) {
          const left = simplify(expression, known, compute);
          const items: Value[] = [];
          expect(evaluate(left, { activity, items }, world)).toEqual(
            evaluate(expression, { activity, items }, world),
          );
          if (left.kind === 'literal' && expression.kind !== 'literal') decided += 1;
        }
      }
    }),
    { numRuns: 1000 },
  );
  expect(decided).toBeGreaterThan(500);
});
