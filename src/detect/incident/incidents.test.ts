import { expect, test } from 'vitest';
import { activity, lineageActivity } from '../../../test/support/activities.ts';
import { finding } from '../../../test/support/findings.ts';
import type { Activity } from '../../activity/activity.ts';
import type { Finding } from '../finding/finding.ts';
import { Journal } from '../journal.ts';
import { LineageGraph } from '../lineage/graph.ts';
import { incidentsOf } from './incidents.ts';

const HOUR = 3_600_000;
const start = Date.parse('2026-03-10T10:00:00Z');

function of(...activities: readonly Activity[]): {
  groups: string[][];
  incidents: ReturnType<typeof incidentsOf>;
} {
  const graph = new LineageGraph(new Journal());
  for (const one of activities) graph.add(one);
  const findings: Finding[] = activities.map((one, index) =>
    finding({ id: `f${index}`, time: one.time, endTime: one.time }, one),
  );
  const incidents = incidentsOf(findings, graph, () => activities);
  return { groups: incidents.map((one) => [...one.findings]), incidents };
}

let count = 0;
function one(
  hours: number,
  part: Parameters<typeof activity>[0] = {},
  snapshot = `snap-1000000${count.toString(16)}`,
): Activity {
  count += 1;
  return activity({
    id: `a${count}`,
    time: start + hours * HOUR,
    resources: [{ role: 'target', type: 'snapshot', id: snapshot }],
    ...part,
  });
}

const role = (name: string, session: string): Activity['principal'] => ({
  key: `aws:role/${name}`,
  type: 'role',
  session,
  via: [],
});

test('one person within hours is one incident, and another one after a pause', () => {
  expect(of(one(0), one(3), one(12)).groups).toEqual([['f0', 'f1'], ['f2']]);
});

test('two people are two incidents, unless they touch one lineage', () => {
  const eve = { by: 'aws:user/eve' };
  expect(of(one(0), one(1, eve)).groups).toHaveLength(2);
  expect(of(one(0, {}, 'snap-aaaaaaaa'), one(1, eve, 'snap-aaaaaaaa')).groups).toEqual([['f0', 'f1']]);
});

test('what came from one another connects, across accounts', () => {
  const made = lineageActivity({ id: 'x1', time: start }, [
    ['vol-0000000a', 'snapshot<-volume', 'snap-0000000b'],
  ]);
  const used = lineageActivity(
    { id: 'x2', time: start + 20 * HOUR, by: 'aws:user/other', account: '999999999999' },
    [['snap-0000000b', 'volume<-snapshot', 'vol-0000000c']],
  );
  expect(of(made, used).groups).toEqual([['f0', 'f1']]);
});

test('a role that many sessions share connects nothing, its sessions do', () => {
  const sessions = ['s1', 's2', 's3', 's4', 's5'].map((session, index) =>
    one(index / 10, { principal: role('shared', session) }),
  );
  const again = one(1, { principal: role('shared', 's1') });
  const { groups } = of(...sessions, again);
  expect(groups).toEqual([['f0', 'f5'], ['f1'], ['f2'], ['f3'], ['f4']]);
});

test('automation and services connect nothing by who they are', () => {
  const automation = { kind: 'backup', evidence: 'service-linked role' } as const;
  expect(of(one(0, { automation }), one(1, { automation })).groups).toHaveLength(2);
});

test('the story holds what the same actor did around the findings, in order', () => {
  const graph = new LineageGraph(new Journal());
  const marked = one(1);
  const others = [one(0.5), one(1.5), one(9), one(1, { by: 'aws:user/eve' })];
  const [incident] = incidentsOf(
    [finding({ id: 'f', time: marked.time, endTime: marked.time }, marked)],
    graph,
    () => [marked, ...others],
  );
  expect(incident?.story.map(({ activity: { id }, rules }) => [id, rules.length > 0])).toEqual([
    [others[0]?.id, false],
    [marked.id, true],
    [others[1]?.id, false],
  ]);
});

test('the score is the strongest finding and something for further rules', () => {
  const first = one(0);
  const second = one(1);
  const graph = new LineageGraph(new Journal());
  const findings = [
    finding({ id: 'f1', time: first.time, endTime: first.time }, first),
    finding(
      {
        id: 'f2',
        score: 50,
        time: second.time,
        endTime: second.time,
        rule: { ...finding().rule, title: 'Other' },
      },
      second,
    ),
  ];
  const [incident] = incidentsOf(findings, graph, () => []);
  expect(incident).toMatchObject({ score: 73, level: 'high', title: 'Snapshot shared' });
  expect(incident?.parts.map(({ points }) => points)).toEqual([70, 3]);
});

/** One finding for each Activity of one person, a millisecond apart. */
function many(size: number): Finding[] {
  return Array.from({ length: size }, (_, index) => {
    const time = start + index;
    const event = activity({ id: `m${String(index).padStart(6, '0')}`, time });
    return finding({ id: `f${index}`, time, endTime: time, score: index === 900 ? 90 : 70 }, event);
  });
}

test('a story has an end: events of the strongest findings first, then by time, and in order', () => {
  const findings = many(1000);
  const all = findings.flatMap((one) => one.activity ?? []);
  const graph = new LineageGraph(new Journal());
  const [incident] = incidentsOf(findings, graph, () => all);
  const ids = incident?.story.map((line) => line.activity.id);
  expect(ids).toEqual([...all.slice(0, 199), all[900]].map((one) => one?.id));
  expect(incident?.omitted).toBe(800);
  expect(incident?.findings).toHaveLength(1000);
});

test('what is left out counts once, however much it shares with the incident', () => {
  const event = (index: number): Activity =>
    one(index / 1000, { principal: role('shared', 's1') }, 'snap-aaaaaaaa');
  const [first, ...others] = Array.from({ length: 250 }, (_, index) => event(index)) as [
    Activity,
    ...Activity[],
  ];
  const graph = new LineageGraph(new Journal());
  const findings = [finding({ id: 'f', time: first.time, endTime: first.time }, first)];
  const [incident] = incidentsOf(findings, graph, () => [first, ...others]);
  expect([incident?.story.length, incident?.omitted]).toEqual([200, 50]);
});

test('more findings of one principal than a call takes arguments', () => {
  const findings = many(130_000);
  const [incident, ...others] = incidentsOf(findings, new LineageGraph(new Journal()), () => []);
  expect(others).toEqual([]);
  expect([incident?.time, incident?.endTime]).toEqual([start, start + 129_999]);
});
