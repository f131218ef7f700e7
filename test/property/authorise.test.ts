import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Activity } from '../../src/activity/activity.ts';
import type { ChangeRecord } from '../../src/changes/index.ts';
import { combine, createAuthoriser } from '../../src/detect/authorise/index.ts';
import { fits } from '../../src/detect/authorise/pattern.ts';
import { activity } from '../support/activities.ts';
import { referenceJudge } from '../support/authorise-reference.ts';

/** Small alphabets, so that records and Activities meet. */
const principals = ['aws:arn:aws:iam::1:role/a', 'aws:arn:aws:iam::1:role/ab', 'azure:t:b', 'gcp:user:c'];
const list = (...values: string[]): fc.Arbitrary<string[]> =>
  fc.uniqueArray(fc.constantFrom(...values), { maxLength: 2 });
const hour = fc.integer({ min: 0, max: 12 });

const record: fc.Arbitrary<Omit<ChangeRecord, 'id'>> = fc.record({
  title: fc.constant('t'),
  kind: fc.constantFrom('change' as const, 'change' as const, 'exception' as const),
  status: fc.constantFrom('approved' as const, 'approved' as const, 'closed' as const, 'pending' as const),
  scope: fc.record({
    principals: list(...principals, 'aws:arn:aws:iam::1:role/a*', 'azure:*', '*c'),
    actions: list('create:snapshot', 'RunInstances', '*:instance', 'Create*'),
    resources: list('vol-1', 'snap-1', 'snap-*', '*-2', 'Disk'),
    tags: fc.constantFrom<Record<string, string>>({}, {}, {}, { env: 'prod' }, { env: '*' }),
    accounts: list('1', '2', '1*'),
    providers: fc.uniqueArray(fc.constantFrom('aws' as const, 'gcp' as const), { maxLength: 1 }),
    regions: list('eu-west-1', 'us-*'),
    grantees: list('7', '8'),
  }),
  windows: fc.array(
    hour.chain((start) =>
      fc.record({ start: fc.constant(start), end: fc.integer({ min: start + 1, max: 14 }) }),
    ),
    { maxLength: 2 },
  ),
  source: fc.constant({ path: 'f', line: 1 }),
});

const changes: fc.Arbitrary<ChangeRecord[]> = fc
  .array(fc.tuple(record, fc.option(hour, { nil: undefined })), { maxLength: 12 })
  .map((records) =>
    records.map(([one, expires], index) => ({
      id: `CHG-${index}`,
      ...one,
      ...(expires === undefined ? {} : { expires }),
    })),
  );

const someActivity: fc.Arbitrary<Activity> = fc
  .record({
    by: fc.constantFrom(...principals, 'gcp:user:nobody'),
    via: list('gcp:user:c', 'aws:service:x'),
    time: hour,
    account: fc.constantFrom('1', '2', '3'),
    region: fc.constantFrom('eu-west-1', 'us-east-1', undefined),
    provider: fc.constantFrom('aws' as const, 'gcp' as const),
    act: fc.constantFrom(
      { operation: 'CreateSnapshot', verb: 'create', object: 'snapshot' } as const,
      { operation: 'RunInstances', verb: 'create', object: 'instance' } as const,
      { operation: 'ModifySnapshotAttribute', verb: 'share', object: 'snapshot' } as const,
    ),
    targets: list('snap-1', 'snap-2', 'i-1'),
    sources: list('vol-1', 'vol-2'),
    name: fc.constantFrom('disk', undefined),
    env: fc.constantFrom('prod', 'test', undefined),
    grantees: list('1', '7', '9'),
    ticket: fc.constantFrom(undefined, undefined, 'CHG0', 'chg_1', 'CHG99'),
  })
  .map(({ by, via, act, targets, sources, name, env, grantees, ticket, region, ...rest }) =>
    activity({
      ...rest,
      ...act,
      region: region as string,
      principal: { key: by, type: 'user', via: via.map((key) => ({ key, type: 'user' })) },
      resources: [
        ...targets.map((id) => ({
          role: 'target' as const,
          type: 'snapshot' as const,
          id,
          ...(name && { name }),
        })),
        ...sources.map((id) => ({ role: 'source' as const, type: 'volume' as const, id })),
      ],
      attrs: { ...(env && { tags: { env } }), grantees },
      ...(ticket && { change: { ticket } }),
    }),
  );

describe('authorisation', () => {
  it('answers as the comparison of every record does', () => {
    fc.assert(
      fc.property(changes, fc.array(someActivity, { minLength: 1, maxLength: 6 }), (records, activities) => {
        const { judge } = createAuthoriser(records);
        for (const one of activities) {
          const { kind, change, missing } = judge(one);
          const answer = { kind, ...(change === undefined ? {} : { change }), missing: missing.length };
          expect(answer).toEqual(referenceJudge(records, one));
        }
      }),
      { numRuns: 1500 },
    );
  });

  it('does not depend on the order of the records or of the Activities', () => {
    fc.assert(
      fc.property(changes, someActivity, someActivity, (records, a, b) => {
        const forwards = createAuthoriser(records);
        const backwards = createAuthoriser(records.toReversed());
        expect(backwards.judge(a)).toEqual(forwards.judge(a));
        const both = [forwards.judge(a), forwards.judge(b)];
        expect(combine(both.toReversed())).toEqual(combine(both));
        expect(combine(both).kind === 'full').toBe(both.every(({ kind }) => kind === 'full'));
      }),
      { numRuns: 500 },
    );
  });

  it('a further record never makes an answer worse, but by naming its ticket', () => {
    const worth = { full: 4, partial: 3, expired: 2, none: 1, forged: 0 } as const;
    fc.assert(
      fc.property(changes, record, someActivity, (records, further, { change: _change, ...one }) => {
        const before = createAuthoriser(records).judge(one);
        const after = createAuthoriser([...records, { id: 'LATER', ...further }]).judge(one);
        expect(worth[after.kind]).toBeGreaterThanOrEqual(worth[before.kind]);
      }),
    );
  });
});

describe('patterns', () => {
  it('fit as the regular expression does', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', '.'), maxLength: 8 });
    const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '.', '*'), maxLength: 6 });
    fc.assert(
      fc.property(pattern, text, (written, found) => {
        const expression = new RegExp(`^${written.replaceAll('.', '\\.').replaceAll('*', '.*')}$`);
        expect(fits(written, found)).toBe(expression.test(found));
      }),
      { numRuns: 3000 },
    );
  });
});

describe('ten thousand records', () => {
  const day = 86_400_000;
  const scope = { actions: [], tags: {}, accounts: ['1'], providers: [], regions: [], grantees: [] };
  const make = (index: number, principal: string, resource: string): ChangeRecord => ({
    id: `CHG${String(index).padStart(7, '0')}`,
    title: 't',
    kind: 'change',
    status: 'approved',
    scope: { ...scope, principals: [principal], resources: [resource] },
    windows: [{ start: index * day, end: index * day + day }],
    source: { path: 'f', line: index },
  });
  const many = Array.from({ length: 10_000 }, (_, index) => index);

  it.each([
    ['of as many principals', many.map((index) => make(index, `aws:p${index}`, 'vol-1'))],
    ['of one principal with one scope', many.map((index) => make(index, 'aws:p1', 'vol-1'))],
    ['of one principal with as many resources', many.map((index) => make(index, 'aws:p1', `vol-${index}`))],
  ])('%s are judged in far less than a comparison of all would take', (_, records) => {
    const { judge } = createAuthoriser(records);
    const one = (index: number): Activity =>
      activity({
        by: records.at(index)?.scope.principals[0] ?? '',
        account: '1',
        time: index * day + 5 + (index % 2) * day * 20_000,
        resources: [{ role: 'target', type: 'volume', id: records.at(index)?.scope.resources[0] ?? '' }],
      });
    expect(judge(one(4000))).toMatchObject({ kind: 'full', change: 'CHG0004000' });
    expect(judge(one(4001)).kind).toBe('expired');
    for (let warm = 0; warm < 50; warm += 1) judge(one(warm));
    const time = (run: (activity: Activity) => unknown, count: number): number => {
      const start = performance.now();
      for (let at = 0; at < count; at += 1) run(one(at * 7));
      return (performance.now() - start) / count;
    };
    const slow = time((one) => referenceJudge(records, one), 3);
    expect(time(judge, 300)).toBeLessThan(slow / 10);
  });
});
