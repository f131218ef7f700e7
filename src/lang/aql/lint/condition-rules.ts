import { activityFields } from '../../../activity/fields.ts';
import type { Expression } from '../ast.ts';
import { walk } from '../children.ts';
import { printExpression } from '../print.ts';
import { activityColumns } from '../vocabulary/fields.ts';
import { intendedGrouping } from './grouping-meant.ts';
import { isNullable } from './nullable.ts';
import type { LintScope } from './scope.ts';

/** AND and OR side by side without brackets. */
export function precedence(scope: LintScope): void {
  const { reporter } = scope;
  scope.walk((node) => {
    if (node.kind !== 'or') return;
    const chain = node.items.find((item) => item.kind === 'and' && !item.parens);
    if (!chain) return;
    const meant = intendedGrouping(node);
    reporter.say(
      'lintPrecedence',
      'AND binds tighter than OR: this means something else than it looks like',
      node.range,
      {
        notes: [
          { message: `it means ${printExpression(node)}`, at: chain.range },
          ...(meant
            ? [
                {
                  message: `what is tested first decides for all: the conditions behind AND hold for the last part only`,
                },
              ]
            : []),
        ],
        help: meant
          ? `most likely meant: ${printExpression(meant)}`
          : `write the brackets: ${printExpression(node)}`,
      },
    );
  });
}

/** `= NULL` and `!= NULL`. */
export function comparedWithNull(scope: LintScope): void {
  const { reporter } = scope;
  scope.walk((node) => {
    if (node.kind !== 'comparison' || (node.operator !== '=' && node.operator !== '!=')) return;
    const sides = [node.left, node.right];
    const nothing = sides.find((side) => side.kind === 'constant' && side.value === null);
    const other = sides.find((side) => side !== nothing);
    if (!nothing || !other) return;
    const correct = `${printExpression(other)} IS ${node.operator === '!=' ? 'NOT ' : ''}NULL`;
    reporter.say(
      'lintNull',
      `nothing is equal or unequal to NULL; it is taken for ${correct} here`,
      node.range,
      {
        help: `write ${correct}`,
      },
    );
  });
}

/** A test that rows without the value do not pass, though they would be expected to. */
export interface Exclusion {
  /** What is tested. */
  readonly value: Expression;
  /** The test, as a whole. */
  readonly node: Expression;
  /** The pattern, where it is one. */
  readonly pattern?: Expression;
}

/** Tests such as `NOT LIKE`, `NOT IN` and `!=` in a condition that do not say what happens with NULL. */
export function exclusionsIn(condition: Expression): Exclusion[] {
  const found: Exclusion[] = [];
  const guarded = new Set<string>();
  walk(condition, (node) => {
    if (node.kind === 'or' || node.kind === 'and') {
      for (const item of node.items) {
        const isGuard = item.kind === 'is-null' && item.not === (node.kind === 'and');
        if (isGuard) guarded.add(printExpression(item.value));
      }
    }
    const one = exclusionOf(node);
    if (one) found.push(one);
  });
  return found.filter(({ value }) => !guarded.has(printExpression(value)));
}

function exclusionOf(node: Expression): Exclusion | undefined {
  if (node.kind === 'text-test' && node.not) return { value: node.value, node, pattern: node.pattern };
  if ((node.kind === 'in' || node.kind === 'in-query') && node.not) return { value: node.value, node };
  if (node.kind === 'comparison' && node.operator === '!=') {
    const isLiteral = node.right.kind === 'text' || node.right.kind === 'number';
    return isLiteral ? { value: node.left, node } : undefined;
  }
  if (node.kind !== 'not') return undefined;
  const { item } = node;
  if (item.kind === 'text-test' && !item.not) return { value: item.value, node, pattern: item.pattern };
  return item.kind === 'in' && !item.not ? { value: item.value, node } : undefined;
}

/** Rows without the value are unknown, and dropped. */
export function nullDropped(scope: LintScope): void {
  const { where } = scope.statement;
  if (!where) return;
  for (const { value, node } of exclusionsIn(where)) {
    const lowered = scope.lower(value);
    if (!lowered || !isNullable(lowered)) continue;
    const what = printExpression(value);
    scope.reporter.say(
      'lintNullDropped',
      `rows without ${what} are dropped, too: of NULL nothing can be said`,
      node.range,
      { help: `to keep them write (${what} IS NULL OR ${printExpression(node)})` },
    );
  }
}

/** What whoever acts can name as they like. */
const chosenNames = new Set(
  [
    'username',
    'User Agent',
    'Session',
    'Resource Name',
    'principal.name',
    'source.userAgent',
    'principal.session',
  ].map((one) => one.toLowerCase()),
);

/** Who is called so is not seen. */
export function nameExclusion(scope: LintScope): void {
  const { where } = scope.statement;
  if (!where) return;
  for (const { value, node, pattern } of exclusionsIn(where)) {
    const column = scope.columnOf(value)?.toLowerCase();
    if (column === undefined || !chosenNames.has(column) || pattern?.kind !== 'text') continue;
    const isPart =
      node.kind !== 'text-test' || /[%_]/.test(pattern.value) || node.operator.endsWith('MATCHES');
    if (!isPart) continue;
    const name = pattern.value.replace(/^%+|%+$/g, '').replaceAll('%', '-');
    scope.reporter.say(
      'lintNameExclusion',
      `who is called something like x-${name} is not seen: names are chosen by those who make the principals`,
      node.range,
      { help: `exclude by list: NOT REFERENCESETCONTAINS('approved automation', ${printExpression(value)})` },
    );
  }
}

const successWords = new Set(['success', 'succeeded', 'ok', 'accepted', 'started', '0', 'notice']);
export const successSpellings: readonly string[] = ['Success', 'Succeeded', 'Accepted', '0'];

/** One spelling of success where there are several. */
export function success(scope: LintScope): void {
  scope.walk((node) => {
    if (node.kind !== 'comparison' || node.operator !== '=' || node.right.kind !== 'text') return;
    const { left, right } = node;
    if (scope.columnOf(left) !== 'ResultType' || !successWords.has(right.value.toLowerCase())) return;
    const { admitted } = scope;
    const without = [
      admitted.includes('aws') ? 'CloudTrail' : '',
      admitted.includes('gcp') ? 'Google' : '',
    ].filter(Boolean);
    const what = printExpression(left);
    scope.reporter.say('lintSuccess', `'${right.value}' is one of several spellings of success`, node.range, {
      notes: [
        {
          message: `Azure writes Success in new rows, Succeeded in old ones and exports, Accepted for what goes on; Entra ID writes 0`,
        },
        ...(without.length > 0
          ? [
              {
                message: `${without.join(' and ')} ${without.length > 1 ? 'have' : 'has'} no ${what}: it is NULL there, so this is never true`,
              },
            ]
          : []),
      ],
      help: `write ${what} IN (${successSpellings.map((one) => `'${one}'`).join(', ')}), and for clouds without it ${what} IS NULL AND "Error Code" IS NULL`,
    });
  });
}

/** Values that each of some fields can have, by the name of the column. */
const enumerated: ReadonlyMap<string, readonly string[]> = new Map(
  activityFields.flatMap(({ name, values }) => {
    const column = activityColumns.find((one) => one.name === name);
    return values && column?.value.kind === 'field' ? [[name, values] as const] : [];
  }),
);

/** What an expression says that something is equal to. */
function equalities(
  node: Expression,
): { readonly subject: Expression; readonly tests: readonly Expression[] } | undefined {
  if (node.kind === 'in') return { subject: node.value, tests: node.list };
  if (node.kind !== 'comparison' || node.operator !== '=') return undefined;
  return { subject: node.left, tests: [node.right] };
}

/** Comparisons with a value that the column never has. */
export function neverMatches(scope: LintScope): void {
  scope.walk((node) => {
    const found = equalities(node);
    const lowered = found && scope.lower(found.subject);
    const field = lowered?.kind === 'column' ? lowered.value : lowered;
    const values = field?.kind === 'field' ? enumerated.get(field.path) : undefined;
    if (!found || !values) return;
    for (const test of found.tests) {
      if (test.kind !== 'text' || values.includes(test.value)) continue;
      scope.reporter.say(
        'lintNeverMatches',
        `${printExpression(found.subject)} is never '${test.value}'`,
        test.range,
        { help: `it is one of ${values.join(', ')}` },
      );
    }
  });
}

/** LIKE with nothing to stand for anything else. */
export function likeExact(scope: LintScope): void {
  const { reporter } = scope;
  scope.walk((node) => {
    if (node.kind !== 'text-test' || !node.operator.endsWith('LIKE') || node.pattern.kind !== 'text') return;
    if (/[%_]/.test(node.pattern.value)) return;
    reporter.say(
      'lintLikeWithoutWildcard',
      `${node.operator} without % or _ asks for the whole text`,
      node.range,
      {
        help: `write '%${node.pattern.value}%' to look for a part of it`,
      },
    );
  });
}
