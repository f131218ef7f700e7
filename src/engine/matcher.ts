import type { JsonObject } from '../core/json.ts';
import type { Level } from '../core/levels.ts';
import { createRuleIndex } from '../detect/index/index.ts';
import { compile } from '../emit/closure/index.ts';
import type { LogSource, Rule } from '../ir/rule.ts';

/** A rule that matched, in short. */
export interface RuleMatch {
  readonly ruleId: string;
  readonly title: string;
  readonly level: Level;
  readonly tags: readonly string[];
  readonly author?: string;
  readonly rule: Rule;
}

export interface Matcher {
  /**
   * The rules that match one JSON record, cloud or not, in the order in which the rules were given. With a log source
   * only the rules for it are tried; without one every rule is.
   */
  match(record: JsonObject, options?: { readonly logsource?: LogSource }): RuleMatch[];
}

/** Rules as a function of single records: no state, nothing normalised, no correlation. */
export function createMatcher(rules: readonly Rule[]): Matcher {
  const index = createRuleIndex(rules, compile);
  return {
    match: (record, { logsource } = {}) => index.match(record, logsource).map(shorten),
  };
}

function shorten(rule: Rule): RuleMatch {
  const { id, title, level, tags, author } = rule;
  return { ruleId: id, title, level, tags, ...(author === undefined ? {} : { author }), rule };
}
