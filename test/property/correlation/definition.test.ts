import fc from 'fast-check';
import { expect, test } from 'vitest';
import { moments } from '../../../src/detect/moments.ts';
import { compareEvents, type Dated, type Observation } from '../../../src/detect/observation.ts';
import { Sweep } from '../../../src/detect/sweep/sweep.ts';
import { byDefinition, type PlainEvent, type PlainFinding } from './by-definition.ts';
import { correlationTexts, eventLists, load, observationsOf } from './generated.ts';

function sweep(text: string, events: readonly PlainEvent[]): PlainFinding[] {
  const { rules, correlations } = load(text);
  const [correlation] = correlations;
  if (!correlation) throw new Error('no correlation');
  const observations: Observation[] = [];
  const run = new Sweep(rules, correlations, (at) => observations[at]);
  observations.push(
    ...observationsOf(events, correlation, rules, run.plan.fields).sort(compareEvents as never),
  );
  const dated = observations.map((observation, at) => ({ at, observation: observation as Dated }));
  for (const moment of moments(dated)) run.step(moment);
  run.advance(Number.POSITIVE_INFINITY);
  return [...run.episodes.entries()].map(([, { group, fired, end }]) => ({
    group: group[0]?.[1] ?? null,
    fired,
    end,
  }));
}

function plain(text: string, events: readonly PlainEvent[]): PlainFinding[] {
  const { rules, correlations } = load(text);
  const [correlation] = correlations;
  if (!correlation) throw new Error('no correlation');
  // The definition numbers rules by their place in the correlation.
  const own = events.map((event) => ({
    ...event,
    rules: event.rules
      .map((rule) => correlation.rules.indexOf(rules.find(({ name }) => name === 'abc'[rule])?.id ?? ''))
      .filter((rule) => rule !== -1),
  }));
  return byDefinition(correlation, own);
}

const order = (a: PlainFinding, b: PlainFinding): number =>
  a.fired - b.fired || (String(a.group) < String(b.group) ? -1 : 1);

test.each([4, 5, 6])(
  'what is found incrementally is what the definition says (seed %i)',
  (seed) => {
    let found = 0;
    fc.assert(
      fc.property(correlationTexts, eventLists, (text, events) => {
        const expected = plain(text, events).sort(order);
        found += expected.length;
        expect(sweep(text, events).sort(order)).toEqual(expected);
      }),
      { numRuns: 1500, seed },
    );
    expect(found).toBeGreaterThan(1200);
  },
  120_000,
);

test('a condition that lapses and holds again within the window is two findings', () => {
  const text =
    'title: t\ncorrelation:\n  type: value_avg\n  rules: [a]\n  group-by: [g]\n  timespan: 8s\n  condition: { gte: 2, field: value }\n';
  const events = [4, -2, 4].map((value, index) => ({
    time: 1_700_000_000_000 + index * 1000,
    id: `e${index}`,
    rules: [0],
    group: 'x',
    value,
  }));
  expect(plain(text, events)).toHaveLength(2);
  expect(sweep(text, events).sort(order)).toEqual(plain(text, events).sort(order));
});
