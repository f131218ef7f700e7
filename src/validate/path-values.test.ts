import { expect, it } from 'vitest';
import { valuesAt } from './path-values.ts';

const record = {
  a: { b: [{ c: 1 }, { c: 2 }, 'x'] },
  'http://x.example/claims/upn': 'mara',
  claims: { 'http://x.example/claims/upn': 'mara', nested: { 'a.b': { c: 3 } } },
  body: '{"properties": {"size": "s", "list": [1, [2]]}}',
  broken: '{"a": ',
  tags: ['a', 'b'],
  none: null,
};

it.each([
  ['a.b.c', [1, 2]],
  ['a.b.0.c', [1]],
  ['a.b.5.c', []],
  ['claims.http://x.example/claims/upn', ['mara']],
  ['http://x.example/claims/upn', ['mara']],
  ['claims.nested.a.b.c', [3]],
  ['body.properties.size', ['s']],
  ['body.properties.list', [1, 2]],
  ['broken.a', []],
  ['tags', ['a', 'b']],
  ['tags.1', ['b']],
  ['none', [null]],
  ['none.x', []],
  ['constructor', []],
  ['__proto__.polluted', []],
  ['', []],
])('%s', (path, expected) => {
  expect(valuesAt(record, path)).toEqual(expected);
});
