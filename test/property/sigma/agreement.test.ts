import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createRuleIndex } from '../../../src/detect/index/index.ts';
import { compile } from '../../../src/emit/closure/index.ts';
import { necessaryLiteral } from '../../../src/emit/closure/regex.ts';
import { evaluate, explain, matchedFields } from '../../../src/emit/reference/index.ts';
import { couldMatch } from '../../../src/ir/partial.ts';
import { record, rule } from './arbitrary.ts';

const runs = 3000;

test('closures agree with the reference', () => {
  fc.assert(
    fc.property(rule, fc.array(record, { minLength: 1, maxLength: 5 }), (one, records) => {
      const run = compile(one);
      for (const event of records) expect(run(event)).toBe(evaluate(one, event));
    }),
    { numRuns: runs },
  );
});

test('the index finds exactly the rules that the reference finds, in order', () => {
  fc.assert(
    fc.property(fc.array(rule, { maxLength: 8 }), fc.array(record, { maxLength: 4 }), (rules, records) => {
      const index = createRuleIndex(rules, compile);
      for (const event of records) {
        expect(index.match(event)).toEqual(rules.filter((one) => evaluate(one, event)));
        const aws = rules.filter((one) => one.logsource.product === 'aws' && evaluate(one, event));
        expect(index.match(event, { product: 'aws', service: 'cloudtrail' })).toEqual(aws);
      }
    }),
    { numRuns: runs / 3 },
  );
});

test('a rule survives JSON', () => {
  fc.assert(
    fc.property(rule, record, (one, event) => {
      const revived = JSON.parse(JSON.stringify(one));
      expect(revived).toEqual(one);
      expect(compile(revived)(event)).toBe(compile(one)(event));
    }),
    { numRuns: runs / 3 },
  );
});

test('an explanation says what the reference says, and a match of a positive rule names a value', () => {
  fc.assert(
    fc.property(rule, record, (one, event) => {
      expect(explain(one, event).matched).toBe(evaluate(one, event));
      if (!evaluate(one, event)) expect(matchedFields(one, event)).toEqual([]);
    }),
    { numRuns: runs / 3 },
  );
});

test('a rule that matches could match, whatever is told of the record', () => {
  fc.assert(
    fc.property(rule, record, fc.constantFrom('eventName', 'a', 'b'), (one, event, path) => {
      const value = Object.hasOwn(event, path) ? event[path] : undefined;
      const known = new Map<string, readonly (string | number | boolean)[]>();
      if (value === undefined) known.set(path, []);
      else if (value !== null && typeof value !== 'object') known.set(path, [value as string, 'other']);
      if (evaluate(one, event)) expect(couldMatch(one, known)).toBe(true);
    }),
    { numRuns: runs },
  );
});

test('a literal that a regular expression needs is in every text that it matches', () => {
  const piece = fc.constantFrom(
    'ab',
    'c*',
    'd?',
    '(ef)',
    '[gh]',
    '\\.',
    '\\d',
    'ij+',
    'k{2}',
    '.',
    '^',
    '$',
    'l{0,1}',
    'm',
    '\\x41',
  );
  const text = fc.string({ unit: fc.constantFrom(...'abcdefghijklm.1A'), maxLength: 20 });
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 6 }), text, (pieces, subject) => {
      const source = pieces.join('');
      const literal = necessaryLiteral(source);
      if (literal !== undefined && new RegExp(source).test(subject)) expect(subject).toContain(literal);
    }),
    { numRuns: runs },
  );
});
