import type { Case, Expression, FunctionCall, If } from './ast.ts';
import type { Token } from './lexer.ts';
import { limits } from './limits.ts';
import { TokenReader } from './token-reader.ts';

const comparisons: Readonly<Record<string, '=' | '!=' | '<' | '<=' | '>' | '>='>> = {
  '=': '=',
  '==': '=',
  '!=': '!=',
  '<>': '!=',
  '<': '<',
  '<=': '<=',
  '>': '>',
  '>=': '>=',
};
const textOperators = ['LIKE', 'ILIKE', 'MATCHES', 'IMATCHES'] as const;

/**
 * Expressions, by recursive descent. From the loosest to the tightest: OR, AND, NOT, comparisons and the other tests, `&`,
 * `+ -`, `* / %`, the sign, `^` (from the right).
 */
export abstract class ExpressionParser extends TokenReader {
  protected expression(): Expression {
    return this.nested(() => this.chain('or', () => this.chain('and', () => this.negation())));
  }

  /** What may stand beside an operator of comparison. */
  protected operand(): Expression {
    return this.binary(['&'], () => this.sum());
  }

  private sum(): Expression {
    return this.binary(['+', '-'], () => this.binary(['*', '/', '%'], () => this.signed()));
  }

  private chain(kind: 'and' | 'or', operand: () => Expression): Expression {
    const { start } = this.peek().range;
    const first = operand();
    const items = [first];
    while (this.takeWord(kind.toUpperCase()) !== undefined) items.push(operand());
    return items.length === 1 ? first : { kind, items, range: this.from(start) };
  }

  private negation(): Expression {
    const { start } = this.peek().range;
    if (this.word() !== 'NOT') return this.test();
    this.take();
    return this.nested(() => ({ kind: 'not', item: this.negation(), range: this.from(start) }));
  }

  private test(): Expression {
    const { start } = this.peek().range;
    if (this.word() === 'TEXT' && this.word(1) === 'SEARCH') return this.textSearch(start);
    const value = this.operand();
    const comparison = this.peek().kind === 'symbol' ? comparisons[this.peek().text] : undefined;
    if (comparison !== undefined) {
      this.take();
      const right = this.operand();
      return { kind: 'comparison', operator: comparison, left: value, right, range: this.from(start) };
    }
    if (this.takeWord('IS') !== undefined) return this.isNull(value, start);
    const not = this.isNegatedTest() && this.takeWord('NOT') !== undefined;
    const operator = textOperators.find((one) => one === this.word());
    if (operator !== undefined) {
      this.take();
      const pattern = this.operand();
      return { kind: 'text-test', operator, not, value, pattern, range: this.from(start) };
    }
    if (this.takeWord('IN') !== undefined) return this.inList(value, not, start);
    if (this.takeWord('BETWEEN') !== undefined) {
      const low = this.operand();
      this.expectWord('AND', 'between the two ends of BETWEEN');
      const high = this.operand();
      return { kind: 'between', not, value, low, high, range: this.from(start) };
    }
    return value;
  }

  private isNegatedTest(): boolean {
    return this.word() === 'NOT' && [...textOperators, 'IN', 'BETWEEN'].some((one) => one === this.word(1));
  }

  private textSearch(start: number): Expression {
    this.take();
    this.take();
    const token = this.peek();
    if (token.kind !== 'text') throw this.expected("a 'text' behind TEXT SEARCH");
    this.take();
    const text = { kind: 'text', value: token.text, range: token.range } as const;
    return { kind: 'text-search', text, range: this.from(start) };
  }

  private isNull(value: Expression, start: number): Expression {
    const not = this.takeWord('NOT') !== undefined;
    if (this.takeWord('NULL') === undefined) throw this.expected('NULL or NOT NULL behind IS');
    return { kind: 'is-null', not, value, range: this.from(start) };
  }

  private inList(value: Expression, not: boolean, start: number): Expression {
    this.expectSymbol('(', 'behind IN');
    const query = this.word() === 'SELECT' ? this.nested(() => this.select()) : undefined;
    const list = query ? [] : this.list();
    this.expectSymbol(')', 'at the end of the list');
    const range = this.from(start);
    return query ? { kind: 'in-query', not, value, query, range } : { kind: 'in', not, value, list, range };
  }

  protected list(): Expression[] {
    const items = [this.expression()];
    while (this.takeSymbol(',')) items.push(this.expression());
    return items;
  }

  private binary(
    operators: readonly ('+' | '-' | '*' | '/' | '%' | '&')[],
    operand: () => Expression,
  ): Expression {
    const { start } = this.peek().range;
    let left = operand();
    for (let count = 0; ; count += 1) {
      if (count > limits.chain) {
        throw this.tooDeep(`more than ${limits.chain} operators in a row`, this.peek().range);
      }
      const operator = operators.find((one) => this.isSymbol(one));
      if (operator === undefined) return left;
      this.take();
      const right = operand();
      left = { kind: 'binary', operator, left, right, range: this.from(start) };
    }
  }

  private signed(): Expression {
    const { start } = this.peek().range;
    if (this.takeSymbol('+')) return this.nested(() => this.signed());
    if (!this.takeSymbol('-')) return this.power();
    return this.nested(() => ({ kind: 'negative', item: this.signed(), range: this.from(start) }));
  }

  private power(): Expression {
    const { start } = this.peek().range;
    const left = this.primary();
    if (!this.takeSymbol('^')) return left;
    const right = this.nested(() => this.signed());
    return { kind: 'binary', operator: '^', left, right, range: this.from(start) };
  }

  private primary(): Expression {
    const token = this.peek();
    const { range } = token;
    switch (token.kind) {
      case 'number':
        this.take();
        return this.numeral(token);
      case 'text':
        this.take();
        return { kind: 'text', value: token.text, range };
      case 'name':
        this.take();
        return { kind: 'name', name: token.text, quoted: true, range };
      case 'word':
        return this.wordExpression(token);
      default:
        if (this.isSymbol('(')) return this.inBrackets(range.start);
        throw this.expected('a column, a value or a function');
    }
  }

  private wordExpression(token: Token): Expression {
    const { range } = token;
    const { start } = range;
    const word = this.word();
    if (word === 'TRUE' || word === 'FALSE' || word === 'NULL') {
      this.take();
      return { kind: 'constant', value: word === 'NULL' ? null : word === 'TRUE', range };
    }
    if (word === 'CASE') return this.nested(() => this.case(start));
    if (word === 'IF') return this.nested(() => this.ifThen(start));
    if (word === 'EXISTS') {
      throw this.failure('unsupported', 'AQL has no EXISTS', range, { help: 'use column IN (SELECT …)' });
    }
    if (this.isFunction()) return this.nested(() => this.call(token));
    if (!this.isFreeWord() || token.text.includes('::'))
      throw this.expected('a column, a value or a function');
    this.take();
    return { kind: 'name', name: token.text, quoted: false, range };
  }

  private inBrackets(start: number): Expression {
    this.take();
    if (this.word() === 'SELECT') {
      const range = this.peek().range;
      this.nested(() => this.select());
      this.expectSymbol(')', 'at the end of the sub-query');
      throw this.failure('subQuery', 'a sub-query cannot stand for a single value', range, {
        help: 'sub-queries stand in FROM ( … ) and in column IN ( … )',
      });
    }
    const inner = this.expression();
    this.expectSymbol(')', 'to close the bracket');
    return { ...inner, parens: true, range: this.from(start) };
  }

  private numeral({ text, range }: Token): Expression {
    const value = Number(text);
    const isId = /^(?:\d+|0x[\da-f]+)$/i.test(text) && !Number.isSafeInteger(value);
    if (!Number.isFinite(value) || isId) {
      this.reporter.say(
        'number',
        `the number ${this.reporter.excerpt(range)} is too large to be exact`,
        range,
        {
          help: "ids of that size are texts here: write it in quotation marks, '…'",
        },
      );
    }
    if (/^(?:SECOND|MINUTE|HOUR|DAY|WEEK)S?$/.test(this.word())) {
      throw this.failure('notAql', 'AQL has no intervals', this.from(range.start), {
        help: 'LAST 1 HOURS behind the query, or milliseconds: starttime > NOW() - 3600000',
      });
    }
    return { kind: 'number', text, value, range };
  }

  private call(token: Token): FunctionCall {
    const { range: nameRange } = token;
    const name = token.text.toUpperCase();
    this.take();
    if (name === 'CAST') {
      this.skipBrackets();
      throw this.failure('notAql', 'CAST is no function of AQL', nameRange, {
        help: 'use LONG(x), DOUBLE(x) or STR(x)',
      });
    }
    this.take();
    const distinct = this.takeWord('DISTINCT') !== undefined;
    const star = this.isSymbol('*') && this.isSymbol(')', 1);
    if (star) this.take();
    const list = star || this.isSymbol(')') ? [] : this.list();
    this.expectSymbol(')', `at the end of the arguments of ${name}`);
    const range = this.from(nameRange.start);
    if (this.word() === 'OVER') {
      const over = this.take().range;
      this.skipBrackets();
      throw this.failure('unsupported', 'AQL has no window functions (OVER)', over);
    }
    return { kind: 'call', name, nameRange, distinct, star, arguments: list, range };
  }

  private case(start: number): Case {
    this.take();
    const subject = this.word() === 'WHEN' ? undefined : this.expression();
    const branches: { when: Expression; result: Expression }[] = [];
    while (this.takeWord('WHEN') !== undefined) {
      const when = this.expression();
      this.expectWord('THEN', 'behind the condition of WHEN');
      branches.push({ when, result: this.expression() });
    }
    if (branches.length === 0) throw this.expected('WHEN in CASE');
    const otherwise = this.takeWord('ELSE') === undefined ? undefined : this.expression();
    this.expectWord('END', 'at the end of CASE');
    return {
      kind: 'case',
      branches,
      ...(subject ? { subject } : {}),
      ...(otherwise ? { otherwise } : {}),
      range: this.from(start),
    };
  }

  private ifThen(start: number): If {
    this.take();
    const when = this.expression();
    this.expectWord('THEN', 'behind the condition of IF');
    const result = this.expression();
    this.expectWord('ELSE', 'in IF … THEN … ELSE …');
    const otherwise = this.expression();
    return { kind: 'if', when, result, otherwise, range: this.from(start) };
  }
}
