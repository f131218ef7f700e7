import { describe, expect, test } from 'vitest';
import { type Diagnostic, renderDiagnostic } from '../../core/diagnostic.ts';
import { printMatch } from '../../ir/print.ts';
import type { Rule } from '../../ir/rule.ts';
import { codes } from './diagnostic-codes.ts';
import { type LoadOptions, type LoadResult, loadRules } from './load.ts';

const head = 'title: t\nlogsource:\n  product: aws\n';
const good = `${head}detection:\n  sel:\n    eventName: A\n  condition: sel\n`;

function load(text: string, options: LoadOptions = {}): LoadResult {
  return loadRules([{ path: 'r.yml', text }], options);
}

/** A rule whose detection is this block. */
function detect(detection: string): string {
  return `${head}detection:\n${detection.replace(/^/gm, '  ')}\n`;
}

function only(result: LoadResult): Rule {
  const [rule] = result.rules;
  if (!rule) throw new Error(result.diagnostics.map((one) => renderDiagnostic(one)).join('\n'));
  return rule;
}

const place = ({ code, at }: Diagnostic): string => `${code} ${at?.line}:${at?.column}+${at?.length}`;

/** Each mistake, with the place that has to be pointed at: `code line:column+length`. */
const mistakes: readonly (readonly [
  name: string,
  text: string,
  expected: readonly string[],
  options?: LoadOptions,
])[] = [
  ['broken YAML', 'title: [', ['SIGMA_YAML_SYNTAX 1:9+1']],
  ['the same key twice', `${good}level: low\nlevel: low\n`, ['SIGMA_YAML_SYNTAX 9:1+1']],
  ['a value that looks like an alias', detect('sel:\n  f: *x\ncondition: sel'), ['SIGMA_YAML_SYNTAX 6:8+2']],
  ['nested lists', `a: ${'['.repeat(50_000)}${']'.repeat(50_000)}\n`, ['SIGMA_TOO_DEEP 1:68+1']],
  ['nested lists that are not closed', `${'['.repeat(50_000)}`, ['SIGMA_TOO_DEEP 1:66+1']],
  ['nested lists without brackets', `${'- '.repeat(50_000)}a\n`, ['SIGMA_TOO_DEEP 1:131+1']],
  ['nested maps', `${'{a: '.repeat(50_000)}`, ['SIGMA_TOO_DEEP 1:261+1']],
  ['nested keys', `${'? '.repeat(50_000)}a\n`, ['SIGMA_TOO_DEEP 1:131+1']],
  ['a selection with a dot', detect('a.b:\n  f: x\ncondition: a.b'), ['SIGMA_SELECTION_NAME 5:3+3']],
  [
    'a selection with a letter of another alphabet',
    detect('ключ:\n  f: x\nb:\n  f: y\ncondition: b or not ключ'),
    ['SIGMA_SELECTION_NAME 5:3+4'],
  ],
  ['a document that is a list', '- a\n', ['SIGMA_TYPE 1:1+3']],
  ['a document that is something else', 'a: 1\n', ['SIGMA_DOCUMENT_KIND 1:1+4']],
  ['no title', good.replace('title: t', 'titel: t'), ['SIGMA_KEY_MISSING 1:1+8']],
  ['no log source', good.replace('logsource', 'logsorce'), ['SIGMA_KEY_MISSING 1:1+8']],
  ['an empty log source', good.replace('product: aws', 'definition: x'), ['SIGMA_LOGSOURCE_EMPTY 3:3+13']],
  ['no detection', head, ['SIGMA_KEY_MISSING 1:1+8']],
  ['no condition', detect('sel:\n  f: a'), ['SIGMA_KEY_MISSING 5:3+4']],
  [
    'no selection',
    detect('condition: sel'),
    ['SIGMA_DETECTION_EMPTY 5:3+14', 'SIGMA_CONDITION_IDENTIFIER 5:14+3'],
  ],
  [
    'an unknown selection',
    detect('selection:\n  f: a\ncondition: not selction'),
    ['SIGMA_CONDITION_IDENTIFIER 7:18+8'],
  ],
  ['an empty selection', detect('sel: {}\ncondition: sel'), ['SIGMA_SELECTION_EMPTY 5:8+2']],
  ['an empty list of values', detect('sel:\n  f: []\ncondition: sel'), ['SIGMA_VALUES_EMPTY 6:8+2']],
  ['a map as a value', detect('sel:\n  f:\n    g: 1\ncondition: sel'), ['SIGMA_TYPE 7:7+4']],
  ['a list in a list', detect('sel:\n  - [a]\ncondition: sel'), ['SIGMA_TYPE 6:7+3']],
  [
    'an unknown modifier',
    detect('sel:\n  f|contians|cased: a\ncondition: sel'),
    ['SIGMA_MODIFIER_UNKNOWN 6:7+8'],
  ],
  [
    'an unknown modifier in quotes',
    detect("sel:\n  'f|startwith': a\ncondition: sel"),
    ['SIGMA_MODIFIER_UNKNOWN 6:8+9'],
  ],
  [
    'two operators',
    detect('sel:\n  f|contains|startswith: a\ncondition: sel'),
    ['SIGMA_MODIFIER_CONFLICT 6:16+10'],
  ],
  ['flags without re', detect('sel:\n  f|i: a\ncondition: sel'), ['SIGMA_MODIFIER_CONFLICT 6:7+1']],
  [
    'encoding after base64',
    detect('sel:\n  f|base64|wide: a\ncondition: sel'),
    ['SIGMA_MODIFIER_CONFLICT 6:14+4'],
  ],
  [
    'exists with something else',
    detect('sel:\n  f|exists|all: true\ncondition: sel'),
    ['SIGMA_MODIFIER_CONFLICT 6:14+3'],
  ],
  ['a number that is none', detect('sel:\n  f|gt: abc\ncondition: sel'), ['SIGMA_MODIFIER_VALUE 6:11+3']],
  [
    'a null that is contained',
    detect('sel:\n  f|contains: null\ncondition: sel'),
    ['SIGMA_MODIFIER_VALUE 6:17+4'],
  ],
  ['a wildcard in base64', detect("sel:\n  f|base64: 'a*'\ncondition: sel"), ['SIGMA_MODIFIER_VALUE 6:15+4']],
  [
    'a keyword with a network',
    detect("sel:\n  '|cidr': 10.0.0.0/8\ncondition: sel"),
    ['SIGMA_MODIFIER_CONFLICT 6:5+7'],
  ],
  ['a network that is none', detect('sel:\n  f|cidr: 10.0.0.0/33\ncondition: sel'), ['SIGMA_CIDR 6:13+11']],
  [
    'a long regular expression',
    detect(`sel:\n  f|re: ${'a'.repeat(5000)}\ncondition: sel`),
    ['SIGMA_REGEX_TOO_LONG 6:11+500'],
  ],
  ['a long field', detect(`sel:\n  ${'a.'.repeat(40)}b: 1\ncondition: sel`), ['SIGMA_FIELD_NAME 6:5+81']],
  ['a level', `${good}level: hihg\n`, ['SIGMA_LEVEL 8:8+4']],
  ['an action', `action: globl\n---\n${good}`, ['SIGMA_ACTION 1:9+5']],
  ['a repeat of nothing', `action: repeat\ntitle: t\n`, ['SIGMA_ACTION 1:9+6']],
  ['deep nesting', `${good}x: ${'['.repeat(70)}${']'.repeat(70)}\n`, ['SIGMA_TOO_DEEP 8:68+1']],
  [
    'our category in strict mode',
    good.replace('product: aws', 'category: cloud_activity'),
    ['SIGMA_EXTENSION 3:13+14'],
    { strict: true },
  ],
  [
    'upper case in strict mode',
    detect('a:\n  f: a\ncondition: NOT a'),
    ['SIGMA_CONDITION_CASE 7:14+3'],
    { strict: true },
  ],
];

describe('mistakes are located', () => {
  test.each(mistakes.map(([name, text, expected, options = {}]) => ({ name, text, expected, options })))(
    '$name',
    ({ text, expected, options }) => {
      const { diagnostics, refused, rules } = load(text, options);
      expect(diagnostics.filter(({ severity }) => severity === 'error').map(place)).toEqual(expected);
      expect(refused).toBe(1);
      expect(rules.length).toBe(text.includes('action: globl') ? 1 : 0);
    },
  );
});

/** Accepted with a warning. */
const leniencies: readonly (readonly [name: string, text: string, expected: string])[] = [
  ['an id that is no UUID', `id: x1\n${good}`, 'SIGMA_ID_FORM 1:5+2'],
  ['an old date', `${good}date: 2021/03/04\n`, 'SIGMA_DATE_FORM 8:7+10'],
  ['an old tag', `${good}tags: [attack.defense_evasion]\n`, 'SIGMA_TAG_FORM 8:8+22'],
  ['an old relation', `${good}related:\n  - id: a\n    type: obsoletes\n`, 'SIGMA_RELATED_FORM 10:11+9'],
  ['a status', `${good}status: stabel\n`, 'SIGMA_STATUS 8:9+6'],
  ['a timeframe', detect('sel:\n  f: a\ntimeframe: 5m\ncondition: sel'), 'SIGMA_TIMEFRAME 7:3+9'],
  ['exists: yes', detect('sel:\n  f|exists: yes\ncondition: sel'), 'SIGMA_EXISTS_FORM 6:15+3'],
  ['a long title', good.replace('title: t', `title: ${'t'.repeat(300)}`), 'SIGMA_TITLE_LONG 1:8+300'],
];

test.each(leniencies)('accepted with a warning: %s', (_name, text, expected) => {
  const lenient = load(text);
  expect(lenient.diagnostics.map(place)).toEqual([expected]);
  expect([lenient.rules.length, lenient.refused]).toEqual([1, 0]);
  expect(load(text, { strict: true }).refused).toBe(1);
});

test('help names the right spelling, and the caret stands below the wrong one', () => {
  const text = detect('selection:\n  f|contians: a\ncondition: selektion');
  const rendered = load(text).diagnostics.map((diagnostic) => renderDiagnostic(diagnostic, text));
  expect(rendered).toEqual([
    [
      "r.yml:6:7: error SIGMA_MODIFIER_UNKNOWN: unknown modifier 'contians'",
      '  6 |     f|contians: a',
      '    |       ^^^^^^^^',
      "  help: Did you mean 'contains'?",
    ].join('\n'),
    [
      "r.yml:7:14: error SIGMA_CONDITION_IDENTIFIER: the condition names 'selektion', which the detection does not define",
      '  7 |   condition: selektion',
      '    |              ^^^^^^^^^',
      "  help: Did you mean 'selection'?",
    ].join('\n'),
  ]);
});

test('a bad document does not stop the others, and all of its errors are reported', () => {
  const bad = detect('a:\n  f|foo: a\nb: {}\ncondition: c');
  const { rules, refused, diagnostics } = load(
    [good, bad, 'title: [\n', good.replace('A', 'B')].join('---\n'),
  );
  expect([rules.length, refused]).toEqual([2, 2]);
  expect(new Set(diagnostics.map(({ code }) => code))).toEqual(
    new Set([
      'SIGMA_MODIFIER_UNKNOWN',
      'SIGMA_SELECTION_EMPTY',
      'SIGMA_CONDITION_IDENTIFIER',
      'SIGMA_YAML_SYNTAX',
    ]),
  );
});

test('metadata is read, techniques and tactics in the canonical generation', () => {
  const rule = only(
    load(
      `${good}id: 6d1a5f0e-0000-4000-8000-000000000001\nname: short\nlevel: high\nstatus: test\ndate: 2024-01-02\n` +
        'author: A, B\nreferences: [https://example.org]\nfields: [x]\nfalsepositives: Unknown\n' +
        'related:\n  - id: a\n    type: derived\n' +
        'tags: [attack.stealth, attack.t1685.002, attack.T1578.002, attack.defense-impairment, cve.2024-1]\n' +
        'nephoscope: {guide: T1578.001, noise: none}\n',
    ),
  );
  expect(rule).toMatchObject({
    id: '6d1a5f0e-0000-4000-8000-000000000001',
    name: 'short',
    level: 'high',
    status: 'test',
    date: '2024-01-02',
    author: 'A, B',
    references: ['https://example.org'],
    fields: ['x'],
    falsepositives: ['Unknown'],
    related: [{ id: 'a', type: 'derived' }],
    techniques: ['T1562.008', 'T1578.002'],
    tactics: ['defense-evasion'],
    nephoscope: { guide: 'T1578.001', noise: 'none' },
    source: { path: 'r.yml', line: 1 },
  });
  expect(JSON.parse(JSON.stringify(rule))).toEqual(rule);
});

test('a rule without an id has the digest of its content, wherever it stands', () => {
  const here = only(load(good));
  expect(here.id).toBe(here.digest);
  expect(only(loadRules([{ path: 'other.yml', text: `# moved\n${good}` }])).id).toBe(here.id);
  expect(only(load(good.replace('eventName: A', 'eventName: B'))).id).not.toBe(here.id);
});

test('two rules with one id are both kept, with a warning', () => {
  const text = `id: 6d1a5f0e-0000-4000-8000-000000000001\n${good}`;
  const { rules, diagnostics } = load(`${text}---\n${text}`);
  expect([rules.length, diagnostics.map(({ code }) => code)]).toEqual([2, ['SIGMA_ID_DUPLICATE']]);
});

test('a list of conditions is an or', () => {
  const rule = only(load(detect('a:\n  f: a\nb:\n  f: b\ncondition:\n  - a\n  - not b')));
  expect(printMatch(rule.condition)).toBe('(or a (not b))');
});

test('anchors and merge keys', () => {
  const rule = only(load(detect('a: &x\n  f: a\nb:\n  <<: *x\n  g: b\nc: *x\ncondition: all of them')));
  expect(rule.selections.map(({ match }) => printMatch(match))).toEqual([
    '(equals f "a")',
    '(and (equals g "b") (equals f "a"))',
    '(equals f "a")',
  ]);
});

test('aliases are bounded', () => {
  const layers = Array.from(
    { length: 12 },
    (_, n) => `l${n + 1}: &l${n + 1} [${Array(10).fill(`*l${n}`).join(', ')}]`,
  );
  const { diagnostics, refused } = load(`l0: &l0 [x]\n${layers.join('\n')}\n${good}`);
  expect([diagnostics.map(({ code }) => code), refused]).toEqual([['SIGMA_YAML_ALIASES'], 1]);
});

describe('collections', () => {
  const body = 'detection:\n  sel:\n    f: a\n  condition: sel\n';

  test('global is merged over later documents until reset', () => {
    const { rules } = load(
      `action: global\nlevel: high\nlogsource:\n  product: aws\n---\ntitle: one\nlevel: low\n${body}---\naction: reset\n---\n${good}`,
    );
    expect(rules.map(({ title, level }) => `${title} ${level}`)).toEqual(['one high', 't medium']);
  });

  test('repeat merges into the document before', () => {
    const { rules } = load(`${good}---\naction: repeat\ntitle: two\ndetection:\n  sel:\n    errorCode: B\n`);
    expect(
      rules.map(({ selections }) => printMatch(selections[0]?.match ?? { kind: 'and', items: [] })),
    ).toEqual(['(equals eventName "A")', '(and (equals eventName "A") (equals errorCode "B"))']);
  });
});

describe('filters', () => {
  const filter = (rules: string, condition: string, product = 'aws'): string =>
    `title: f\nlogsource:\n  product: ${product}\nfilter:\n  rules: ${rules}\n  sel:\n    user: adm\n  condition: ${condition}\n`;
  const named = `name: short\n${good}`;

  test('a filter is an and, and changes the digest but not the id', () => {
    const { rules, filters } = load(`${filter('[short]', 'not sel')}---\n${named}`);
    const plain = only(load(named));
    expect(rules.map(({ condition }) => printMatch(condition))).toEqual(['(and sel (not f/sel))']);
    expect(rules.map(({ id, digest }) => [id === plain.id, digest === plain.digest])).toEqual([
      [true, false],
    ]);
    expect(filters).toMatchObject([{ title: 'f', rules: [plain.id] }]);
  });

  test.each([
    ['any', 'not sel', 'aws', [], 1],
    ['any', 'sel', 'aws', ['SIGMA_FILTER_KEEPS'], 1],
    ['any', 'not sel', 'gcp', ['SIGMA_FILTER_UNUSED'], 0],
    ['[t]', 'not sel', 'aws', ['SIGMA_FILTER_REFERENCE'], 1],
    ['[shrt]', 'not sel', 'aws', ['SIGMA_FILTER_REFERENCE', 'SIGMA_FILTER_UNUSED'], 0],
    ['[short]', 'not sel', 'gcp', ['SIGMA_FILTER_REFERENCE', 'SIGMA_FILTER_UNUSED'], 0],
  ])('%s, %s, %s', (rules, condition, product, expected, changed) => {
    const result = load(`${named}---\n${filter(rules, condition, product)}`);
    expect(result.diagnostics.map(({ code }) => code).toSorted()).toEqual(expected);
    expect(result.filters[0]?.rules.length).toBe(changed);
  });
});

test('placeholders multiply up to a limit', () => {
  const many = Array.from({ length: 200 }, (_, n) => `v${n}`);
  const { diagnostics } = load(detect("sel:\n  f|expand: '%a%-%a%'\ncondition: sel"), {
    placeholders: { a: many },
  });
  expect(diagnostics.map(({ code }) => code)).toEqual([codes.placeholderTooMany[0]]);
});

test('a document that nests too deep does not cost the others of its file', () => {
  const deep = '['.repeat(5000);
  const { rules, diagnostics } = load(
    `${good}---\n${deep}${deep.replaceAll('[', ']')}\n---\n${good.replace(': t', ': u')}`,
  );
  expect(rules).toHaveLength(2);
  expect(diagnostics.map(place)).toEqual(['SIGMA_TOO_DEEP 9:66+1']);
});

test.each([
  [Buffer.from([0, 1, 2, 200, 255, 13, 66]).toString(), 'binary data'],
  ['just a text', 'a string'],
  ['17', 'a number'],
  ['- a', 'a list'],
])('%j is no rule', (text, what) => {
  const [first] = load(text).diagnostics;
  expect(first?.message).toBe(`a rule file holds maps in YAML; this is ${what}`);
});

test('a selection that a condition cannot name may be one of a pattern', () => {
  expect(only(load(detect('sel.a:\n  f: x\ncondition: 1 of sel*')))).toBeDefined();
  const [first] = load(detect('a.b:\n  f: x\ncondition: a.b')).diagnostics;
  expect(first?.message).toBe("a condition cannot name the selection 'a.b'");
});

test('the end of the text in a regular expression, as Python writes it', () => {
  const sources = ['a\\Z', '\\Aa\\\\Z', '\\Q\\Z\\E\\Z', 'a\\z'];
  const list = sources.map((source) => `    - '${source}'`).join('\n');
  const rule = only(load(detect(`sel:\n  f|re:\n${list}\ncondition: sel`)));
  const printed = JSON.stringify(rule.selections);
  const found = [...printed.matchAll(/"source":("[^,}]*")/g)].map(([, source]) => JSON.parse(source ?? ''));
  expect(found).toEqual(['a\\z', '\\Aa\\\\Z', '\\Q\\Z\\E\\z', 'a\\z']);
});
