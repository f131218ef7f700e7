import { fold } from '../../ir/fold.ts';
import type { Pattern, PatternPart, StringOp } from '../../ir/nodes.ts';

type Token = { readonly char: string } | PatternPart;

/** Matches a text against a string test, the obvious way: a table over code points and pattern positions. */
export function matchesText(text: string, op: StringOp, cased: boolean, pattern: Pattern): boolean {
  const any: Token = { kind: 'any' };
  const tokens = pattern.flatMap((part): Token[] =>
    part.kind === 'text' ? Array.from(cased ? part.text : fold(part.text), (char) => ({ char })) : [part],
  );
  if (op === 'contains' || op === 'endswith') tokens.unshift(any);
  if (op === 'contains' || op === 'startswith') tokens.push(any);
  const chars = Array.from(cased ? text : fold(text));
  // reachable[i]: the tokens so far can match the first i characters.
  let reachable = chars.map(() => false);
  reachable = [true, ...reachable];
  for (const token of tokens) {
    if ('kind' in token && token.kind === 'any') {
      const from = reachable.indexOf(true);
      reachable = reachable.map((_was, index) => from >= 0 && index >= from);
    } else {
      const before = reachable;
      reachable = before.map(
        (_was, index) => index > 0 && before[index - 1] === true && one(token, chars[index - 1] ?? ''),
      );
    }
  }
  return reachable[chars.length] === true;
}

function one(token: Token, char: string): boolean {
  if ('char' in token) return token.char === char;
  return token.kind === 'one' || (token.kind === 'set' && Array.from(token.chars).includes(char));
}
