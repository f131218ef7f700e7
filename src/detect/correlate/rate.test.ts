import { describe, expect, test } from 'vitest';
import { loadRules } from '../../lang/sigma/index.ts';
import { rateRolling } from './rate.ts';

function rolling(body: string): { timespan: number; rate: ReturnType<typeof rateRolling> } {
  const text = `title: a
name: a
logsource: { category: cloud_activity }
detection: { sel: { verb: a }, condition: sel }
---
title: rate
correlation: { type: rate, rules: [a], ${body} }
`;
  const [correlation] = loadRules([{ path: 'rate.yml', text }]).correlations;
  if (!correlation) throw new Error('no correlation');
  return { timespan: correlation.timespan, rate: rateRolling(correlation) };
}

/** The value after events at these seconds. */
function valueAfter(body: string, seconds: Iterable<number>): number | undefined {
  const { rate, timespan } = rolling(body);
  const state = rate.create();
  let since = 0;
  let index = 0;
  for (const second of seconds) {
    since = second * 1000 - timespan;
    rate.add(state, { time: second * 1000, id: `e${index}`, rule: 0, at: index, automated: false }, since);
    index += 1;
  }
  return rate.measure(state, since);
}

describe('history', () => {
  const body = 'timespan: 10s, history: 100s, condition: { gte: 2 }';
  const recent = [80, 160, 240, 300, 301, 302, 303];

  test('events from before it count for nothing', () => {
    const old = Array.from({ length: 60 }, (_, index) => index / 100);
    expect(valueAfter(body, [...old, ...recent])).toBe(valueAfter(body, [0, ...recent]));
  });

  test('it begins with the event that is exactly as old', () => {
    const within = 2 / (1 / 9);
    expect(valueAfter(body, [0, 99, 100])).toBeCloseTo(within);
    // The first one has left: nothing in all of the history counts as one event.
    expect(valueAfter(body, [0, 50, 100.5, 101])).toBeCloseTo(within);
    expect(valueAfter(body, [0, 0, 100])).toBeCloseTo(1 / (2 / 9));
  });

  test('a group without an event in all of it begins anew', () => {
    expect(valueAfter(body, [0, 101])).toBeUndefined();
    expect(valueAfter(body, [0, 100])).toBeDefined();
  });
});

test('a long history costs no more for each event', () => {
  const minutes = Array.from({ length: 40_000 }, (_, index) => index * 60);
  const started = performance.now();
  expect(valueAfter('timespan: 1m, history: 30d, condition: { gte: 1000 }', minutes)).toBeCloseTo(2, 3);
  expect(performance.now() - started).toBeLessThan(2000);
});

test('more different times than are kept are counted a little coarser', () => {
  const seconds = Array.from({ length: 260_000 }, (_, index) => index);
  const inHistory = valueAfter('timespan: 10s, history: 240000s, condition: { gte: 2 }', seconds);
  expect(inHistory).toBeGreaterThan(1.09);
  expect(inHistory).toBeLessThan(1.11);
  const inTimespan = valueAfter('timespan: 120000s, history: 240000s, condition: { gte: 2 }', seconds);
  expect(inTimespan).toBeGreaterThan(0.99);
  expect(inTimespan).toBeLessThan(1.01);
});
