import { expect, test } from 'vitest';
import { compile } from '../../emit/closure/index.ts';
import { couldMatch } from '../../ir/partial.ts';
import { codes } from './diagnostic-codes.ts';
import { lintRules } from './lint.ts';
import { type LoadResult, loadRules } from './load.ts';

const text = `title: Region that is not used
id: 0b9f6c0e-0000-4000-8000-000000000001
status: experimental
description: d
author: a
date: '2026-11-20'
references: [https://example.com]
tags: [attack.t1535]
falsepositives: [x]
logsource:
  category: cloud_activity
nephoscope:
  needs: [used_regions]
detection:
  selection:
    verb: create
  filter:
    region|expand: '%used_regions%'
  condition: selection and not filter
`;

function load(placeholders: Record<string, string[]>, rule: string = text): LoadResult {
  return loadRules([{ path: 'r.yml', text: rule }], { placeholders });
}

test('a rule that needs a list matches nothing while the list is empty', () => {
  const [rule] = load({ used_regions: [] }).rules;
  if (!rule) throw new Error('there is one');
  expect(rule.off).toEqual(['used_regions']);
  expect(compile(rule)({ verb: 'create', region: 'sa-east-1' })).toBe(false);
  expect(couldMatch(rule, new Map())).toBe(false);
  expect(rule.selections.map(({ name }) => name)).toContain('list used_regions');
});

test('once it is filled, the rule matches what is not on it', () => {
  const [rule] = load({ used_regions: ['eu-west-1'] }).rules;
  if (!rule) throw new Error('there is one');
  expect(rule.off).toBeUndefined();
  expect(compile(rule)({ verb: 'create', region: 'sa-east-1' })).toBe(true);
  expect(compile(rule)({ verb: 'create', region: 'eu-west-1' })).toBe(false);
});

test('a list that is not there at all refuses the rule, and its name is suggested', () => {
  const { rules, diagnostics } = load(
    { used_regions: ['a'] },
    text.replace('[used_regions]', '[used_region]'),
  );
  expect(rules).toEqual([]);
  expect(diagnostics).toMatchObject([
    { code: codes.placeholderUnknown[0], help: "Did you mean '%used_regions%'?", at: { line: 13 } },
  ]);
});

test('needs are names', () => {
  const { diagnostics } = load({ used_regions: ['a'] }, text.replace('[used_regions]', '[1, used_regions]'));
  expect(diagnostics.map(({ message }) => message)).toEqual([
    expect.stringContaining('`needs` has to be names of lists'),
  ]);
});

test('lint finds nothing wrong with a rule that is off', () => {
  expect(lintRules([{ path: 'r.yml', text }], { placeholders: { used_regions: [] } })).toEqual([]);
});
