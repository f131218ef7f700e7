import { fold } from './fold.ts';
import type { Pattern, PatternPart, StringOp } from './nodes.ts';

export type TextTest = (text: string) => boolean;

const any: PatternPart = { kind: 'any' };

/** The pattern that has to match the whole text: `contains`, `startswith` and `endswith` only add `*`. */
export function wholePattern(op: StringOp, pattern: Pattern): Pattern {
  const open = op === 'contains' || op === 'endswith';
  const close = op === 'contains' || op === 'startswith';
  return [...(open ? [any] : []), ...pattern, ...(close ? [any] : [])];
}

/** The text of a pattern without wildcards, or undefined when it has some. */
export function literalText(pattern: Pattern): string | undefined {
  let text = '';
  for (const part of pattern) {
    if (part.kind !== 'text') return undefined;
    text += part.text;
  }
  return text;
}

/** The pattern with its case folded: match it against folded text. */
export function foldPattern(pattern: Pattern): Pattern {
  return pattern.map((part) => (part.kind === 'text' ? { kind: 'text', text: fold(part.text) } : part));
}

/**
 * Compiles a pattern that has to match a whole text. `*` is any run, newlines included; `?` is one code point. Time
 * is linear in the text for literals and stars, and at worst text times pattern with `?`; it never backtracks further.
 */
export function compilePattern(pattern: Pattern): TextTest {
  const literal = literalText(pattern);
  if (literal !== undefined) return (text) => text === literal;
  if (pattern.some((part) => part.kind === 'one' || part.kind === 'set')) return compileGlob(pattern);
  return compileStars(pattern);
}

/** Literal runs between stars: the ends are anchored, the middle ones are found from left to right. */
function compileStars(pattern: Pattern): TextTest {
  const runs: string[] = [''];
  for (const part of pattern) {
    if (part.kind === 'any') runs.push('');
    else if (part.kind === 'text') runs[runs.length - 1] += part.text;
  }
  const head = runs[0] ?? '';
  const tail = runs.at(-1) ?? '';
  const middle = runs.slice(1, -1).filter((run) => run !== '');
  const [only] = middle;
  if (head === '' && tail === '' && middle.length === 1 && only !== undefined)
    return (text) => text.includes(only);
  if (middle.length === 0 && tail === '') return (text) => text.startsWith(head);
  if (middle.length === 0 && head === '') return (text) => text.endsWith(tail);
  return (text) => {
    const end = text.length - tail.length;
    if (end < head.length || !text.startsWith(head) || !text.endsWith(tail)) return false;
    let at = head.length;
    for (const run of middle) {
      const hit = text.indexOf(run, at);
      if (hit < 0 || hit + run.length > end) return false;
      at = hit + run.length;
    }
    return true;
  };
}

/** One code point per token: a literal, any one, one of a set, or a star (null). */
type Token = string | true | ReadonlySet<string> | null;

function compileGlob(pattern: Pattern): TextTest {
  const tokens = pattern.flatMap(tokenize);
  return (text) => {
    const chars = Array.from(text);
    let at = 0;
    let token = 0;
    let star = -1;
    let resume = 0;
    while (at < chars.length) {
      const expected = tokens[token];
      if (expected === null) {
        star = token++;
        resume = at;
      } else if (expected !== undefined && accepts(expected, chars[at] ?? '')) {
        token++;
        at++;
      } else if (star >= 0) {
        token = star + 1;
        at = ++resume;
      } else {
        return false;
      }
    }
    while (tokens[token] === null) token++;
    return token === tokens.length;
  };
}

function tokenize(part: PatternPart): Token[] {
  if (part.kind === 'text') return Array.from(part.text);
  if (part.kind === 'set') return [new Set(part.chars)];
  return [part.kind === 'any' ? null : true];
}

function accepts(token: Exclude<Token, null>, char: string): boolean {
  if (token === true) return true;
  return typeof token === 'string' ? token === char : token.has(char);
}
