import { describe, expect, it } from 'vitest';
import { attack } from '../../src/attack/attack.ts';
import { loadPack } from '../../src/engine/load-content.ts';
import { loadRules } from '../../src/lang/sigma/index.ts';

const { files, parameters } = loadPack('cloud-compute');
const loaded = loadRules(files, { placeholders: parameters });

describe('the parameters of the pack', () => {
  it('are the elements of ATT&CK that they say', () => {
    const known = new Set(
      attack().techniques.flatMap(({ strategies }) =>
        strategies.flatMap(({ analytics }) => analytics.flatMap(({ mutableElements }) => mutableElements)),
      ),
    );
    const elements = loaded.parameters.map(({ name, element }) => ({ name, element }));
    expect(elements.filter(({ element }) => element === undefined)).toEqual([]);
    expect(elements.filter(({ element }) => !known.has(element ?? ''))).toEqual([]);
  });

  it('hold every window and threshold of a correlation', () => {
    const fixed = loaded.correlations.flatMap(({ title, comparisons, history, nephoscope }) => {
      const sets = Object.values(nephoscope?.parameters ?? {}).map((one) => one.sets);
      const wanted = [
        'timespan',
        ...(history === undefined ? [] : ['history']),
        ...comparisons.map(({ op }) => `condition.${op}`),
      ];
      return wanted.filter((one) => !sets.includes(one)).map((one) => `${title}: ${one}`);
    });
    expect(fixed).toEqual([]);
  });

  it('can each be set, and change the rules that use them', () => {
    const other = { list: ['somebody'], number: '17', timespan: '17m' } as const;
    const at = { file: 'mine.yml', line: 1, column: 1 };
    const digests = (load: typeof loaded): Map<string, string> =>
      new Map([...load.rules, ...load.correlations].map(({ title, digest }) => [title, digest]));
    const before = digests(loaded);
    const names = new Map(loaded.parameters.map(({ name, kind }) => [name, kind]));
    const changed = [...names].flatMap(([name, kind]) => {
      const set = loadRules(files, { placeholders: { ...parameters, [name]: { value: other[kind], at } } });
      expect(set.diagnostics).toEqual([]);
      const after = digests(set);
      const users = loaded.parameters.filter((use) => use.name === name).map(({ rule }) => rule);
      return users.map((rule) => [name, rule, after.get(rule) === before.get(rule)] as const);
    });
    expect(changed.filter(([, , isSame]) => isSame)).toEqual([]);
    expect(changed.length).toBeGreaterThan(40);
  }, 60_000);
});
