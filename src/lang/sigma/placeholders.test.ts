import { describe, expect, test } from 'vitest';
import { compile } from '../../emit/closure/index.ts';
import { evaluate } from '../../emit/reference/index.ts';
import { couldMatch, verdictOf } from '../../ir/partial.ts';
import type { Rule } from '../../ir/rule.ts';
import { findWitness } from '../../ir/witness.ts';
import { codes } from './diagnostic-codes.ts';
import { type LoadResult, loadRules } from './load.ts';

function load(detection: string, placeholders: Record<string, string[]> = {}): LoadResult {
  const text = `title: t\nlogsource:\n  product: aws\ndetection:\n${detection.replace(/^/gm, '  ')}\n`;
  return loadRules([{ path: 'r.yml', text }], { placeholders });
}

function only({ rules, diagnostics }: LoadResult): Rule {
  const [rule] = rules;
  if (!rule) throw new Error(JSON.stringify(diagnostics));
  return rule;
}

describe('a configured empty list', () => {
  const filtered = "sel:\n  f: x\nfilter:\n  g|expand: '%a%'\ncondition: sel and not filter";

  test('matches nothing, so that a filter with it leaves nothing out', () => {
    const rule = only(load(filtered, { a: [] }));
    for (const record of [{ f: 'x' }, { f: 'x', g: '' }, { f: 'x', g: '%a%' }, { f: 'x', g: null }]) {
      expect([evaluate(rule, record), compile(rule)(record)]).toEqual([true, true]);
    }
    expect(verdictOf(rule, new Map([['f', ['x']]]))).toBe(true);
    expect(findWitness(rule)).toMatchObject([{ literals: ['x'] }]);
  });

  test.each(['f|expand', 'f|re|expand', 'f|cidr|expand', 'f|contains|all|expand', '|expand'])(
    'never holds for %s',
    (key) => {
      const rule = only(load(`sel:\n  '${key}': '%a%'\ncondition: sel`, { a: [] }));
      expect([evaluate(rule, { f: 'x' }), compile(rule)({ f: 'x' })]).toEqual([false, false]);
      expect(couldMatch(rule, new Map())).toBe(false);
    },
  );

  test('a name that is not configured is refused, and never suggested itself', () => {
    const [first] = load(filtered, { A1: [], b: [] }).diagnostics;
    expect([first?.code, first?.help]).toEqual([codes.placeholderUnknown[0], "Did you mean '%A1%'?"]);
    const [second] = load(filtered).diagnostics;
    expect(second?.help).toContain('--parameters');
  });
});
