import type { JsonObject } from '../../core/json.ts';
import { compile } from '../../emit/closure/index.ts';
import type { Correlation } from '../../ir/correlation.ts';
import type { Rule } from '../../ir/rule.ts';
import {
  correlationFindings,
  findingsObserved,
  type ObservedCase,
  observeCase,
  restsOn,
} from '../correlation-tests.ts';
import type { RuleTestCase } from '../read-rule-tests.ts';
import { chooseRule, isExpected, shownTo } from '../rule-tests.ts';

/** A case with the rule or correlation that it is about. */
export interface Targeted {
  readonly test: RuleTestCase;
  readonly target: Rule | Correlation;
}

/**
 * Runs the cases of one test file on mutants of its rules. What does not depend on a mutant is made once: what rules see of
 * the records, and what the rules below a correlation observe in them.
 */
export class MutantRunner {
  readonly targeted: readonly Targeted[];
  private readonly content: readonly (Rule | Correlation)[];
  private readonly shown = new Map<RuleTestCase, readonly JsonObject[]>();
  private readonly observed = new Map<RuleTestCase, ObservedCase>();

  /**
   * @param own rules and correlations of the file
   * @param known what its correlations may refer to in others
   */
  constructor(
    own: readonly (Rule | Correlation)[],
    known: readonly (Rule | Correlation)[],
    tests: readonly RuleTestCase[],
  ) {
    this.content = [...own, ...known];
    this.targeted = tests.flatMap((test) => {
      const target = chooseRule(own, test);
      return target ? [{ test, target }] : [];
    });
  }

  /** The cases that a change of a rule could touch: its own, and those of correlations that rest on it. */
  casesOf(one: Rule | Correlation): readonly Targeted[] {
    return this.targeted.filter(
      ({ target }) =>
        target === one || (target.kind === 'correlation' && restsOn(target, one.id, this.content)),
    );
  }

  /** The case by which the mutant is told from its rule; undefined: none does. */
  killer(
    original: Rule | Correlation,
    mutated: Rule | Correlation,
    cases: readonly Targeted[],
  ): RuleTestCase | undefined {
    return cases.find((one) => !isExpected(one.test, this.found(one, original, mutated)))?.test;
  }

  /** What the case's rule finds when one rule is replaced by its mutant. */
  private found(
    { test, target }: Targeted,
    original: Rule | Correlation,
    mutated: Rule | Correlation,
  ): number {
    const changed = target === original ? mutated : target;
    if (changed.kind === 'rule') {
      const matches = this.compiled(changed);
      return this.shownOf(test, changed).filter((one) => matches(one)).length;
    }
    const content = this.content.map((one) => (one === original ? mutated : one));
    // What a changed rule observes is something else.
    if (mutated.kind === 'rule') return correlationFindings(changed, test.events, content).length;
    return findingsObserved(changed, this.observedOf(test, target), content).length;
  }

  private last: { readonly rule: Rule; readonly matches: (event: JsonObject) => boolean } | undefined;

  private compiled(rule: Rule): (event: JsonObject) => boolean {
    if (this.last?.rule !== rule) this.last = { rule, matches: compile(rule) };
    return this.last.matches;
  }

  private shownOf(test: RuleTestCase, rule: Rule): readonly JsonObject[] {
    const known = this.shown.get(test);
    if (known) return known;
    const shown = shownTo(rule, test.events);
    const events = typeof shown === 'string' ? [] : shown;
    this.shown.set(test, events);
    return events;
  }

  private observedOf(test: RuleTestCase, target: Rule | Correlation): ObservedCase {
    const known = this.observed.get(test);
    if (known) return known;
    if (target.kind === 'rule') throw new Error('only correlations observe');
    const made = observeCase(target, test.events, this.content);
    this.observed.set(test, made);
    return made;
  }
}
