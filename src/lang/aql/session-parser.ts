import type { Expression, SessionClause, TimeUnit } from './ast.ts';
import { ExpressionParser } from './expression-parser.ts';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** SESSION BY time expressions [EXPLICIT] BEGIN … [[EXPLICIT] END …] [TIMEOUT ms] [TIMEWINDOW n unit], and numbers with units. */
export abstract class SessionParser extends ExpressionParser {
  protected session(start: number): SessionClause {
    this.expectWord('BY', 'behind SESSION');
    const time = this.operand();
    this.takeSymbol(',');
    const by: Expression[] = [];
    while (!this.isBegin() && this.peek().kind !== 'end' && !this.isClauseWord()) {
      by.push(this.operand());
      if (!this.takeSymbol(',')) break;
    }
    const beginExplicit = this.takeWord('EXPLICIT') !== undefined;
    this.expectWord('BEGIN', 'behind the expressions of SESSION BY');
    const draft: Mutable<SessionClause> = {
      range: this.from(start),
      time,
      by,
      begin: this.expression(),
      beginExplicit,
      endExplicit: false,
    };
    this.sessionEnd(draft);
    draft.range = this.from(start);
    return draft;
  }

  private isBegin(): boolean {
    return this.word() === 'BEGIN' || this.word() === 'EXPLICIT';
  }

  private sessionEnd(draft: Mutable<SessionClause>): void {
    if (this.word() === 'END' || (this.word() === 'EXPLICIT' && this.word(1) === 'END')) {
      draft.endExplicit = this.takeWord('EXPLICIT') !== undefined;
      this.take();
      draft.end = this.expression();
    }
    for (;;) {
      const word = this.takeWord('TIMEOUT', 'TIMEWINDOW');
      if (word === undefined) return;
      const amount = this.wholeNumber(word);
      if (word === 'TIMEOUT') draft.timeout = amount;
      else {
        const unit = this.unit(['SECONDS', 'MINUTES', 'HOURS', 'DAYS'], 'behind the number of TIMEWINDOW');
        draft.window = { amount, unit };
      }
    }
  }

  /** A number without sign and fraction. */
  protected wholeNumber(where: string): number {
    const { kind, text } = this.peek();
    if (kind !== 'number' || !/^\d+$/.test(text) || !Number.isSafeInteger(Number(text))) {
      throw this.expected(`a whole number behind ${where}`);
    }
    this.take();
    return Number(text);
  }

  protected unit(units: readonly TimeUnit[], where: string): TimeUnit {
    const word = this.word();
    const unit = units.find((one) => one === word || one === `${word}S`);
    if (unit === undefined) throw this.expected(`${units.join(', ')} ${where}`);
    this.take();
    return unit;
  }
}
