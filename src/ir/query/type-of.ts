import { type Expression, type ExpressionHandlers, handleExpression } from './expression.ts';
import type { ValueType } from './leaf.ts';

const ownType = ({ type }: { readonly type: ValueType }): ValueType => type;
const always = (type: ValueType) => (): ValueType => type;

const types: ExpressionHandlers<ValueType> = {
  literal: ownType,
  column: ownType,
  field: ownType,
  tag: always('text'),
  'list-text': always('text'),
  'record-value': always('text'),
  'record-text': always('text'),
  output: ownType,
  position: always('number'),
  'session-id': always('number'),
  'group-key': ownType,
  aggregate: ownType,
  item: ownType,
  and: always('boolean'),
  or: always('boolean'),
  not: always('boolean'),
  compare: always('boolean'),
  like: always('boolean'),
  regex: always('boolean'),
  'in-list': always('boolean'),
  'in-query': always('boolean'),
  'is-null': always('boolean'),
  arithmetic: always('number'),
  case: ownType,
  call: ownType,
  'regex-replace': always('text'),
  'date-format': always('text'),
  'date-parse': always('time'),
  'in-network': always('boolean'),
  lookup: ownType,
  'in-table': always('boolean'),
};

/** The static type of an expression. */
export function typeOf(expression: Expression): ValueType {
  return handleExpression(types, expression);
}
