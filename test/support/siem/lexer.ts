import { RE2JS } from 're2js';

/** A piece of a query; texts and expressions as they are meant, without what escapes them. */
export interface Lexeme {
  readonly kind: 'text' | 'regex' | 'word' | 'sign';
  readonly text: string;
  /** Of an expression. */
  readonly flags?: string;
}

/** Where an expression may stand: behind these, a slash begins one. */
const beforeRegex = new Set(['=', '!=', '(', ',', 'matches', 'regex']);

const pattern =
  /(?<blank>\s+|\/\/[^\n]*)|(?<text>"(?:[^"\\\n]|\\.)*")|(?<word>[$#%@]?[\w.:*@-]+)|(?<sign>!=|<=|>=|:=|&&|\|\||[|()[\]{},=<>!+*.;])/y;
const regex = /\/((?:[^/\\\n]|\\.)+)\/([a-z]*)/y;
const closing: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };

/**
 * The pieces of a query of CQL, YARA-L or Sumo Logic.
 *
 * @throws Error when there is something that none of them has, an expression that is none, or a bracket without its other
 */
export function lex(query: string): readonly Lexeme[] {
  const made: Lexeme[] = [];
  const open: string[] = [];
  let at = 0;
  while (at < query.length) {
    const read = readAt(query, at, made.at(-1)?.text ?? '');
    at = read.end;
    if (!read.lexeme) continue;
    made.push(read.lexeme);
    if (read.lexeme.kind !== 'sign') continue;
    const { text } = read.lexeme;
    if (closing[text] !== undefined) open.push(closing[text]);
    else if (Object.values(closing).includes(text) && open.pop() !== text)
      throw new Error(`"${text}" closes nothing`);
  }
  if (open.length > 0) throw new Error(`"${open.join('')}" is missing`);
  return made;
}

function readAt(
  query: string,
  at: number,
  before: string,
): { readonly lexeme?: Lexeme; readonly end: number } {
  regex.lastIndex = at;
  const expression = beforeRegex.has(before) ? regex.exec(query) : null;
  if (expression) {
    const [, source = '', flags = ''] = expression;
    RE2JS.compile(source.replaceAll('\\/', '/'));
    return { lexeme: { kind: 'regex', text: source.replaceAll('\\/', '/'), flags }, end: regex.lastIndex };
  }
  pattern.lastIndex = at;
  const found = pattern.exec(query);
  if (!found) throw new Error(`cannot read "${query.slice(at, at + 40)}"`);
  const { text, word, sign } = found.groups ?? {};
  const end = pattern.lastIndex;
  if (text !== undefined) return { lexeme: { kind: 'text', text: unquote(text) }, end };
  if (word !== undefined) return { lexeme: { kind: 'word', text: word }, end };
  return sign === undefined ? { end } : { lexeme: { kind: 'sign', text: sign }, end };
}

const escapes: Readonly<Record<string, string>> = {
  n: '\n',
  r: '\r',
  t: '\t',
  '"': '"',
  '\\': '\\',
};

function unquote(quoted: string): string {
  return quoted.slice(1, -1).replace(/\\(.)/gs, (whole, char: string) => {
    const meant = escapes[char];
    if (meant === undefined) throw new Error(`unknown escape ${whole}`);
    return meant;
  });
}
