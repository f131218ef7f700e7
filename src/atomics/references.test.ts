// biome-ignore-all lint/suspicious/noTemplateCurlyInString: names of values are written like this
import { expect, it } from 'vitest';
import { referencesIn, substitute } from './references.ts';

const values: Readonly<Record<string, string | number>> = { a: 'one', n: 7 };
const find = (name: string): string | number | undefined =>
  Object.hasOwn(values, name) ? values[name] : undefined;

it.each([
  ['${a}', 'one'],
  ['${n}', 7],
  ['x-${a}-${n}', 'x-one-7'],
  ['${b} ${a}', '${b} one'],
  ['${b}', '${b}'],
  ['${constructor}', '${constructor}'],
  ['$a {a} ${}', '$a {a} ${}'],
  [
    { '${a}': ['${n}', { b: '${a}' }], c: null, d: true },
    { one: [7, { b: 'one' }], c: null, d: true },
  ],
])('%j becomes %j', (value, expected) => {
  expect(substitute(value, find)).toEqual(expected);
});

it('finds every name, in keys too', () => {
  expect([...referencesIn({ '${a}': ['${b.c}', 'x${d}y${a}'], e: 1 })].toSorted()).toEqual(['a', 'b.c', 'd']);
});
