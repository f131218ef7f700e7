import fc from 'fast-check';
import type { Observation } from '../../../src/detect/observation.ts';
import type { Correlation } from '../../../src/ir/correlation.ts';
import type { Rule } from '../../../src/ir/rule.ts';
import { loadRules } from '../../../src/lang/sigma/index.ts';
import type { PlainEvent } from './by-definition.ts';

const base = ['a', 'b', 'c']
  .map(
    (name) => `title: ${name}
name: ${name}
level: informational
logsource: { category: cloud_activity }
detection: { sel: { verb: ${name} }, condition: sel }
---
`,
  )
  .join('');

const comparisons = ['gte: 1', 'gte: 2', 'gte: 3', 'gt: 2', 'gte: 2\n    lte: 3', 'lt: 3', 'eq: 2', 'neq: 2'];

const counted = (type: string, more = ''): string[] =>
  comparisons.map((comparison) => `type: ${type}\n  rules: [a, b]\n  condition:\n    ${comparison}${more}`);

/** Bodies of correlations: every type, with every kind of condition. */
const bodies: readonly string[] = [
  ...counted('event_count'),
  ...counted('value_count', '\n    field: value'),
  ...counted('value_sum', '\n    field: value'),
  ...counted('value_avg', '\n    field: value'),
  ...counted('value_median', '\n    field: value'),
  ...counted('value_percentile', '\n    field: value\n    percentile: 90'),
  'type: temporal\n  rules: [a, b, c]',
  'type: temporal\n  rules: [a, b, c]\n  condition: { gte: 2 }',
  'type: temporal\n  rules: [a, b, c]\n  condition: { lt: 3 }',
  'type: temporal\n  condition: a and (b or c)',
  'type: temporal\n  condition: a and not b',
  'type: temporal_ordered\n  rules: [a, b]',
  'type: temporal_ordered\n  rules: [c, a, b]',
  'type: temporal_ordered\n  rules: [a, b, a]',
  'type: temporal_ordered\n  condition: a and (b or c) and a',
  'type: temporal_ordered\n  rules: [a, b, b, a]',
  'type: temporal_ordered\n  condition: (a or b) and (b or c) and a',
  'type: temporal_ordered\n  condition: (a or b) and (a or b or c) and (b or c)',
  'type: rate\n  rules: [a, b]\n  history: 20s\n  condition: { gte: 2 }',
  'type: rate\n  rules: [a, b]\n  history: 16s\n  condition: { gt: 1, minimum: 3 }',
  'type: absence\n  rules: [a, b]',
  'type: absence\n  rules: [a, b, c]',
];

export const correlationTexts: fc.Arbitrary<string> = fc
  .tuple(fc.constantFrom(...bodies), fc.integer({ min: 1, max: 8 }))
  .map(
    ([body, seconds]) =>
      `title: generated\nlevel: high\ncorrelation:\n  ${body}\n  group-by: [g]\n  timespan: ${seconds}s\n`,
  );

export function load(...correlations: readonly string[]): {
  rules: readonly Rule[];
  correlations: readonly Correlation[];
} {
  const {
    rules,
    correlations: loaded,
    diagnostics,
  } = loadRules([{ path: 'generated.yml', text: base + correlations.join('---\n') }]);
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw new Error(JSON.stringify(errors));
  return { rules, correlations: loaded };
}

const rulesOf: fc.Arbitrary<readonly number[]> = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom([0], [1], [2]) },
  { weight: 1, arbitrary: fc.constantFrom([0, 1], [1, 2], [0, 1, 2]) },
);

/** Events that lie close together, with equal times, missing groups and missing values among them. */
export const eventLists: fc.Arbitrary<readonly PlainEvent[]> = fc
  .array(
    fc.record(
      {
        time: fc.integer({ min: 0, max: 30 }).map((second) => 1_700_000_000_000 + second * 1000),
        rules: rulesOf,
        group: fc.constantFrom('x', 'y', null),
        value: fc.oneof(fc.integer({ min: -2, max: 4 }), fc.integer({ min: -1_000_000, max: 1_000_000 })),
      },
      { requiredKeys: ['time', 'rules', 'group'] },
    ),
    { maxLength: 24 },
  )
  .map((events) =>
    events.map((event, index) => ({ ...event, id: `e${String((index * 7) % 100).padStart(2, '0')}` })),
  );

/** The events as the detection gets to see them; `rules` and `fields` as they are loaded and planned. */
export function observationsOf(
  events: readonly PlainEvent[],
  correlation: Correlation,
  rules: readonly Rule[],
  fields: readonly (readonly { readonly name: string }[])[],
): Observation[] {
  return events.map(({ time, id, rules: matched, group, value }) => ({
    id,
    time,
    remembered: false,
    matches: matched.flatMap((name) => {
      const rule = rules.findIndex((one) => one.name === 'abc'[name]);
      const values = (fields[rule] ?? []).map((field) => {
        const text = field.name === 'g' ? group : value;
        return text === null || text === undefined ? [] : [String(text)];
      });
      return correlation.rules.includes(rules[rule]?.id ?? '') ? [{ rule, values }] : [];
    }),
  }));
}
