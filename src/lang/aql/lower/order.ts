import type { Expression } from '../../../ir/query/expression.ts';
import type { Item, SortKey } from '../../../ir/query/query.ts';
import { typeOf } from '../../../ir/query/type-of.ts';
import type { Expression as Ast, OrderItem, SelectStatement } from '../ast.ts';
import type { Environment } from './environment.ts';
import { lower } from './expression.ts';
import type { Grouper } from './grouper.ts';
import type { Names } from './names.ts';

/** ORDER BY: what is selected is taken from the items, anything else computed beside them. */
export class OrderLowering {
  private readonly statement: SelectStatement;
  private readonly env: Environment;
  private readonly grouper: Grouper | undefined;

  constructor(statement: SelectStatement, env: Environment, grouper: Grouper | undefined) {
    this.statement = statement;
    this.env = env;
    this.grouper = grouper;
  }

  lower(items: readonly Item[]): SortKey[] {
    const texts = items.map(({ value }) => JSON.stringify(value));
    return this.statement.orderBy.flatMap((item) => {
      const value = this.value(item, items, texts);
      if (!value) return [];
      const collation = this.collation(item, value);
      return [
        {
          value,
          direction: item.direction === 'DESC' ? 'descending' : 'ascending',
          nulls: 'last',
          ...(collation === undefined ? {} : { collation }),
        },
      ];
    });
  }

  private value(
    { value: node }: OrderItem,
    items: readonly Item[],
    texts: readonly string[],
  ): Expression | undefined {
    const { context, names } = this.env;
    if (node.kind === 'number') {
      return context.say('unsupported', 'ORDER BY takes columns, not their numbers', node.range);
    }
    const aliased = this.aliased(node, names);
    if (aliased >= 0) return this.itemAt(aliased, items);
    const lowered = lower(node, this.env);
    const value = lowered && this.grouper ? this.grouper.lift(lowered) : lowered;
    if (!value) return undefined;
    const index = texts.indexOf(JSON.stringify(value));
    if (index >= 0) return this.itemAt(index, items);
    if (this.statement.distinct) {
      return context.say('unsupported', 'a query with DISTINCT is ordered by what it selects', node.range, {
        help: 'select the column, too',
      });
    }
    context.say('lintOrder', `${context.reporter.excerpt(node.range)} is not selected`, node.range, {
      help: 'QRadar orders by selected columns only: select it there',
    });
    return value;
  }

  /** The position of the item that the name is an alias of. */
  private aliased(node: Ast, names: Names): number {
    if (node.kind !== 'text' && node.kind !== 'name') return -1;
    const item = names.aliased(node.kind === 'text' ? node.value : node.name);
    if (!item || this.statement.items.some(({ kind }) => kind === 'star')) return -1;
    return this.statement.items.indexOf(item);
  }

  private itemAt(index: number, items: readonly Item[]): Expression | undefined {
    const item = items[index];
    return item && { kind: 'item', index, type: item.type };
  }

  private collation({ collation }: OrderItem, value: Expression): string | undefined {
    if (!collation) return undefined;
    const { context } = this.env;
    if (typeOf(value) !== 'text') {
      return context.say('collation', 'COLLATE orders texts', collation.range);
    }
    try {
      const [tag] = Intl.Collator.supportedLocalesOf(collation.value);
      if (tag !== undefined) return tag;
    } catch {
      // Not even the form of a tag: said below.
    }
    return context.say('collation', `'${collation.value}' is no tag of a language`, collation.range, {
      help: "write a tag such as 'de-DE'",
    });
  }
}
