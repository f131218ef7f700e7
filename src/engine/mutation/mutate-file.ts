import type { Span } from '../../core/diagnostic.ts';
import type { Correlation } from '../../ir/correlation.ts';
import type { Leaf } from '../../ir/nodes.ts';
import type { Rule } from '../../ir/rule.ts';
import { documentPlaces, type LocatedLoad } from '../../lang/sigma/index.ts';
import type { RuleFile } from '../load-content.ts';
import type { AcceptedMutant } from '../read-rule-tests.ts';
import type { RuleFileTester } from '../rule-test-files.ts';
import { chooseRule, runRuleTests } from '../rule-tests.ts';
import { correlationMutants } from './correlation-mutants.ts';
import type { Mutant } from './mutant.ts';
import { ruleMutants } from './rule-mutants.ts';
import { MutantRunner } from './run-mutant.ts';
import type { LeafPlace } from './selection-mutants.ts';

/** What became of one mutant. */
export interface MutantResult {
  readonly rule: Rule | Correlation;
  /** What it changes, in words. */
  readonly what: string;
  readonly at: Span;
  /** The name of the case that told it from its rule; absent when it survived. */
  readonly killedBy?: string;
  /** Why it may survive, where the test file says so. */
  readonly accepted?: string;
}

/** The mutants of the rules of one file, and what its tests made of them. */
export interface MutatedFile {
  readonly path: string;
  readonly mutants: readonly MutantResult[];
  /** Rules and correlations that no case touches. */
  readonly untested: readonly (Rule | Correlation)[];
  /** Why the file could not be tried, and what is wrong with what it accepts. */
  readonly problems: readonly string[];
  readonly load: LocatedLoad;
}

/**
 * Tests the tests of a rule file: each of its rules is changed in many small ways, and for each change a test has to fail.
 * Never throws for what the files say.
 */
export function mutateFile(file: RuleFile, tester: RuleFileTester): MutatedFile {
  const { path } = file;
  const { load, known, tests = [], accepted = [], problem, beside = path } = tester.prepare(file);
  const { rules, correlations } = load;
  const own = [...rules, ...correlations];
  const nothing = { path, mutants: [], untested: own, load };
  if (problem !== undefined) return { ...nothing, problems: [problem] };
  const failed = runRuleTests(rules, tests, { correlations, known }).filter(({ passed }) => !passed);
  if (failed.length > 0) {
    const words = `${failed.length} of ${tests.length} tests fail without any change: run \`rules test\` first`;
    return { ...nothing, problems: [`${beside}: ${words}`] };
  }
  const runner = new MutantRunner(own, known, tests);
  const mutantsOf = createMutants(file, load, [...own, ...known]);
  const untested: (Rule | Correlation)[] = [];
  const mutants = own.flatMap((rule): MutantResult[] => {
    const cases = runner.casesOf(rule);
    if (cases.length === 0) untested.push(rule);
    if (cases.length === 0) return [];
    return mutantsOf(rule).map(({ what, at, mutated }) => {
      const killer = runner.killer(rule, mutated, cases);
      return { rule, what, at, ...(killer ? { killedBy: killer.name } : {}) };
    });
  });
  return { path, untested, load, ...accept(mutants, accepted, own, beside) };
}

function createMutants(
  file: RuleFile,
  { spans }: LocatedLoad,
  content: readonly (Rule | Correlation)[],
): (one: Rule | Correlation) => Mutant[] {
  const lines = file.text.split('\n');
  const textAt = ({ line, column, length = 1 }: Span): string =>
    (lines[line - 1] ?? '').slice(column - 1, column - 1 + length).replace(/^(['"])(.*)\1$/, '$2');
  const leaf = (one: Leaf): LeafPlace | undefined => {
    const place = spans.get(one);
    return place && { ...place, keyText: textAt(place.key), valueText: textAt(place.value) };
  };
  const placesOf = documentPlaces(file);
  const names = new Map(content.map(({ id, name, title }) => [id, name ?? title]));
  return (one) => {
    const find = placesOf(one.source.line);
    return one.kind === 'rule'
      ? ruleMutants(one, { leaf, find })
      : correlationMutants(one, find, (id) => names.get(id) ?? id);
  };
}

/** Marks the survivors that the test file accepts; what it accepts and is not there, or is killed, is a problem. */
function accept(
  mutants: readonly MutantResult[],
  accepted: readonly AcceptedMutant[],
  own: readonly (Rule | Correlation)[],
  beside: string,
): Pick<MutatedFile, 'mutants' | 'problems'> {
  const reasons = new Map<MutantResult, string>();
  const problems: string[] = [];
  for (const { mutant, why, rule } of accepted) {
    const target = chooseRule(own, rule === undefined ? {} : { rule });
    const found = target && mutants.find((one) => one.rule === target && one.what === mutant);
    if (found && found.killedBy === undefined) reasons.set(found, why);
    else problems.push(`${beside}: accepted: "${mutant}" ${stale(target, found)}`);
  }
  const marked = mutants.map((one) => {
    const why = reasons.get(one);
    return why === undefined ? one : { ...one, accepted: why };
  });
  return { mutants: marked, problems };
}

function stale(target: Rule | Correlation | undefined, found: MutantResult | undefined): string {
  if (!target) return 'says under "rule" no rule of the file';
  return found
    ? `is killed by the test "${found.killedBy}": remove it`
    : 'is no mutant of the rule: remove it';
}
