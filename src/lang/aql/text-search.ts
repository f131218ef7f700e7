import { and, or } from '../../ir/query/build.ts';
import type { Expression } from '../../ir/query/expression.ts';

type Token = { readonly kind: 'term' | 'word' | 'open' | 'close'; readonly text: string };

/** Letters and digits are what words are made of; `*` and `?` stand for some. */
const wordStart = '(?:^|[^\\pL\\pN_])';
const wordEnd = '(?:$|[^\\pL\\pN_])';
const most = 100;

/**
 * The condition of `TEXT SEARCH '…'`, as in QRadar's quick filter: words that have to be in the payload, all of them where
 * nothing else is said; "phrases", AND, OR, NOT, brackets, `*` and `?`. Case does not matter.
 */
export function searchText(text: string): Expression | { readonly problem: string } {
  const tokens = tokenize(text);
  if (tokens.length === 0) return { problem: 'TEXT SEARCH has no word to look for' };
  if (tokens.length > most) return { problem: `TEXT SEARCH has more than ${most} words` };
  let at = 0;
  let problem: string | undefined;
  const isWord = (word: string): boolean => tokens[at]?.kind === 'word' && tokens[at]?.text === word;
  const either = (): Expression => {
    const items = [both()];
    while (isWord('OR')) {
      at += 1;
      items.push(both());
    }
    return or(items);
  };
  const both = (): Expression => {
    const items = [negation()];
    for (;;) {
      const token = tokens[at];
      if (isWord('AND')) at += 1;
      else if (!token || token.kind === 'close' || isWord('OR')) return and(items);
      items.push(negation());
    }
  };
  const negation = (): Expression => {
    if (!isWord('NOT')) return primary();
    at += 1;
    return { kind: 'not', item: negation() };
  };
  const primary = (): Expression => {
    const token = tokens[at];
    at += 1;
    if (token?.kind === 'open') {
      const inner = either();
      if (tokens[at]?.kind === 'close') at += 1;
      else problem ??= "a '(' of TEXT SEARCH is not closed";
      return inner;
    }
    if (token?.kind !== 'term')
      problem ??= `TEXT SEARCH: expected a word, found ${token ? `'${token.text}'` : 'the end'}`;
    return {
      kind: 'regex',
      value: { kind: 'column', name: 'payload', type: 'text', value: { kind: 'record-text' } },
      source: wordStart + termSource(token?.text ?? '') + wordEnd,
      ignoreCase: true,
      match: 'search',
    };
  };
  const condition = either();
  if (at < tokens.length) problem ??= `TEXT SEARCH: there is a '${tokens[at]?.text ?? ''}' too many`;
  return problem === undefined ? condition : { problem };
}

function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  for (const [piece] of text.matchAll(/"[^"]*"?|[()]|[^\s()"]+/g)) {
    if (piece === '(') tokens.push({ kind: 'open', text: piece });
    else if (piece === ')') tokens.push({ kind: 'close', text: piece });
    else if (piece.startsWith('"')) tokens.push({ kind: 'term', text: piece.replaceAll('"', '') });
    else if (/^(?:AND|OR|NOT)$/.test(piece)) tokens.push({ kind: 'word', text: piece });
    else tokens.push({ kind: 'term', text: piece });
  }
  return tokens.filter(({ kind, text: word }) => kind !== 'term' || word.trim() !== '');
}

/** Blanks of a phrase may be any blanks. */
function termSource(term: string): string {
  return Array.from(term.trim().matchAll(/\s+|\*|\?|[^\s*?]+/g), ([piece]) => {
    if (piece === '*') return '[\\pL\\pN_]*';
    if (piece === '?') return '[\\pL\\pN_]';
    return /^\s/.test(piece) ? '\\s+' : piece.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
  }).join('');
}
