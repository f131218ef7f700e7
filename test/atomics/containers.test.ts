import { describe, expect, it } from 'vitest';
import type { Activity } from '../../src/activity/activity.ts';
import { containersOf } from '../../src/emulate/containers/index.ts';
import { emulate } from '../../src/emulate/emulate.ts';
import { activitiesIn, activitiesOf, atomics, recordsOf, start } from '../support/atomics.ts';

const rows = atomics.flatMap((test) =>
  containersOf(test.provider).map((container) => [test.key, container.name, test, container] as const),
);

/** Without where the records stood, and without what the container does not carry. */
function plain(activity: Activity, lacks: readonly string[]): object {
  const {
    evidence: _evidence,
    raw: _raw,
    ...rest
  } = structuredClone(activity) as unknown as Record<string, unknown>;
  for (const path of lacks) {
    const [first = '', second] = path.split('.');
    if (second === undefined) delete rest[first];
    else delete (rest[first] as Record<string, unknown>)[second];
  }
  return rest;
}

describe('every test in every container of its cloud', () => {
  it.each(rows.filter(([, , , { lacks = [] }]) => !lacks.includes('operation')))(
    '%s as %s gives the same Activities',
    async (_key, _name, test, container) => {
      const records = emulate([test], { at: start, seed: 1, redelivered: 30 });
      const lacks = container.lacks ?? [];
      const expected = activitiesOf(recordsOf(records)).map((one) => plain(one, lacks));
      const found = (await activitiesIn(container.write(records))).map((one) => plain(one, lacks));
      const byId = (list: object[]): object[] =>
        list.toSorted((a, b) => ((a as Activity).id < (b as Activity).id ? -1 : 1));
      expect(byId(found)).toEqual(byId(expected));
    },
  );

  it.each(rows.filter(([, , , { lacks = [] }]) => lacks.includes('operation')))(
    '%s as %s, which has no operations, still gives what the first entries say',
    async (_key, _name, test, container) => {
      const records = emulate([test], { at: start, seed: 1, redelivered: 30 });
      const said = ({
        time,
        operation,
        principal,
        verb,
        object,
        resources,
        edges,
        attrs,
      }: Activity): string =>
        JSON.stringify([
          time,
          operation,
          principal.key,
          verb,
          object,
          resources.map(({ id }) => id),
          edges,
          attrs,
        ]);
      const found = new Set((await activitiesIn(container.write(records))).map(said));
      for (const one of activitiesOf(recordsOf(records)).map(said)) expect(found).toContain(one);
    },
  );
});

describe('containers', () => {
  it('have names of their own in each cloud, and `lines` in all', () => {
    for (const provider of ['aws', 'azure', 'gcp'] as const) {
      const names = containersOf(provider).map(({ name }) => name);
      expect(new Set(names).size).toBe(names.length);
      expect(names).toContain('lines');
      expect(containersOf(provider)[0]?.layout).toBe('folder');
    }
  });

  it('write paths that stay below their folder', () => {
    for (const test of atomics)
      for (const { write } of containersOf(test.provider))
        for (const { path } of write(emulate([test], { at: start, seed: 1 })))
          expect(path).not.toMatch(/^\/|\.\./);
  });
});
