import fc from 'fast-check';
import type { Json, JsonObject } from '../../../src/core/json.ts';
import type { Field, Match, Pattern, Source } from '../../../src/ir/nodes.ts';
import type { Rule } from '../../../src/ir/rule.ts';

/** Few names and few texts, so that rules and records meet. */
const key = fc.constantFrom('eventName', 'a', 'b', 'a.b', 'c', '__proto__', 'constructor');
const path = fc.constantFrom(
  'eventName',
  'a',
  'b',
  'a.b',
  'a.b.c',
  'c.a',
  'b.b',
  'constructor',
  '__proto__',
  'c.name',
);
const text = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.constantFrom(
      '',
      'x',
      'X',
      'xy',
      'yx',
      'a-b',
      '-x',
      '5',
      '5.0',
      'true',
      '10.1.2.3',
      'K',
      'İx',
      'ΣΑΣ',
      'σας',
      '😀',
      '"x"',
    ),
  },
  { weight: 1, arbitrary: fc.string({ maxLength: 4 }) },
);

const scalar: fc.Arbitrary<Json> = fc.oneof(
  text,
  fc.constantFrom<Json>(null, true, false, 0, 5, -1.5, 1e21),
  fc.constantFrom<Json>('2024-01-01T03:04:05Z', '9007199254740993', '2001:db8::1'),
);

const { value } = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { weight: 6, arbitrary: scalar },
    { weight: 1, arbitrary: fc.array(tie('value'), { maxLength: 3 }) },
    {
      weight: 2,
      arbitrary: fc
        .array(fc.tuple(fc.oneof(key, fc.constantFrom('name', 'value')), tie('value')), { maxLength: 4 })
        .map(ownEntries),
    },
  ),
}));

/** An object as JSON.parse would make it: `__proto__` is an ordinary key. */
function ownEntries(entries: [string, Json][]): JsonObject {
  return JSON.parse(
    `{${entries.map(([name, item]) => `${JSON.stringify(name)}:${JSON.stringify(item)}`).join(',')}}`,
  );
}

export const record: fc.Arbitrary<JsonObject> = fc
  .array(fc.tuple(key, value), { maxLength: 6 })
  .map(ownEntries);

const source: fc.Arbitrary<Source> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ kind: fc.constant('path' as const), path }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('segment' as const),
      path,
      separator: fc.constant('-'),
      index: fc.constantFrom(0, 1, -1),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('mapped' as const),
      path,
      cases: fc.constant([{ when: 'X', value: 'xy' }]),
      otherwise: fc.constant('yx'),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('mapped' as const),
      path,
      cases: fc.constant([{ when: '5', value: 'x' }]),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('presence' as const),
      path,
      present: fc.constant('x'),
      absent: fc.constant('yx'),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('pairs' as const),
      path,
      name: fc.constant('name'),
      value: fc.constant('value'),
      key: fc.constant('x'),
      unquote: fc.boolean(),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('union' as const),
      path,
      also: fc.array(path, { maxLength: 2 }),
    }),
  },
);

const field: fc.Arbitrary<Field> = fc.record({
  name: path,
  sources: fc.array(source, { minLength: 1, maxLength: 3 }),
});

const pattern: fc.Arbitrary<Pattern> = fc.array(
  fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({ kind: fc.constant('text' as const), text: text.filter((one) => one !== '') }),
    },
    { weight: 1, arbitrary: fc.constant({ kind: 'any' as const }) },
    { weight: 1, arbitrary: fc.constant({ kind: 'one' as const }) },
    { weight: 1, arbitrary: fc.constant({ kind: 'set' as const, chars: '-/–x' }) },
  ),
  { maxLength: 4 },
);

const op = fc.constantFrom(
  'equals' as const,
  'equals' as const,
  'contains' as const,
  'startswith' as const,
  'endswith' as const,
);
const numberOp = fc.constantFrom('eq' as const, 'gt' as const, 'gte' as const, 'lt' as const, 'lte' as const);
const number = fc.constantFrom('5', '0', '-1.5', '9007199254740993', '5.00', '1e21');
const regex = fc.constantFrom(
  'x',
  '^x',
  'x+y?',
  '[xy]{2}',
  '(?i)X',
  'a\\-b$',
  'y.*x',
  '\\d+',
  'xx*y',
  'x|5',
  '\\.1\\.2',
);
const flags = fc.record(
  { ignoreCase: fc.boolean(), multiline: fc.boolean(), dotAll: fc.boolean() },
  { requiredKeys: [] },
);

const kind = <K extends string>(name: K): fc.Arbitrary<K> => fc.constant(name);

const leaf: fc.Arbitrary<Match> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ kind: kind('string'), field, op, cased: fc.boolean(), pattern }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: kind('string'),
      field: fc.constant({ name: 'eventName', sources: [{ kind: 'path' as const, path: 'eventName' }] }),
      op: fc.constant('equals' as const),
      cased: fc.boolean(),
      pattern: text.filter((one) => one !== '').map((one): Pattern => [{ kind: 'text', text: one }]),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: kind('regex'), field, source: regex, flags }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: kind('cidr'),
      field,
      network: fc.constantFrom('10.0.0.0/8', '2001:db8::/32', '0.0.0.0/0'),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: kind('number'), field, op: numberOp, value: number }) },
  { weight: 1, arbitrary: fc.record({ kind: kind('boolean'), field, value: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ kind: kind('null'), field }) },
  { weight: 1, arbitrary: fc.record({ kind: kind('empty'), field }) },
  { weight: 1, arbitrary: fc.record({ kind: kind('exists'), field, value: fc.boolean() }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: kind('fieldref'), field, op, cased: fc.boolean(), other: field }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: kind('timestamp'),
      field,
      part: fc.constantFrom('hour' as const, 'week' as const, 'year' as const),
      op: numberOp,
      value: fc.constantFrom('3', '1', '2024'),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: kind('keyword'),
      op: fc.constantFrom('contains' as const, 'equals' as const),
      cased: fc.boolean(),
      pattern,
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: kind('keyword-regex'), source: regex, flags }) },
);

const { match } = fc.letrec<{ match: Match }>((tie) => ({
  match: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    { weight: 4, arbitrary: leaf },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: kind('and'),
        items: fc.array(tie('match'), { minLength: 1, maxLength: 3 }),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        kind: kind('or'),
        // None: what a placeholder with a configured empty list becomes.
        items: fc.array(tie('match'), { maxLength: 6 }),
      }),
    },
    { weight: 1, arbitrary: fc.record({ kind: kind('not'), item: tie('match') }) },
  ),
}));

const names = ['s1', 's2', 's3'] as const;
const { condition } = fc.letrec<{ condition: Match }>((tie) => ({
  condition: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    { weight: 4, arbitrary: fc.record({ kind: kind('selection'), name: fc.constantFrom(...names) }) },
    {
      weight: 2,
      arbitrary: fc.record({
        kind: kind('quantified'),
        need: fc.constantFrom<'all' | number>('all', 1, 2, 4),
        pattern: fc.constant('s*'),
        names: fc.subarray([...names], { minLength: 1 }),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        kind: kind('and'),
        items: fc.array(tie('condition'), { minLength: 1, maxLength: 3 }),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: kind('or'),
        items: fc.array(tie('condition'), { minLength: 1, maxLength: 3 }),
      }),
    },
    { weight: 1, arbitrary: fc.record({ kind: kind('not'), item: tie('condition') }) },
  ),
}));

export const rule: fc.Arbitrary<Rule> = fc
  .record({ selections: fc.tuple(match, match, match), condition, product: fc.constantFrom('aws', 'azure') })
  .map(
    ({ selections, condition: whole, product }): Rule => ({
      kind: 'rule',
      id: 'generated',
      title: 'generated',
      level: 'low',
      references: [],
      related: [],
      tags: [],
      falsepositives: [],
      logsource: { product },
      selections: selections.map((one, index) => ({ name: names[index] ?? '', match: one })),
      condition: whole,
      techniques: [],
      tactics: [],
      source: { path: 'generated.yml', line: 1 },
      digest: 'generated',
    }),
  );
