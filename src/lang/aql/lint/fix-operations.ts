import type { Expression, Name, Range, SelectStatement } from '../ast.ts';
import type { Code } from '../diagnostic-codes.ts';
import { printExpression } from '../print.ts';
import { mapStatement } from './map-statement.ts';
import type { Operation } from './operation.ts';
import {
  branchesOf,
  foreignTo,
  missedBy,
  missingSteps,
  objectsOf,
  readsPassing,
  stepsOf,
  testsIn,
} from './operation-rules.ts';
import { rewriteAll } from './rewrite.ts';
import type { LintScope } from './scope.ts';

/** What changes which resources there are, and who has them; what only sets something stays out of a list by name. */
const structural = new Set([
  'create',
  'delete',
  'restore',
  'revert',
  'copy',
  'attach',
  'share',
  'export',
  'import',
]);

/** Patterns in CASE become lists of the operations that are meant, where the catalogue shows that they are not. */
export function narrowClasses(
  statement: SelectStatement,
  say: (code: Code, message: string) => void,
  scope: LintScope,
): SelectStatement {
  const branches = new Map<Expression, Expression>();
  for (const branch of branchesOf(scope)) {
    const { condition } = branch;
    const missed = missedBy(scope, branch);
    const isForeign = foreignTo(scope, branch).length > 0;
    const [test] = testsIn(scope, condition);
    const column = test && columnIn(test.node);
    if (!column || (missed.length === 0 && !isForeign)) continue;
    const text = printExpression(condition);
    if (isForeign) {
      const { verbs, objects } = branch;
      const named = scope.operations.filter(
        (one) =>
          verbs.includes(one.verb) &&
          objects.includes(one.object) &&
          one.access === 'write' &&
          scope.passes(one),
      );
      say('lintPatternForeign', `${text} replaced by the operations that are meant`);
      branches.set(condition, listOf(column, named, condition.range));
    } else {
      branches.set(condition, {
        kind: 'or',
        range: condition.range,
        items: [...itemsOf(condition), ...itemsOf(listOf(column, missed, condition.range))],
      });
    }
    if (missed.length > 0) say('lintPatternMisses', `operations added that ${text} misses`);
  }
  const withClasses = mapStatement(statement, (expression) =>
    rewriteAll(expression, (node) => branches.get(node)),
  );
  return narrowFilter(withClasses, say, scope);
}

/** The part of WHERE that filters operations becomes a list, when it lets reads through or drops a step of the story. */
export function narrowFilter(
  statement: SelectStatement,
  say: (code: Code, message: string) => void,
  scope: LintScope,
): SelectStatement {
  const { where } = statement;
  const hasReads = readsPassing(scope).length > 0;
  const steps = missingSteps(scope);
  if (where?.kind !== 'and' || (!hasReads && steps.length === 0)) return statement;
  const at = where.items.findIndex((item) => isFilter(scope, item));
  const filter = where.items[at];
  const [test] = filter ? testsIn(scope, filter) : [];
  const column = test && columnIn(test.node);
  if (!filter || !column) return statement;
  const objects = objectsOf(scope);
  const { admitted } = scope;
  const named = scope.operations.filter(
    (one) =>
      one.access === 'write' &&
      structural.has(one.verb) &&
      objects.includes(one.object) &&
      admitted.includes(one.provider),
  );
  if (named.length === 0) return statement;
  if (hasReads) say('lintReads', 'the filter on operations names those that change something');
  if (steps.length > 0)
    say('lintChainStep', 'operations on volumes added, which lie between snapshots and instances');
  const list = listOf(
    column,
    [...new Set([...named, ...(steps.length > 0 ? stepsOf(scope) : [])])],
    filter.range,
  );
  return {
    ...statement,
    where: { ...where, items: where.items.map((item, index) => (index === at ? list : item)) },
  };
}

function isFilter(scope: LintScope, item: Expression): boolean {
  const tests = itemsOf(item);
  return (
    item.kind !== 'not' &&
    tests.every((one) => testsIn(scope, one).length > 0 && one.kind !== 'and' && one.kind !== 'not')
  );
}

function itemsOf(condition: Expression): readonly Expression[] {
  return condition.kind === 'or' ? condition.items : [condition];
}

/** The name of the operation as the test writes it. */
function columnIn(node: Expression): Name | undefined {
  if (node.kind === 'name') return node;
  if (node.kind === 'text-test' || node.kind === 'in') return columnIn(node.value);
  if (node.kind === 'comparison') return columnIn(node.left);
  return node.kind === 'call' && node.arguments[0] ? columnIn(node.arguments[0]) : undefined;
}

/** Names by list; Google's with whatever version is written before them. */
function listOf(column: Name, operations: readonly Operation[], range: Range): Expression {
  const text = (value: string): Expression => ({ kind: 'text', value, range });
  const names = [
    ...new Set(operations.filter(({ provider }) => provider !== 'gcp').map(({ operation }) => operation)),
  ];
  const methods = [
    ...new Set(operations.filter(({ provider }) => provider === 'gcp').map(({ operation }) => operation)),
  ];
  const items: Expression[] = [
    ...(names.length > 0
      ? [{ kind: 'in', not: false, value: column, list: names.map(text), range } as const]
      : []),
    ...methods.map(
      (method) =>
        ({
          kind: 'text-test',
          operator: 'ILIKE',
          not: false,
          value: column,
          pattern: text(`%${method}`),
          range,
        }) as const,
    ),
  ];
  const [only] = items;
  return items.length === 1 && only ? only : { kind: 'or', parens: true, items, range };
}
