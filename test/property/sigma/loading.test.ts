import fc from 'fast-check';
import { expect, test } from 'vitest';
import { renderDiagnostic } from '../../../src/core/diagnostic.ts';
import { compile } from '../../../src/emit/closure/index.ts';
import { evaluate } from '../../../src/emit/reference/index.ts';
import { parseCondition, printCondition } from '../../../src/lang/sigma/condition.ts';
import { lintRules, loadRules } from '../../../src/lang/sigma/index.ts';
import { record, rule } from './arbitrary.ts';

const seed = `title: seed
id: 6d1a5f0e-0000-4000-8000-000000000001
logsource:
  product: azure
  service: auditlogs
detection:
  sel_a:
    operationName|contains|all: ['a*', "b\\\\?"]
    Status: [null, '', 5, true]
    f|re|i: '^x(y|z)+$'
  sel_b:
    - needle
    - '|all': [k1, k2]
    - g|cidr: 10.0.0.0/8
      h|base64offset|contains: foo
  filter: &f
    i|fieldref: j
    k|gte: 1.5
    l|exists: no
    m|hour: 5
    n|windash|expand: '-%p%'
  other: *f
  condition: 1 of sel_* and not (filter or other)
level: high
tags: [attack.t1578.002]
---
action: repeat
title: again
---
title: filter
logsource:
  product: azure
filter:
  rules: any
  x:
    u: v
  condition: not x
`;

const options = { placeholders: { p: ['one', 't*'] } };
const pieces = [
  '\n',
  '  ',
  ': ',
  '- ',
  '|',
  '*',
  '&f ',
  '*f',
  "'",
  '"',
  '[',
  ']',
  '{',
  '}',
  '#',
  '%p%',
  '\\',
  '(',
  ')',
  'null',
  '~',
  '---\n',
  'not ',
  'all of ',
  '<<: ',
  '\t',
  '😀',
  '\u0000',
  '0x1F',
  '1e999',
  '!!js/function ',
  '? ',
];
const edit = fc.tuple(fc.nat(seed.length), fc.nat(12), fc.constantFrom(...pieces));

test('the seed loads', () => {
  const { rules, diagnostics, refused } = loadRules([{ path: 'seed.yml', text: seed }], options);
  expect([rules.length, refused, diagnostics.filter(({ severity }) => severity === 'error')]).toEqual([
    2,
    0,
    [],
  ]);
});

test('whatever the text, loading and lint give diagnostics with a place and never throw', () => {
  fc.assert(
    fc.property(fc.array(edit, { minLength: 1, maxLength: 4 }), record, (edits, event) => {
      let text = seed;
      for (const [at, length, piece] of edits) text = text.slice(0, at) + piece + text.slice(at + length);
      const { rules, diagnostics, refused } = loadRules([{ path: 'r.yml', text }], options);
      lintRules([{ path: 'r.yml', text }], options);
      for (const diagnostic of diagnostics) {
        expect(diagnostic.at?.line).toBeGreaterThan(0);
        renderDiagnostic(diagnostic, text);
      }
      if (refused > 0) expect(diagnostics.some(({ severity }) => severity === 'error')).toBe(true);
      for (const one of rules) {
        expect(JSON.parse(JSON.stringify(one))).toEqual(one);
        expect(compile(one)(event)).toBe(evaluate(one, event));
      }
    }),
    { numRuns: 1500 },
  );
});

test('printing a condition with parentheses and reading it again changes nothing', () => {
  const { condition } = fc.letrec<{ condition: string }>((tie) => ({
    condition: fc.oneof(
      { depthSize: 'small' },
      fc.constantFrom('a', 'b_c', '1 of x*', 'all of them', '2 of y*', 'notable'),
      fc
        .tuple(tie('condition'), fc.constantFrom('and', 'or'), tie('condition'))
        .map((list) => `(${list.join(' ')})`),
      tie('condition').map((inner) => `not ${inner}`),
    ),
  }));
  const read = (text: string): string => {
    const parsed = parseCondition(
      text,
      (offset) => ({ file: '', line: 1, column: offset + 1 }),
      (diagnostic) => {
        throw new Error(diagnostic.message);
      },
    );
    return parsed ? printCondition(parsed) : '';
  };
  fc.assert(
    fc.property(condition, (text) => {
      expect(read(`((${text}))`)).toBe(read(text.replaceAll(' ', '  ')));
    }),
  );
});

test('generated rules match some records and miss others, so that agreement means something', () => {
  const sample = fc.sample(fc.tuple(rule, record), { numRuns: 400, seed: 1 });
  const matched = sample.filter(([one, event]) => evaluate(one, event)).length;
  expect(matched).toBeGreaterThan(80);
  expect(matched).toBeLessThan(320);
});
