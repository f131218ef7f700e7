import type { Range } from './ast.ts';

export type TokenKind = 'word' | 'name' | 'text' | 'number' | 'symbol' | 'bad' | 'end';

/**
 * One token. `word`: an identifier or keyword as written; `name`: the inside of "double quotation marks"; `text`: the inside
 * of 'single' ones; `symbol`: an operator or bracket; `bad`: what no token begins with, or one that is not closed, with
 * `problem` saying so.
 */
export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
  readonly range: Range;
  readonly problem?: TokenProblem;
}

export type TokenProblem =
  | 'unclosed-text'
  | 'unclosed-name'
  | 'unclosed-comment'
  | 'typographic'
  | 'character';

const symbols = [
  '==',
  '!=',
  '<>',
  '<=',
  '>=',
  '=',
  '<',
  '>',
  '(',
  ')',
  ',',
  '*',
  '/',
  '+',
  '-',
  '^',
  '%',
  '&',
  ';',
];
const word = /[\p{L}_][\p{L}\p{N}\p{M}_$]*(?:::[\p{L}_][\p{L}\p{N}_]*)*/uy;
const numeral = /0[xX][0-9a-fA-F]+|(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?/y;
const blank = /[\s\u200b\ufeff]+|--[^\n]*/uy;

/** Quotation marks that word processors and web pages put in the place of straight ones. */
const typographic: Readonly<Record<string, string>> = {
  '\u2018': "\u2019'",
  '\u2019': "\u2019'",
  '\u201a': "\u2018\u2019'",
  '\u201c': '\u201d"',
  '\u201d': '\u201d"',
  '\u201e': '\u201c\u201d"',
};

/**
 * Cuts a query into tokens, the last one of kind `end`. Never throws: what is no token becomes one of kind `bad`. Comments
 * (`-- …`, `/* … *\/`) are left out; a quotation mark inside its own kind is written twice.
 */
export function tokenize(text: string): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0;
  for (;;) {
    at = skip(blank, text, at);
    if (at >= text.length) break;
    const token = text.startsWith('/*', at) ? comment(text, at) : next(text, at);
    at = token.range.end;
    if (token.kind !== 'symbol' || token.text !== '/*') tokens.push(token);
  }
  return [...tokens, { kind: 'end', text: '', range: { start: text.length, end: text.length } }];
}

function skip(pattern: RegExp, text: string, from: number): number {
  let at = from;
  for (;;) {
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    if (!found) return at;
    at += found[0].length;
  }
}

/** A comment as a symbol that is left out; one that is not closed is `bad`. */
function comment(text: string, start: number): Token {
  const end = text.indexOf('*/', start + 2);
  if (end >= 0) return { kind: 'symbol', text: '/*', range: { start, end: end + 2 } };
  return { kind: 'bad', text: '/*', range: { start, end: text.length }, problem: 'unclosed-comment' };
}

function next(text: string, start: number): Token {
  const char = text[start] ?? '';
  if (char === "'") return quoted(text, start, "'", 'text', 'unclosed-text');
  if (char === '"') return quoted(text, start, '"', 'name', 'unclosed-name');
  const closing = typographic[char];
  if (closing !== undefined) return typographicText(text, start, closing);
  return (
    matched('number', numeral, text, start) ??
    matched('word', word, text, start) ??
    symbolAt(text, start) ?? {
      kind: 'bad',
      text: String.fromCodePoint(text.codePointAt(start) ?? 0),
      range: { start, end: start + ((text.codePointAt(start) ?? 0) > 0xffff ? 2 : 1) },
      problem: 'character',
    }
  );
}

function matched(kind: TokenKind, pattern: RegExp, text: string, start: number): Token | undefined {
  pattern.lastIndex = start;
  const found = pattern.exec(text);
  return found ? { kind, text: found[0], range: { start, end: start + found[0].length } } : undefined;
}

function symbolAt(text: string, start: number): Token | undefined {
  const found = symbols.find((symbol) => text.startsWith(symbol, start));
  return found === undefined
    ? undefined
    : { kind: 'symbol', text: found, range: { start, end: start + found.length } };
}

function quoted(text: string, start: number, mark: string, kind: TokenKind, problem: TokenProblem): Token {
  let from = start + 1;
  for (;;) {
    const end = text.indexOf(mark, from);
    if (end < 0) {
      // The rest of the line, so that what stands on the lines below is still read.
      const lineEnd = text.indexOf('\n', start);
      const stop = lineEnd < 0 ? text.length : lineEnd;
      return { kind: 'bad', text: text.slice(start + 1, stop), range: { start, end: stop }, problem };
    }
    if (text[end + 1] !== mark) {
      const inside = text.slice(start + 1, end).replaceAll(mark + mark, mark);
      return { kind, text: inside, range: { start, end: end + 1 } };
    }
    from = end + 2;
  }
}

/** Read as what was meant, and said to be wrong. */
function typographicText(text: string, start: number, closing: string): Token {
  const straight = closing.at(-1) ?? "'";
  let end = start + 1;
  while (end < text.length && !closing.includes(text[end] ?? '') && text[end] !== '\n') end += 1;
  const isClosed = end < text.length && text[end] !== '\n';
  return {
    kind: straight === '"' ? 'name' : 'text',
    text: text.slice(start + 1, end),
    range: { start, end: isClosed ? end + 1 : end },
    problem: 'typographic',
  };
}
