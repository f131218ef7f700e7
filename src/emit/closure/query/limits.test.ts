import { describe, expect, it } from 'vitest';
import { activity } from '../../../../test/support/activities.ts';
import { loadQuery } from '../../../lang/aql/index.ts';
import { QueryLimitError, type RunLimits, runLimits, runQuery } from './index.ts';

const activities = Array.from({ length: 100 }, (_, index) =>
  activity({ id: `a${index}`, region: `r${index}`, operation: `o${index % 10}`, by: `u${index}` }),
);

function run(text: string, limits: Partial<RunLimits> = {}): number {
  const { query, diagnostics } = loadQuery('q', text, { now: 0, allTimes: true });
  if (!query) throw new Error(diagnostics.map(({ message }) => message).join('\n'));
  return [...runQuery(query, activities, { limits: { ...runLimits, ...limits } }).rows].length;
}

describe('what has to be kept in memory is bounded, and the message says by what', () => {
  it.each<[string, keyof RunLimits, number, string]>([
    [
      'SELECT "Region", COUNT(*) FROM events GROUP BY "Region"',
      'groups',
      100,
      'GROUP BY makes more than 99 groups',
    ],
    [
      'SELECT UNIQUECOUNT("Region") FROM events',
      'uniqueValues',
      100,
      'UNIQUECOUNT and DISTINCT hold more than 99 different values',
    ],
    [
      'SELECT UNIQUECOUNT("Region") FROM events GROUP BY "Operation"',
      'uniqueValues',
      100,
      'UNIQUECOUNT and DISTINCT hold more than 99',
    ],
    [
      'SELECT DISTINCT "Region" FROM events',
      'uniqueValues',
      100,
      'UNIQUECOUNT and DISTINCT hold more than 99',
    ],
    [
      'SELECT SessionId, "Region" FROM events SESSION BY devicetime username BEGIN "Region" IS NOT NULL',
      'sessionRows',
      100,
      'SESSION BY looks at more than 99 rows',
    ],
  ])('%s', (text, limit, needed, message) => {
    expect(run(text, { [limit]: needed })).toBeGreaterThan(0);
    expect(() => run(text, { [limit]: needed - 1 })).toThrow(QueryLimitError);
    expect(() => run(text, { [limit]: needed - 1 })).toThrow(message);
  });

  it('values of IN', () => {
    const values = Array.from({ length: 10_001 }, (_, index) =>
      activity({ id: `b${index}`, region: `r${index}` }),
    );
    const load = (text: string) => loadQuery('q', text, { now: 0, allTimes: true }).query;
    const all = load('SELECT "id" FROM events WHERE "Region" IN (SELECT "Region" FROM events)');
    const some = load('SELECT "id" FROM events WHERE "Region" IN (SELECT "Region" FROM events LIMIT 10000)');
    if (!all || !some) throw new Error('both can run');
    expect(() => runQuery(all, values)).toThrow(QueryLimitError);
    expect(() => runQuery(all, values)).toThrow('the sub-query of IN gives more than 10,000 rows');
    expect([...runQuery(some, values).rows]).toHaveLength(10_000);
  });

  it('a LIMIT that is too long for memory is sorted as results without are', () => {
    const sorted: number[] = [];
    const { query } = loadQuery('q', 'SELECT "id" FROM events ORDER BY "id" LIMIT 10001', {
      now: 0,
      allTimes: true,
    });
    const many = Array.from({ length: 12_000 }, (_, index) => activity({ id: `b${index + 10_000}` }));
    const options = {
      createSorter: (
        compare: Parameters<NonNullable<Parameters<typeof runQuery>[2]>['createSorter'] & {}>[0],
      ) => ({
        rows: [] as Parameters<typeof compare>[0][],
        add(row: Parameters<typeof compare>[0]) {
          this.rows.push(row);
        },
        inOrder() {
          sorted.push(this.rows.length);
          return this.rows.toSorted(compare);
        },
      }),
    };
    const rows = query && [...runQuery(query, many.toReversed(), options).rows];
    expect(rows).toEqual(many.slice(0, 10_001).map(({ id }) => [id]));
    expect(sorted).toEqual([12_000]);
  });
});
