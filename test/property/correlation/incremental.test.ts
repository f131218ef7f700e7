import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Random } from '../../../bench/generate/random.ts';
import { baselineDefaults } from '../../../src/detect/baseline/baseline.ts';
import { createAssembly, findingOfEpisode, findingsOfEvent } from '../../../src/detect/finding/assemble.ts';
import { compareFindings, type Finding } from '../../../src/detect/finding/finding.ts';
import { Detector } from '../../../src/detect/incremental/detector.ts';
import { moments } from '../../../src/detect/moments.ts';
import { compareEvents, type Dated, type Observation } from '../../../src/detect/observation.ts';
import { Sweep, type SweepOptions, sweepDefaults } from '../../../src/detect/sweep/sweep.ts';
import type { Correlation } from '../../../src/ir/correlation.ts';
import type { EventPlan } from '../../../src/ir/event-plan.ts';
import { planEvents } from '../../../src/ir/event-plan.ts';
import type { Rule } from '../../../src/ir/rule.ts';
import { lineageActivity } from '../../support/activities.ts';
import type { PlainEvent } from './by-definition.ts';
import { correlationTexts, eventLists, load } from './generated.ts';

const SECOND = 1000;
/** Every generated time lies within it. */
const LATENESS = 31 * SECOND;

const lineage = `title: by lineage
level: medium
correlation: { type: temporal_ordered, rules: [a, b, c], group-by: [lineage], timespan: 9s }
`;
const chained = `title: inner
name: inner
level: low
correlation: { type: event_count, rules: [a], group-by: [g], timespan: 3s, condition: { gte: 2 } }
---
title: outer
level: critical
correlation: { type: temporal, rules: [inner, b], group-by: [g], timespan: 8s }
`;
const ours = `title: first seen
level: low
correlation: { type: first_seen, rules: [a, b], group-by: [g], timespan: 6s, condition: { field: value } }
---
title: rate
level: low
correlation: { type: rate, rules: [a, b], group-by: [g], timespan: 2s, history: 8s, condition: { gte: 2 } }
---
title: unusual
level: low
correlation: { type: unusual, rules: [a, b], group-by: [g], timespan: 3s, condition: { dimension: [region-of-principal, initiator-of-action] } }
`;
/** What is usual is learned within seconds, as everything happens within seconds. */
const learning: SweepOptions = {
  ...sweepDefaults,
  baseline: { ...baselineDefaults, learning: 4 * SECOND, ripening: SECOND },
};

interface Content {
  readonly rules: readonly Rule[];
  readonly correlations: readonly Correlation[];
  readonly plan: EventPlan;
}

function contentOf(text: string): Content {
  const { rules, correlations } = load(text, lineage, chained, ours);
  return { rules, correlations, plan: planEvents(rules, correlations) };
}

/** Events with Activities whose resources come from one another. */
function observe(events: readonly PlainEvent[], { rules, plan }: Content): Observation[] {
  const volumes = ['vol-00000001', 'vol-00000002'];
  const snapshots = ['snap-00000001', 'snap-00000002', 'snap-00000003'];
  return events.map(({ time, id, rules: matched, group, value = 0 }, index) => ({
    id,
    time,
    activity: lineageActivity(
      {
        id,
        time,
        by: `aws:${group ?? 'nobody'}`,
        region: `r${value}`,
        outcome: index % 5 === 0 ? 'denied' : 'success',
      },
      index % 3 === 0 ? [[pick(volumes, index + value), 'snapshot<-volume', pick(snapshots, index)]] : [],
      [['instance', `i-0000000${index % 4}`]],
    ),
    remembered: index % 7 !== 0,
    matches: matched.map((name) => {
      const rule = rules.findIndex((one) => one.name === 'abc'[name]);
      const values = (plan.fields[rule] ?? []).map((field) => {
        const text = field.name === 'g' ? group : value;
        return text === null ? [] : [String(text)];
      });
      return { rule, values };
    }),
  }));
}

function pick<T>(values: readonly T[], index: number): T {
  return values[Math.abs(index) % values.length] as T;
}

/** What a hunt finds: everything at once, in the order of time. */
function atOnce(
  observations: readonly Observation[],
  { rules, correlations }: Content,
  sweepOptions: SweepOptions = sweepDefaults,
): Finding[] {
  const sorted = observations.toSorted(compareEvents as never);
  const find = (at: number): Observation | undefined => sorted[at];
  const sweep = new Sweep(rules, correlations, find, sweepOptions);
  const events = sorted.map((observation, at) => ({ at, observation: observation as Dated }));
  for (const moment of moments(events)) sweep.step(moment);
  sweep.advance(Number.POSITIVE_INFINITY);
  const assembly = createAssembly(sweep, rules, correlations, find);
  const signals = sorted.flatMap((observation, at) => findingsOfEvent(assembly, at, observation, 0));
  const episodes = [...sweep.episodes.entries()].flatMap(
    ([, episode]) => findingOfEpisode(assembly, episode, 0) ?? [],
  );
  return [...signals, ...episodes].sort(compareFindings);
}

/** How often something was reported is the history of the reports, not of the events. */
function text(findings: readonly Finding[]): string {
  return JSON.stringify(
    findings.map((finding) => ({ ...finding, revision: 0 })),
    null,
    1,
  );
}

function inBatches<T>(values: readonly T[], random: Random): T[][] {
  const batches: T[][] = [];
  for (let from = 0; from < values.length; ) {
    const size = 1 + random.below(5);
    batches.push(values.slice(from, from + size));
    from += size;
  }
  return batches;
}

const options = { lateness: LATENESS, minRank: 0 };
const learned = { ...options, sweep: learning };

test('any order, any batches, stored and restored in between: the findings are those of a hunt', () => {
  let found = 0;
  fc.assert(
    fc.property(correlationTexts, eventLists, fc.integer(), (correlation, events, seed) => {
      const content = contentOf(correlation);
      const { rules, correlations } = content;
      const random = new Random(seed);
      const observations = observe(events, content);
      const expected = atOnce(observations, content, learning);
      found += expected.length;
      let detector = new Detector(rules, correlations, learned);
      for (const batch of inBatches(random.shuffle(observations), random)) {
        detector.push(batch);
        if (random.chance(0.2)) detector.push(batch);
        if (random.chance(0.3))
          detector = Detector.restore([...detector.save()], rules, correlations, learned);
      }
      expect(text(detector.finish())).toEqual(text(expected));
    }),
    { numRuns: 400, seed: 7 },
  );
  expect(found).toBeGreaterThan(2000);
}, 120_000);

test('what is reported, followed through its changes, is what is found in the end', () => {
  fc.assert(
    fc.property(correlationTexts, eventLists, fc.integer(), (correlation, events, seed) => {
      const content = contentOf(correlation);
      const random = new Random(seed);
      const observations = observe(events, content);
      const detector = new Detector(content.rules, content.correlations, options);
      const shown = new Map<string, Finding>();
      const follow = (changes: ReturnType<Detector['push']>): void => {
        for (const change of changes) {
          if (change.kind === 'withdrawn') {
            expect(shown.delete(change.id)).toBe(true);
          } else {
            expect(shown.has(change.finding.id)).toBe(change.kind === 'revised');
            shown.set(change.finding.id, change.finding);
          }
        }
      };
      for (const batch of inBatches(random.shuffle(observations), random)) follow(detector.push(batch));
      follow(detector.advance(2e12));
      const expected = atOnce(observations, content).filter(({ kind }) => kind === 'correlation');
      const reported = [...shown.values()].filter(({ kind }) => kind === 'correlation').sort(compareFindings);
      expect(reported.map(({ id }) => id)).toEqual(expected.map(({ id }) => id));
      expect(text(reported)).toEqual(text(expected));
    }),
    { numRuns: 300, seed: 8 },
  );
}, 120_000);

test('a state that cannot be used is refused with its reason', () => {
  const { rules, correlations } = contentOf(
    'title: t\ncorrelation: { type: event_count, rules: a, timespan: 1s, condition: { gte: 2 } }\n',
  );
  const lines = [...new Detector(rules, correlations, options).save()];
  const restore =
    (changed: readonly string[], more = rules): (() => Detector) =>
    () =>
      Detector.restore(changed, more, correlations, options);
  expect(restore(lines)).not.toThrow();
  expect(restore([])).toThrow('empty');
  expect(restore(lines.slice(0, -1))).toThrow('cut');
  expect(restore(lines, rules.slice(1))).toThrow('other rules');
  expect(restore([lines[0]?.replace('"version":1', '"version":99') ?? '', ...lines.slice(1)])).toThrow(
    'version 99',
  );
  expect(restore(['{}', ...lines.slice(1)])).toThrow('no stored state');
  expect(restore([lines[0] ?? '', '["x","y"]\tnot this', ...lines.slice(2)])).toThrow(
    'entry 0 of the state is damaged',
  );
});

test('what is settled can be taken, and memory stays bounded while events go on', () => {
  const loaded = load(
    'title: t\ncorrelation: { type: event_count, rules: a, group-by: g, timespan: 5s, condition: { gte: 3 } }\n',
  );
  const content = { ...loaded, plan: planEvents(loaded.rules, loaded.correlations) };
  const events = Array.from({ length: 15_000 }, (_, index) => ({
    id: `e${String(index).padStart(6, '0')}`,
    time: 1_700_000_000_000 + index * 500,
    rules: [index % 3],
    group: index % 40 < 20 ? 'x' : null,
  }));
  const observations = observe(events, content);
  const expected = atOnce(observations, content).filter(({ kind }) => kind === 'correlation');
  const detector = new Detector(content.rules, content.correlations, { ...options, minRank: 1 });
  const taken: Finding[] = [];
  for (let from = 0; from < observations.length; from += 500) {
    detector.push(observations.slice(from, from + 500));
    taken.push(...detector.takeSettled());
  }
  const { held, pending, tooLate } = detector.counters;
  expect(tooLate).toBe(0);
  expect(pending).toBeLessThan(1000);
  expect(held).toBeLessThan(10_000);
  expect(taken.length).toBeGreaterThan(expected.length / 4);
  const all = [...taken, ...detector.finish()].sort(compareFindings);
  expect(all.map(({ id, count }) => `${id} ${count}`)).toEqual(
    expected.map(({ id, count }) => `${id} ${count}`),
  );
});
