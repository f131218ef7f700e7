import type { Alias, OrderItem, Parameter, Source, TimeClause } from './ast.ts';
import { SessionParser } from './session-parser.ts';

/** What stands behind FROM, INTO, ORDER BY, LAST, START and PARAMETERS. */
export abstract class ClauseParser extends SessionParser {
  protected source(): Source {
    const { kind, text, range } = this.peek();
    if (this.takeSymbol('(')) {
      const query = this.nested(() => this.select());
      this.expectSymbol(')', 'at the end of the sub-query');
      return { kind: 'query', query, range: this.from(range.start) };
    }
    if (kind !== 'name' && !this.isFreeWord())
      throw this.expected('events or a sub-query in brackets behind FROM');
    this.take();
    return { kind: 'table', name: text.toLowerCase(), range };
  }

  protected cursor(): Alias {
    const { kind, text, range } = this.peek();
    if (kind !== 'name' && !this.isFreeWord()) throw this.expected('the name of a cursor behind INTO');
    this.take();
    return { name: text, range };
  }

  protected orderItems(): OrderItem[] {
    const items: OrderItem[] = [];
    do {
      const { start } = this.peek().range;
      const value = this.expression();
      let direction = this.takeWord('ASC', 'DESC');
      const collation = this.collation();
      direction ??= this.takeWord('ASC', 'DESC');
      items.push({
        value,
        direction: direction === 'DESC' ? 'DESC' : 'ASC',
        ...(collation ? { collation } : {}),
        range: this.from(start),
      });
    } while (this.takeSymbol(','));
    return items;
  }

  private collation(): OrderItem['collation'] {
    if (this.takeWord('COLLATE') === undefined) return undefined;
    const { kind, text, range } = this.peek();
    if (kind !== 'text') throw this.expected("the tag of a language behind COLLATE, such as 'de-DE'");
    this.take();
    return { kind: 'text', value: text, range };
  }

  protected timeClause(word: string, start: number): TimeClause {
    if (word === 'LAST') {
      const amount = this.wholeNumber('LAST');
      const unit = this.unit(['MINUTES', 'HOURS', 'DAYS'], 'behind the number of LAST');
      return { kind: 'last', amount, unit, range: this.from(start) };
    }
    if (word === 'STOP') {
      throw this.failure('syntax', 'STOP stands behind START', this.from(start), {
        help: "START '2026-03-01 00:00' STOP '2026-03-02 00:00'",
      });
    }
    const from = this.operand();
    const stop = this.takeWord('STOP') === undefined ? undefined : this.operand();
    return { kind: 'span', start: from, ...(stop ? { stop } : {}), range: this.from(start) };
  }

  protected parameterList(): Parameter[] {
    const parameters: Parameter[] = [];
    do {
      const { text: name, range } = this.peek();
      if (!this.isFreeWord()) throw this.expected('the name of a parameter');
      this.take();
      this.expectSymbol('=', 'behind the name of the parameter');
      parameters.push({ name, value: this.parameterValue(), range: this.from(range.start) });
    } while (this.takeSymbol(',') || (this.word(0) !== '' && this.isSymbol('=', 1)));
    return parameters;
  }

  /** A text, a number, a word, or a call such as `ARIELSERVERS4EPID(8)`. */
  private parameterValue(): string {
    const { kind, text, range } = this.peek();
    if (kind !== 'text' && kind !== 'number' && kind !== 'name' && kind !== 'word') {
      throw this.expected('the value of the parameter');
    }
    this.take();
    if (kind !== 'word' || !this.isSymbol('(')) return text;
    this.skipBrackets();
    return this.reporter.text.slice(range.start, this.lastEnd);
  }
}
