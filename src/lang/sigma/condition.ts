import type { Diagnostic, Span } from '../../core/diagnostic.ts';
import {
  conditionAggregation,
  conditionCase,
  conditionSyntax,
  conditionTooDeep,
  conditionTooLong,
} from './diagnostics.ts';
import { limits } from './limits.ts';

/** A condition as written; names are not resolved yet. */
export type Condition =
  | { readonly kind: 'and' | 'or'; readonly items: readonly Condition[] }
  | { readonly kind: 'not'; readonly item: Condition }
  | { readonly kind: 'name'; readonly name: string; readonly at: Span }
  | { readonly kind: 'of'; readonly need: 'all' | number; readonly pattern: string; readonly at: Span };

interface Token {
  readonly text: string;
  readonly offset: number;
  readonly kind: 'word' | 'open' | 'close' | 'pipe' | 'bad' | 'end';
}

class Failure extends Error {
  readonly diagnostic: Diagnostic;
  constructor(diagnostic: Diagnostic) {
    super(diagnostic.message);
    this.diagnostic = diagnostic;
  }
}

const operators = new Set(['and', 'or', 'not', 'of']);

/**
 * Parses a condition (Sigma specification 2.1, condition; grammar in docs/reference/sigma-semantics.md). Keywords are
 * whole words: `notable` is a name. Upper-case keywords are accepted with a warning. `span` gives the place of a piece
 * of the text. Returns undefined after an error, which has been reported.
 */
export function parseCondition(
  text: string,
  span: (offset: number, length: number) => Span,
  report: (diagnostic: Diagnostic) => void,
): Condition | undefined {
  if (text.length > limits.condition) {
    report(conditionTooLong(span(0, 1)));
    return undefined;
  }
  try {
    return new Parser(tokenize(text), span, report).parse();
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    report(error.diagnostic);
    return undefined;
  }
}

function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  for (const match of text.matchAll(/\s+|[\w*-]+|[()|]|[^\s\w*()|-]+/g)) {
    const [piece] = match;
    if (piece.trim() === '') continue;
    tokens.push({ text: piece, offset: match.index, kind: kindOf(piece) });
  }
  return [...tokens, { text: '', offset: text.trimEnd().length, kind: 'end' }];
}

function kindOf(piece: string): Token['kind'] {
  if (piece === '(') return 'open';
  if (piece === ')') return 'close';
  if (piece === '|') return 'pipe';
  return /^[\w*-]+$/.test(piece) ? 'word' : 'bad';
}

class Parser {
  readonly #tokens: readonly Token[];
  readonly #span: (offset: number, length: number) => Span;
  readonly #report: (diagnostic: Diagnostic) => void;
  #next = 0;

  constructor(
    tokens: readonly Token[],
    span: (offset: number, length: number) => Span,
    report: (diagnostic: Diagnostic) => void,
  ) {
    this.#tokens = tokens;
    this.#span = span;
    this.#report = report;
  }

  parse(): Condition {
    const condition = this.#either(0);
    const rest = this.#peek();
    if (rest.kind === 'end') return condition;
    if (rest.kind === 'pipe') throw new Failure(conditionAggregation(this.#at(rest)));
    if (rest.kind === 'close') throw this.#error("there is a ')' too many", rest);
    throw this.#error(`expected 'and' or 'or' before '${rest.text}'`, rest);
  }

  #either(depth: number): Condition {
    return this.#chain('or', () => this.#chain('and', () => this.#negation(depth)));
  }

  #chain(word: 'and' | 'or', operand: () => Condition): Condition {
    const first = operand();
    const items = [first];
    while (this.#keyword(this.#peek()) === word) {
      this.#take();
      items.push(operand());
    }
    return items.length === 1 ? first : { kind: word, items };
  }

  #negation(depth: number): Condition {
    const token = this.#peek();
    if (depth > limits.conditionDepth) throw new Failure(conditionTooDeep(this.#at(token)));
    if (this.#keyword(token) !== 'not') return this.#primary(depth);
    this.#take();
    return { kind: 'not', item: this.#negation(depth + 1) };
  }

  #primary(depth: number): Condition {
    const token = this.#take();
    if (token.kind === 'open') {
      const inner = this.#either(depth + 1);
      const close = this.#peek();
      if (close.kind === 'pipe') throw new Failure(conditionAggregation(this.#at(close)));
      if (close.kind !== 'close') throw this.#error("expected ')'", close);
      this.#take();
      return inner;
    }
    if (token.kind !== 'word') throw this.#error(expected(token), token);
    if (this.#keyword(this.#peek()) === 'of') return this.#quantified(token);
    const keyword = this.#keyword(token);
    if (keyword) throw this.#error(`expected a selection, found the keyword '${token.text}'`, token);
    if (token.text.includes('*')) {
      throw this.#error(
        `'${token.text}' is a pattern`,
        token,
        `Write '1 of ${token.text}' or 'all of ${token.text}'.`,
      );
    }
    return { kind: 'name', name: token.text, at: this.#at(token) };
  }

  #quantified(quantifier: Token): Condition {
    const word = quantifier.text.toLowerCase();
    const need = word === 'all' ? 'all' : Number(word === 'any' ? 1 : word);
    if (need !== 'all' && !(Number.isSafeInteger(need) && need > 0)) {
      throw this.#error(
        `expected a number, 'any' or 'all' before 'of', found '${quantifier.text}'`,
        quantifier,
      );
    }
    if (quantifier.text !== word) this.#report(conditionCase(quantifier.text, this.#at(quantifier)));
    this.#take();
    const target = this.#take();
    if (target.kind !== 'word' || this.#keyword(target)) {
      throw this.#error("expected 'them' or a name after 'of'", target);
    }
    const them = target.text.toLowerCase() === 'them';
    if (them && target.text !== 'them') this.#report(conditionCase(target.text, this.#at(target)));
    return { kind: 'of', need, pattern: them ? 'them' : target.text, at: this.#at(target) };
  }

  /** The operator that a token is; one in upper case counts, with a warning once it is taken. */
  #keyword(token: Token): string | undefined {
    const word = token.text.toLowerCase();
    return token.kind === 'word' && operators.has(word) ? word : undefined;
  }

  #peek(): Token {
    return this.#tokens[this.#next] ?? { text: '', offset: 0, kind: 'end' };
  }

  #take(): Token {
    const token = this.#peek();
    if (token.kind !== 'end') this.#next++;
    const keyword = this.#keyword(token);
    if (keyword && keyword !== token.text) this.#report(conditionCase(token.text, this.#at(token)));
    return token;
  }

  #at(token: Token): Span {
    return this.#span(token.offset, Math.max(1, token.text.length));
  }

  #error(message: string, token: Token, help?: string): Failure {
    return new Failure(conditionSyntax(message, this.#at(token), help));
  }
}

function expected(token: Token): string {
  if (token.kind === 'end') return 'expected a selection, but the condition ends';
  return token.kind === 'close' ? "expected a selection before ')'" : `unexpected '${token.text}'`;
}

/** One line for a parsed condition, as an s-expression. */
export function printCondition(condition: Condition): string {
  if (condition.kind === 'name') return condition.name;
  if (condition.kind === 'of') return `(of ${condition.need} ${condition.pattern})`;
  if (condition.kind === 'not') return `(not ${printCondition(condition.item)})`;
  return `(${condition.kind} ${condition.items.map(printCondition).join(' ')})`;
}
