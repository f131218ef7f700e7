import type { Expression } from '../ast.ts';
import { readDatePattern } from '../date-pattern.ts';
import { aggregateNames } from '../lower/aggregates.ts';
import { usesAggregate } from '../lower/uses-aggregate.ts';
import { printExpression } from '../print.ts';
import { objectsOf, operationTests } from './operation-rules.ts';
import type { LintScope } from './scope.ts';

/** Whether the result has a row for each event. */
function givesEvents({ statement }: LintScope): boolean {
  const { groupBy, items } = statement;
  return (
    groupBy.length === 0 &&
    !items.some((item) => item.kind === 'item' && usesAggregate(item.value, aggregateNames))
  );
}

/** Results without an end, and times that nobody chose. */
export function unbounded(scope: LintScope): void {
  const { limit, time, range } = scope.statement;
  const word = { start: range.start, end: range.start + 'SELECT'.length };
  if (limit === undefined && givesEvents(scope)) {
    scope.reporter.say('lintUnbounded', 'the query has no LIMIT: it gives every row that there is', word, {
      help: 'write LIMIT 1000 before the time',
    });
  }
  if (time === undefined && !scope.queryOptions.allTimes) {
    scope.reporter.say('lintUnbounded', 'the query has no time: it looks at the last 5 minutes only', word, {
      help: "write LAST 24 HOURS, or START '…' STOP '…', at the end",
    });
  }
}

/** Letters of date patterns that are taken for others. */
export function datePatterns(scope: LintScope): void {
  scope.walk((node) => {
    if (node.kind !== 'call' || node.name !== 'DATEFORMAT') return;
    const [, pattern] = node.arguments;
    if (pattern?.kind !== 'text') return;
    for (const message of datePatternProblems(pattern.value)) {
      scope.reporter.say('lintDatePattern', message.problem, pattern.range, {
        help: `write '${correctDatePattern(pattern.value)}'`,
      });
    }
  });
}

function datePatternProblems(pattern: string): { readonly problem: string }[] {
  const { parts } = readDatePattern(pattern);
  const kinds = new Set(parts.map(({ kind }) => kind));
  const problems: { problem: string }[] = [];
  if (parts.some((part) => part.kind === 'hour' && part.clock === 12) && !kinds.has('half-day')) {
    problems.push({ problem: 'hh counts the hours to 12, so that morning and evening look the same' });
  }
  if (kinds.has('week-year')) {
    problems.push({ problem: 'YYYY is the year of the week: days around New Year get the wrong year' });
  }
  const minuteAsMonth =
    kinds.has('year') &&
    kinds.has('minute') &&
    !kinds.has('month') &&
    !kinds.has('month-name') &&
    kinds.has('day');
  if (minuteAsMonth) problems.push({ problem: 'mm are minutes; months are MM' });
  if (kinds.has('day-of-year') && (kinds.has('month') || kinds.has('month-name'))) {
    problems.push({ problem: 'DD is the day of the year; the day of the month is dd' });
  }
  return problems;
}

/** The pattern with letters that say what was meant. */
export function correctDatePattern(pattern: string): string {
  const { parts } = readDatePattern(pattern);
  const kinds = new Set(parts.map(({ kind }) => kind));
  const letters = pattern.split(/('(?:[^']|'')*')/);
  return letters
    .map((piece) => {
      if (piece.startsWith("'")) return piece;
      let corrected = piece.replaceAll('Y', 'y');
      if (!kinds.has('half-day')) corrected = corrected.replaceAll('h', 'H').replaceAll('K', 'H');
      if (!kinds.has('month') && !kinds.has('month-name'))
        corrected = corrected.replace(/mm(?=[^:]*d)/, 'MM');
      return kinds.has('month') || kinds.has('month-name') ? corrected.replaceAll('D', 'd') : corrected;
    })
    .join('');
}

/** The time that is shown is not the one that the window goes by. */
export function timeColumn(scope: LintScope): void {
  const { time, items } = scope.statement;
  if (!time || (scope.queryOptions.windowColumn ?? 'starttime') !== 'starttime') return;
  let shown: Expression | undefined;
  let hasStart = false;
  for (const item of items) {
    if (item.kind !== 'item') continue;
    visitNames(item.value, (name) => {
      const column = scope.columnOf(name);
      if (column === 'devicetime') shown ??= name;
      if (column === 'starttime') hasStart = true;
    });
  }
  if (!shown || hasStart) return;
  scope.reporter.say(
    'lintTimeColumn',
    'devicetime is shown, and the window goes by starttime: what the log got late lies in another window than the time that is shown',
    shown.range,
    { help: 'show starttime, too; records of clouds come 5 to 30 minutes late' },
  );
}

function visitNames(node: Expression, visit: (name: Expression) => void): void {
  if (node.kind === 'name') visit(node);
  if (node.kind === 'call') for (const argument of node.arguments) visitNames(argument, visit);
}

/** Texts that are the names of columns. */
export function textAsColumn(scope: LintScope): void {
  scope.walk((node) => {
    const subject =
      node.kind === 'text-test' || node.kind === 'in' || node.kind === 'is-null' ? node.value : leftOf(node);
    if (subject?.kind !== 'text') return;
    const isColumn =
      scope.lower({ kind: 'name', name: subject.value, quoted: true, range: subject.range }) !== undefined;
    if (!isColumn) return;
    scope.reporter.say(
      'lintTextAsColumn',
      `${printExpression(subject)} is a text, not the column: the test is the same for every row`,
      subject.range,
      {
        help: `columns stand in double quotation marks: "${subject.value}"`,
      },
    );
  });
}

function leftOf(node: Expression): Expression | undefined {
  return node.kind === 'comparison' && node.right.kind !== 'name' ? node.left : undefined;
}

/** Several steps of a story in one query that never puts them together. */
export function noCorrelation(scope: LintScope): void {
  const { statement } = scope;
  if (statement.session || !givesEvents(scope)) return;
  const tests = operationTests(scope);
  const objects = objectsOf(scope);
  const stages = ['snapshot', 'volume', 'image', 'instance'].filter((one) => objects.includes(one));
  if (stages.length < 2) return;
  const [first] = tests;
  if (!first) return;
  scope.reporter.say(
    'lintNoCorrelation',
    `the query looks at ${stages.join(', ')} side by side, and never says that one followed from the other`,
    first.node.range,
    {
      help: 'chain them with SESSION BY starttime username BEGIN … END …, or run the chains of nephoscope hunt',
    },
  );
}
