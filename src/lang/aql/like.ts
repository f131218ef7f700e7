import type { Pattern, PatternPart } from '../../ir/nodes.ts';

/** A LIKE pattern: `%` is any run, `_` one character; nothing escapes them, and a backslash is a backslash. */
export function readLike(pattern: string): Pattern {
  const parts: PatternPart[] = [];
  for (const [piece] of pattern.matchAll(/%+|_|[^%_]+/g)) {
    if (piece.startsWith('%')) parts.push({ kind: 'any' });
    else if (piece === '_') parts.push({ kind: 'one' });
    else parts.push({ kind: 'text', text: piece });
  }
  return parts;
}
