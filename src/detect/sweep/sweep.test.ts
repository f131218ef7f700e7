import { expect, test } from 'vitest';
import { lineageActivity } from '../../../test/support/activities.ts';
import type { Activity } from '../../activity/activity.ts';
import { loadRules } from '../../lang/sigma/index.ts';
import { moments } from '../moments.ts';
import type { Dated } from '../observation.ts';
import { Sweep } from './sweep.ts';

const taken = 'taken';
const attached = 'attached';
const text = `title: mounted
name: mounted
level: high
correlation: { type: temporal_ordered, rules: [${taken}, ${attached}], group-by: [lineage], timespan: 1h }
---
title: outer
level: high
correlation: { type: temporal, rules: [mounted, used], group-by: [lineage], timespan: 1h }
---
${[taken, attached, 'used']
  .map(
    (name) =>
      `title: ${name}\nname: ${name}\nlogsource: { product: x }\ndetection: { sel: { a: 1 }, condition: sel }\n`,
  )
  .join('---\n')}`;

/** Correlations that fired, with how many events each rests on. */
function run(events: readonly (readonly [Activity, ...string[]])[]): string[] {
  const { rules, correlations } = loadRules([{ path: 'chain.yml', text }]);
  const observations: Dated[] = events.map(([activity, ...names]) => ({
    id: activity.id,
    time: activity.time,
    activity,
    remembered: true,
    matches: names.map((name) => ({ rule: rules.findIndex((rule) => rule.name === name), values: [] })),
  }));
  const sweep = new Sweep(rules, correlations, (at) => observations[at]);
  const dated = observations.map((observation, at) => ({ at, observation }));
  for (const moment of moments(dated)) sweep.step(moment);
  return [...sweep.episodes.entries()].map(
    ([, { correlation, count }]) => `${correlations.find(({ id }) => id === correlation)?.title} ${count}`,
  );
}

const time = Date.parse('2026-03-10T10:00:00Z');
const snapshot = lineageActivity({ id: 'a', time }, [['vol-00000001', 'snapshot<-volume', 'snap-00000001']]);
const disk = lineageActivity({ id: 'c', time: time + 60_000 }, [
  ['snap-00000001', 'volume<-snapshot', 'vol-00000002'],
]);
const attachment = lineageActivity({ id: 'b', time: time + 60_000 }, [
  ['vol-00000002', 'instance<-volume', 'i-00000001'],
]);
const use = lineageActivity({ id: 'd', time: time + 70_000 }, [], [['instance', 'i-00000001']]);

test('what connects two components lets a correlation fire though no rule matches it', () => {
  expect(run([[snapshot, taken], [attachment, attached], [disk]])).toEqual(['mounted 2']);
});

test('so it does for the correlations around it', () => {
  const found = run([[snapshot, taken], [attachment, attached], [disk], [use, 'used']]);
  expect(found).toEqual(['mounted 2', 'outer 2']);
});

test('what stays apart does not', () => {
  expect(
    run([
      [snapshot, taken],
      [attachment, attached],
      [use, 'used'],
    ]),
  ).toEqual([]);
});

test('an episode that is over does not go on because components grow together', () => {
  const later = time + 2 * 3_600_000;
  const second = lineageActivity({ id: 'e', time: later }, [
    ['vol-00000002', 'snapshot<-volume', 'snap-00000009'],
  ]);
  const third = lineageActivity({ id: 'f', time: later + 1 }, [], [['instance', 'i-00000009']]);
  const join = lineageActivity({ id: 'g', time: later + 2 }, [
    ['snap-00000009', 'instance<-snapshot', 'i-00000009'],
  ]);
  const first = [[snapshot, taken], [disk], [attachment, attached]] as const;
  expect(run([...first, [second, taken], [third, attached], [join]])).toEqual(['mounted 2', 'mounted 2']);
});
