import type { Pattern, PatternPart } from '../../ir/nodes.ts';

/**
 * Reads a Sigma string into a pattern. `*` and `?` are wildcards; a backslash before `*`, `?` or a backslash makes
 * that character literal and is consumed; before anything else, or at the end, it is an ordinary backslash. (Sigma
 * specification 2.1, escaping; pySigma, rsigma and sigma-rust agree.)
 */
export function parseString(text: string): Pattern {
  const parts: PatternPart[] = [];
  let literal = '';
  const flush = (): void => {
    if (literal !== '') parts.push({ kind: 'text', text: literal });
    literal = '';
  };
  for (let at = 0; at < text.length; at++) {
    const char = text[at] ?? '';
    const next = text[at + 1];
    if (char === '\\' && (next === '*' || next === '?' || next === '\\')) {
      literal += next;
      at++;
    } else if (char === '*' || char === '?') {
      flush();
      if (char === '?') parts.push({ kind: 'one' });
      else if (parts.at(-1)?.kind !== 'any') parts.push({ kind: 'any' });
    } else {
      literal += char;
    }
  }
  flush();
  return parts;
}

/** A pattern that is exactly this text. */
export function literalPattern(text: string): Pattern {
  return text === '' ? [] : [{ kind: 'text', text }];
}

/** Joins neighbouring texts and stars, so that equal patterns look equal. */
export function joinParts(parts: readonly PatternPart[]): Pattern {
  const joined: PatternPart[] = [];
  for (const part of parts) {
    const last = joined.at(-1);
    if (part.kind === 'text' && last?.kind === 'text') {
      joined[joined.length - 1] = { kind: 'text', text: last.text + part.text };
    } else if (!(part.kind === 'any' && last?.kind === 'any')) {
      joined.push(part);
    }
  }
  return joined;
}
