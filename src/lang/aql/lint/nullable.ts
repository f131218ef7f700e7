import { activityFields } from '../../../activity/fields.ts';
import type { Expression } from '../../../ir/query/expression.ts';
import { childrenOf } from '../../../ir/query/walk.ts';

const required: ReadonlySet<string> = new Set(
  activityFields.filter((field) => field.required === true).map(({ name }) => name),
);

/** Whether an expression can be NULL for some row; true when in doubt. */
export function isNullable(expression: Expression): boolean {
  switch (expression.kind) {
    case 'literal':
      return expression.value === null;
    case 'field':
      return !required.has(expression.path);
    case 'column':
      return isNullable(expression.value);
    case 'is-null':
    case 'position':
      return false;
    case 'call':
      return expression.name === 'coalesce'
        ? expression.arguments.every(isNullable)
        : expression.name.startsWith('to-') || expression.arguments.some(isNullable);
    case 'case':
      return [expression.otherwise, ...expression.branches.map(({ result }) => result)].some(isNullable);
    case 'compare':
    case 'like':
    case 'regex':
    case 'in-list':
    case 'and':
    case 'or':
    case 'not':
    case 'regex-replace':
      return childrenOf(expression).some(isNullable);
    default:
      return true;
  }
}
