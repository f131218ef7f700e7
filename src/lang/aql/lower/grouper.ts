import type { Expression } from '../../../ir/query/expression.ts';
import type { ValueType } from '../../../ir/query/leaf.ts';
import type { Aggregate, Grouping } from '../../../ir/query/query.ts';
import { typeOf } from '../../../ir/query/type-of.ts';
import { isOfRow, mapChildren, some } from '../../../ir/query/walk.ts';

/** Turns expressions on rows into expressions on groups, and gathers the aggregates that they need. */
export class Grouper {
  private readonly keys: readonly Expression[];
  private readonly positions: Map<string, number> = new Map();
  private readonly aggregates: Aggregate[] = [];
  private readonly indices: Map<string, number> = new Map();
  private readonly texts: WeakMap<Expression, string> = new WeakMap();

  constructor(keys: readonly Expression[]) {
    this.keys = keys;
    for (const [index, key] of keys.entries()) {
      if (!this.positions.has(this.text(key))) this.positions.set(this.text(key), index);
    }
  }

  get grouping(): Grouping {
    return { keys: this.keys, aggregates: this.aggregates };
  }

  /** What stands for the value of an aggregate; equal ones are computed once. */
  readonly aggregate = (aggregate: Aggregate, type: ValueType): Expression => {
    const text = JSON.stringify(aggregate);
    let index = this.indices.get(text);
    if (index === undefined) {
      index = this.aggregates.length;
      this.aggregates.push(aggregate);
      this.indices.set(text, index);
    }
    return { kind: 'aggregate', index, type };
  };

  /**
   * The expression for a group: its keys are keys, aggregates stay, and whatever else is read from rows is that of the group's
   * first row.
   */
  readonly lift = (expression: Expression): Expression => {
    const key = this.positions.get(this.text(expression));
    const type = typeOf(expression);
    if (key !== undefined) return { kind: 'group-key', index: key, type };
    if (expression.kind === 'aggregate' || expression.kind === 'literal') return expression;
    if (some(expression, (one) => one.kind === 'aggregate' || this.isKey(one))) {
      return mapChildren(expression, this.lift);
    }
    if (!some(expression, isOfRow)) return expression;
    return this.aggregate({ kind: 'first', type, value: expression }, type);
  };

  /** Whether an expression is that of the first row. */
  isFirst(expression: Expression): boolean {
    return expression.kind === 'aggregate' && this.aggregates[expression.index]?.kind === 'first';
  }

  private isKey(expression: Expression): boolean {
    return this.positions.has(this.text(expression));
  }

  private text(expression: Expression): string {
    let text = this.texts.get(expression);
    if (text === undefined) {
      text = JSON.stringify(expression);
      this.texts.set(expression, text);
    }
    return text;
  }
}
