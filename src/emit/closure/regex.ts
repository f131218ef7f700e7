import { RE2JS } from 're2js';
import type { RegexFlags } from '../../ir/nodes.ts';
import type { TextTest } from '../../ir/pattern.ts';

/**
 * Compiles a regular expression (RE2 syntax, unanchored, linear time). When some literal text has to occur in every
 * match, it is looked for first.
 */
export function compileRegex(source: string, flags: RegexFlags): TextTest {
  let bits = 0;
  if (flags.ignoreCase) bits += RE2JS.CASE_INSENSITIVE;
  if (flags.multiline) bits += RE2JS.MULTILINE;
  if (flags.dotAll) bits += RE2JS.DOTALL;
  const regex = RE2JS.compile(source, bits);
  const literal = flags.ignoreCase ? undefined : necessaryLiteral(source);
  if (literal === undefined) return (text) => regex.test(text);
  return (text) => text.includes(literal) && regex.test(text);
}

/**
 * The longest literal that every match contains, or undefined. Cautious: an expression with alternatives, inline flags
 * or `\Q` has none, what stands in a group or a class does not count, nor does a character that may be repeated.
 */
export function necessaryLiteral(source: string): string | undefined {
  if (source.includes('|') || source.includes('(?') || source.includes('\\Q')) return undefined;
  const runs: string[] = [];
  let run = '';
  let depth = 0;
  const close = (): void => {
    if (run.length > 1) runs.push(run);
    run = '';
  };
  for (const [token] of source.matchAll(
    /\\[xpP]\{[^}]*\}|\\[pP].|\\x..|\\.|\[\^?\]?(?:\\.|\[:[^\]]*:\]|[^\]\\])*\]|\{[^}]*\}|./gsu,
  )) {
    if (token === '(') depth++;
    if (token === ')') depth--;
    const literal = depth === 0 ? literalOf(token) : undefined;
    if (literal !== undefined) {
      run += literal;
      continue;
    }
    if (/^[*?{+]/.test(token)) run = dropLast(run);
    close();
  }
  close();
  return runs.sort((a, b) => b.length - a.length)[0];
}

function literalOf(token: string): string | undefined {
  if (/^\\[^\w\s]$/u.test(token)) return token.slice(1);
  return token.length <= 2 && !/^[\\^$.*+?()[\]{}]/.test(token) ? token : undefined;
}

function dropLast(run: string): string {
  return Array.from(run).slice(0, -1).join('');
}
