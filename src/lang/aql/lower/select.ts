import { field, nullOf } from '../../../ir/query/build.ts';
import type { Expression } from '../../../ir/query/expression.ts';
import type { Item, Select, Sessions, SortKey, Source } from '../../../ir/query/query.ts';
import { typeOf } from '../../../ir/query/type-of.ts';
import type { Expression as Ast, SelectItem, SelectStatement, SessionClause } from '../ast.ts';
import { printExpression } from '../print.ts';
import { millisecondsOf } from '../times.ts';
import { aggregateNames } from './aggregates.ts';
import { asNumber } from './coerce.ts';
import type { Context } from './context.ts';
import type { Environment } from './environment.ts';
import { condition, lower } from './expression.ts';
import { Grouper } from './grouper.ts';
import { Names } from './names.ts';
import { OrderLowering } from './order.ts';
import { usesAggregate } from './uses-aggregate.ts';
import { defaultPeriod, type Period, periodOf, windowOf } from './window.ts';

/**
 * A SELECT as one of the IR; undefined after errors, all of which have been reported.
 *
 * @param inherited the period of the query around this one
 */
export function lowerSelect(
  statement: SelectStatement,
  context: Context,
  inherited?: Period,
): Select | undefined {
  return new SelectLowering(statement, context, inherited).lower();
}

class SelectLowering {
  private readonly statement: SelectStatement;
  private readonly context: Context;
  private readonly period: Period | undefined;

  constructor(statement: SelectStatement, context: Context, inherited: Period | undefined) {
    this.statement = statement;
    this.context = context;
    this.period = statement.time ? periodOf(statement.time, context) : inherited;
  }

  lower(): Select | undefined {
    const { statement, context } = this;
    const errorsBefore = context.reporter.errorCount;
    const source = this.source();
    this.sayIgnored();
    const outputs = source?.kind === 'select' ? source.select.items : undefined;
    if (!source) return undefined;
    const names = new Names(context, statement, outputs);
    const row = this.environment(names, 'WHERE');
    const where = statement.where && condition(statement.where, 'WHERE', row);
    const sessions = statement.session && this.sessions(statement.session, names);
    const grouper = this.grouper(names);
    const items = this.items(names, grouper);
    const having = this.having(names, grouper);
    const order = new OrderLowering(
      statement,
      this.environment(names, 'ORDER BY', true, grouper),
      grouper,
    ).lower(items);
    const isWhole =
      (statement.where === undefined || where) &&
      (statement.session === undefined || sessions) &&
      (statement.having === undefined || having) &&
      (statement.time === undefined || this.period);
    if (!isWhole || context.reporter.errorCount > errorsBefore) return undefined;
    return {
      kind: 'select',
      source,
      ...(where ? { where } : {}),
      ...(sessions ? { sessions } : {}),
      ...(grouper ? { grouping: grouper.grouping } : {}),
      ...(having ? { having } : {}),
      items,
      distinct: statement.distinct,
      order: [...order, ...this.tieBreaks(items, source, grouper)],
      ...(statement.limit === undefined ? {} : { limit: statement.limit }),
    };
  }

  private source(): Source | undefined {
    const { source } = this.statement;
    if (source.kind === 'query') {
      const select = lowerSelect(source.query, this.context, this.period);
      return select && { kind: 'select', select };
    }
    if (source.name !== 'events') {
      return this.context.say(
        'unsupported',
        `there is no table ${source.name} here, only events`,
        source.range,
        {
          help: source.name === 'flows' ? 'audit logs of clouds have no flows' : undefined,
        },
      );
    }
    const window = windowOf(this.period ?? defaultPeriod(this.context), this.context);
    return { kind: 'events', ...(window ? { window } : {}) };
  }

  private sayIgnored(): void {
    const { into, parameters } = this.statement;
    if (into)
      this.context.say(
        'ignored',
        'INTO names a cursor on the QRadar console; it does nothing here',
        into.range,
      );
    for (const { name, range } of parameters) {
      this.context.say(
        'ignored',
        `the parameter ${name} is for the QRadar console; it does nothing here`,
        range,
      );
    }
  }

  private environment(names: Names, clause: string, aliasFirst = false, grouper?: Grouper): Environment {
    return {
      context: this.context,
      names,
      aliasFirst,
      clause,
      open: new Set(),
      ...(grouper ? { aggregate: grouper.aggregate } : {}),
      subQuery: (statement) => lowerSelect(statement, this.context, this.period),
    };
  }

  private grouper(names: Names): Grouper | undefined {
    const { groupBy, items, having, orderBy } = this.statement;
    const isGrouped =
      groupBy.length > 0 ||
      items.some((item) => item.kind === 'item' && usesAggregate(item.value, aggregateNames)) ||
      (having !== undefined && usesAggregate(having, aggregateNames)) ||
      orderBy.some(({ value }) => usesAggregate(value, aggregateNames));
    if (!isGrouped) return undefined;
    const env = this.environment(names, 'GROUP BY', true);
    return new Grouper(groupBy.flatMap((node) => lower(aliasOf(node, names), env) ?? []));
  }

  private items(names: Names, grouper: Grouper | undefined): readonly Item[] {
    const taken = new Set<string>();
    const add = (name: string, value: Expression): Item => {
      let unique = name;
      for (let count = 2; taken.has(unique.toLowerCase()); count += 1) unique = `${name}_${count}`;
      taken.add(unique.toLowerCase());
      return { name: unique, type: typeOf(value), value };
    };
    return this.statement.items.flatMap((item): Item[] => {
      if (item.kind === 'star') {
        return names.star().map(([name, column]) => add(...this.starred(name, column, grouper)));
      }
      const lowered = this.item(item, names, grouper);
      return [lowered ? add(headingOf(item, lowered, grouper), lowered) : add('', nullOf('text'))];
    });
  }

  private starred(name: string, column: Expression, grouper: Grouper | undefined): [string, Expression] {
    const value = grouper ? grouper.lift(column) : column;
    return [grouper?.isFirst(value) ? `FIRST_${name}` : name, value];
  }

  private item(item: SelectItem, names: Names, grouper: Grouper | undefined): Expression | undefined {
    const open = new Set(item.alias ? [item.alias.name.toLowerCase()] : []);
    const env = { ...this.environment(names, 'SELECT', false, grouper), open };
    const lowered = lower(item.value, env);
    return lowered && grouper ? grouper.lift(lowered) : lowered;
  }

  private having(names: Names, grouper: Grouper | undefined): Expression | undefined {
    const { having } = this.statement;
    const lowered = having && condition(having, 'HAVING', this.environment(names, 'HAVING', true, grouper));
    return lowered && grouper ? grouper.lift(lowered) : lowered;
  }

  private sessions(session: SessionClause, names: Names): Sessions | undefined {
    const { time, by, begin, beginExplicit, end, endExplicit, timeout, window } = session;
    const env = this.environment(names, 'SESSION BY');
    const loweredTime = lower(time, env);
    const asTime = loweredTime && asNumber(loweredTime, time, 'SESSION BY', this.context);
    const keys = by.map((node) => lower(node, env));
    const begins = condition(begin, 'BEGIN', env);
    const ends = end && condition(end, 'END', env);
    const wholeKeys = keys.filter((key) => key !== undefined);
    if (!asTime || !begins || wholeKeys.length < keys.length || (end && !ends)) return undefined;
    return {
      time: asTime,
      by: wholeKeys,
      begin: begins,
      beginExplicit,
      ...(ends ? { end: ends } : {}),
      endExplicit,
      ...(timeout === undefined ? {} : { timeout }),
      ...(window ? { window: millisecondsOf(window.amount, window.unit) } : {}),
    };
  }

  /** What settles the order of rows that ORDER BY leaves open, the newest first. */
  private tieBreaks(items: readonly Item[], source: Source, grouper: Grouper | undefined): SortKey[] {
    const ascending = { direction: 'ascending', nulls: 'last' } as const;
    if (this.statement.distinct) {
      return items.map(({ type }, index) => ({ value: { kind: 'item', index, type }, ...ascending }));
    }
    if (grouper) {
      return grouper.grouping.keys.map((key, index) => ({
        value: { kind: 'group-key', index, type: typeOf(key) },
        ...ascending,
      }));
    }
    if (source.kind === 'select') return [{ value: { kind: 'position' }, ...ascending }];
    return [
      { value: field('time', 'time'), direction: 'descending', nulls: 'last' },
      { value: field('id'), ...ascending },
    ];
  }
}

/** In GROUP BY and ORDER BY a 'text' may be an alias. */
export function aliasOf(node: Ast, names: Names): Ast {
  if (node.kind !== 'text' || !names.aliased(node.value)) return node;
  return { kind: 'name', name: node.value, quoted: true, range: node.range };
}

/** The heading of a column: its alias, or made from what it is as QRadar does. */
function headingOf({ value, alias }: SelectItem, lowered: Expression, grouper: Grouper | undefined): string {
  if (alias) return alias.name;
  if (value.kind === 'name') return grouper?.isFirst(lowered) ? `FIRST_${value.name}` : value.name;
  if (value.kind === 'call' && aggregateNames.has(value.name)) {
    const [argument] = value.arguments;
    if (!argument) return value.name;
    if (argument.kind === 'name') return `${value.name}_${argument.name}`;
  }
  return printExpression(value);
}
