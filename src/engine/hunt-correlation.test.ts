import { expect, test } from 'vitest';
import type { JsonObject } from '../core/json.ts';
import { loadRules } from '../lang/sigma/index.ts';
import { createHunt } from './hunt.ts';

const { rules, correlations, diagnostics } = loadRules([
  {
    path: 'logins.yml',
    text: `title: login failed
name: failed
level: low
logsource: { product: myapp }
detection: { sel: { event: login, ok: false }, condition: sel }
---
title: login
name: login
level: informational
logsource: { product: myapp }
detection: { sel: { event: login, ok: true }, condition: sel }
---
title: guessed
name: guessing
level: medium
correlation:
  type: event_count
  rules: failed
  group-by: user
  timespan: 5m
  condition: { gte: 3 }
---
title: guessed and in
level: high
correlation:
  type: temporal_ordered
  rules: [guessing, login]
  group-by: user
  timespan: 10m
`,
  },
]);

const start = Date.parse('2026-03-10T10:00:00Z');
const event = (minute: number, user: string, ok: boolean): JsonObject => ({
  event: 'login',
  user,
  ok,
  '@timestamp': new Date(start + minute * 60_000).toISOString(),
});
const records = [
  event(0, 'ann', false),
  event(1, 'ann', false),
  event(2, 'ann', false),
  event(2, 'bob', false),
  event(4, 'ann', true),
  event(5, 'bob', true),
];

function run(order: readonly JsonObject[]): ReturnType<ReturnType<typeof createHunt>['finish']> {
  const hunt = createHunt({ rules, correlations, packs: [] });
  for (const record of order) hunt.push(record);
  return hunt.finish();
}

test('correlations run over any records, chained, whatever their order', () => {
  expect(diagnostics).toEqual([]);
  const { findings, signals, stats } = run(records);
  expect(findings.map(({ kind, rule, group, level }) => [kind, rule.title, group, level])).toEqual([
    ['correlation', 'guessed and in', { user: 'ann' }, 'high'],
  ]);
  expect(findings[0]?.evidence).toHaveLength(4);
  expect(signals).toEqual([]);
  expect(stats.otherRecords).toBe(6);
  expect(run(records.toReversed()).findings).toEqual(findings);
});

test('a record without a time is matched, and remembered by nothing', () => {
  const untimed = records.map(({ '@timestamp': _time, ...rest }) => rest);
  expect(run(untimed as JsonObject[]).findings).toEqual([]);
});

test('equal records are several events', () => {
  const three = Array.from({ length: 3 }, () => event(0, 'eve', false));
  const { findings } = run([...three, event(1, 'eve', true)]);
  expect(findings.map(({ rule }) => rule.title)).toEqual(['guessed and in']);
});
