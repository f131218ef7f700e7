import { describe, expect, it } from 'vitest';
import { compile } from '../../emit/closure/index.ts';
import type { Leaf } from '../../ir/nodes.ts';
import { documentPlaces, loadLocated } from '../../lang/sigma/index.ts';
import type { Mutant } from './mutant.ts';
import { ruleMutants } from './rule-mutants.ts';
import type { LeafPlace } from './selection-mutants.ts';

function mutantsOf(text: string, placeholders = {}): Mutant[] {
  const file = { path: 'r.yml', text };
  const { rules, spans, diagnostics } = loadLocated([file], { placeholders });
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  const [rule] = rules;
  if (!rule) throw new Error('no rule');
  const lines = text.split('\n');
  const textAt = ({ line, column, length = 0 }: LeafPlace['key']): string =>
    lines[line - 1]?.slice(column - 1, column - 1 + length) ?? '';
  const leaf = (one: Leaf): LeafPlace | undefined => {
    const place = spans.get(one);
    return place && { ...place, keyText: textAt(place.key), valueText: textAt(place.value) };
  };
  return ruleMutants(rule, { leaf, find: documentPlaces(file)(rule.source.line) });
}

const rule = (detection: string, logsource = 'product: aws'): string =>
  `title: a\nlogsource: { ${logsource} }\ndetection:\n${detection.replaceAll(/^/gm, '  ')}\n`;

const whats = (text: string, placeholders = {}): string[] =>
  mutantsOf(text, placeholders).map(({ what }) => what);

describe('mutants of a condition', () => {
  const two = 'a: { x: 1 }\nb: { y: 1 }\n';

  it('leave out, negate and swap', () => {
    const found = whats(rule(`${two}condition: a and not b`)).filter((what) => what.startsWith('condition'));
    expect(found).toEqual([
      'condition: a and not b → a or not b',
      'condition: without a',
      'condition: without not b',
      'condition: a → not a',
      'condition: not b → b',
    ]);
  });

  it('go into parentheses and quantifiers', () => {
    const text = rule('s_a: { x: 1 }\ns_b: { y: 1 }\nc: { z: 1 }\ncondition: not (1 of s_* and c)');
    expect(whats(text).filter((what) => what.startsWith('condition'))).toEqual([
      'condition: not (1 of s_* and c) → 1 of s_* and c',
      'condition: 1 of s_* and c → 1 of s_* or c',
      'condition: without 1 of s_*',
      'condition: without c',
      'condition: 1 of s_* → not 1 of s_*',
      'condition: 1 of s_* → all of s_*',
      'condition: 1 of s_* without s_a',
      'condition: 1 of s_* without s_b',
      'condition: c → not c',
    ]);
  });

  it('negate a single selection, and leave it', () => {
    expect(whats(rule('a: { x: 1 }\ncondition: a'))).toContain('condition: a → not a');
    expect(whats(rule('a: { x: 1 }\ncondition: a'))).not.toContain('condition: without a');
  });

  it('have the place of the name, not of a longer one', () => {
    const mutants = mutantsOf(rule('ab: { x: 1 }\na: { y: 1 }\ncondition: ab and a'));
    expect(mutants.find(({ what }) => what === 'condition: without a')?.at).toMatchObject({
      file: 'r.yml',
      line: 6,
      column: 21,
    });
  });
});

describe('mutants of a selection', () => {
  it('leave out tests and values, with their places', () => {
    const mutants = mutantsOf(rule('sel:\n  x: [one, two]\n  y|endswith: z\ncondition: sel'));
    const of = (what: string): Mutant | undefined => mutants.find((one) => one.what === what);
    expect(of('sel.x: without it')?.at).toMatchObject({ line: 5, column: 5 });
    expect(of('sel.x: without two')?.at).toMatchObject({ line: 5, column: 14 });
    expect(of('sel.y|endswith: endswith → contains')?.at).toMatchObject({ line: 6, column: 5 });
    expect(mutants.map(({ what }) => what)).toEqual([
      'condition: sel → not sel',
      'sel.x: without it',
      'sel.y|endswith: without it',
      'sel.x: without one',
      'sel.x: without two',
      'sel.x: equals → contains',
      'sel.y|endswith: endswith → contains',
    ]);
  });

  it('do what they say', () => {
    const mutants = mutantsOf(rule('sel:\n  x: [one, two]\n  n|gte: 5\n  b: true\ncondition: sel'));
    const match = (what: string, record: Record<string, string | number | boolean>): boolean => {
      const found = mutants.find((one) => one.what === what)?.mutated;
      if (found?.kind !== 'rule') throw new Error(what);
      return compile(found)(record);
    };
    expect(match('sel.x: without two', { x: 'two', n: 5, b: true })).toBe(false);
    expect(match('sel.x: without it', { n: 5, b: true })).toBe(true);
    expect(match('sel.x: equals → contains', { x: 'a one b', n: 5, b: true })).toBe(true);
    expect(match('sel.n|gte: gte → lt', { x: 'one', n: 4, b: true })).toBe(true);
    expect(match('sel.n|gte: 5 → 6', { x: 'one', n: 5, b: true })).toBe(false);
    expect(match('sel.n|gte: 5 → 4', { x: 'one', n: 4, b: true })).toBe(true);
    expect(match('sel.b: true → false', { x: 'one', n: 5, b: false })).toBe(true);
  });

  it('know networks, presence and elements of lists', () => {
    const found = whats(
      rule('sel:\n  - { ip|cidr: 10.0.0.0/8 }\n  - { a: 1, b|exists: true }\ncondition: sel'),
    );
    expect(found).toEqual(
      expect.arrayContaining([
        'sel.ip|cidr: 10.0.0.0/8 one bit wider',
        'sel.b|exists: true → false',
        'sel: without element 2',
        'sel.ip|cidr: without it',
      ]),
    );
  });

  it('take the values that one entry expands to as one', () => {
    const text = rule("sel:\n  x|expand: ['%list%', c]\ncondition: sel");
    const found = whats(text, { list: ['a', 'b'] });
    expect(found).toContain("sel.x|expand: without '%list%'");
    expect(found.filter((what) => what.includes('without'))).toHaveLength(2);
  });

  it('leave out what no value could tell apart', () => {
    const onActivities = 'category: cloud_activity';
    const of = (selection: string): string[] =>
      whats(rule(`sel: { ${selection} }\ncondition: sel`, onActivities)).filter((what) =>
        what.includes('contains'),
      );
    expect(of('outcome: success')).toEqual([]);
    expect(of('verb: share')).toEqual(['sel.verb: equals → contains']);
    expect(of('object: [instance, instance_group]')).toEqual([]);
    expect(of('object: instance')).toEqual(['sel.object: equals → contains']);
    expect(of('attrs.role: Owner')).toEqual(['sel.attrs.role: equals → contains']);
    expect(whats(rule('sel: { outcome: success }\ncondition: sel'))).toContain(
      'sel.outcome: equals → contains',
    );
  });

  it('leave alone what a filter document added', () => {
    const filter = `---\ntitle: f\nlogsource: { product: aws }\nfilter:\n  rules: any\n  quiet: { x: [1, 2] }\n  condition: not quiet\n`;
    const found = whats(`${rule('sel: { y: 1 }\ncondition: sel')}${filter}`);
    expect(found.some((what) => what.includes('.x'))).toBe(false);
  });
});
