import { describe, expect, it } from 'vitest';
import { rank } from '../../src/core/levels.ts';
import { containersOf, findContainer } from '../../src/emulate/containers/index.ts';
import { emulate } from '../../src/emulate/emulate.ts';
import { loadRoutines } from '../../src/engine/load-atomics.ts';
import {
  activitiesIn,
  activitiesOf,
  atomics,
  emulated,
  recordsOf,
  shipped,
  start,
  validated,
} from '../support/atomics.ts';
import { hunt, pack } from '../support/chains/hunting.ts';

const techniques = [
  'T1578',
  'T1578.001',
  'T1578.002',
  'T1578.003',
  'T1578.004',
  'T1578.005',
  'T1535',
  'T1204.003',
  'T1485',
  'T1490',
  'T1537',
  'T1580',
];
const routines = loadRoutines(['cloud-compute']);

describe('the atomic tests that ship', () => {
  it('have nothing that lint would say', () => {
    expect(shipped.diagnostics).toEqual([]);
    expect(shipped.refused).toBe(0);
    expect(routines.diagnostics).toEqual([]);
  });

  it('are one for each technique and cloud, and the four of the seed page', () => {
    const keys = techniques.flatMap((technique) =>
      ['aws', 'azure', 'gcp'].map((cloud) => `${technique}-${cloud}-1`),
    );
    expect(atomics.map(({ key }) => key).toSorted()).toEqual([...keys, 'T1578.002-aws-2'].toSorted());
  });

  it.each(atomics.map((one) => [one.key, one] as const))(
    '%s expects rules that there are, not above their level',
    (_key, test) => {
      const rules = [...pack.rules, ...pack.correlations];
      for (const { rule, level } of test.findings) {
        const found = rules.find(({ id, title, name }) => [id, title, name].includes(rule));
        expect(found?.title, rule).toBeDefined();
        expect(rank(level)).toBeLessThanOrEqual(rank(found?.level ?? 'informational'));
      }
    },
  );

  it.each(atomics.map((one) => [one.key, one] as const))(
    '%s says what it costs and touches, and how late logs are',
    (_key, test) => {
      expect(test.cost.length).toBeGreaterThan(5);
      expect(test.blastRadius.length).toBeGreaterThan(20);
      expect(test.latency.length).toBeGreaterThan(0);
      expect(test.steps.every(({ expect: all }) => all.length > 1)).toBe(true);
    },
  );

  it.each(atomics.map((one) => [one.key, one] as const))(
    '%s leaves records of which nothing is missing',
    (_key, test) => {
      const activities = activitiesOf(recordsOf(emulated(test)));
      expect(activities).toHaveLength(test.steps.length);
      for (const { quality, operation } of activities) {
        expect(quality.guessed, operation).toBeUndefined();
        expect(
          quality.missing.filter((name) => name !== 'requestbody'),
          operation,
        ).toEqual([]);
      }
    },
  );

  it.each(atomics.map((one) => [one.key, one] as const))(
    '%s is found again, whatever the seed',
    (_key, test) => {
      for (const seed of [1, 7919]) {
        const records = emulate([test], { at: start, seed, redelivered: 40 });
        const result = validated(test, recordsOf(records));
        expect(result.steps.filter(({ status }) => status !== 'arrived')).toEqual([]);
        expect(result.together.filter(({ passed }) => !passed)).toEqual([]);
        expect(result.findings.filter(({ status }) => status !== 'fired')).toEqual([]);
        expect(result.doubts).toEqual([]);
        expect(result.passed).toBe(true);
      }
    },
  );

  it.each(atomics.map((one) => [one.key, one] as const))(
    '%s is found in routine, which raises nothing itself',
    (_key, test) => {
      const noise = { count: 60, routines: routines.routines };
      const result = validated(
        test,
        recordsOf(emulate([test], { at: start, seed: 5, redelivered: 10, noise })),
      );
      expect(result.passed).toBe(true);
      expect(result.others.every(({ activity }) => activity?.automation === undefined)).toBe(true);
    },
  );
});

describe('routine', () => {
  it.each(['aws', 'azure', 'gcp'] as const)('of %s is understood, and raises nothing', (provider) => {
    const [test] = atomics.filter((one) => one.provider === provider);
    if (!test) throw new Error('no test');
    const noise = { count: 400, routines: routines.routines };
    const own = new Set(recordsOf(emulate([test], { at: start, seed: 3 })).map((one) => JSON.stringify(one)));
    const records = recordsOf(emulate([test], { at: start, seed: 3, noise })).filter(
      (one) => !own.has(JSON.stringify(one)),
    );
    const activities = activitiesOf(records);
    expect(activities).toHaveLength(400);
    expect(activities.filter(({ quality }) => quality.guessed === true)).toEqual([]);
    expect(activities.filter(({ automation }) => automation).length).toBeGreaterThan(50);
    expect(hunt(records).findings.filter(({ level }) => level !== 'informational')).toEqual([]);
  });
});

describe('the same seed', () => {
  it('gives the same bytes, another one other ids', async () => {
    for (const test of atomics) {
      for (const { write } of containersOf(test.provider).slice(0, 2)) {
        const once = write(emulate([test], { at: start, seed: 4, redelivered: 20 }));
        expect(write(emulate([test], { at: start, seed: 4, redelivered: 20 }))).toEqual(once);
        expect(write(emulate([test], { at: start, seed: 5, redelivered: 20 }))).not.toEqual(once);
      }
      const lines = findContainer(test.provider, 'lines');
      const ids = async (seed: number): Promise<string[]> =>
        (await activitiesIn(lines?.write(emulate([test], { at: start, seed })) ?? [])).map(({ id }) => id);
      const [one, other] = [await ids(1), await ids(2)];
      expect(one.filter((id) => other.includes(id))).toEqual([]);
    }
  });
});
