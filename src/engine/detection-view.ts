import { existsSync, readFileSync } from 'node:fs';
import { rank } from '../core/levels.ts';
import { compareTexts } from '../core/text-order.ts';
import type { Correlation } from '../ir/correlation.ts';
import type { Rule } from '../ir/rule.ts';
import { conditionText } from '../report/condition-text.ts';
import type { DetectionView } from '../report/pages/technique-view.ts';
import type { RuleFile } from './load-content.ts';
import { type RuleTestCase, RuleTestError, readRuleTests } from './read-rule-tests.ts';

/** Rules and correlations with the files that they stand in. */
export interface DetectionContent {
  readonly rules: readonly (Rule | Correlation)[];
  readonly files: readonly RuleFile[];
}

/** Rules and correlations as pages show them, the most severe first. */
export class DetectionViews {
  private readonly content: DetectionContent;
  private readonly files: ReadonlyMap<string, RuleFile>;
  private readonly titles: ReadonlyMap<string, string>;
  private readonly tests = new Map<string, readonly RuleTestCase[]>();

  constructor(content: DetectionContent) {
    this.content = content;
    this.files = new Map(content.files.map((file) => [file.path, file]));
    this.titles = new Map(content.rules.map(({ id, title }) => [id, title]));
  }

  of(rules: readonly (Rule | Correlation)[]): DetectionView[] {
    return rules
      .toSorted((a, b) => rank(b.level) - rank(a.level) || compareTexts(a.title, b.title))
      .map((rule) => this.view(rule));
  }

  private view(rule: Rule | Correlation): DetectionView {
    const {
      id,
      title,
      level,
      description = '',
      techniques,
      references,
      falsepositives,
      status,
      author,
    } = rule;
    const { path } = rule.source;
    const text = this.textOf(rule);
    const cases = this.casesOf(rule);
    return {
      id,
      title,
      level,
      looksAt: this.looksAt(rule),
      description,
      techniques,
      references,
      falsepositives,
      ...(status === undefined ? {} : { status }),
      ...(author === undefined ? {} : { author }),
      ...(rule.nephoscope?.noise === undefined ? {} : { noise: rule.nephoscope.noise }),
      path,
      text,
      tests: {
        matching: cases.filter(({ match }) => match).length,
        others: cases.filter(({ match }) => !match).length,
      },
    };
  }

  private looksAt(rule: Rule | Correlation): string {
    if (rule.kind === 'correlation') return conditionText(rule, (id) => this.titles.get(id) ?? id);
    const { product, service, category } = rule.logsource;
    return [product, service, category].filter((part) => part !== undefined).join('/');
  }

  /** The document of the rule: a file may hold several. */
  private textOf({ source: { path, line } }: Rule | Correlation): string {
    const lines = this.files.get(path)?.text.split('\n') ?? [];
    const rest = lines.slice(line - 1);
    const end = rest.findIndex((one, index) => index > 0 && /^---\s*$/.test(one));
    return `${(end < 0 ? rest : rest.slice(0, end)).join('\n').trimEnd()}\n`;
  }

  private casesOf({ id, name, title, source }: Rule | Correlation): readonly RuleTestCase[] {
    const all = this.testsOf(source.path);
    const alone = this.content.rules.filter((one) => one.source.path === source.path).length === 1;
    return all.filter(({ rule }) => (rule === undefined ? alone : [id, name, title].includes(rule)));
  }

  /** Cases beside a rule file; those that cannot be read are told by `rules test`. */
  private testsOf(path: string): readonly RuleTestCase[] {
    const there = this.tests.get(path);
    if (there) return there;
    const file = this.files.get(path)?.file.replace(/\.ya?ml$/, '');
    const beside =
      file === undefined
        ? undefined
        : [`${file}.test.yml`, `${file}.test.yaml`].find((one) => existsSync(one));
    const cases = beside === undefined ? [] : readCases(beside);
    this.tests.set(path, cases);
    return cases;
  }
}

function readCases(path: string): readonly RuleTestCase[] {
  try {
    return readRuleTests(path, readFileSync(path, 'utf8')).tests;
  } catch (error) {
    if (error instanceof RuleTestError) return [];
    throw error;
  }
}
