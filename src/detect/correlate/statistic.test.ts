import { expect, test } from 'vitest';
import { loadRules } from '../../lang/sigma/index.ts';
import { statisticRolling } from './statistic.ts';

/** What is measured after events with these values, one a second. */
function measured(type: string, timespan: string, values: Iterable<number>): number | undefined {
  const text = `title: a
name: a
logsource: { category: cloud_activity }
detection: { sel: { verb: a }, condition: sel }
---
title: values
correlation: { type: ${type}, rules: [a], timespan: ${timespan}, condition: { field: v, gte: 1 } }
`;
  const [correlation] = loadRules([{ path: 'values.yml', text }]).correlations;
  if (!correlation) throw new Error('no correlation');
  const rolling = statisticRolling(correlation);
  const state = rolling.create();
  let since = 0;
  let at = 0;
  for (const value of values) {
    since = at * 1000 - correlation.timespan;
    rolling.add(state, { time: at * 1000, id: `e${at}`, rule: 0, at, automated: false, value }, since);
    at += 1;
  }
  return rolling.measure(state, since);
}

const noise = Array.from({ length: 260_000 }, () => 1);

test('many small numbers do not hide large ones', () => {
  expect(measured('value_sum', '30d', [1_000_000, ...noise])).toBe(1_260_000);
  expect(measured('value_avg', '30d', [1_000_001, ...noise])).toBeCloseTo(1 + 1_000_000 / 260_001);
});

test('they leave with the timespan all the same', () => {
  const sum = measured('value_sum', '130000s', [1_000_000, ...noise]) ?? 0;
  expect(Math.abs(sum - 130_001)).toBeLessThan(4);
});

test('percentiles look at the latest that are kept', () => {
  const values = Array.from({ length: 150_001 }, (_, index) => index);
  expect(measured('value_median', '30d', values)).toBe(100_000.5);
});
