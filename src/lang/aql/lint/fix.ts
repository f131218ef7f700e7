import type { Expression, SelectStatement } from '../ast.ts';
import { type Code, codes } from '../diagnostic-codes.ts';
import { printExpression } from '../print.ts';
import { correctDatePattern } from './clause-rules.ts';
import { exclusionsIn, successSpellings } from './condition-rules.ts';
import { narrowClasses, narrowFilter } from './fix-operations.ts';
import { intendedGrouping } from './grouping-meant.ts';
import { mapStatement } from './map-statement.ts';
import { rewriteAll } from './rewrite.ts';
import type { LintScope } from './scope.ts';
import { meantSource, narrowPatterns, sourceTestOf } from './source-rules.ts';

/** What was changed in a query, and why. */
export interface Change {
  /** The diagnostic that it answers. */
  readonly code: string;
  readonly message: string;
}

export interface FixedQuery {
  readonly statement: SelectStatement;
  readonly changes: readonly Change[];
}

/** The reference set that takes the place of exclusions by name. */
export const approvedSet = 'approved automation';
const mostRows = 1000;

type Fix = (
  statement: SelectStatement,
  say: (code: Code, message: string) => void,
  scope: LintScope,
) => SelectStatement;

/**
 * The query with what the linter finds put right, as far as it can be told what was meant. The statement has to be one that
 * `loadQuery` takes.
 *
 * @param scopeOf looks at a statement that is being changed
 */
export function fixStatement(
  statement: SelectStatement,
  scopeOf: (statement: SelectStatement) => LintScope,
): FixedQuery {
  const changes: Change[] = [];
  const say = (code: Code, message: string): void => {
    const one = { code: codes[code][0], message };
    if (!changes.some((known) => known.code === one.code && known.message === one.message)) changes.push(one);
  };
  let current = statement;
  for (const fix of fixes) current = fix(current, say, scopeOf(current));
  return { statement: current, changes };
}

/** In this order: brackets decide what everything else means. */
const fixes: readonly Fix[] = [
  fixGrouping,
  fixSources,
  fixMissingSource,
  fixExclusions,
  narrowFilter,
  narrowClasses,
  fixSuccess,
  fixCalls,
  fixNulls,
  fixLimit,
];

function fixGrouping(...[statement, say]: Parameters<Fix>): SelectStatement {
  return mapStatement(statement, (expression) =>
    rewriteAll(expression, (node) => {
      if (node.kind !== 'or' || !node.items.some((item) => item.kind === 'and' && !item.parens))
        return undefined;
      const meant = intendedGrouping(node);
      if (meant) {
        say(
          'lintPrecedence',
          `brackets around what is joined by OR, so that the conditions behind AND hold for all of it`,
        );
        return meant;
      }
      say('lintPrecedence', 'brackets around what AND joins anyway');
      return {
        ...node,
        items: node.items.map((item) => (item.kind === 'and' ? { ...item, parens: true } : item)),
      };
    }),
  );
}

function fixSources(...[statement, say]: Parameters<Fix>): SelectStatement {
  return mapStatement(statement, (expression) =>
    rewriteAll(expression, (node) => {
      const test = sourceTestOf(node);
      const meant = test && test.types.length > 1 ? meantSource(test) : undefined;
      if (!test || !meant || test.node.not) return undefined;
      const value = narrowPatterns[meant];
      say('lintSourceWide', `'${test.pattern}' narrowed to '${value}'`);
      return { ...test.node, operator: 'ILIKE', pattern: { ...test.node.pattern, kind: 'text', value } };
    }),
  );
}

function fixMissingSource(...[statement, say, scope]: Parameters<Fix>): SelectStatement {
  const { where } = statement;
  if (!where) return statement;
  const { admitted } = scope;
  const clouds = (['aws', 'azure', 'gcp'] as const).filter((cloud) => !admitted.includes(cloud));
  const [missing] = clouds;
  if (missing === undefined || clouds.length > 1 || !scope.asksLogSource(where)) return statement;
  let isDone = false;
  const widened = rewriteAll(where, (node) => {
    if (isDone || node.kind !== 'or' || !node.items.every((item) => sourceTestOf(item))) return undefined;
    const [first] = node.items;
    if (first?.kind !== 'text-test') return undefined;
    isDone = true;
    const value = narrowPatterns[missing];
    return {
      ...node,
      items: [
        ...node.items,
        { ...first, operator: 'ILIKE', pattern: { ...first.pattern, kind: 'text', value } },
      ],
    };
  });
  if (isDone) say('lintSourceMissing', `the log source type '${narrowPatterns[missing]}' added`);
  return { ...statement, where: widened };
}

/** Exclusions by parts of names become one by list, which keeps rows without a name. */
function fixExclusions(...[statement, say]: Parameters<Fix>): SelectStatement {
  const { where } = statement;
  if (where?.kind !== 'and') return statement;
  const excluded = new Map(
    exclusionsIn(where)
      .filter(
        ({ value, pattern }) =>
          value.kind === 'name' && value.name.toLowerCase() === 'username' && pattern?.kind === 'text',
      )
      .map((one) => [one.node, one] as const),
  );
  const kept = where.items.filter((item) => !excluded.has(item));
  if (kept.length === where.items.length) return statement;
  const [first] = excluded.values();
  if (!first) return statement;
  const { range } = first.node;
  const list: Expression = {
    kind: 'not',
    range,
    item: {
      kind: 'and',
      range,
      items: [
        { kind: 'is-null', not: true, value: first.value, range },
        {
          kind: 'call',
          name: 'REFERENCESETCONTAINS',
          nameRange: range,
          distinct: false,
          star: false,
          arguments: [{ kind: 'text', value: approvedSet, range }, first.value],
          range,
        },
      ],
    },
  };
  say(
    'lintNameExclusion',
    `exclusions by parts of names replaced by the reference set '${approvedSet}', which names whom it means`,
  );
  say('lintNullDropped', 'rows without a name are kept');
  return { ...statement, where: { ...where, items: [...kept, list] } };
}

function fixSuccess(...[statement, say, scope]: Parameters<Fix>): SelectStatement {
  return mapStatement(statement, (expression) =>
    rewriteAll(expression, (node) => {
      if (node.kind !== 'comparison' || node.operator !== '=' || node.right.kind !== 'text') return undefined;
      const isSuccess = successSpellings.some(
        (one) => node.right.kind === 'text' && one === node.right.value,
      );
      if (!isSuccess || scope.columnOf(node.left) !== 'ResultType') return undefined;
      const { left, range } = node;
      say('lintSuccess', 'every spelling of success, and clouds that only write errors');
      const error: Expression = { kind: 'name', name: 'Error Code', quoted: true, range };
      return {
        kind: 'or',
        parens: true,
        range,
        items: [
          {
            kind: 'in',
            not: false,
            value: left,
            list: successSpellings.map((value) => ({ kind: 'text', value, range })),
            range,
          },
          {
            kind: 'and',
            parens: true,
            range,
            items: [
              { kind: 'is-null', not: false, value: left, range },
              { kind: 'is-null', not: false, value: error, range },
            ],
          },
        ],
      };
    }),
  );
}

const correctIds: Readonly<Record<string, readonly [wrong: string, right: string]>> = {
  LOGSOURCETYPENAME: ['logsourceid', 'devicetype'],
  LOGSOURCENAME: ['devicetype', 'logsourceid'],
};

function fixCalls(...[statement, say, scope]: Parameters<Fix>): SelectStatement {
  return mapStatement(statement, (expression) =>
    rewriteAll(expression, (node) => {
      if (node.kind !== 'call') return undefined;
      const [first, second] = node.arguments;
      const ids = correctIds[node.name];
      if (ids && first && scope.columnOf(first) === ids[0]) {
        say('lintWrongId', `${node.name} is given ${ids[1]}`);
        return { ...node, arguments: [{ kind: 'name', name: ids[1], quoted: false, range: first.range }] };
      }
      if (node.name !== 'DATEFORMAT' || !first || second?.kind !== 'text') return undefined;
      const corrected = correctDatePattern(second.value);
      if (corrected === second.value) return undefined;
      say('lintDatePattern', `'${second.value}' is '${corrected}'`);
      return { ...node, arguments: [first, { ...second, value: corrected }] };
    }),
  );
}

function fixNulls(...[statement, say]: Parameters<Fix>): SelectStatement {
  return mapStatement(statement, (expression) =>
    rewriteAll(expression, (node) => {
      if (node.kind !== 'comparison' || (node.operator !== '=' && node.operator !== '!=')) return undefined;
      const isNothing = (side: Expression): boolean => side.kind === 'constant' && side.value === null;
      if (isNothing(node.left) === isNothing(node.right)) return undefined;
      const value = isNothing(node.left) ? node.right : node.left;
      say('lintNull', `${printExpression(node)} is written with IS`);
      return { kind: 'is-null', not: node.operator === '!=', value, range: node.range };
    }),
  );
}

function fixLimit(...[statement, say]: Parameters<Fix>): SelectStatement {
  const isOpen = statement.limit === undefined && statement.groupBy.length === 0;
  if (!isOpen) return statement;
  say('lintUnbounded', `LIMIT ${mostRows}`);
  return { ...statement, limit: mostRows };
}
