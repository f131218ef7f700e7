import type { Alias, SelectItem, SelectStatement, Star } from './ast.ts';
import { ClauseParser } from './clause-parser.ts';
import { tokenize } from './lexer.ts';
import { limits } from './limits.ts';
import type { Reporter } from './reporter.ts';
import { Failure } from './token-reader.ts';
import { readTrailing } from './trailing.ts';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };
type Draft = Mutable<SelectStatement>;

/** The clauses behind the items of SELECT, in the order in which they must stand. */
const clauses = [
  'FROM',
  'INTO',
  'WHERE',
  'GROUP',
  'HAVING',
  'SESSION',
  'ORDER',
  'LIMIT',
  'TIME',
  'PARAMETERS',
] as const;
type Clause = (typeof clauses)[number];

const written: Readonly<Record<Clause, string>> = {
  FROM: 'FROM',
  INTO: 'INTO',
  WHERE: 'WHERE',
  GROUP: 'GROUP BY',
  HAVING: 'HAVING',
  SESSION: 'SESSION BY',
  ORDER: 'ORDER BY',
  LIMIT: 'LIMIT',
  TIME: 'LAST or START … STOP',
  PARAMETERS: 'PARAMETERS',
};

/**
 * Parses a query. All errors of the grammar are reported, clause by clause; what could not be read is left out of the
 * statement, so it must not be used when the reporter has errors.
 */
export function parse(reporter: Reporter): SelectStatement | undefined {
  if (reporter.text.length > limits.query) {
    reporter.say('tooLarge', `the query is longer than ${limits.query} characters`, { start: 0, end: 1 });
    return undefined;
  }
  return new Parser(tokenize(reporter.text), reporter).parse();
}

class Parser extends ClauseParser {
  parse(): SelectStatement | undefined {
    try {
      const statement = this.select();
      this.finish(statement);
      return statement;
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      return undefined;
    }
  }

  protected select(): SelectStatement {
    const { start } = this.peek().range;
    if (this.word() === 'WITH') {
      throw this.failure('unsupported', 'AQL has no WITH', this.peek().range, {
        help: 'write the sub-query where it is used: FROM (SELECT …)',
      });
    }
    this.expectWord('SELECT', 'at the beginning of the query');
    const distinct = this.takeWord('DISTINCT') !== undefined;
    const draft: Draft = {
      kind: 'select',
      range: { start, end: start },
      distinct,
      items: this.items(),
      source: { kind: 'table', name: 'events', range: { start, end: start } },
      groupBy: [],
      orderBy: [],
      parameters: [],
    };
    this.clauses(draft);
    draft.range = this.from(start);
    return draft;
  }

  private items(): (Star | SelectItem)[] {
    const items: (Star | SelectItem)[] = [];
    do {
      try {
        items.push(this.item());
        if (!this.isItemEnd()) throw this.expected("',' or FROM");
      } catch (error) {
        if (!(error instanceof Failure)) throw error;
        this.recover(true);
      }
    } while (this.takeSymbol(','));
    return items;
  }

  private isItemEnd(): boolean {
    return this.isSymbol(',') || this.isSymbol(')') || this.isClauseWord() || this.peek().kind === 'end';
  }

  private item(): Star | SelectItem {
    const { range } = this.peek();
    if (this.isSymbol('*')) {
      this.take();
      return { kind: 'star', range };
    }
    const value = this.expression();
    const alias = this.alias();
    return { kind: 'item', value, ...(alias ? { alias } : {}), range: this.from(range.start) };
  }

  private alias(): Alias | undefined {
    const hasAs = this.takeWord('AS') !== undefined;
    const { kind, text, range } = this.peek();
    if (kind === 'name' || kind === 'text' || this.isFreeWord()) {
      this.take();
      return { name: text, range };
    }
    if (hasAs)
      throw this.expected('a name behind AS', 'names with blanks or of keywords stand in quotation marks');
    return undefined;
  }

  private clauses(draft: Draft): void {
    const seen: Clause[] = [];
    for (;;) {
      const clause = this.nextClause();
      if (clause === undefined) break;
      this.checkOrder(clause, seen);
      seen.push(clause);
      try {
        this.clause(clause, draft);
        this.afterClause(clause);
      } catch (error) {
        if (!(error instanceof Failure)) throw error;
        this.recover(false);
      }
    }
    if (!seen.includes('FROM')) this.expected('FROM events');
  }

  private nextClause(): Clause | undefined {
    if (!this.isClauseWord()) return undefined;
    const word = this.word();
    if (word === 'LAST' || word === 'START' || word === 'STOP') return 'TIME';
    return clauses.find((clause) => clause === word);
  }

  private checkOrder(clause: Clause, seen: readonly Clause[]): void {
    const { range } = this.peek();
    if (seen.includes(clause)) {
      this.reporter.say('clauseTwice', `${written[clause]} stands here for the second time`, range);
      return;
    }
    const late = seen.find((one) => clauses.indexOf(one) > clauses.indexOf(clause));
    if (late === undefined) return;
    this.reporter.say('clauseOrder', `${written[clause]} must stand before ${written[late]}`, range, {
      help: `the order is SELECT, ${clauses.map((one) => written[one]).join(', ')}`,
    });
  }

  /** Behind a clause only another clause, the end of a sub-query or the end can stand. */
  private afterClause(clause: Clause): void {
    if (clause === 'TIME' || clause === 'PARAMETERS') return;
    const token = this.peek();
    if (token.kind === 'end' || this.isClauseWord() || this.isSymbol(')') || this.isSymbol(';')) return;
    const word = this.word();
    if (word === 'JOIN' || word === 'INNER' || word === 'LEFT' || word === 'RIGHT' || word === 'CROSS') {
      throw this.failure('unsupported', 'AQL has no JOIN', token.range, {
        help: 'filter with column IN (SELECT …), or chain events with SESSION BY',
      });
    }
    if (['UNION', 'EXCEPT', 'INTERSECT', 'OFFSET'].includes(word)) {
      throw this.failure('unsupported', `AQL has no ${word}`, token.range);
    }
    const isCondition = clause === 'WHERE' || clause === 'HAVING';
    throw this.expected(
      isCondition ? 'AND, OR or the next clause' : 'the next clause or the end of the query',
    );
  }

  private clause(clause: Clause, draft: Draft): void {
    const word = this.take();
    switch (clause) {
      case 'FROM':
        draft.source = this.source();
        return;
      case 'INTO':
        draft.into = this.cursor();
        return;
      case 'WHERE':
        draft.where = this.expression();
        return;
      case 'GROUP':
        this.expectWord('BY', 'behind GROUP');
        draft.groupBy = this.list();
        return;
      case 'HAVING':
        draft.having = this.expression();
        return;
      case 'SESSION':
        draft.session = this.session(word.range.start);
        return;
      case 'ORDER':
        this.expectWord('BY', 'behind ORDER');
        draft.orderBy = this.orderItems();
        return;
      case 'LIMIT':
        draft.limit = this.wholeNumber('LIMIT');
        return;
      case 'TIME':
        draft.time = this.timeClause(word.text.toUpperCase(), word.range.start);
        return;
      case 'PARAMETERS':
        draft.parameters = this.parameterList();
    }
  }

  /** What stands behind the query. */
  private finish(statement: SelectStatement): void {
    while (this.takeSymbol(';'));
    const token = this.peek();
    if (token.kind === 'end') return;
    if (this.isSymbol(')')) {
      this.reporter.say('syntax', "there is a ')' too many", token.range);
      return;
    }
    const isOver = statement.time !== undefined || statement.parameters.length > 0;
    if (!isOver || !this.isFreeWord()) {
      this.expected('the end of the query');
      return;
    }
    readTrailing(this.reporter, token.range.start);
  }
}
