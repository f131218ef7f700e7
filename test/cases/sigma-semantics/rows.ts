import type { JsonObject } from '../../../src/core/json.ts';

/** One verdict of docs/reference/sigma-semantics.md: rules (detection blocks) on records, and what must come out. */
export interface Row {
  /** The test's name; the page names it too. */
  readonly name: string;
  readonly checks: readonly Check[];
}

export interface Check {
  /** The YAML of `detection`, without its indentation. */
  readonly detection: string;
  /** What loading says when the rule is refused. */
  readonly refused?: string;
  /** What loading warns about. */
  readonly warns?: string;
  readonly matches?: readonly JsonObject[];
  readonly misses?: readonly JsonObject[];
}

const item = (line: string, condition = 'sel'): string => `sel:\n  ${line}\ncondition: ${condition}`;

export const rows: readonly Row[] = [
  {
    name: 'null and a missing field',
    checks: [
      { detection: item('f: null'), matches: [{}, { f: null }, { f: [null] }], misses: [{ f: '' }, { f: 0 }, { f: [] }] },
      { detection: item('f: [null, a]'), matches: [{}, { f: 'A' }], misses: [{ f: 'b' }] },
      { detection: item('a.b: ~'), matches: [{ a: {} }, { a: 'x' }, { a: { b: null } }], misses: [{ a: { b: 1 } }] },
    ],
  },
  {
    name: 'empty string and a missing field',
    checks: [{ detection: item("f: ''"), matches: [{ f: '' }, { f: ['x', ''] }], misses: [{}, { f: null }, { f: ' ' }] }],
  },
  {
    name: 'exists and an explicit null',
    checks: [
      { detection: item('f|exists: true'), matches: [{ f: null }, { f: '' }, { f: [] }, { f: {} }], misses: [{}, { g: 1 }] },
      { detection: item('f|exists: false'), matches: [{}], misses: [{ f: null }] },
    ],
  },
  {
    name: 'neq and a missing field',
    checks: [{ detection: item('f|neq: a'), matches: [{}, { f: null }, { f: 'b' }], misses: [{ f: 'A' }, { f: ['b', 'a'] }] }],
  },
  {
    name: 'neq with a list',
    checks: [
      { detection: item('f|neq: [a, b]'), matches: [{ f: 'c' }, {}], misses: [{ f: 'a' }, { f: 'b' }] },
      { detection: item('f|contains|neq: [a, b]'), matches: [{ f: 'xyz' }], misses: [{ f: 'xbz' }] },
    ],
  },
  {
    name: 'star across a newline',
    checks: [
      { detection: item("f: 'a*b'"), matches: [{ f: 'a\nx\r\nb' }, { f: 'ab' }], misses: [{ f: 'a\nbc' }] },
      { detection: item("f: 'a?b'"), matches: [{ f: 'a\nb' }, { f: 'a😀b' }], misses: [{ f: 'ab' }, { f: 'axxb' }] },
    ],
  },
  {
    name: 'glob that has to try again',
    checks: [{ detection: item("f: '*a?'"), matches: [{ f: 'aXaY' }], misses: [{ f: 'aXa' }] }],
  },
  {
    name: 'arrays and dotted paths',
    checks: [
      { detection: item('f: a'), matches: [{ f: ['b', 'a'] }, { f: [['a']] }], misses: [{ f: [] }, { f: ['b'] }] },
      {
        detection: item('a.b.c: x'),
        matches: [
          { a: [{ b: { c: 'y' } }, { b: [{ c: 'x' }] }] },
          { 'a.b.c': 'x' },
          { 'a.b': { c: 'x' } },
          { a: { 'b.c': 'x' } },
          { 'a.b': { d: 1 }, a: { b: { c: 'x' } } },
        ],
        misses: [{ a: { b: 'x' } }, { 'a.b.c': 'y', a: { b: { c: 'x' } } }],
      },
      {
        detection: item("f|contains|all: ['a', 'b']"),
        matches: [{ f: ['xa', 'xb'] }],
        misses: [{ f: ['xa', 'xc'] }],
      },
      { detection: item('constructor.name: Object'), misses: [{}] },
      { detection: item('__proto__: null'), matches: [{}] },
    ],
  },
  {
    name: 'object value',
    checks: [
      {
        detection: item("f|contains: Suspended"),
        matches: [{ f: { x: { status: 'Suspended' } } }, { f: [{ s: 'suspended' }] }],
        misses: [{ f: { x: 'Enabled' } }],
      },
      { detection: item("f|contains: '\"a\":1'"), matches: [{ f: { a: 1 } }, { f: [{ b: 2 }, { a: 1 }] }], misses: [{ f: { a: 2 } }] },
      { detection: item("f: '[]'"), matches: [{ f: [] }, { f: '[]' }], misses: [{ f: ['x'] }, {}] },
    ],
  },
  {
    name: 'keyword with a wildcard',
    checks: [{ detection: "sel: ['a*c']\ncondition: sel", matches: [{ x: { y: ['..aXXc..'] } }], misses: [{ x: 'ab', y: 'c' }, { ac: 1 }] }],
  },
  {
    name: 'keyword without a wildcard',
    checks: [
      { detection: 'sel: needle\ncondition: sel', matches: [{ x: [{ y: 'a NEEDLE b' }] }], misses: [{ needle: 'x' }] },
      { detection: 'sel: [443]\ncondition: sel', matches: [{ port: 443 }, { port: '8443' }], misses: [{ port: 44 }] },
      { detection: "sel:\n  '|all': [a1, b2]\ncondition: sel", matches: [{ x: 'a1', y: 'b2' }], misses: [{ x: 'a1' }] },
      { detection: "sel:\n  '|re': 'a\\d'\ncondition: sel", matches: [{ x: 'za1' }], misses: [{ x: 'A1' }, { a1: '' }] },
    ],
  },
  {
    name: 'base64offset is cut at both ends',
    checks: [
      {
        detection: item('f|base64offset|contains: foobar'),
        matches: ['foobar', 'xfoobar', 'xxfoobar', 'foobary', 'xfoobaryy', 'xxfoobaryyy'].map((text) => ({
          f: Buffer.from(text).toString('base64'),
        })),
        misses: [{ f: Buffer.from('fooba').toString('base64') }, { f: 'foobar' }],
      },
    ],
  },
  {
    name: 'base64offset without contains',
    checks: [
      { detection: item('f|base64offset: foobar'), warns: 'SIGMA_BASE64OFFSET_ALONE', matches: [{ f: 'Zm9vYmFy' }], misses: [{ f: 'xZm9vYmFy' }] },
    ],
  },
  {
    name: 'base64 keeps its padding',
    checks: [{ detection: item('f|base64: a'), matches: [{ f: 'YQ==' }], misses: [{ f: 'YQ' }] }],
  },
  {
    name: 'utf16 has the byte order mark FF FE',
    checks: [{ detection: item('f|utf16|base64: a'), matches: [{ f: '//5hAA==' }], misses: [{ f: '77+9YQA=' }] }],
  },
  {
    name: 'utf16le is another name of wide',
    checks: [
      { detection: item('f|utf16le|base64: ab'), matches: [{ f: 'YQBiAA==' }] },
      { detection: item('f|wide|base64: ab'), matches: [{ f: 'YQBiAA==' }] },
      { detection: item('f|utf16be|base64: ab'), matches: [{ f: 'AGEAYg==' }] },
      { detection: item('f|wide|base64offset|contains: ab'), matches: [{ f: 'xxYQBiAAxx' }] },
    ],
  },
  {
    name: 'windash changes what starts a flag',
    checks: [
      {
        detection: item("f|windash|contains: ' -foo-bar'"),
        matches: [{ f: 'x -foo-bar' }, { f: 'x /foo-bar' }, { f: 'x –foo-bar' }, { f: 'x —foo-bar' }, { f: 'x ―foo-bar' }],
        misses: [{ f: 'x /foo/bar' }],
      },
      { detection: item("f|windash|contains|all: ['-a', '-b']"), matches: [{ f: '/a -b' }], misses: [{ f: '/a' }] },
    ],
  },
  {
    name: 'numbers by value',
    checks: [
      { detection: item('f: [14, 4624]'), matches: [{ f: 14 }, { f: '14.0' }, { f: '4624' }, { f: [1, 4624] }], misses: [{ f: 15 }, { f: 'x' }, {}] },
      { detection: item("f: '4624'"), matches: [{ f: 4624 }, { f: '4624' }], misses: [{ f: '4624.0' }] },
      { detection: item("f: '46*'"), matches: [{ f: 4624 }] },
      { detection: item('f: 9007199254740993'), matches: [{ f: '9007199254740993' }], misses: [{ f: '9007199254740992' }] },
      { detection: item('f|gte: 10'), matches: [{ f: 10 }, { f: '11.5' }, { f: [1, 99] }], misses: [{ f: 9 }, { f: 'abc' }, {}, { f: null }] },
      { detection: item('f|lt: -1.5'), matches: [{ f: -2 }], misses: [{ f: -1.5 }] },
      { detection: item("f: 'true'"), matches: [{ f: true }, { f: 'TRUE' }], misses: [{ f: false }] },
      { detection: item('f: false'), matches: [{ f: false }, { f: 'False' }], misses: [{ f: 0 }, {}] },
      { detection: item('f: yes'), matches: [{ f: 'yes' }], misses: [{ f: true }] },
    ],
  },
  {
    name: 'regular expressions are RE2',
    checks: [
      { detection: item("f|re: 'a.c\\d+?'"), matches: [{ f: 'xxabc9' }], misses: [{ f: 'ABC9' }, { f: 'a\nc9' }] },
      { detection: item("f|re|i|s: 'a.c'"), matches: [{ f: 'A\nC' }] },
      { detection: item("f|re|m: '^b$'"), matches: [{ f: 'a\nb\nc' }], misses: [{ f: 'abc' }] },
      { detection: item("f|re: '(?i)abc'"), matches: [{ f: 'xABC' }] },
      { detection: item("f|re: '(?=a)b'"), refused: 'SIGMA_REGEX_SYNTAX' },
      { detection: item("f|re: '(a)\\1'"), refused: 'SIGMA_REGEX_SYNTAX' },
    ],
  },
  {
    name: 'fieldref with cased and with contains',
    checks: [
      { detection: item('f|fieldref: g'), matches: [{ f: 'A', g: 'a' }, { f: ['x', 'y'], g: ['Y'] }], misses: [{ f: 'a' }, { f: null, g: null }, {}] },
      { detection: item('f|fieldref|cased: g'), matches: [{ f: 'a', g: 'a' }], misses: [{ f: 'A', g: 'a' }] },
      { detection: item('f|fieldref|contains: g'), matches: [{ f: 'xay', g: 'A' }], misses: [{ f: 'a', g: 'xay' }] },
      { detection: item('f|fieldref|endswith: g.h'), matches: [{ f: 'arn:x/bob', g: { h: 'bob' } }] },
    ],
  },
  {
    name: 'expand takes configured values',
    checks: [
      { detection: item("f|expand: '%admins%'"), matches: [{ f: 'alice' }, { f: 'svc-1' }], misses: [{ f: '%admins%' }, { f: 'carol', user: 'carol' }] },
      { detection: item("f|contains|expand: '%admins%@%domains%'"), matches: [{ f: '<alice@b.example>' }] },
      { detection: item("f|expand: '%nobody%'"), refused: 'SIGMA_PLACEHOLDER_UNKNOWN' },
      { detection: item("f: '%admins%'"), matches: [{ f: '%admins%' }], misses: [{ f: 'alice' }] },
      { detection: item("f|expand: '50\\%'"), matches: [{ f: '50%' }] },
    ],
  },
  {
    name: 'expand under all wants every value',
    checks: [
      { detection: item("f|all|expand: '%admins%'"), matches: [{ f: ['svc-1', 'alice', 'x'] }], misses: [{ f: ['alice'] }, { f: 'svc-1' }, {}] },
      { detection: item("f|contains|all|expand: '%domains%'"), matches: [{ f: 'a.example b.example' }], misses: [{ f: 'a.example' }] },
      { detection: item("f|all|expand: '%none%'"), misses: [{ f: 'alice' }, {}] },
    ],
  },
  {
    name: 'expand in regular expressions',
    checks: [
      { detection: item("f|re|expand: '%shapes%'"), matches: [{ f: 'web-03' }, { f: 'db-a' }], misses: [{ f: 'web-3' }, { f: 'xmr1' }, {}] },
      { detection: item("f|re|expand: '^%domains%$'"), matches: [{ f: 'a.example' }], misses: [{ f: 'aXexample' }] },
      { detection: item("f|re|expand: '%broken%'"), refused: 'SIGMA_REGEX_SYNTAX' },
    ],
  },
  {
    name: 'weekday is ours',
    checks: [
      { detection: item('t|weekday: 7'), matches: [{ t: '2026-03-08T23:59:59Z' }, { t: 1_772_928_000_000 }], misses: [{ t: '2026-03-09T00:00:00Z' }, { t: 'x' }, {}] },
      { detection: item('t|weekday|lte: 1'), matches: [{ t: '2026-03-09' }], misses: [{ t: '2026-03-10' }] },
      { detection: item("t|hour|expand: '%nights%'"), matches: [{ t: '2026-03-08T00:10:00Z' }, { t: '2026-03-08T22:00:00Z' }], misses: [{ t: '2026-03-08T02:00:00Z' }] },
      { detection: item("t|hour|expand: '%admins%'"), refused: 'SIGMA_MODIFIER_VALUE' },
    ],
  },
  {
    name: 'a quantifier over nothing',
    checks: [
      { detection: item('f: a', '1 of nothing*'), refused: 'SIGMA_CONDITION_NONE' },
      { detection: item('f: a', 'sel or all of nothing*'), refused: 'SIGMA_CONDITION_NONE' },
    ],
  },
  {
    name: 'N of',
    checks: [
      {
        detection: 's1:\n  a: 1\ns2:\n  b: 1\ns3:\n  c: 1\ncondition: 2 of s*',
        matches: [{ a: 1, b: 1 }, { a: 1, b: 1, c: 1 }],
        misses: [{ a: 1 }, {}],
      },
      { detection: 's1:\n  a: 1\ns2:\n  b: 1\ncondition: any of them', matches: [{ b: 1 }], misses: [{}] },
      { detection: 's1:\n  a: 1\ns2:\n  b: 1\ncondition: all of them', matches: [{ a: 1, b: 1 }], misses: [{ b: 1 }] },
    ],
  },
  {
    name: 'hidden selections under a pattern',
    checks: [
      { detection: 's1:\n  a: 1\n_s2:\n  b: 1\ncondition: 1 of *', matches: [{ a: 1 }], misses: [{ b: 1 }] },
      { detection: 's1:\n  a: 1\n_s2:\n  b: 1\ncondition: s1 and 1 of _s*', matches: [{ a: 1, b: 1 }], misses: [{ a: 1 }] },
    ],
  },
  {
    name: 'hidden selections under them',
    checks: [{ detection: 's1:\n  a: 1\n_s2:\n  b: 1\ncondition: 1 of them', matches: [{ a: 1 }], misses: [{ b: 1 }] }],
  },
  {
    name: 'condition keywords in upper case',
    checks: [
      { detection: 's1:\n  a: 1\ns2:\n  b: 1\ncondition: s1 AND NOT s2', warns: 'SIGMA_CONDITION_CASE', matches: [{ a: 1 }], misses: [{ a: 1, b: 1 }] },
    ],
  },
  {
    name: 'mixed list of keywords and maps',
    checks: [{ detection: 'sel:\n  - needle\n  - f: a\n    g: b\ncondition: sel', matches: [{ x: 'a needle' }, { f: 'a', g: 'b' }], misses: [{ f: 'a' }] }],
  },
  {
    name: 'all with one value',
    checks: [{ detection: item('f|contains|all: a'), warns: 'SIGMA_ALL_SINGLE', matches: [{ f: 'xax' }], misses: [{ f: 'x' }] }],
  },
  {
    name: 'array selectors are plain names',
    checks: [{ detection: item("'f[0]': a"), matches: [{ 'f[0]': 'a' }], misses: [{ f: ['a'] }] }],
  },
];
