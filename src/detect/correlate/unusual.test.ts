import { describe, expect, test } from 'vitest';
import { activity } from '../../../test/support/activities.ts';
import type { Activity } from '../../activity/activity.ts';
import { planEvents } from '../../ir/event-plan.ts';
import { loadRules } from '../../lang/sigma/index.ts';
import { createAssembly, findingOfEpisode } from '../finding/assemble.ts';
import type { Finding } from '../finding/finding.ts';
import { moments } from '../moments.ts';
import type { Dated } from '../observation.ts';
import { Sweep, sweepDefaults } from '../sweep/sweep.ts';

const HOUR = 3_600_000;
const start = Date.parse('2026-01-01T00:00:00Z');
const text = (correlation: string): string => `title: a
name: a
level: informational
logsource: { category: cloud_activity }
detection: { sel: { verb: create }, condition: sel }
---
title: case
name: case
level: low
correlation: ${correlation}
`;
const region =
  '{ type: unusual, rules: [a], group-by: [account, region], timespan: 2h, condition: { dimension: region-of-account } }';

/** Calls at these hours, in eu-west-1 unless another region is named. */
type Call = readonly [hour: number, region?: string];
/** One call a day for twenty days, so that the account is known. */
const known: readonly Call[] = Array.from({ length: 20 }, (_none, day) => [day * 24] as const);

function found(correlation: string, calls: readonly Call[], learned = true): Finding[] {
  const { rules, correlations, diagnostics } = loadRules([{ path: 'x.yml', text: text(correlation) }]);
  expect(diagnostics).toEqual([]);
  const { fields } = planEvents(rules, correlations);
  const observations = calls.map(([hour, where = 'eu-west-1'], index): Dated => {
    const time = start + hour * HOUR;
    const made: Activity = activity({ id: `e${String(index).padStart(4, '0')}`, time, region: where });
    const values = (fields[0] ?? []).map(({ name }) => [String(made[name as 'region'])]);
    return { id: made.id, time, activity: made, remembered: true, matches: [{ rule: 0, values }] };
  });
  const find = (at: number): Dated | undefined => observations[at];
  const options = learned ? sweepDefaults : { ...sweepDefaults, baseline: undefined };
  const sweep = new Sweep(rules, correlations, find, options);
  for (const moment of moments(observations.map((observation, at) => ({ at, observation }))))
    sweep.step(moment);
  sweep.advance(Number.POSITIVE_INFINITY);
  const assembly = createAssembly(sweep, rules, correlations, find);
  return [...sweep.episodes.entries()].flatMap(([, episode]) => findingOfEpisode(assembly, episode, 0) ?? []);
}

describe('unusual', () => {
  test('tells of what is new once the account is known', () => {
    const findings = found(region, [...known, [481, 'sa-east-1']]);
    expect(findings).toMatchObject([{ group: { account: '210987654321', region: 'sa-east-1' }, count: 1 }]);
  });

  test('not of what is usual, and not while it is learned', () => {
    expect(found(region, [...known, [481]])).toEqual([]);
    expect(found(region, [[0], [1, 'sa-east-1'], [24 * 13, 'us-east-2']])).toEqual([]);
  });

  test('without a baseline it finds nothing', () => {
    expect(found(region, [...known, [481, 'sa-east-1']], false)).toEqual([]);
  });

  test('events that follow one another are one finding, others another; regions are apart', () => {
    const calls: Call[] = [
      [481, 'sa-east-1'],
      [482, 'sa-east-1'],
      [482, 'us-east-2'],
      [484, 'sa-east-1'],
      [487, 'sa-east-1'],
    ];
    const counts = found(region, [...known, ...calls]).map(({ group, count }) => [group?.['region'], count]);
    expect(counts.toSorted()).toEqual([
      ['sa-east-1', 1],
      ['sa-east-1', 3],
      ['us-east-2', 1],
    ]);
  });

  test('what it is about is in its level; what else is new counts', () => {
    const [finding] = found(region, [...known, [481, 'sa-east-1']]);
    expect(finding?.parts.map(({ name }) => name)).toEqual(['rule', 'new: region-of-principal']);
  });

  test('another correlation can build on it', () => {
    const outer = `${region}
---
title: outer
level: high
correlation: { type: event_count, rules: [case], group-by: [account], timespan: 4h, condition: { gte: 2 } }`;
    const findings = found(outer, [...known, [481, 'sa-east-1'], [482, 'us-east-2']]);
    expect(findings.map(({ rule, count }) => [rule.title, count])).toEqual([['outer', 2]]);
  });
});
