import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Correlation } from '../ir/correlation.ts';
import type { Rule } from '../ir/rule.ts';
import { type LoadResult, type LocatedLoad, loadLocated, loadRules } from '../lang/sigma/index.ts';
import type { RuleFile } from './load-content.ts';
import { type Parameters, unusedParameters } from './parameters.ts';
import { type AcceptedMutant, type RuleTestCase, RuleTestError, readRuleTests } from './read-rule-tests.ts';
import { type RuleTestResult, runRuleTests } from './rule-tests.ts';

/** What came of the tests beside one rule file. */
export interface RuleFileTests {
  readonly path: string;
  /** Empty where no tests stand beside the rule. */
  readonly results: readonly RuleTestResult[];
  /** The test file cannot be used: why, in words. */
  readonly problem?: string;
  /** The rules as the tests saw them. */
  readonly load: LoadResult;
}

/** The tests beside a rule file, ready to be run. */
export interface PreparedTests {
  readonly load: LocatedLoad;
  /** What correlations of the file may refer to in others. */
  readonly known: readonly (Rule | Correlation)[];
  /** Absent where no test file stands beside the rule, or one that cannot be used. */
  readonly tests?: readonly RuleTestCase[];
  readonly accepted?: readonly AcceptedMutant[];
  readonly problem?: string;
  /** The path of the test file. */
  readonly beside?: string;
}

/** Runs the tests that stand beside rule files: `NAME.yml`, `NAME.test.yml`. */
export class RuleFileTester {
  private readonly files: readonly RuleFile[];
  private readonly placeholders: Readonly<Parameters>;
  private loaded: readonly (Rule | Correlation)[] | undefined;

  /** @param files everything that correlations may refer to; loaded when the first one asks, and anew for other lists */
  constructor(files: readonly RuleFile[], placeholders: Readonly<Parameters>) {
    this.files = [...new Map(files.map((file) => [resolve(file.file), file])).values()];
    this.placeholders = placeholders;
  }

  /** Never throws for what a test file says: `problem` has it. */
  run(file: RuleFile): RuleFileTests {
    const { path } = file;
    const { load, known, tests = [], problem } = this.prepare(file);
    if (problem !== undefined) return { path, results: [], problem, load };
    const { rules, correlations } = load;
    return { path, results: runRuleTests(rules, tests, { correlations, known }), load };
  }

  /** Reads the tests beside a rule file, and the rules as these are to see them. */
  prepare(file: RuleFile): PreparedTests {
    const load = (own: Parameters, known: readonly (Rule | Correlation)[]): LocatedLoad =>
      loadLocated([file], { placeholders: { ...this.placeholders, ...own }, known });
    const name = file.file.replace(/\.ya?ml$/, '');
    const beside = [`${name}.test.yml`, `${name}.test.yaml`].find((one) => existsSync(one));
    const plain = (): PreparedTests => {
      const known = this.besides(file, {});
      return { load: load({}, known), known };
    };
    if (beside === undefined) return plain();
    try {
      const { tests, parameters, accepted } = readRuleTests(beside, readFileSync(beside, 'utf8'));
      const reached = isCorrelating(file) ? [file, ...this.files] : [file];
      const [unused] = unusedParameters(parameters, reached, this.placeholders);
      if (unused !== undefined) throw new RuleTestError(`${beside}: parameters: ${unused}`);
      const known = this.besides(file, parameters);
      return { load: load(parameters, known), known, tests, accepted, beside };
    } catch (error) {
      if (error instanceof RuleTestError) return { ...plain(), problem: error.message };
      throw error;
    }
  }

  private besides(file: RuleFile, own: Readonly<Parameters>): readonly (Rule | Correlation)[] {
    if (!isCorrelating(file)) return [];
    const path = this.files.find((one) => resolve(one.file) === resolve(file.file))?.path;
    this.loaded ??= this.load(this.files, this.placeholders);
    return this.withOwn(this.loaded, own).filter(({ source }) => source.path !== path);
  }

  /** What was loaded, but for the files that name one of the parameters: those are loaded anew. */
  private withOwn(
    loaded: readonly (Rule | Correlation)[],
    own: Readonly<Parameters>,
  ): readonly (Rule | Correlation)[] {
    const names = Object.keys(own);
    const changed = this.files.filter(({ text }) => names.some((name) => text.includes(name)));
    if (changed.length === 0) return loaded;
    const paths = new Set(changed.map(({ path }) => path));
    const kept = loaded.filter(({ source }) => !paths.has(source.path));
    return [...kept, ...this.load(changed, { ...this.placeholders, ...own }, kept)];
  }

  private load(
    files: readonly RuleFile[],
    placeholders: Readonly<Parameters>,
    known: readonly (Rule | Correlation)[] = [],
  ): readonly (Rule | Correlation)[] {
    const { rules, correlations } = loadRules(files, { placeholders, known });
    return [...rules, ...correlations];
  }
}

/** Files that only hold rules ask for nothing in others. */
function isCorrelating({ text }: RuleFile): boolean {
  return /^correlation:/m.test(text);
}
