import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { createRuleIndex } from '../../../src/detect/index/index.ts';
import { compile } from '../../../src/emit/closure/index.ts';
import { evaluate, matchedFields } from '../../../src/emit/reference/index.ts';
import { loadRules } from '../../../src/lang/sigma/index.ts';
import { nativeCases } from './records.ts';

const folder = '../shared/data/sigma/sigmahq';

describe.skipIf(!existsSync(folder))(`public rules on native records (needs ${folder})`, () => {
  test.each(nativeCases)('$rule', ({ rule: path, record, unless }) => {
    const { rules } = loadRules([{ path, text: readFileSync(`${folder}/${path}`, 'utf8') }]);
    const [rule] = rules;
    if (!rule) throw new Error(`no rule in ${path}`);
    const index = createRuleIndex(rules, compile);
    expect([evaluate(rule, record), compile(rule)(record)]).toEqual([true, true]);
    expect(index.match(record, rule.logsource)).toEqual([rule]);
    expect(matchedFields(rule, record)).not.toEqual([]);
    const other = { ...record, ...unless };
    expect([evaluate(rule, other), index.match(other)]).toEqual([false, []]);
  });
});
