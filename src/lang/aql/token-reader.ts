import type { Range, SelectStatement } from './ast.ts';
import type { Code } from './diagnostic-codes.ts';
import type { Token } from './lexer.ts';
import { limits } from './limits.ts';
import type { Details, Reporter } from './reporter.ts';

/** Words that are never columns or aliases when they stand bare. */
const reserved = new Set(
  (
    'SELECT DISTINCT FROM INTO WHERE GROUP BY HAVING SESSION ORDER LIMIT LAST START STOP PARAMETERS AND OR NOT IN LIKE ILIKE ' +
    'MATCHES IMATCHES BETWEEN IS NULL AS ASC DESC COLLATE CASE WHEN THEN ELSE END IF BEGIN EXPLICIT TIMEOUT TIMEWINDOW TRUE ' +
    'FALSE UNION JOIN INNER LEFT RIGHT FULL CROSS ON WITH EXISTS OFFSET EXCEPT INTERSECT OVER'
  ).split(' '),
);
/** Reserved words that name functions when a bracket follows, if only ones that AQL does not have. */
const reservedFunctions = new Set(['LAST', 'LEFT', 'RIGHT']);
const clauseWords = new Set(
  'FROM INTO WHERE GROUP HAVING SESSION ORDER LIMIT LAST START STOP PARAMETERS'.split(' '),
);

/** Whether a bare word has a meaning of its own in AQL. */
export function isReserved(word: string): boolean {
  return reserved.has(word.toUpperCase());
}

/** An error of the grammar that has been reported: whoever catches it goes on behind the damage. */
export class Failure extends Error {
  override readonly name = 'Failure';
}

/** The tokens of a query, and what every part of the parser needs of them. */
export abstract class TokenReader {
  protected readonly reporter: Reporter;
  private readonly tokens: readonly Token[];
  private next = 0;
  private depth = 0;
  private complained: Token | undefined;

  constructor(tokens: readonly Token[], reporter: Reporter) {
    this.tokens = tokens;
    this.reporter = reporter;
  }

  protected abstract select(): SelectStatement;

  protected peek(ahead = 0): Token {
    return this.tokens[Math.min(this.next + ahead, this.tokens.length - 1)] as Token;
  }

  protected take(): Token {
    const token = this.peek();
    if (token.problem !== undefined) this.complain(token);
    if (token.kind !== 'end') this.next += 1;
    return token;
  }

  /** Where the token before the next one ends. */
  protected get lastEnd(): number {
    return this.tokens[this.next - 1]?.range.end ?? 0;
  }

  protected from(start: number): Range {
    return { start, end: Math.max(start, this.lastEnd) };
  }

  protected isSymbol(text: string, ahead = 0): boolean {
    const token = this.peek(ahead);
    return token.kind === 'symbol' && token.text === text;
  }

  protected takeSymbol(text: string): boolean {
    if (!this.isSymbol(text)) return false;
    this.take();
    return true;
  }

  protected expectSymbol(text: string, where: string): void {
    if (!this.takeSymbol(text)) throw this.expected(`'${text}' ${where}`);
  }

  /** The word in capitals; '' for any other token. */
  protected word(ahead = 0): string {
    const token = this.peek(ahead);
    return token.kind === 'word' ? token.text.toUpperCase() : '';
  }

  protected takeWord(...words: readonly string[]): string | undefined {
    const found = this.word();
    if (found === '' || !words.includes(found)) return undefined;
    this.take();
    return found;
  }

  protected expectWord(word: string, where: string): void {
    if (this.takeWord(word) === undefined) throw this.expected(`${word} ${where}`);
  }

  /** Whether the next token is a bare word that stands for something of the user's. */
  protected isFreeWord(): boolean {
    const word = this.word();
    return word !== '' && !isReserved(word);
  }

  protected isClauseWord(): boolean {
    return clauseWords.has(this.word()) && !this.isFunction();
  }

  /** The word is the name of a function: `LAST(` is one, `WHERE (` none. */
  protected isFunction(): boolean {
    const word = this.word();
    return word !== '' && this.isSymbol('(', 1) && (!isReserved(word) || reservedFunctions.has(word));
  }

  /** Reports that the next token is not what was expected. */
  protected expected(what: string, help?: string): Failure {
    const token = this.peek();
    if (token.problem !== undefined) {
      this.complain(token);
      return new Failure(what);
    }
    return this.failure('syntax', `expected ${what}, found ${this.found(token)}`, token.range, { help });
  }

  protected failure(code: Code, message: string, range: Range, details: Details = {}): Failure {
    this.reporter.say(code, message, range, details);
    return new Failure(message);
  }

  protected found({ kind, text, range }: Token): string {
    if (kind === 'end') return 'the end of the query';
    if (kind === 'text') return `the text ${this.reporter.excerpt(range)}`;
    return kind === 'name' ? this.reporter.excerpt(range) : `'${text}'`;
  }

  /** Nothing behind it is read: brackets whose beginnings were passed over would only be taken for mistakes. */
  protected tooDeep(message: string, range: Range): Failure {
    const failure = this.failure('tooDeep', message, range);
    this.reporter.close();
    this.next = this.tokens.length - 1;
    return failure;
  }

  /** Runs one level deeper; refuses queries that are nested beyond all sense. */
  protected nested<T>(parse: () => T): T {
    if (this.depth >= limits.depth) {
      throw this.tooDeep(`the query is nested deeper than ${limits.depth} levels`, this.peek().range);
    }
    this.depth += 1;
    try {
      return parse();
    } finally {
      this.depth -= 1;
    }
  }

  /**
   * Passes over tokens to the next clause, or to `,` where a list goes on. Sub-queries in brackets are passed over whole; in
   * other brackets a clause can only stand because one is not closed.
   */
  protected recover(atComma: boolean): void {
    const open: ('query' | 'plain')[] = [];
    for (;;) {
      if (this.peek().kind === 'end') return;
      if (this.isSymbol('(')) open.push(this.word(1) === 'SELECT' ? 'query' : 'plain');
      else if (this.isSymbol(')')) {
        if (open.length === 0) return;
        open.pop();
      } else if (this.isClauseWord() && !open.includes('query')) return;
      else if (open.length === 0 && atComma && this.isSymbol(',')) return;
      this.next += 1;
    }
  }

  /** Passes over brackets with all that is in them. */
  protected skipBrackets(): void {
    let open = 0;
    do {
      if (this.isSymbol('(')) open += 1;
      if (this.isSymbol(')')) open -= 1;
      if (this.peek().kind === 'end') return;
      this.next += 1;
    } while (open > 0);
  }

  private complain(token: Token): void {
    if (this.complained === token) return;
    this.complained = token;
    switch (token.problem) {
      case 'typographic':
        this.reporter.say(
          'quotes',
          'typographic quotation marks, as web pages and word processors write them',
          token.range,
          {
            help: token.kind === 'name' ? `write "${token.text}"` : `write '${token.text}'`,
          },
        );
        return;
      case 'unclosed-text':
        this.reporter.say('unclosed', 'this text has no closing quotation mark', token.range, {
          help: "a quotation mark inside a text is written twice: 'it''s'",
        });
        return;
      case 'unclosed-name':
        this.reporter.say('unclosed', 'this name has no closing quotation mark', token.range);
        return;
      case 'unclosed-comment':
        this.reporter.say('unclosed', 'this comment has no end', token.range, { help: 'end it with */' });
        return;
      default:
        this.reporter.say('character', `'${token.text}' is no part of AQL`, token.range, {
          help: token.text === '|' ? 'texts are put together with CONCAT(a, b)' : undefined,
        });
    }
  }
}
