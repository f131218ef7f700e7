import { expect, test } from 'vitest';
import { compile } from '../../emit/closure/index.ts';
import type { Rule } from '../../ir/rule.ts';
import { findWitness } from '../../ir/witness.ts';
import { loadRules } from '../../lang/sigma/index.ts';
import { createRuleIndex } from './rule-index.ts';

function rules(...list: readonly (readonly [product: string, detection: string])[]): readonly Rule[] {
  const text = list.map(([product, detection], index) => {
    const body = detection.replace(/^/gm, '  ');
    return `title: r${index}\nlogsource:\n  product: ${product}\ndetection:\n${body}\n`;
  });
  return loadRules([{ path: 'r.yml', text: text.join('---\n') }]).rules;
}

const literals = (detection: string): unknown =>
  rules(['aws', detection]).map((rule) =>
    findWitness(rule)?.map((part) => [part.field.name, ...part.literals]),
  )[0];

test.each([
  ['sel:\n  eventSource: s\n  eventName: [A, B]\ncondition: sel', [['eventName', 'a', 'b']]],
  ['a:\n  eventName: A\nb:\n  eventSource: B\ncondition: a and not b', [['eventName', 'a']]],
  [
    'a:\n  eventName: A\nb:\n  eventSource: B\ncondition: a or b',
    [
      ['eventName', 'a'],
      ['eventSource', 'b'],
    ],
  ],
  ['a:\n  eventName: A\nb:\n  x|contains: B\ncondition: a or b', undefined],
  ['a1:\n  eventName: A\na2:\n  eventName: B\ncondition: 1 of a*', [['eventName', 'a', 'b']]],
  ['a1:\n  x|re: A\na2:\n  eventName: B\ncondition: all of a*', [['eventName', 'b']]],
  ['sel:\n  eventName|cased: A\ncondition: sel', [['eventName', 'a']]],
  ['sel:\n  eventName|neq: A\ncondition: sel', undefined],
  ["sel:\n  eventName: 'A*'\ncondition: sel", undefined],
  ['sel:\n  eventName: null\ncondition: sel', undefined],
  ['sel: [needle]\ncondition: sel', undefined],
])('necessary literals of %j', (detection, expected) => {
  expect(literals(detection)).toEqual(expected);
});

test('rules are routed by log source, then by literal, and keep their order', () => {
  const list = rules(
    ['aws', 'sel:\n  x|contains: y\ncondition: sel'],
    ['azure', 'sel:\n  eventName: A\ncondition: sel'],
    ['aws', 'sel:\n  eventName: [A, C]\ncondition: sel'],
    ['aws', 'sel:\n  eventName: B\ncondition: sel'],
  );
  const index = createRuleIndex(list, compile);
  const titles = (found: readonly Rule[]): string[] => found.map(({ title }) => title);
  const record = { eventName: 'a', x: 'xyz' };
  expect(titles(index.match(record))).toEqual(['r0', 'r1', 'r2']);
  expect(titles(index.match(record, { product: 'aws', service: 'cloudtrail' }))).toEqual(['r0', 'r2']);
  expect(titles(index.candidates({ eventName: 'b' }, { product: 'aws' }))).toEqual(['r0', 'r3']);
  expect(titles(index.match({ eventName: 'b' }, { product: 'gcp' }))).toEqual([]);
  expect(index.stats()).toEqual({
    rules: 4,
    always: 1,
    fields: 2,
    literals: 4,
    records: 3,
    candidates: 5,
    matches: 5,
  });
});

test('values in arrays and objects are found by the index too', () => {
  const index = createRuleIndex(rules(['aws', 'sel:\n  eventName: A\ncondition: sel']), compile);
  expect(index.match({ eventName: ['x', 'a'] })).toHaveLength(1);
  expect(index.match({ eventName: { value: 'A' } })).toHaveLength(1);
});
