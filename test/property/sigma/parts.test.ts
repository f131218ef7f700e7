import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Json, JsonObject } from '../../../src/core/json.ts';
import { matchesText } from '../../../src/emit/reference/glob.ts';
import { resolveField } from '../../../src/emit/reference/resolve.ts';
import { fold } from '../../../src/ir/fold.ts';
import type { PatternPart } from '../../../src/ir/nodes.ts';
import { compilePattern, foldPattern, wholePattern } from '../../../src/ir/pattern.ts';
import { compileField } from '../../../src/ir/resolve.ts';

const part: fc.Arbitrary<PatternPart> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.constantFrom('a', 'b', 'ab', 'A').map((text) => ({ kind: 'text' as const, text })),
  },
  { weight: 3, arbitrary: fc.constant({ kind: 'any' as const }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'one' as const }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'set' as const, chars: '-b' }) },
);

test('compiled patterns agree with the table over a small alphabet', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', 'B', '-'), maxLength: 6 });
  const op = fc.constantFrom(
    'equals' as const,
    'contains' as const,
    'startswith' as const,
    'endswith' as const,
  );
  fc.assert(
    fc.property(fc.array(part, { maxLength: 6 }), text, op, fc.boolean(), (pattern, subject, how, cased) => {
      const whole = wholePattern(how, pattern);
      const compiled = compilePattern(cased ? whole : foldPattern(whole));
      expect(compiled(cased ? subject : fold(subject))).toBe(matchesText(subject, how, cased, pattern));
    }),
    { numRuns: 20_000 },
  );
});

const { value } = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'medium', withCrossShrink: true },
    fc.constantFrom<Json>(1, null, 'x'),
    fc.dictionary(fc.constantFrom('a', 'b', 'a.b', 'b.a', 'a.a.b'), tie('value'), {
      maxKeys: 3,
    }) as fc.Arbitrary<Json>,
    fc.array(tie('value'), { maxLength: 2 }),
  ),
}));

test('planned paths find what the obvious resolution finds, in the same order', () => {
  const root = fc.dictionary(fc.constantFrom('a', 'b', 'a.b', 'b.a', 'a.b.a'), value, {
    minKeys: 1,
    maxKeys: 4,
  });
  const path = fc
    .array(fc.constantFrom('a', 'b'), { minLength: 1, maxLength: 4 })
    .map((list) => list.join('.'));
  fc.assert(
    fc.property(root, path, (plain, name) => {
      const record: JsonObject = JSON.parse(JSON.stringify(plain));
      const field = { name, sources: [{ kind: 'path' as const, path: name }] };
      const reader = compileField(field);
      const seen: Json[] = [];
      reader.some(record, (one) => {
        seen.push(one);
        return false;
      });
      const expected = resolveField(field, record);
      expect([reader.present(record), seen]).toEqual([expected.present, expected.values]);
    }),
    { numRuns: 10_000 },
  );
});
