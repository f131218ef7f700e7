import type { Call, CallName, Case, Compare, Expression } from './expression.ts';
import type { Field, ListText, Literal, Value, ValueType } from './leaf.ts';

/** Short ways to write nodes. */

export function literal(value: Exclude<Value, null>, type?: ValueType): Literal {
  return { kind: 'literal', type: type ?? typeOfValue(value), value };
}

export function nullOf(type: ValueType): Literal {
  return { kind: 'literal', type, value: null };
}

function typeOfValue(value: string | number | boolean): ValueType {
  if (typeof value === 'string') return 'text';
  return typeof value === 'number' ? 'number' : 'boolean';
}

export function field(path: string, type: ValueType = 'text'): Field {
  return { kind: 'field', path, type };
}

/** The first element of a list, or all of them with commas between. */
export function listText(
  path: string,
  take: ListText['take'],
  member?: string,
  where?: NonNullable<ListText['where']>,
): ListText {
  return {
    kind: 'list-text',
    path,
    ...(member === undefined ? {} : { member }),
    ...(where === undefined ? {} : { where }),
    take,
    separator: ', ',
  };
}

export function equal(left: Expression, right: Expression): Compare {
  return { kind: 'compare', operator: '=', left, right };
}

/** A condition of several; of one, that one. */
export function and(items: readonly Expression[]): Expression {
  const [first] = items;
  return items.length === 1 && first ? first : { kind: 'and', items };
}

export function or(items: readonly Expression[]): Expression {
  const [first] = items;
  return items.length === 1 && first ? first : { kind: 'or', items };
}

export function call(name: CallName, type: ValueType, ...given: readonly Expression[]): Call {
  return { kind: 'call', name, type, arguments: given };
}

/** `[condition, result]`, tried in order. */
export function caseOf(
  type: ValueType,
  branches: readonly (readonly [when: Expression, result: Expression])[],
  otherwise: Expression = nullOf(type),
): Case {
  return { kind: 'case', type, branches: branches.map(([when, result]) => ({ when, result })), otherwise };
}
