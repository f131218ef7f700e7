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
    const other = { list: ['7'], number: '17', timespan: '77m' } as const;
    const at = { file: 'mine.yml', line: 1, column: 1 };
    const digests = (load: typeof loaded): Map<string, string> =>
      new Map([...load.rules, ...load.correlations].map(({ title, digest }) => [title, digest]));
    const before = digests(loaded);
    const kinds = new Map(loaded.parameters.map(({ name, kind }) => [name, kind]));
    const usersOf = (name: string): string[] =>
      loaded.parameters.filter((use) => use.name === name).map(({ rule }) => rule);
    // As many at once as have no rule in common.
    const rounds: { readonly names: string[]; readonly rules: Set<string> }[] = [];
    for (const name of kinds.keys()) {
      const users = usersOf(name);
      const free = rounds.find(({ rules }) => !users.some((rule) => rules.has(rule)));
      const round = free ?? { names: [], rules: new Set<string>() };
      if (!free) rounds.push(round);
      round.names.push(name);
      for (const rule of users) round.rules.add(rule);
    }
    const changed = rounds.flatMap(({ names }) => {
      const values = names.map((name) => [name, { value: other[kinds.get(name) ?? 'list'], at }] as const);
      const set = loadRules(files, { placeholders: { ...parameters, ...Object.fromEntries(values) } });
      expect(set.diagnostics).toEqual([]);
      const after = digests(set);
      return names.flatMap((name) =>
        usersOf(name).map((rule) => [name, rule, after.get(rule) === before.get(rule)] as const),
      );
    });
    expect(changed.filter(([, , isSame]) => isSame)).toEqual([]);
    expect(changed.length).toBeGreaterThan(40);
  }, 60_000);
});
