import { describe, expect, it, test } from 'vitest';
import { loadRules } from './load.ts';

const rules = ['a', 'b', 'c']
  .map(
    (name) => `title: rule ${name}
name: ${name}
id: 00000000-0000-4000-8000-00000000000${name}
logsource: { category: cloud_activity }
detection: { sel: { verb: ${name} }, condition: sel }
---
`,
  )
  .join('');

function load(correlation: string, strict = false): ReturnType<typeof loadRules> {
  return loadRules([{ path: 'x.yml', text: rules + correlation }], { strict });
}

const document = (body: string): string =>
  `title: many\nid: 11111111-0000-4000-8000-000000000001\ncorrelation:\n${body}`;

test('a correlation refers to rules by id or name, and its events have fields', () => {
  const { correlations, diagnostics } = load(
    document(`  type: value_count
  rules: [a, 00000000-0000-4000-8000-00000000000b]
  group-by: [principal.key, who]
  timespan: 15m
  aliases:
    who: { a: source.ip, 00000000-0000-4000-8000-00000000000b: account }
  condition: { gte: 3, lt: 9, field: region }`),
  );
  expect(diagnostics).toEqual([]);
  expect(correlations).toMatchObject([
    {
      kind: 'correlation',
      type: 'value_count',
      level: 'medium',
      rules: ['00000000-0000-4000-8000-00000000000a', '00000000-0000-4000-8000-00000000000b'],
      timespan: 900_000,
      comparisons: [
        { op: 'gte', value: 3 },
        { op: 'lt', value: 9 },
      ],
      value: [{ name: 'region' }],
      generate: false,
    },
  ]);
  const [, who] = correlations[0]?.groupBy ?? [];
  expect(who?.in.map((field) => field.name)).toEqual(['source.ip', 'account']);
});

test.each([
  ['30s', 30_000],
  ['2w', 1_209_600_000],
  ['1M', 2_629_746_000],
  ['1y', 31_556_952_000],
])('timespan %s', (text, milliseconds) => {
  const { correlations } = load(
    document(`  type: event_count\n  rules: a\n  timespan: ${text}\n  condition: { gte: 2 }`),
  );
  expect(correlations[0]?.timespan).toBe(milliseconds);
});

test('a threshold may be as high as the number of values that are kept', () => {
  const condition = 'condition: { field: region, gte: 100000 }';
  expect(load(document(`  type: value_count\n  rules: a\n  timespan: 1h\n  ${condition}`)).refused).toBe(0);
});

test('an extended condition names the rules by itself', () => {
  const { correlations, diagnostics } = load(
    document('  type: temporal\n  timespan: 1h\n  condition: a and not (b or c)'),
  );
  expect(diagnostics).toEqual([]);
  expect(correlations[0]?.steps).toEqual({
    kind: 'and',
    items: [
      { kind: 'step', rule: 0 },
      {
        kind: 'not',
        item: {
          kind: 'or',
          items: [
            { kind: 'step', rule: 1 },
            { kind: 'step', rule: 2 },
          ],
        },
      },
    ],
  });
});

test('an ordered correlation can have alternatives for a step', () => {
  const { correlations } = load(
    document('  type: temporal_ordered\n  timespan: 1h\n  condition: a and (b or c)'),
  );
  expect(correlations[0]?.sequence).toEqual([[0], [1, 2]]);
});

test('inner correlations come before those that refer to them, whatever their order in the file', () => {
  const { correlations, diagnostics } = load(`title: outer
correlation: { type: temporal, rules: [inner, c], group-by: account, timespan: 1d }
---
title: middle
name: inner
correlation: { type: event_count, rules: a, group-by: account, timespan: 1h, condition: { gte: 5 } }
`);
  expect(diagnostics).toEqual([]);
  expect(correlations.map(({ title }) => title)).toEqual(['middle', 'outer']);
  expect(correlations[1]?.groupBy[0]?.in[0]).toEqual({ kind: 'group', name: 'account' });
});

test('what was loaded before can be referred to', () => {
  const before = loadRules([{ path: 'pack.yml', text: rules }], {});
  const text = document('  type: temporal\n  rules: [a, b]\n  timespan: 1h');
  const { correlations, diagnostics } = loadRules([{ path: 'own.yml', text }], { known: before.rules });
  expect(diagnostics).toEqual([]);
  expect(correlations).toHaveLength(1);
});

describe('what is refused, each with its place', () => {
  it.each([
    ['  type: event\n  rules: a\n  timespan: 1h', 'SIGMA_CORRELATION_TYPE', 'event_count'],
    ['  type: temporal\n  rules: [a, b]', 'SIGMA_KEY_MISSING', undefined],
    ['  type: temporal\n  rules: [a, b]\n  timespan: 5 minutes', 'SIGMA_CORRELATION_TIMESPAN', '15m'],
    ['  type: event_count\n  rules: a\n  timespan: 1h', 'SIGMA_CORRELATION_CONDITION', 'gte'],
    ['  type: event_count\n  rules: a\n  timespan: 1h\n  condition: { gt: many }', 'SIGMA_TYPE', undefined],
    [
      '  type: event_count\n  rules: a\n  timespan: 1h\n  condition: { gtee: 3 }',
      'SIGMA_CORRELATION_CONDITION',
      "'gte'",
    ],
    [
      '  type: value_count\n  rules: a\n  timespan: 1h\n  condition: { gte: 3 }',
      'SIGMA_CORRELATION_CONDITION',
      undefined,
    ],
    ['  type: temporal\n  rules: [a, bb]\n  timespan: 1h', 'SIGMA_CORRELATION_REFERENCE', undefined],
    [
      '  type: event_count\n  rules: a\n  timespan: 1h\n  condition: a and b',
      'SIGMA_CORRELATION_CONDITION',
      undefined,
    ],
    [
      '  type: temporal_ordered\n  timespan: 1h\n  condition: a and not b',
      'SIGMA_CORRELATION_CONDITION',
      'a and (b or c)',
    ],
    [
      '  type: temporal\n  rules: [a]\n  timespan: 1h\n  condition: a and b',
      'SIGMA_CORRELATION_CONDITION',
      undefined,
    ],
    ['  type: absence\n  rules: [a]\n  timespan: 1h', 'SIGMA_CORRELATION_CONDITION', undefined],
    [
      '  type: value_count\n  rules: a\n  timespan: 1h\n  condition: { field: region, gte: 100001 }',
      'SIGMA_CORRELATION_CONDITION',
      'shorter time',
    ],
    [
      '  type: value_count\n  rules: a\n  timespan: 1h\n  condition: { field: region, lte: 100000 }',
      'SIGMA_CORRELATION_CONDITION',
      undefined,
    ],
    [
      '  type: value_sum\n  rules: a\n  timespan: 1h\n  condition: { field: [x, y], gte: 1 }',
      'SIGMA_CORRELATION_CONDITION',
      undefined,
    ],
    [
      '  type: rate\n  rules: a\n  timespan: 1h\n  condition: { lt: 2 }',
      'SIGMA_CORRELATION_CONDITION',
      undefined,
    ],
    [
      '  type: rate\n  rules: a\n  timespan: 1h\n  history: 119m\n  condition: { gte: 2 }',
      'SIGMA_CORRELATION_CONDITION',
      undefined,
    ],
    [
      '  type: temporal\n  rules: [a, b]\n  timespan: 1h\n  aliases: { x: { c: y } }',
      'SIGMA_CORRELATION_ALIAS',
      undefined,
    ],
    [
      '  type: event_count\n  rules: a\n  group-by: lineage\n  timespan: 1h\n  condition: { lt: 3 }',
      'SIGMA_CORRELATION_CONDITION',
      'gte',
    ],
  ])('%j', (body, code, help) => {
    const { correlations, diagnostics, refused } = load(document(body));
    expect(correlations).toEqual([]);
    expect(refused).toBe(1);
    const errors = diagnostics.filter(({ severity }) => severity === 'error');
    expect(errors.map((one) => one.code)).toEqual([code]);
    expect(errors[0]?.at?.line).toBeGreaterThan(15);
    if (help !== undefined) expect(errors[0]?.help).toContain(help);
  });

  it('circles', () => {
    const { correlations, diagnostics } = load(`title: one
name: one
correlation: { type: temporal, rules: [two, a], timespan: 1h }
---
title: two
name: two
correlation: { type: temporal, rules: [one, b], timespan: 1h }
`);
    expect(correlations).toEqual([]);
    expect(diagnostics.map(({ code }) => code)).toContain('SIGMA_CORRELATION_CYCLE');
  });

  it.each([
    ['  type: first_seen\n  rules: a\n  timespan: 9d\n  condition: { field: region }'],
    ['  type: temporal\n  rules: [a, b]\n  group-by: lineage\n  timespan: 9d'],
  ])('in strict mode: %j', (body) => {
    expect(load(document(body)).refused).toBe(0);
    const strict = load(document(body), true);
    expect(strict.correlations).toEqual([]);
    expect(strict.diagnostics.map(({ code }) => code)).toContain('SIGMA_EXTENSION');
  });
});

describe('what is accepted with a warning', () => {
  it.each([
    ["  type: temporal\n  rules: ['rule a', b]\n  timespan: 1h", 'SIGMA_CORRELATION_TITLE'],
    ['  type: temporal\n  rules: [a, b]\n  timeframe: 1h', 'SIGMA_CORRELATION_TIMEFRAME'],
  ])('%j', (body, code) => {
    const { correlations, diagnostics } = load(document(body));
    expect(correlations).toHaveLength(1);
    expect(diagnostics.map((one) => `${one.severity} ${one.code}`)).toEqual([`warning ${code}`]);
  });

  it('a group that an inner correlation does not have', () => {
    const { diagnostics } = load(`title: outer
correlation: { type: temporal, rules: [inner, c], group-by: region, timespan: 1d }
---
title: middle
name: inner
correlation: { type: event_count, rules: a, group-by: account, timespan: 1h, condition: { gte: 5 } }
`);
    expect(diagnostics.map(({ code }) => code)).toEqual(['SIGMA_CORRELATION_GROUP']);
  });
});

describe('an id that is used twice', () => {
  const counting = (threshold: number, id = '11111111-0000-4000-8000-000000000001'): string =>
    `title: many\nid: ${id}\ncorrelation: { type: event_count, rules: a, timespan: 1h, condition: { gte: ${threshold} } }\n`;
  const outer =
    'title: outer\ncorrelation: { type: temporal, rules: [11111111-0000-4000-8000-000000000001, b], timespan: 1d }\n';

  function told({ diagnostics }: ReturnType<typeof loadRules>): string[] {
    return diagnostics.map(
      ({ severity, code, at, notes }) =>
        `${severity} ${code} ${at?.file}:${at?.line} ${notes?.[0]?.at?.file}:${notes?.[0]?.at?.line}`,
    );
  }

  it('by two correlations: the later one is refused, and what refers to the id means the first', () => {
    const loaded = load(`${counting(2)}---\n${counting(3)}---\n${outer}`);
    expect(told(loaded)).toEqual(['error SIGMA_ID_DUPLICATE x.yml:23 x.yml:19']);
    expect(loaded.refused).toBe(1);
    expect(loaded.correlations.map(({ title, comparisons }) => [title, comparisons[0]?.value])).toEqual([
      ['many', 2],
      ['outer', undefined],
    ]);
  });

  it('by the same correlation again: it is one', () => {
    const loaded = load(`${counting(2)}---\n${outer}---\n${counting(2)}---\n${outer}`);
    expect([told(loaded), loaded.refused]).toEqual([[], 0]);
    expect(loaded.correlations.map(({ title }) => title)).toEqual(['many', 'outer']);
  });

  it('by a rule and a correlation: the later one is refused', () => {
    const id = '00000000-0000-4000-8000-00000000000a';
    const after = load(counting(2, id));
    expect(told(after)).toEqual(['error SIGMA_ID_DUPLICATE x.yml:19 x.yml:1']);
    expect([after.correlations.length, after.rules.length, after.refused]).toEqual([0, 3, 1]);
    const before = loadRules([
      { path: 'y.yml', text: `${counting(2, id).replace('rules: a', 'rules: b')}---\n${rules}` },
    ]);
    expect(told(before)).toEqual(['error SIGMA_ID_DUPLICATE y.yml:5 y.yml:1']);
    expect([before.correlations.length, before.rules.length, before.refused]).toEqual([1, 2, 1]);
  });

  it('by what was loaded before', () => {
    const first = load(counting(2));
    const known = [...first.rules, ...first.correlations];
    const again = (text: string): ReturnType<typeof loadRules> =>
      loadRules([{ path: 'own.yml', text }], { known });
    const other = again(`${counting(3)}---\n${outer}`);
    expect(told(other)).toEqual(['error SIGMA_ID_DUPLICATE own.yml:1 x.yml:19']);
    expect(other.correlations.map(({ title }) => title)).toEqual(['outer']);
    const same = again(`${rules}${counting(2)}`);
    expect([told(same), same.correlations]).toMatchObject([[], [{ digest: first.correlations[0]?.digest }]]);
    const rule = again(
      rules.replace('00000000-0000-4000-8000-00000000000a', '11111111-0000-4000-8000-000000000001'),
    );
    expect(told(rule)).toEqual(['error SIGMA_ID_DUPLICATE own.yml:1 x.yml:19']);
    expect(rule.rules).toHaveLength(2);
  });
});
