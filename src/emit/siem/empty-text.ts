import { compileRegex } from '../closure/regex.ts';
import type { ValueTest } from './condition.ts';

/**
 * Whether the test holds for the empty text, too, other than by asking for it. Where a table has the empty text for what
 * is absent, such a test would find it.
 */
export function acceptsEmpty(test: Extract<ValueTest, { kind: 'text' | 'regex' }>): boolean {
  if (test.kind === 'regex') return compileRegex(test.source, test.flags)('');
  return test.patterns.some(
    (pattern) => pattern.every(({ kind }) => kind === 'any') && (pattern.length > 0 || test.op !== 'equals'),
  );
}
