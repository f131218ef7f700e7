import type { Expression, ExpressionKind } from './expression.ts';
import type { EventsSource, Select } from './query.ts';
import { mapSelect } from './sub-queries.ts';
import { typeOf } from './type-of.ts';
import { isOfRow, mapChildren, some } from './walk.ts';

/** Everything of a Select behind WHERE; its rows are given as lists of values, which `output` nodes refer to. */
export type Tail = Omit<Select, 'kind' | 'source' | 'where'>;

/** A query over events cut in two: what is done with each Activity by itself, and what is done with all that is left of them. */
export interface SplitSelect {
  readonly source: EventsSource;
  readonly where?: Expression;
  /** What has to be known of each row. */
  readonly columns: readonly Expression[];
  readonly tail: Tail;
}

/** Leaves that only the second part knows. */
const late: ReadonlySet<ExpressionKind> = new Set([
  'session-id',
  'group-key',
  'aggregate',
  'item',
  'position',
  'output',
]);

/**
 * Cuts a Select over events: the largest expressions that an Activity alone decides become columns. Where rows are only few
 * values of the Activities, they are cheap to hand over and to keep.
 */
export function split(select: Select & { readonly source: EventsSource }): SplitSelect {
  const columns: Expression[] = [];
  const positions = new Map<string, number>();
  const column = (expression: Expression): Expression => {
    const text = JSON.stringify(expression);
    let index = positions.get(text);
    if (index === undefined) {
      index = columns.length;
      columns.push(expression);
      positions.set(text, index);
    }
    return { kind: 'output', index, type: typeOf(expression) };
  };
  const cut = (expression: Expression): Expression => {
    if (late.has(expression.kind) || !some(expression, isOfRow)) return expression;
    return some(expression, ({ kind }) => late.has(kind)) ? mapChildren(expression, cut) : column(expression);
  };
  const { source, where, ...whole } = select;
  const { kind: _kind, source: _source, ...tail } = mapSelect({ source: { kind: 'events' }, ...whole }, cut);
  return { source, ...(where ? { where } : {}), columns, tail };
}
