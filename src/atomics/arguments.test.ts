import { expect, it } from 'vitest';
import { argumentProblems, fillArguments } from './arguments.ts';
import type { AtomicTest } from './atomic.ts';

const at = { file: 'f', line: 1, column: 1 };
const test = (executor: string): AtomicTest =>
  ({
    key: 'T1-aws-1',
    inputs: [
      { name: 'text', description: '', type: 'string', default: 'd', at },
      { name: 'count', description: '', type: 'integer', default: '1', at },
      { name: 'site', description: '', type: 'url', default: 'https://a.example', at },
      { name: 'other', description: '', type: 'string', at },
    ],
    values: [{ name: 'other', like: 'x', at }],
    executor: { name: executor, elevationRequired: false, command: { text: '', at } },
  }) as unknown as AtomicTest;

it('fills arguments in, quoted for their shell', () => {
  const script = { text: `a='#{text}' b=#{text} c='#{other}'`, at };
  expect(fillArguments(script, test('sh'), {})).toBe(`a='d' b=d c='#{other}'`);
  expect(fillArguments(script, test('sh'), { text: "it's", other: '$x' })).toBe(`a='it'\\''s' b=it's c='$x'`);
  expect(fillArguments(script, test('powershell'), { text: "it's" })).toContain("a='it''s'");
});

it('says which values cannot be used, and which are needed', () => {
  expect(argumentProblems(test('sh'), {}, 'all')).toEqual(['T1-aws-1 needs a value: --set other=…']);
  expect(argumentProblems(test('sh'), {}, 'made-up')).toEqual([]);
  expect(argumentProblems(test('sh'), {}, 'given')).toEqual([]);
  const bad = { text: 'a\nb', count: '1.5', site: 'a b', other: 'x' };
  expect(argumentProblems(test('sh'), bad, 'all')).toEqual([
    "text: 'a\nb' is not a text on one line.",
    "count: '1.5' is not a whole number.",
    "site: 'a b' is not a URL.",
  ]);
});
