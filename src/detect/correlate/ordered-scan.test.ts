import { expect, test } from 'vitest';
import { loadRules } from '../../lang/sigma/index.ts';
import { scannedRolling } from './ordered-scan.ts';

const rules = ['a', 'b', 'c', 'd']
  .map(
    (name) =>
      `title: ${name}\nname: ${name}\nlogsource: { category: cloud_activity }\ndetection: { sel: { verb: ${name} }, condition: sel }\n---\n`,
  )
  .join('');

/** How many steps events can make, and the events that show it. */
function scan(condition: string, events: readonly (readonly [second: number, rule: string])[]): string {
  const text = `${rules}title: sequence\ncorrelation: { type: temporal_ordered, timespan: 1d, condition: ${condition} }\n`;
  const { correlations, rules: loaded } = loadRules([{ path: 'x.yml', text }]);
  const [correlation] = correlations;
  if (!correlation?.sequence) throw new Error('no sequence');
  const rolling = scannedRolling(correlation, correlation.sequence);
  const state = rolling.create();
  for (const [at, [second, name]] of events.entries()) {
    const rule = correlation.rules.indexOf(loaded.find((one) => one.name === name)?.id ?? '');
    rolling.add(state, { time: second * 1000, id: `${name}${at}`, rule, at, automated: false }, 0);
  }
  const evidence = rolling.evidence(state, 0).map(({ id }) => id);
  return `${rolling.measure(state, 0)}: ${evidence.join(' ')}`;
}

test('noise does not push a step out', () => {
  const noise = Array.from({ length: 30_000 }, (_, index) => [1 + index / 10, 'b'] as const);
  expect(scan('a and b and a', [[0, 'a'], ...noise, [9000, 'a']])).toBe('3: a0 b1 a30001');
});

test('many events of one moment are looked at in no time, also with alternatives', () => {
  const moment = Array.from({ length: 3000 }, (_, index) => [5, index % 2 === 0 ? 'a' : 'b'] as const);
  const started = performance.now();
  expect(scan('(a or b) and (b or c) and (a or b) and d', moment)).toMatch(/^3: /);
  expect(performance.now() - started).toBeLessThan(1000);
});

test('events of one moment serve the steps that need them, in any order', () => {
  const events = [
    [5, 'a'],
    [5, 'c'],
    [5, 'b'],
  ] as const;
  // The only one for the last step is a, though the first could take it.
  expect(scan('(a or b) and (b or c) and a', events)).toMatch(/^3: \S+ \S+ a0$/);
});

test('each step has an event of its own', () => {
  expect(scan('a and b and a', [[5, 'a'] as const, [5, 'b'] as const])).toBe('2: a0 b1');
});

test('of several sequences the one that began last is kept', () => {
  const events = [
    [0, 'a'],
    [1, 'b'],
    [2, 'a'],
    [3, 'b'],
    [4, 'a'],
  ] as const;
  expect(scan('a and b and a', events)).toBe('3: a2 b3 a4');
});
