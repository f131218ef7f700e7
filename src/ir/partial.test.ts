import { expect, test } from 'vitest';
import { loadRules } from '../lang/sigma/index.ts';
import { couldMatch, type KnownValue } from './partial.ts';

function rule(detection: string, product = 'aws'): Parameters<typeof couldMatch>[0] {
  const text = `title: t\nlogsource:\n  product: ${product}\ndetection:\n${detection.replace(/^/gm, '  ')}\n`;
  const [loaded] = loadRules([{ path: 'r.yml', text }]).rules;
  if (!loaded) throw new Error(`refused: ${detection}`);
  return loaded;
}

const known = (values: Record<string, readonly KnownValue[]>): Map<string, readonly KnownValue[]> =>
  new Map(Object.entries(values));

test.each([
  ['sel:\n  eventName: A\ncondition: sel', { eventName: ['b'] }, false],
  ['sel:\n  eventName: A\ncondition: sel', { eventName: ['b', 'a'] }, true],
  ['sel:\n  eventName: A\n  x: 1\ncondition: sel', { eventName: ['a'] }, true],
  ['sel:\n  eventName|startswith: De\ncondition: sel', { eventName: ['Delete'] }, true],
  ['sel:\n  eventName|startswith: De\ncondition: sel', { eventName: ['Create'] }, false],
  ['sel:\n  eventName: A\nf:\n  x: 1\ncondition: sel or f', { eventName: ['b'] }, true],
  ['sel:\n  eventName: A\ncondition: not sel', { eventName: ['a'] }, false],
  ['sel:\n  eventName: A\ncondition: not sel', { eventName: ['a', 'b'] }, true],
  ['a1:\n  x: 1\na2:\n  x: 2\na3:\n  y: 1\ncondition: 2 of a*', { x: [3] }, false],
  ['a1:\n  x: 1\na2:\n  x: 2\na3:\n  y: 1\ncondition: 1 of a*', { x: [3] }, true],
  ['sel:\n  x: null\ncondition: sel', { x: [] }, true],
  ['sel:\n  x: null\ncondition: sel', { x: ['y'] }, false],
  ['sel:\n  x|exists: true\ncondition: sel', { x: [] }, false],
  ['sel:\n  x|re: y\ncondition: sel', { x: ['z'] }, true],
  ['sel:\n  x|gt: 5\ncondition: sel', { x: [4, '5'] }, false],
  ['sel:\n  x|cidr: 10.0.0.0/8\ncondition: sel', { x: ['192.0.2.1'] }, false],
  ['sel:\n  x: true\ncondition: sel', { x: [false] }, false],
  ['sel: [needle]\ncondition: sel', { x: ['y'] }, true],
] as const)('%j with %j', (detection, values, expected) => {
  expect(couldMatch(rule(detection), known(values))).toBe(expected);
});

test('a field with several places is known when the places before the first value are known to be absent', () => {
  const gcp = rule('sel:\n  gcp.audit.method_name: a\ncondition: sel', 'gcp');
  expect(couldMatch(gcp, known({ 'protoPayload.methodName': ['b'] }))).toBe(true);
  expect(couldMatch(gcp, known({ 'gcp.audit.method_name': [], 'protoPayload.methodName': ['b'] }))).toBe(
    false,
  );
  expect(couldMatch(gcp, known({ 'gcp.audit.method_name': [], 'protoPayload.methodName': ['a'] }))).toBe(
    true,
  );
});
