import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../src/core/json.ts';
import { createRuleIndex } from '../../../src/detect/index/index.ts';
import { compile } from '../../../src/emit/closure/index.ts';
import { evaluate } from '../../../src/emit/reference/index.ts';
import { loadRules } from '../../../src/lang/sigma/index.ts';
import { correlationRows } from './correlation-rows.ts';
import { type Check, rows } from './rows.ts';

const placeholders = {
  admins: ['alice', 'svc-*'],
  domains: ['a.example', 'b.example'],
  shapes: ['^web-\\d{2}$', '^db-[a-c]$'],
  nights: ['22', '23', '0'],
  broken: ['(x'],
  none: [],
};

function load(detection: string): ReturnType<typeof loadRules> {
  const body = detection.replace(/^/gm, '  ');
  const text = `title: case\nlogsource:\n  product: any\ndetection:\n${body}\n`;
  return loadRules([{ path: 'case.yml', text }], { placeholders });
}

function verdicts(check: Check, record: JsonObject): boolean[] {
  const { rules } = load(check.detection);
  const [rule] = rules;
  if (!rule) throw new Error(`refused: ${check.detection}`);
  const revived = JSON.parse(JSON.stringify(rule));
  expect(revived).toEqual(rule);
  return [
    evaluate(rule, record),
    compile(rule)(record),
    compile(revived)(record),
    createRuleIndex([rule], compile).match(record).length === 1,
  ];
}

describe.each(rows)('$name', ({ checks }) => {
  test.each(checks)('$detection', (check) => {
    const { rules, refused, diagnostics } = load(check.detection);
    const codes = [...new Set(diagnostics.map(({ code }) => code))];
    expect(codes).toEqual([check.refused, check.warns].filter((code) => code !== undefined));
    expect([rules.length, refused]).toEqual(check.refused ? [0, 1] : [1, 0]);
    for (const record of check.matches ?? []) {
      expect(verdicts(check, record), JSON.stringify(record)).toEqual([true, true, true, true]);
    }
    for (const record of check.misses ?? []) {
      expect(verdicts(check, record), JSON.stringify(record)).toEqual([false, false, false, false]);
    }
  });
});

test('every row of the page is a test and every test is a row', () => {
  const page = readFileSync('docs/reference/sigma-semantics.md', 'utf8');
  const named = [...page.matchAll(/^\|.*\| `([^`]+)` *\|$/gm)].map(([, name]) => name);
  expect(named.toSorted()).toEqual([...rows, ...correlationRows].map(({ name }) => name).toSorted());
});
