import { describe, expect, it } from 'vitest';
import { scope } from '../../src/attack/scope.ts';
import { rank } from '../../src/core/levels.ts';
import { containersOf, findContainer } from '../../src/emulate/containers/index.ts';
import { emulate } from '../../src/emulate/emulate.ts';
import { loadRoutines } from '../../src/engine/load-atomics.ts';
import { loadPack } from '../../src/engine/load-content.ts';
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

const { parameters } = loadPack('cloud-compute');
const routines = loadRoutines(['cloud-compute']);
/** What somebody could have approved, and has nothing to do with the tests. */
const lists = {
  used_regions: ['eu-west-1', 'westeurope', 'europe-west1'],
  approved_images: ['ami-0a1b2c3d4e5f60718', 'projects/golden/global/images/*'],
  approved_image_owners: ['Canonical', 'ubuntu-os-cloud'],
};

describe('the atomic tests that ship', () => {
  it('have nothing that lint would say', () => {
    expect(shipped.diagnostics).toEqual([]);
    expect(shipped.refused).toBe(0);
    expect(routines.diagnostics).toEqual([]);
  });

  it('are one for each technique and cloud, and the four of the seed page', () => {
    const keys = scope.flatMap((technique) =>
      ['aws', 'azure', 'gcp'].map((cloud) => `${technique}-${cloud}-1`),
    );
    expect(atomics.map(({ key }) => key).toSorted()).toEqual([...keys, 'T1578.002-aws-2'].toSorted());
  });

  it.each(atomics.map((one) => [one.key, one] as const))(
    '%s expects rules that there are, not above their level',
    (_key, test) => {
      const rules = [...pack.rules, ...pack.correlations];
      for (const { rule, level, needs } of test.findings) {
        if (needs !== undefined) expect(Object.keys(parameters)).toContain(needs);
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
        expect(result.findings.map(({ status }) => status)).toEqual(
          test.findings.map(({ needs }) => (needs === undefined ? 'fired' : 'unset')),
        );
        expect(result.doubts).toEqual([]);
        expect(result.passed).toBe(true);
      }
    },
  );

  it.each(
    atomics.flatMap((one) => (one.findings.some(({ needs }) => needs) ? [[one.key, one] as const] : [])),
  )('%s fires what needs a list, when there is one', (_key, test) => {
    const result = validated(test, recordsOf(emulated(test)), {}, lists);
    expect(result.findings.map(({ status }) => status)).toEqual(test.findings.map(() => 'fired'));
    expect(result.passed).toBe(true);
    const all = Object.fromEntries(Object.keys(lists).map((name) => [name, ['*']]));
    const approved = validated(test, recordsOf(emulated(test)), {}, all);
    expect(approved.findings.map(({ status }) => status)).toEqual(
      test.findings.map(({ needs }) => (needs === undefined ? 'fired' : 'silent')),
    );
    expect(approved.passed).toBe(false);
  });

  it.each(atomics.map((one) => [one.key, one] as const))(
    '%s is one incident, with its technique, where more than something low is expected',
    (_key, test) => {
      const asked = test.findings.filter(({ needs, level }) => !needs && rank(level) > rank('low'));
      const { incidents } = hunt(recordsOf(emulated(test)));
      expect(incidents.length).toBeLessThanOrEqual(1);
      if (asked.length === 0) return;
      const [incident] = incidents;
      expect(rank(incident?.level ?? 'informational')).toBeGreaterThanOrEqual(
        Math.max(...asked.map(({ level }) => rank(level))),
      );
      expect(incident?.techniques.map((one) => JSON.stringify(one)).join(' ')).toContain(test.technique);
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
    for (const seed of [3, 4, 5, 6, 7]) {
      const own = new Set(recordsOf(emulate([test], { at: start, seed })).map((one) => JSON.stringify(one)));
      const records = recordsOf(emulate([test], { at: start, seed, noise })).filter(
        (one) => !own.has(JSON.stringify(one)),
      );
      const activities = activitiesOf(records);
      expect(activities).toHaveLength(400);
      expect(activities.filter(({ quality }) => quality.guessed === true)).toEqual([]);
      expect(activities.filter(({ automation }) => automation).length).toBeGreaterThan(50);
      const raised = hunt(records).findings.filter(({ level }) => level !== 'informational');
      expect(raised.map(({ rule }) => rule.name ?? rule.title)).toEqual([]);
    }
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
