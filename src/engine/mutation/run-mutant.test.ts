import { describe, expect, it } from 'vitest';
import { documentPlaces } from '../../lang/sigma/index.ts';
import { correlationFindings, findingsObserved, observeCase } from '../correlation-tests.ts';
import { loadPack } from '../load-content.ts';
import { RuleFileTester } from '../rule-test-files.ts';
import { runRuleTests } from '../rule-tests.ts';
import { correlationMutants } from './correlation-mutants.ts';
import { MutantRunner } from './run-mutant.ts';

const { files, parameters } = loadPack('cloud-compute');
const tester = new RuleFileTester(files, parameters);
/** Inner correlations, aliases, lineage, values, order: one file of each. */
const sample = ['ch-01', 'ch-05', 'ch-09', 'ch-14', 'ch-15', 'new-account'];
const chosen = files.filter(({ path }) => sample.some((name) => path.includes(`chains/${name}`)));

describe('correlations on what was observed once', () => {
  it.each(chosen.map((file) => [file.path, file] as const))(
    'find what a whole hunt finds: %s',
    (_path, file) => {
      const { load, known, tests = [] } = tester.prepare(file);
      const own = [...load.rules, ...load.correlations];
      const content = [...own, ...known];
      const runner = new MutantRunner(own, known, tests);
      const placesOf = documentPlaces(file);
      let differences = 0;
      const compared = load.correlations.flatMap((original) => {
        const mutants = correlationMutants(original, placesOf(original.source.line), (id) => id);
        return mutants.flatMap(({ what, mutated }) =>
          runner.casesOf(original).map(({ test, target }) => {
            if (target.kind === 'rule') throw new Error('a case of a rule');
            const changed = content.map((one) => (one === original ? mutated : one));
            const correlation = target === original ? mutated : target;
            const slow = correlationFindings(correlation, test.events, changed);
            const fast = findingsObserved(correlation, observeCase(target, test.events, content), changed);
            if (slow.length > 0 !== test.match) differences += 1;
            return [`${what}: ${test.name}`, fast.map(({ id }) => id), slow.map(({ id }) => id)] as const;
          }),
        );
      });
      expect(compared.length).toBeGreaterThan(20);
      expect(differences).toBeGreaterThan(0);
      for (const [name, fast, slow] of compared) expect([name, fast]).toEqual([name, slow]);
    },
  );

  it('the killer is the first case that the tests of the mutant would fail', () => {
    for (const file of chosen.slice(0, 2)) {
      const { load, known, tests = [] } = tester.prepare(file);
      const runner = new MutantRunner([...load.rules, ...load.correlations], known, tests);
      for (const original of load.correlations) {
        const find = documentPlaces(file)(original.source.line);
        for (const { mutated } of correlationMutants(original, find, (id) => id)) {
          const correlations = load.correlations.map((one) => (one === original ? mutated : one));
          const failed = runRuleTests(load.rules, tests, { correlations, known }).find(
            ({ passed }) => !passed,
          );
          expect(runner.killer(original, mutated, runner.casesOf(original))?.name).toBe(failed?.test.name);
        }
      }
    }
  });
});
