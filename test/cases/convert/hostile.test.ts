import { RE2JS } from 're2js';
import { describe, expect, it } from 'vitest';
import { convertRule } from '../../../src/convert/convert.ts';
import { carryRules } from '../../../src/convert/index.ts';
import type { JsonObject } from '../../../src/core/json.ts';
import { evaluate } from '../../../src/emit/reference/index.ts';
import { targets } from '../../../src/emit/siem/index.ts';
import type { Rule } from '../../../src/ir/rule.ts';
import { loadRules } from '../../../src/lang/sigma/index.ts';
import { type Lexeme, lex } from '../../support/siem/lexer.ts';
import { isWhole } from '../../support/siem/extent.ts';
import { runners } from '../../support/siem/runners.ts';

/** Values that mean something to one of the languages, to its comments, or to a terminal. */
const values = [
  'plain',
  'a"b',
  "a'b",
  "'; DELETE",
  'a\\b',
  'ends \\',
  '\\"',
  'a\nb',
  'a\tb',
  'a`b',
  '``` a ```',
  '/* a */',
  '// a',
  '-- a',
  'a | where true',
  'a*b',
  'a?b',
  '100%',
  'a_b',
  '[a-z]',
  '(a|b)+',
  '^a$',
  'a.b',
  '{1}',
  '$a$',
  '#a@b~c&d<e>',
  'Ünïcödé',
  '漢字',
  '😀',
  'a\u001b[31mb',
  'a\u202eb',
  'a\u2028b',
  '10.0.0.0/8',
  '2001:db8::/32',
  'null',
  'true',
  '17',
  ' a ',
  '\\n',
  '%s',
];

const modifiers = [
  '',
  '|contains',
  '|startswith',
  '|endswith',
  '|cased',
  '|contains|cased',
  '|startswith|cased',
  '|endswith|cased',
  '|re',
  '|re|i',
];

function ruleFor(field: string, modifier: string, value: string, title = 'hostile'): Rule {
  const written = modifier.includes('re') ? RE2JS.quote(value) : value.replace(/[\\*?]/g, '\\$&');
  const text = [
    `title: ${JSON.stringify(title)}`,
    'id: 8c9d52d1-0c3a-4b8e-9a52-1f2f6d3f8a11',
    'status: test',
    'logsource: {product: aws, service: cloudtrail}',
    'detection:',
    '  selection:',
    `    ${JSON.stringify(`${field}${modifier}`)}: ${JSON.stringify(written)}`,
    '  condition: selection',
    'level: low',
  ].join('\n');
  const { rules, diagnostics } = loadRules([{ path: 'hostile.yml', text }]);
  const [rule] = rules;
  if (!rule) throw new Error(diagnostics.map(({ message }) => message).join('; '));
  return rule;
}

const base = {
  eventVersion: '1.09',
  eventTime: '2026-04-14T09:00:00Z',
  eventSource: 'ec2.amazonaws.com',
  eventName: 'RunInstances',
};

/** The value, what contains it, what it begins or ends, and what only looks like it. */
function near(value: string): readonly string[] {
  const chars = [...value];
  return [
    value,
    value.toUpperCase(),
    value.toLowerCase(),
    `x${value}`,
    `${value}x`,
    `x${value}x`,
    chars.slice(0, -1).join(''),
    chars.slice(1).join(''),
    chars.map((char) => (/\w/.test(char) ? char : 'x')).join(''),
    `${value.slice(0, 1)}x${value.slice(1)}`,
    JSON.stringify(value),
  ].filter((text) => text !== '');
}

const fields: readonly (readonly [string, (value: string) => JsonObject])[] = [
  ['userAgent', (value) => ({ ...base, userAgent: value })],
  ['eventName', (value) => ({ ...base, eventName: value })],
  ['requestParameters.name', (value) => ({ ...base, requestParameters: { name: value } })],
];

describe.each(runners)('$target: values that mean something to the language', ({ target: name, run }) => {
  const target = targets.find((one) => one.name === name);

  it.each(modifiers)('are texts and nothing else, with the modifier "%s"', (modifier) => {
    if (!target) throw new Error(name);
    const wrong: string[] = [];
    let found = 0;
    for (const [number, value] of values.entries())
      for (const [place, [field, recordWith]] of fields.entries()) {
        if (!isWhole && place > 0 && (number + modifiers.indexOf(modifier)) % 3 !== place) continue;
        // ES|QL sees parameters as text in which a comma or bracket ends a value.
        if (name === 'elastic' && field.includes('.')) continue;
        const rule = ruleFor(field, modifier, value);
        const records = near(value).map(recordWith);
        for (const { query, service } of convertRule(rule, target).queries) {
          const hits = run(
            query,
            service,
            records.map((record) => [record]),
          );
          for (const [index, record] of records.entries()) {
            const expected = evaluate(rule, record);
            if (expected && hits[index]) found += 1;
            if (expected !== hits[index])
              wrong.push(`${expected ? 'missed' : 'found too'} ${JSON.stringify(record)} by ${query}`);
          }
        }
      }
    expect(wrong).toEqual([]);
    expect(found).toBeGreaterThan(60);
  });
});

/** The last text or expression of a query, as a test of a value. */
function lastTest(query: string): (value: string) => boolean {
  const lexemes = lex(query);
  const place = lexemes.findLastIndex(({ kind }) => kind === 'text' || kind === 'regex');
  const { kind, text, flags = '' } = lexemes[place] as Lexeme;
  const isIgnored = lexemes[place + 1]?.text === 'nocase' || flags.includes('i');
  const isFolded = lexemes.some((lexeme) => lexeme.text === 'toLowerCase');
  if (kind === 'regex') {
    const bits = (isIgnored ? RE2JS.CASE_INSENSITIVE : 0) + (flags.includes('d') ? RE2JS.DOTALL : 0);
    const compiled = RE2JS.compile(text, bits);
    const isWhole = lexemes[place - 1]?.text === 'matches';
    return (value) => (isWhole ? compiled.matches(value) : compiled.matcher(value).find());
  }
  if (isIgnored) return (value) => value.toLowerCase() === text.toLowerCase();
  return (value) => (isFolded ? value.toLowerCase() : value) === text;
}

describe.each(['logscale', 'chronicle', 'sumo'])('%s: values that mean something to the language', (name) => {
  const target = targets.find((one) => one.name === name);

  it.each(modifiers)('are texts and nothing else, with the modifier "%s"', (modifier) => {
    if (!target) throw new Error(name);
    const wrong: string[] = [];
    let found = 0;
    for (const value of values) {
      const rule = ruleFor('userAgent', modifier, value);
      for (const { query } of convertRule(rule, target).queries) {
        const holds = lastTest(query);
        for (const text of near(value)) {
          const expected = evaluate(rule, { ...base, userAgent: text });
          if (expected && holds(text)) found += 1;
          if (expected !== holds(text))
            wrong.push(`${expected ? 'missed' : 'found too'} ${JSON.stringify(text)} by ${query}`);
        }
      }
    }
    expect(wrong).toEqual([]);
    expect(found).toBeGreaterThan(60);
  });
});

describe.each(targets)('$name: what rules are called', (target) => {
  const hostile = '``` */ x\n| take 1 // "a" \u2028\u202e -- \\';

  it('stays in comments, a line for each', () => {
    const documentOf = (title: string): string => {
      const rule = { ...ruleFor('eventName', '', 'x', title), description: title, author: title };
      return carryRules([rule], target)[0]?.queries[0]?.document ?? '';
    };
    const lines = documentOf(hostile).split('\n');
    const plain = documentOf('plain').split('\n');
    const withoutNames = (some: readonly string[]): readonly string[] =>
      some.filter((line) => !/^(?:\/\/|--|```) /.test(line) && !/^rule |^ {4}title = /.test(line));
    expect(lines).toHaveLength(plain.length);
    expect(withoutNames(lines)).toEqual(withoutNames(plain));
    expect(lines.join('')).not.toMatch(/[\u2028\u202e]/);
    for (const line of lines.filter((one) => one.startsWith('```'))) expect(line).toMatch(/^``` [^`]* ```$/);
  });

  it('fields of any name are told from the rest, or refused', () => {
    for (const field of ['requestParameters.a"b', "requestParameters.a'b) or (1=1", 'x`y`.z\\', 'a\nb | c'.replace('|', ';')]) {
      const rule = ruleFor(field, '', 'value');
      const { queries, refusals } = convertRule(rule, target);
      expect(queries.length + refusals.length).toBe(1);
      for (const { query } of queries) expect(query.split('\n').some((line) => line.startsWith('b '))).toBe(false);
    }
  });
});
