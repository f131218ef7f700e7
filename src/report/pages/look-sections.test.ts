import { expect, test } from 'vitest';
import { activity } from '../../../test/support/activities.ts';
import { caseOf, type Guide, type Pivot } from '../../guides/index.ts';
import { looksJson } from './look-sections.ts';

test('what is too much to print is counted', () => {
  const activities = Array.from({ length: 25 }, (_, index) =>
    activity({ id: `a${index}`, resources: [{ role: 'target', type: 'volume', id: `vol-${index}` }] }),
  );
  const pivot: Pivot = {
    id: 'lineage',
    title: 'What came from it',
    run: ['nephoscope lineage <VOLUME> <LOGS>'],
    queries: {},
  };
  const guide = { investigation: { questions: [{ pivots: ['lineage'] }] } } as unknown as Guide;
  const pivots = new Map([['lineage', pivot]]);
  const all = (count: number): unknown =>
    looksJson([guide], pivots, caseOf('f', activities.slice(0, count), { logs: ['logs/'] }));
  expect(all(25)).toMatchObject([{ run: { length: 20 }, more: 5 }]);
  expect(all(3)).toMatchObject([{ run: { length: 3 } }]);
  expect(all(3)).not.toMatchObject([{ more: expect.anything() }]);
});
