/** One event: seconds from the beginning, the rules `a`, `b`, `c` that match it, and its fields. */
export type CorrelationEvent = readonly [seconds: number, rules: string, fields?: Readonly<Record<string, unknown>>];

/** What has to be found, a line for each: `title @ second of its last event [group] ×events`. */
export interface CorrelationCheck {
  /** The YAML of `correlation`; a whole document behind `---` may follow. */
  readonly correlation: string;
  readonly events?: readonly CorrelationEvent[];
  readonly found?: readonly string[];
  /** What loading says when the correlation is refused; under `--strict` where that is said. */
  readonly refused?: string;
  readonly strict?: true;
  readonly warns?: string;
}

/** One verdict about correlations of docs/reference/sigma-semantics.md. */
export interface CorrelationRow {
  readonly name: string;
  readonly checks: readonly CorrelationCheck[];
}

const count = (more: string): string => `{ type: event_count, rules: [a], ${more} }`;

export const correlationRows: readonly CorrelationRow[] = [
  {
    name: 'windows slide and include both ends',
    checks: [
      {
        correlation: count('timespan: 10s, condition: { gte: 2 }'),
        events: [
          [7, 'a'],
          [17, 'a'],
        ],
        found: ['case @ 17 ×2'],
      },
      {
        correlation: count('timespan: 10s, condition: { gte: 2 }'),
        events: [
          [7, 'a'],
          [18, 'a'],
        ],
        found: [],
      },
    ],
  },
  {
    name: 'event time decides',
    checks: [
      {
        correlation: '{ type: temporal_ordered, rules: [a, b], timespan: 10s }',
        events: [
          [9, 'b'],
          [3, 'a'],
        ],
        found: ['case @ 9 ×2'],
      },
    ],
  },
  {
    name: 'equal times are in order',
    checks: [
      {
        correlation: '{ type: temporal_ordered, rules: [a, b, c], timespan: 10s }',
        events: [
          [5, 'c'],
          [5, 'b'],
          [5, 'a'],
        ],
        found: ['case @ 5 ×3'],
      },
    ],
  },
  {
    name: 'an ordered match is any subsequence',
    checks: [
      {
        correlation: '{ type: temporal_ordered, rules: [a, b, c], timespan: 10s }',
        events: [
          [0, 'c'],
          [1, 'a'],
          [2, 'c'],
          [3, 'b'],
          [4, 'a'],
          [5, 'c'],
        ],
        found: ['case @ 5 ×3'],
      },
      {
        correlation: '{ type: temporal_ordered, rules: [a, b, c], timespan: 10s }',
        events: [
          [1, 'a'],
          [2, 'c'],
          [3, 'b'],
        ],
        found: [],
      },
    ],
  },
  {
    name: 'one event does not stand for two steps',
    checks: [
      {
        correlation: '{ type: temporal_ordered, rules: [a, b, a], timespan: 10s }',
        events: [
          [1, 'a'],
          [2, 'b'],
        ],
        found: [],
      },
      {
        correlation: '{ type: temporal_ordered, rules: [a, b, a], timespan: 10s }',
        events: [
          [1, 'a'],
          [2, 'b'],
          [3, 'a'],
        ],
        found: ['case @ 3 ×3'],
      },
    ],
  },
  {
    name: 'a group without the field is the null group',
    checks: [
      {
        correlation: count('group-by: [g], timespan: 10s, condition: { gte: 2 }'),
        events: [
          [0, 'a'],
          [1, 'a', { g: 'x' }],
          [2, 'a'],
        ],
        found: ['case @ 2 [null] ×2'],
      },
    ],
  },
  {
    name: 'several values belong to several groups',
    checks: [
      {
        correlation: count('group-by: [g], timespan: 10s, condition: { gte: 2 }'),
        events: [
          [0, 'a', { g: ['x', 'y'] }],
          [1, 'a', { g: 'y' }],
        ],
        found: ['case @ 1 [y] ×2'],
      },
      {
        correlation: count('group-by: [g], timespan: 10s, condition: { gte: 2 }'),
        events: [
          [0, 'a', { g: Array.from({ length: 70 }, (_, index) => `g${index}`) }],
          [1, 'a', { g: ['g63', 'g64'] }],
        ],
        found: ['case @ 1 [g63] ×2'],
      },
    ],
  },
  {
    name: 'once per group and episode',
    checks: [
      {
        correlation: count('timespan: 10s, condition: { gte: 2 }'),
        events: [
          [0, 'a'],
          [1, 'a'],
          [5, 'a'],
          [40, 'a'],
          [41, 'a'],
        ],
        found: ['case @ 5 ×3', 'case @ 41 ×2'],
      },
      ...['value_sum', 'value_count'].map((type) => ({
        correlation: `{ type: ${type}, rules: [a], timespan: 1h, condition: { field: v, gte: 150 } }`,
        events: Array.from({ length: 150 }, (_, index) => [index, 'a', { v: type === 'value_sum' ? 1 : index }] as const),
        found: ['case @ 149 ×150'],
      })),
    ],
  },
  {
    name: 'a chained correlation gives the outer finding',
    checks: [
      {
        correlation: `${count('group-by: [g], timespan: 10s, condition: { gte: 2 }')}
name: inner
---
title: outer
correlation: { type: temporal, rules: [inner, b], group-by: [g], timespan: 1m }`,
        events: [
          [0, 'a', { g: 'x' }],
          [1, 'a', { g: 'x' }],
          [20, 'b', { g: 'y' }],
          [30, 'b', { g: 'x' }],
        ],
        found: ['outer @ 30 [x] ×3'],
      },
      {
        correlation: `${count('group-by: [g], timespan: 10s, condition: { gte: 2 }')}
name: inner
---
title: outer
correlation: { type: temporal, rules: [inner, b], group-by: [g], timespan: 1m, generate: true }`,
        events: [
          [0, 'a', { g: 'x' }],
          [1, 'a', { g: 'x' }],
        ],
        found: ['case @ 1 [x] ×2'],
      },
    ],
  },
  {
    name: 'referenced rules do not alert by themselves',
    checks: [
      { correlation: count('timespan: 10s, condition: { gte: 2 }'), events: [[0, 'a']], found: [] },
      {
        correlation: count('timespan: 10s, condition: { gte: 2 }, generate: true'),
        events: [[0, 'a']],
        found: ['a @ 0 ×1'],
      },
      {
        correlation: count('timespan: 10s, condition: { gte: 2 }'),
        events: [[0, 'b']],
        found: ['b @ 0 ×1'],
      },
    ],
  },
  {
    name: 'references by id, name or title',
    checks: [
      {
        correlation: '{ type: temporal, rules: [a, 5e1f0a52-0000-4000-8000-00000000000b], timespan: 10s }',
        events: [
          [0, 'a'],
          [1, 'b'],
        ],
        found: ['case @ 1 ×2'],
      },
      {
        correlation: '{ type: temporal, rules: [a, Third rule], timespan: 10s }',
        warns: 'SIGMA_CORRELATION_TITLE',
        events: [
          [0, 'a'],
          [1, 'c'],
        ],
        found: ['case @ 1 ×2'],
      },
      { correlation: '{ type: temporal, rules: [a, nobody], timespan: 10s }', refused: 'SIGMA_CORRELATION_REFERENCE' },
    ],
  },
  {
    name: 'a missing value adds none',
    checks: [
      {
        correlation: '{ type: value_count, rules: [a], timespan: 10s, condition: { field: v, gte: 2 } }',
        events: [
          [0, 'a', { v: 'x' }],
          [1, 'a'],
          [2, 'a', { v: 'x' }],
        ],
        found: [],
      },
      {
        correlation: '{ type: value_avg, rules: [a], timespan: 10s, condition: { field: v, gte: 4 } }',
        events: [
          [0, 'a', { v: 4 }],
          [1, 'a'],
          [2, 'a', { v: 'none' }],
        ],
        found: ['case @ 2 ×3'],
      },
    ],
  },
  {
    name: 'several value fields are one tuple',
    checks: [
      {
        correlation: '{ type: value_count, rules: [a], timespan: 10s, condition: { field: [v, w], gte: 2 } }',
        events: [
          [0, 'a', { v: 'x', w: 1 }],
          [1, 'a', { v: 'x', w: 1 }],
          [2, 'a', { v: 'x' }],
        ],
        found: [],
      },
      {
        correlation: '{ type: value_count, rules: [a], timespan: 10s, condition: { field: [v, w], gte: 2 } }',
        events: [
          [0, 'a', { v: 'x', w: 1 }],
          [2, 'a', { v: 'x', w: 2 }],
        ],
        found: ['case @ 2 ×2'],
      },
    ],
  },
  {
    name: 'an event counts once',
    checks: [
      {
        correlation: '{ type: event_count, rules: [a, b], timespan: 10s, condition: { gte: 2 } }',
        events: [[0, 'ab']],
        found: [],
      },
      {
        correlation: '{ type: value_sum, rules: [a, b], timespan: 10s, condition: { field: v, gte: 6 } }',
        events: [[0, 'ab', { v: 5 }]],
        found: [],
      },
      {
        correlation: '{ type: value_avg, rules: [a, b], timespan: 10s, condition: { field: v, gte: 5 } }',
        events: [
          [0, 'a', { v: 1 }],
          [1, 'ab', { v: 8 }],
        ],
        found: [],
      },
      {
        correlation:
          '{ type: value_sum, rules: [a, b], timespan: 10s, condition: { field: n, gte: 9 }, aliases: { n: { a: v, b: w } } }',
        events: [
          [0, 'a', { v: 1, w: 1 }],
          [1, 'ab', { v: 5, w: 3 }],
        ],
        found: ['case @ 1 ×2'],
      },
    ],
  },
  {
    name: 'numbers of one event',
    checks: [
      {
        correlation: '{ type: value_sum, rules: [a], timespan: 10s, condition: { field: v, gte: 9 } }',
        events: [[0, 'a', { v: [3, 3, '3'] }]],
        found: ['case @ 0 ×1'],
      },
      {
        correlation: '{ type: value_avg, rules: [a], timespan: 10s, condition: { field: v, gte: 4 } }',
        events: [[0, 'a', { v: [9, 1, 1] }]],
        found: [],
      },
      {
        correlation: '{ type: value_avg, rules: [a], timespan: 10s, condition: { field: v, gte: 6 } }',
        events: [
          [0, 'a', { v: '' }],
          [1, 'a', { v: 8 }],
          [2, 'a', { v: ' ' }],
        ],
        found: ['case @ 2 ×2'],
      },
    ],
  },
  {
    name: '64 values of a field',
    checks: [
      {
        correlation: '{ type: value_sum, rules: [a], timespan: 10s, condition: { field: v, gte: 2080 } }',
        events: [[0, 'a', { v: Array.from({ length: 70 }, (_, index) => index + 1) }]],
        found: ['case @ 0 ×1'],
      },
      {
        correlation: '{ type: value_sum, rules: [a], timespan: 10s, condition: { field: v, gte: 2081 } }',
        events: [[0, 'a', { v: Array.from({ length: 70 }, (_, index) => index + 1) }]],
        found: [],
      },
    ],
  },
  {
    name: 'thresholds above 100,000 values',
    checks: [
      {
        correlation: '{ type: value_count, rules: [a], timespan: 10s, condition: { field: v, gte: 100001 } }',
        refused: 'SIGMA_CORRELATION_CONDITION',
      },
    ],
  },
  {
    name: 'several comparisons are a range',
    checks: [
      {
        correlation: count('timespan: 10s, condition: { gte: 2, lte: 3 }'),
        events: [
          [0, 'a'],
          [1, 'a'],
          [2, 'a'],
        ],
        found: ['case @ 2 ×3'],
      },
      {
        correlation: count('timespan: 10s, condition: { gte: 2, lte: 3 }'),
        events: [
          [0, 'a'],
          [1, 'a'],
          [2, 'a'],
          [3, 'a'],
        ],
        found: [],
      },
    ],
  },
  {
    name: 'lt, lte, eq and neq are judged on complete windows',
    checks: [
      {
        correlation: count('timespan: 10s, condition: { eq: 2 }'),
        events: [
          [0, 'a'],
          [1, 'a'],
          [9, 'a'],
        ],
        found: [],
      },
      {
        correlation: count('timespan: 10s, condition: { lt: 3 }'),
        events: [
          [0, 'a'],
          [1, 'a'],
        ],
        found: ['case @ 1 ×2'],
      },
      {
        correlation: count('timespan: 10s, condition: { neq: 1 }'),
        events: [[0, 'a']],
        found: [],
      },
    ],
  },
  {
    name: 'not is judged on complete windows',
    checks: [
      {
        correlation: '{ type: temporal, timespan: 10s, condition: a and not b }',
        events: [
          [0, 'a'],
          [9, 'b'],
        ],
        found: [],
      },
      {
        correlation: '{ type: temporal, timespan: 10s, condition: a and not b }',
        events: [
          [0, 'a'],
          [11, 'b'],
        ],
        found: ['case @ 0 ×1'],
      },
    ],
  },
  {
    name: 'complete windows follow one another',
    checks: [
      {
        // Four lie between 9 and 12, but the windows are 0 to 10 and 11 to 21.
        correlation: count('timespan: 10s, condition: { gte: 4, lte: 9 }'),
        events: [
          [0, 'a'],
          [9, 'a'],
          [10, 'a'],
          [11, 'a'],
          [12, 'a'],
        ],
        found: [],
      },
      {
        correlation: count('timespan: 10s, condition: { eq: 2 }'),
        events: [
          [0, 'a'],
          [10, 'a'],
          [11, 'a'],
        ],
        found: ['case @ 10 ×2'],
      },
    ],
  },
  {
    name: 'an inner finding of a complete window comes at its end',
    checks: [
      {
        correlation: `${count('timespan: 1m, condition: { gte: 2, lte: 5 }')}
name: inner
---
title: outer
correlation: { type: temporal_ordered, rules: [inner, b], timespan: 100s }`,
        events: [
          [0, 'a'],
          [1, 'a'],
          [10, 'b'],
        ],
        found: [],
      },
      {
        correlation: `${count('timespan: 1m, condition: { gte: 2, lte: 5 }')}
name: inner
---
title: outer
correlation: { type: temporal_ordered, rules: [inner, b], timespan: 100s }`,
        events: [
          [0, 'a'],
          [1, 'a'],
          [61, 'b'],
        ],
        found: ['outer @ 61 ×3'],
      },
    ],
  },
  {
    name: 'the end of a hunt completes open windows',
    checks: [
      {
        correlation: '{ type: absence, rules: [a, b], timespan: 1h }',
        events: [
          [0, 'a'],
          [1, ''],
        ],
        found: ['case @ 0 ×1'],
      },
      {
        correlation: count('timespan: 1h, condition: { lt: 3 }'),
        events: [[0, 'a']],
        found: ['case @ 0 ×1'],
      },
    ],
  },
  {
    name: 'temporal without a condition wants all rules',
    checks: [
      {
        correlation: '{ type: temporal, rules: [a, b, c], timespan: 10s }',
        events: [
          [0, 'c'],
          [1, 'a'],
          [2, 'b'],
        ],
        found: ['case @ 2 ×3'],
      },
      {
        correlation: '{ type: temporal, rules: [a, b, c], timespan: 10s, condition: { gte: 2 } }',
        events: [
          [0, 'c'],
          [1, 'a'],
        ],
        found: ['case @ 1 ×2'],
      },
    ],
  },
  {
    name: 'conditions over rules',
    checks: [
      {
        correlation: '{ type: temporal, timespan: 10s, condition: a and (b or c) }',
        events: [
          [0, 'c'],
          [1, 'a'],
        ],
        found: ['case @ 1 ×2'],
      },
      {
        correlation: '{ type: temporal, rules: [a, b], timespan: 10s, condition: a and c }',
        refused: 'SIGMA_CORRELATION_CONDITION',
      },
    ],
  },
  {
    name: 'aliases name a field of each rule',
    checks: [
      {
        correlation:
          '{ type: temporal, rules: [a, b], group-by: [who], timespan: 10s, aliases: { who: { a: made, b: by } } }',
        events: [
          [0, 'a', { made: 'x', by: 'y' }],
          [1, 'b', { by: 'y' }],
          [2, 'b', { by: 'x' }],
        ],
        found: ['case @ 2 [x] ×2'],
      },
    ],
  },
  {
    name: 'percentiles interpolate',
    checks: [
      {
        correlation:
          '{ type: value_percentile, rules: [a], timespan: 10s, condition: { field: v, percentile: 75, gte: 7.5 } }',
        events: [
          [0, 'a', { v: 0 }],
          [1, 'a', { v: 10 }],
        ],
        found: ['case @ 1 ×2'],
      },
      {
        correlation: '{ type: value_median, rules: [a], timespan: 10s, condition: { field: v, gte: 5 } }',
        events: [
          [0, 'a', { v: 0 }],
          [1, 'a', { v: 10 }],
        ],
        found: ['case @ 1 ×2'],
      },
    ],
  },
  {
    name: 'months and years have the mean length',
    checks: [
      {
        correlation: count('timespan: 1M, condition: { gte: 2 }'),
        events: [
          [0, 'a'],
          [2_629_746, 'a'],
        ],
        found: ['case @ 2629746 ×2'],
      },
      {
        correlation: count('timespan: 1M, condition: { gte: 2 }'),
        events: [
          [0, 'a'],
          [2_629_747, 'a'],
        ],
        found: [],
      },
      {
        correlation: count('timespan: 1y, condition: { gte: 2 }'),
        events: [
          [0, 'a'],
          [31_556_952, 'a'],
        ],
        found: ['case @ 31556952 ×2'],
      },
    ],
  },
  {
    name: 'timeframe is read as timespan',
    checks: [
      {
        correlation: count('timeframe: 10s, condition: { gte: 2 }'),
        warns: 'SIGMA_CORRELATION_TIMEFRAME',
        events: [
          [0, 'a'],
          [1, 'a'],
        ],
        found: ['case @ 1 ×2'],
      },
    ],
  },
  {
    name: 'first_seen is ours',
    checks: [
      {
        correlation: '{ type: first_seen, rules: [a], group-by: [g], timespan: 1d, history: 5s, condition: { field: v } }',
        events: [
          [0, 'a', { g: 'x', v: 1 }],
          [6, 'a', { g: 'x', v: 1 }],
          [7, 'a', { g: 'x', v: 2 }],
        ],
        found: ['case @ 7 [x] ×1'],
      },
      {
        correlation: '{ type: first_seen, rules: [a], timespan: 1d, condition: { field: v } }',
        strict: true,
        refused: 'SIGMA_EXTENSION',
      },
    ],
  },
  {
    name: 'rate is ours',
    checks: [
      {
        correlation: '{ type: rate, rules: [a], timespan: 10s, history: 100s, condition: { gte: 5, minimum: 5 } }',
        events: [
          [0, 'a'],
          [30, 'a'],
          [60, 'a'],
          [90, 'a'],
          [91, 'a'],
          [92, 'a'],
          [93, 'a'],
          [94, 'a'],
        ],
        found: ['case @ 94 ×5'],
      },
      { correlation: '{ type: rate, rules: [a], timespan: 10s, condition: { gte: 5 } }', strict: true, refused: 'SIGMA_EXTENSION' },
    ],
  },
  {
    name: 'absence is ours',
    checks: [
      {
        correlation: '{ type: absence, rules: [a, b], group-by: [g], timespan: 10s }',
        events: [
          [0, 'a', { g: 'x' }],
          [1, 'a', { g: 'y' }],
          [5, 'b', { g: 'y' }],
        ],
        found: ['case @ 0 [x] ×1'],
      },
      { correlation: '{ type: absence, rules: [a, b], timespan: 10s }', strict: true, refused: 'SIGMA_EXTENSION' },
    ],
  },
  {
    name: 'unusual is ours',
    checks: [
      { correlation: '{ type: unusual, rules: [a], timespan: 1d, condition: { dimension: region-of-account } }', events: [[0, 'a']], found: [] },
      { correlation: '{ type: unusual, rules: [a], timespan: 1d }', refused: 'SIGMA_CORRELATION_CONDITION' },
      {
        correlation: '{ type: unusual, rules: [a], timespan: 1d, condition: { dimension: region-of-acount } }',
        refused: 'SIGMA_CORRELATION_CONDITION',
      },
      {
        correlation: '{ type: unusual, rules: [a], group-by: [lineage], timespan: 1d, condition: { dimension: region-of-account } }',
        refused: 'SIGMA_CORRELATION_CONDITION',
      },
      {
        correlation:
          '{ type: unusual, rules: [inner], timespan: 1d, condition: { dimension: region-of-account } }\n---\ntitle: inner\nname: inner\ncorrelation: { type: event_count, rules: [a], timespan: 1d, condition: { gte: 1 } }',
        refused: 'SIGMA_CORRELATION_CONDITION',
      },
      {
        correlation: '{ type: unusual, rules: [a], timespan: 1d, condition: { dimension: region-of-account } }',
        strict: true,
        refused: 'SIGMA_EXTENSION',
      },
    ],
  },
  {
    name: 'group-by lineage is ours',
    checks: [
      {
        correlation: '{ type: temporal, rules: [a, b], group-by: [lineage], timespan: 10s }',
        strict: true,
        refused: 'SIGMA_EXTENSION',
      },
    ],
  },
];
