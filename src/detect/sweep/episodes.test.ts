import { describe, expect, it, test } from 'vitest';
import { activity } from '../../../test/support/activities.ts';
import type { Activity } from '../../activity/activity.ts';
import type { ChangeRecord } from '../../changes/index.ts';
import { loadChanges } from '../../changes/index.ts';
import { planEvents } from '../../ir/event-plan.ts';
import { loadRules } from '../../lang/sigma/index.ts';
import { createAuthoriser } from '../authorise/index.ts';
import { createAssembly, findingOfEpisode } from '../finding/assemble.ts';
import type { Finding } from '../finding/finding.ts';
import { Detector } from '../incremental/detector.ts';
import { moments } from '../moments.ts';
import type { Dated } from '../observation.ts';
import { Sweep } from './sweep.ts';

const start = Date.parse('2026-03-10T10:00:00Z');
const base = `title: a
name: a
level: informational
logsource: { category: cloud_activity }
detection: { sel: { verb: delete }, condition: sel }
---
title: b
name: b
level: informational
logsource: { category: cloud_activity }
detection: { sel: { verb: create }, condition: sel }
---
`;

interface Event {
  readonly second: number;
  readonly rules?: readonly number[];
  readonly value?: string;
  readonly part?: Parameters<typeof activity>[0];
}

function load(text: string): ReturnType<typeof loadRules> {
  const loaded = loadRules([{ path: 'x.yml', text: base + text }]);
  expect(loaded.diagnostics).toEqual([]);
  return loaded;
}

function observe({ rules, correlations }: ReturnType<typeof loadRules>, events: readonly Event[]): Dated[] {
  const { fields } = planEvents(rules, correlations);
  return events.map(({ second, rules: matched = [0], value = 'v', part = {} }, index) => {
    const time = start + second * 1000;
    const made: Activity = activity({ id: `e${String(index).padStart(6, '0')}`, time, ...part });
    return {
      id: made.id,
      time,
      activity: made,
      remembered: true,
      matches: matched.map((rule) => ({ rule, values: (fields[rule] ?? []).map(() => [value]) })),
    };
  });
}

function findingsOf(
  text: string,
  events: readonly Event[],
  changes: readonly ChangeRecord[] = [],
): Finding[] {
  const loaded = load(text);
  const observations = observe(loaded, events);
  const find = (at: number): Dated | undefined => observations[at];
  const sweep = new Sweep(loaded.rules, loaded.correlations, find);
  for (const moment of moments(observations.map((observation, at) => ({ at, observation }))))
    sweep.step(moment);
  sweep.advance(Number.POSITIVE_INFINITY);
  const authoriser = changes.length > 0 ? createAuthoriser(changes) : undefined;
  const assembly = createAssembly(sweep, loaded.rules, loaded.correlations, find, authoriser);
  return [...sweep.episodes.entries()].flatMap(([, episode]) => findingOfEpisode(assembly, episode, 0) ?? []);
}

const burst = (least: number): string =>
  `title: burst\nlevel: critical\ncorrelation: { type: event_count, rules: [a], timespan: 1h, condition: { gte: ${least} } }\n`;
const each = (count: number, part: (index: number) => Partial<Event> = () => ({})): Event[] =>
  Array.from({ length: count }, (_, index) => ({ second: index, ...part(index) }));

describe('more events than are kept', () => {
  it('are counted, and the finding begins with the first one', () => {
    const [finding] = findingsOf(burst(500), each(700));
    expect(finding).toMatchObject({ count: 700, time: start, endTime: start + 699_000, value: 500 });
    expect(finding?.evidence).toHaveLength(100);
    expect(finding?.activity?.id).toBe('e000499');
  });

  it('count once, however many rules each matched', () => {
    const text = burst(3).replace('rules: [a]', 'rules: [a, b]');
    const [finding] = findingsOf(
      text,
      each(300, () => ({ rules: [0, 1] })),
    );
    expect(finding?.count).toBe(300);
  });

  it('are not covered by a change that covers those that are kept', () => {
    const { changes } = loadChanges([
      {
        path: 'c.yml',
        text: 'changes:\n  - id: CHG1\n    title: t\n    kind: change\n    status: approved\n    principals: ["aws:arn:aws:iam::210987654321:user/mara"]\n    resources: ["snap-0aaaaaaa"]\n    windows: [{ start: 2026-03-01T00:00:00Z, end: 2026-04-01T00:00:00Z }]\n',
      },
    ]);
    expect(changes).toHaveLength(1);
    const of = (id: string): Event['part'] => ({ resources: [{ role: 'target', type: 'snapshot', id }] });
    const covered = findingsOf(
      burst(50),
      each(90, () => ({ part: of('snap-0aaaaaaa') })),
      changes,
    );
    expect(covered[0]?.authorisation?.kind).toBe('full');
    const hidden = each(300, (index) => ({ part: of(index < 100 ? 'snap-0aaaaaaa' : 'snap-0bbbbbbb') }));
    expect(findingsOf(burst(50), hidden, changes)[0]?.authorisation).toMatchObject({
      kind: 'partial',
      missing: [expect.stringContaining('200 further events')],
    });
  });

  it('are not all automation when the kept ones are', () => {
    const automation = { kind: 'backup', evidence: 'role' } as const;
    const points = (events: Event[]): boolean =>
      findingsOf(burst(50), events)[0]?.parts.some(({ name }) => name === 'automation') ?? false;
    expect(points(each(300, () => ({ part: { automation } })))).toBe(true);
    expect(points(each(300, (index) => ({ part: index === 250 ? {} : { automation } })))).toBe(false);
  });
});

describe('what a group remembers depends on its own events alone', () => {
  const quiet = Array.from({ length: 9000 }, (_, index) => ({ second: 10 + index / 40, rules: [1] }));
  it.each([
    'title: t\ncorrelation: { type: first_seen, rules: [a], timespan: 100s, history: 50s, condition: { field: region } }\n',
    'title: t\ncorrelation: { type: rate, rules: [a], timespan: 10s, history: 200s, condition: { gte: 2 } }\n',
  ])('%j', (text) => {
    const own: Event[] = [
      { second: 0, value: 'x' },
      { second: 5, value: 'x' },
      ...[300, 301, 302, 303].map((second) => ({ second, value: 'y' })),
    ];
    const sorted = [...own, ...quiet].sort((a, b) => a.second - b.second);
    const at = (findings: Finding[]): unknown[] => findings.map(({ time, count }) => [time, count]);
    expect(at(findingsOf(text, sorted))).toEqual(at(findingsOf(text, own)));
  });
});

test('a chained finding that becomes final keeps the events of the inner one', () => {
  const text = `title: inner\nname: inner\nlevel: low\ncorrelation: { type: event_count, rules: [a], timespan: 10s, condition: { gte: 2 } }\n---\ntitle: outer\nlevel: high\ncorrelation: { type: temporal, rules: [inner, b], timespan: 60s }\n`;
  const events: Event[] = [
    { second: 0 },
    { second: 1 },
    { second: 5, rules: [1] },
    ...Array.from({ length: 9000 }, (_, index) => ({ second: 1000 + index, rules: [] })),
  ];
  const loaded = load(text);
  const detector = new Detector(loaded.rules, loaded.correlations, { lateness: 1000 });
  const observations = observe(loaded, events);
  const found: Finding[] = [];
  for (let from = 0; from < observations.length; from += 200) {
    detector.push(observations.slice(from, from + 200));
    found.push(...detector.takeSettled());
  }
  expect(found.map(({ rule, evidence, count, time }) => [rule.title, evidence.length, count, time])).toEqual([
    ['outer', 3, 3, start],
  ]);
});
