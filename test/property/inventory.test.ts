import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Activity } from '../../src/activity/activity.ts';
import type { JsonObject } from '../../src/core/json.ts';
import {
  diffInventories,
  InventoryBuilder,
  readInventory,
  recogniseListing,
  writeInventory,
} from '../../src/inventory/index.ts';
import { activity } from '../support/activities.ts';
import { listings } from '../support/listings.ts';

const ids = ['i-0a1', 'i-0a2', 'i-0a3', 'snap-0a1', 'snap-0a2', 'vol-0a1'];
const someActivity: fc.Arbitrary<Activity> = fc
  .record({
    id: fc.uuid(),
    verb: fc.constantFrom(
      'create' as const,
      'delete' as const,
      'stop' as const,
      'share' as const,
      'unshare' as const,
      'modify' as const,
    ),
    resource: fc.constantFrom(...ids),
    time: fc.integer({ min: 1, max: 20 }),
    grantee: fc.constantFrom('1', '2', 'all'),
    outcome: fc.constantFrom('success' as const, 'success' as const, 'denied' as const),
  })
  .map(({ resource, time, grantee, ...rest }) => {
    const names = { i: 'instance', s: 'snapshot', v: 'volume' } as const;
    const type = names[resource[0] as keyof typeof names];
    return activity({
      ...rest,
      object: type,
      time: Date.parse('2026-03-10T00:00:00Z') + time * 3_600_000,
      resources: [{ role: 'target', type, id: resource }],
      attrs: { grantees: [grantee] },
    });
  });

function build(values: readonly JsonObject[], activities: readonly Activity[]): string {
  const builder = new InventoryBuilder();
  for (const value of values) {
    const listing = recogniseListing(value);
    if (listing) builder.addListing(listing);
  }
  for (const one of activities) builder.addActivity(one);
  return writeInventory(builder.build());
}

const values = fc.subarray(Object.values(listings));
const activities = fc.array(someActivity, { maxLength: 15 });

describe('an inventory', () => {
  it('does not depend on the order of its listings and Activities, nor on copies', () => {
    fc.assert(
      fc.property(values, activities, fc.nat(), (some, acts, turn) => {
        const expected = build(some, acts);
        const turned = <T>(list: readonly T[]): T[] => [
          ...list.slice(turn % (list.length || 1)),
          ...list.slice(0, turn % (list.length || 1)),
        ];
        expect(build(turned(some).toReversed(), turned(acts).toReversed())).toBe(expected);
        expect(build([...some, ...some], [...acts, ...acts])).toBe(expected);
      }),
      { numRuns: 300 },
    );
  });

  it('differs in nothing from itself, and turned round what was added is removed', () => {
    fc.assert(
      fc.property(values, values, activities, (a, b, acts) => {
        const read = (text: string): ReturnType<typeof readInventory> =>
          readInventory(JSON.parse(text) as JsonObject);
        const [before, after] = [read(build(a, [])), read(build(b, []))];
        const same = read(build(a, acts));
        const told = diffInventories(same, same).rows.filter(({ kind }) =>
          ['added', 'removed', 'changed', 'region-new'].includes(kind),
        );
        expect(told).toEqual([]);
        const of = (kind: string, rows: ReturnType<typeof diffInventories>['rows']): string[] =>
          rows.filter((row) => row.kind === kind).map(({ id }) => id);
        const [forth, back] = [diffInventories(before, after).rows, diffInventories(after, before).rows];
        expect(of('removed', back)).toEqual(of('added', forth));
        expect(of('changed', back)).toEqual(of('changed', forth));
      }),
      { numRuns: 300 },
    );
  });

  it('everything that is only in one of two is told or counted', () => {
    fc.assert(
      fc.property(values, values, (a, b) => {
        const [before, after] = [a, b].map((one) => readInventory(JSON.parse(build(one, [])) as JsonObject));
        if (!before || !after) throw new Error('two were built');
        const { rows, undecided } = diffInventories(before, after);
        const live = ({ resources }: typeof before): Set<string> =>
          new Set(
            resources
              .filter(({ state }) => state !== 'terminated' && state !== 'deleted')
              .map(({ provider, id }) => `${provider} ${id}`),
          );
        const [old, now] = [live(before), live(after)];
        const apart =
          [...old].filter((one) => !now.has(one)).length + [...now].filter((one) => !old.has(one)).length;
        const counted = [...undecided.values()].reduce((sum, count) => sum + count, 0);
        const told = rows.filter(({ kind }) => kind === 'added' || kind === 'removed').length;
        expect(told + counted).toBe(apart);
      }),
      { numRuns: 300 },
    );
  });
});
