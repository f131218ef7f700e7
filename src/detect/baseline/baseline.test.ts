import { describe, expect, it, test } from 'vitest';
import { activity } from '../../../test/support/activities.ts';
import { dimensionNames } from '../../ir/dimension-names.ts';
import { Journal } from '../journal.ts';
import { Baseline, baselineDefaults, dimensionsIn } from './baseline.ts';
import { decodeBaseline, encodeBaseline, restoreBaseline } from './baseline-file.ts';
import { dimensions, networkOf } from './dimension.ts';

const DAY = 86_400_000;
const start = Date.parse('2026-01-01T00:00:00Z');
const at = (days: number, more: Parameters<typeof activity>[0] = {}): ReturnType<typeof activity> =>
  activity({ id: `a${days}`, time: start + days * DAY, ...more });

function names(novelty: { fresh: number; learning: number }): { fresh: string[]; learning: string[] } {
  return {
    fresh: dimensionsIn(novelty.fresh).map(({ name }) => name),
    learning: dimensionsIn(novelty.learning).map(({ name }) => name),
  };
}

/** A baseline in which mara has worked every day for twenty days. */
function used(): Baseline {
  const baseline = new Baseline(new Journal());
  for (let day = 0; day < 20; day += 1) baseline.observe(at(day));
  return baseline;
}

test('what has been seen is not new; what has not is, once the scope is known long enough', () => {
  const baseline = used();
  expect(names(baseline.observe(at(20)))).toEqual({ fresh: [], learning: [] });
  expect(names(baseline.observe(at(21, { region: 'sa-east-1' })))).toEqual({
    fresh: ['region-of-principal', 'region-of-account'],
    learning: [],
  });
});

test('a principal that an old account has not seen is new there, and is itself still learned', () => {
  const { fresh, learning } = names(used().observe(at(21, { by: 'aws:arn:aws:iam::210987654321:user/eve' })));
  expect(fresh).toContain('principal-in-account');
  expect(learning).not.toContain('principal-in-account');
  expect(learning).toContain('operation-of-principal');
});

test('a burst does not make itself usual: what teaches is a day old', () => {
  const baseline = used();
  const elsewhere = (days: number): string[] =>
    names(baseline.observe(at(days, { region: 'sa-east-1' }))).fresh;
  for (const hours of [0, 1, 5, 23]) expect(elsewhere(21 + hours / 24)).toContain('region-of-account');
  expect(elsewhere(22.01)).not.toContain('region-of-account');
});

test('the names of the dimensions are in the order of their bits', () => {
  expect(dimensions.map(({ name }) => name)).toEqual(dimensionNames);
});

test('who does something that others do is unexpected there, whether it is known or not', () => {
  const baseline = new Baseline(new Journal());
  const eve = 'aws:arn:aws:iam::210987654321:user/eve';
  for (let day = 0; day < 20; day += 1) {
    baseline.observe(at(day));
    baseline.observe(at(day + 0.1, { by: eve, verb: 'start', object: 'instance' }));
  }
  expect(names(baseline.observe(at(20.5))).fresh).not.toContain('initiator-of-action');
  expect(names(baseline.observe(at(20.5, { by: eve }))).fresh).toContain('initiator-of-action');
  const first = names(baseline.observe(at(21, { by: eve, verb: 'revert', object: 'instance' })));
  expect(first.fresh).toContain('initiator-of-action');
  expect(first.learning).not.toContain('initiator-of-action');
});

test('names of one convention have one form, and others another', () => {
  const baseline = new Baseline(new Journal());
  const named = (day: number, name: string): string[] =>
    names(baseline.observe(at(day, { object: 'instance', attrs: { names: [name] } }))).fresh;
  for (let day = 0; day < 20; day += 1) named(day, `web-prod-0${day % 10}`);
  expect(named(21, 'db-prod-12')).not.toContain('name-shape-of-account');
  expect(named(21, 'xmr1')).toContain('name-shape-of-account');
});

test('a role that no instance had, and ports that nobody opened', () => {
  const baseline = new Baseline(new Journal());
  const launch = (day: number, role?: string): string[] =>
    names(baseline.observe(at(day, { object: 'instance', attrs: role === undefined ? {} : { role } }))).fresh;
  const open = (day: number, ports: string, cidr = '0.0.0.0/0'): string[] =>
    names(
      baseline.observe(
        at(day, { verb: 'modify', object: 'network', attrs: { exposure: [{ cidr, ports }] } }),
      ),
    ).fresh;
  for (let day = 0; day < 20; day += 1) {
    launch(day, day % 2 === 0 ? 'web' : undefined);
    open(day, '443');
  }
  expect(launch(21, 'web')).not.toContain('role-of-instances');
  expect(launch(21, 'admin')).toContain('role-of-instances');
  expect(open(21, '443')).not.toContain('exposure-of-account');
  expect(open(21, '22', '203.0.113.0/24')).not.toContain('exposure-of-account');
  expect(open(21, '22')).toContain('exposure-of-account');
  expect(open(22, '8443', '128.0.0.0/1')).toContain('exposure-of-account');
  const scope = 'aws:210987654321 instances';
  expect(baseline.usual('role-of-instances', scope, start + 20 * DAY, 5)).toEqual(['none', 'web']);
  expect(baseline.usual('role-of-instances', scope, start + DAY, 5)).toEqual(['web']);
});

test('what was seen longer ago than the horizon is new again', () => {
  const baseline = used();
  const { horizon } = baselineDefaults;
  expect(names(baseline.observe(at(19 + horizon / DAY))).fresh).toEqual([]);
  const other = used();
  expect(names(other.observe(at(19 + horizon / DAY + 0.01))).fresh).toContain('region-of-principal');
});

test('an attempt teaches nothing', () => {
  const baseline = used();
  for (const day of [21, 22, 23]) {
    const novelty = baseline.observe(at(day, { region: 'sa-east-1', outcome: 'denied' }));
    expect(names(novelty).fresh).toContain('region-of-account');
  }
});

test('too many values: the oldest go, and are counted', () => {
  const baseline = new Baseline(new Journal(), { ...baselineDefaults, mostCells: 5 });
  for (let index = 0; index < 10; index += 1) baseline.observe(at(index, { region: `r-${index}` }));
  expect(baseline.size).toBeLessThanOrEqual(5);
  expect(baseline.forgotten).toBeGreaterThan(0);
});

describe('a stored baseline', () => {
  const lines = [...encodeBaseline(used().all())];

  it('is the same after storing and restoring', () => {
    const again = new Baseline(new Journal());
    restoreBaseline(again, decodeBaseline('b', lines));
    expect([...encodeBaseline(again.all())]).toEqual(lines);
    expect(names(again.observe(at(20)))).toEqual({ fresh: [], learning: [] });
  });

  it('of two halves is that of the whole, in any order', () => {
    const halves = [new Baseline(new Journal()), new Baseline(new Journal())];
    for (let day = 0; day < 20; day += 1) halves[day % 2]?.observe(at(day));
    for (const order of [halves, halves.toReversed()]) {
      const both = new Baseline(new Journal());
      for (const half of order) restoreBaseline(both, half.all());
      expect([...encodeBaseline(both.all())]).toEqual(lines);
    }
  });

  it.each([
    [[], 'empty'],
    [['{"format":"other"}'], 'no baseline'],
    [['{"format":"nephoscope-baseline","version":7}'], 'version 7'],
    [[lines[0] ?? '', '{"dimension":"x"}'], 'b:2: expected dimension'],
    [[lines[0] ?? '', 'not json'], 'b:2: this line is no JSON'],
  ])('is refused with its reason: %j', (changed, reason) => {
    expect(() => [...decodeBaseline('b', changed)]).toThrow(reason);
  });
});

test.each([
  ['198.51.100.23', '198.51.100.0/24'],
  ['2001:db8:1:2::3', '2001:db8:1::/48'],
  ['2001:db8::1', '2001:db8:0::/48'],
])('network of %s', (ip, network) => expect(networkOf(ip)).toBe(network));
