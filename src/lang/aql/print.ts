import {
  type Alias,
  type Expression,
  type ExpressionHandlers,
  handleExpression,
  type OrderItem,
  type SelectItem,
  type SelectStatement,
  type SessionClause,
  type Source,
  type Star,
  type TimeClause,
} from './ast.ts';
import { isReserved } from './token-reader.ts';

/** Lines longer than this are broken where there is a place to. */
const WIDTH = 100;

/**
 * A query in one canonical form: keywords in capitals, one clause a line, brackets around every AND inside OR and the other way
 * round. Parsing it gives the same statement.
 */
export function print(statement: SelectStatement): string {
  return printSelect(statement, '');
}

/** @param indent of the lines behind the first; without it all stands on one line */
function printSelect(statement: SelectStatement, indent?: string): string {
  const { distinct, items, source, into, where, groupBy, having, session, orderBy } = statement;
  const { limit, time, parameters } = statement;
  const inner = indent === undefined ? undefined : `${indent}  `;
  const lines = [
    `SELECT${distinct ? ' DISTINCT' : ''}${printItems(items, inner)}`,
    `FROM ${printSource(source, indent)}`,
    ...(into ? [`INTO ${bareName(into.name)}`] : []),
    ...(where ? [`WHERE ${printCondition(where, inner)}`] : []),
    ...(groupBy.length > 0 ? [`GROUP BY ${groupBy.map(printExpression).join(', ')}`] : []),
    ...(having ? [`HAVING ${printCondition(having, inner)}`] : []),
    ...(session ? printSession(session) : []),
    ...(orderBy.length > 0 ? [`ORDER BY ${orderBy.map(printOrder).join(', ')}`] : []),
    ...(limit === undefined ? [] : [`LIMIT ${limit}`]),
    ...(time ? [printTime(time)] : []),
    ...(parameters.length > 0
      ? [`PARAMETERS ${parameters.map(({ name, value }) => `${name}=${textOf(value)}`).join(', ')}`]
      : []),
  ];
  return lines.join(indent === undefined ? ' ' : `\n${indent}`);
}

function printItems(items: readonly (Star | SelectItem)[], indent: string | undefined): string {
  const printed = items.map((item) =>
    item.kind === 'star' ? '*' : printBlock(item.value, indent) + printAlias(item.alias),
  );
  const line = printed.join(', ');
  if (indent === undefined) return ` ${line}`;
  if (line.length <= WIDTH && !line.includes('\n')) return ` ${line}`;
  return `\n${printed.map((one) => indent + one).join(',\n')}`;
}

function printAlias(alias: Alias | undefined): string {
  if (!alias) return '';
  return ` AS ${isPlain(alias.name) ? alias.name : textOf(alias.name)}`;
}

function printSource(source: Source, indent: string | undefined): string {
  if (source.kind === 'table') return bareName(source.name);
  if (indent === undefined) return `(${printSelect(source.query)})`;
  const inner = `${indent}  `;
  return `(\n${inner}${printSelect(source.query, inner)}\n${indent})`;
}

function printOrder({ value, direction, collation }: OrderItem): string {
  const language = collation ? ` COLLATE ${textOf(collation.value)}` : '';
  return `${printExpression(value)} ${direction}${language}`;
}

function printSession(session: SessionClause): string[] {
  const { time, by, begin, beginExplicit, end, endExplicit, timeout, window } = session;
  return [
    `SESSION BY ${printExpression(time)}${by.length > 0 ? ` ${by.map(asOperand).join(', ')}` : ''}`,
    `${beginExplicit ? 'EXPLICIT ' : ''}BEGIN ${printExpression(begin)}`,
    ...(end ? [`${endExplicit ? 'EXPLICIT ' : ''}END ${printExpression(end)}`] : []),
    ...(timeout === undefined ? [] : [`TIMEOUT ${timeout}`]),
    ...(window ? [`TIMEWINDOW ${window.amount} ${window.unit}`] : []),
  ];
}

function printTime(time: TimeClause): string {
  if (time.kind === 'last') return `LAST ${time.amount} ${time.unit}`;
  return `START ${asOperand(time.start)}${time.stop ? ` STOP ${asOperand(time.stop)}` : ''}`;
}

/** A condition over several lines when one is too short. */
function printCondition(condition: Expression, indent: string | undefined): string {
  const line = printExpression(condition);
  if (indent === undefined || line.length <= WIDTH) return line;
  if (condition.kind !== 'and' && condition.kind !== 'or') return printBlock(condition, indent);
  const word = condition.kind.toUpperCase();
  return condition.items.map((item) => within(item, condition.kind, indent)).join(`\n${indent}${word} `);
}

/** An operand of AND or OR, in brackets where it is a chain of the other; long ones over several lines. */
function within(item: Expression, kind: 'and' | 'or', indent: string): string {
  const isChain = item.kind === 'and' || item.kind === 'or';
  if (!isChain || item.kind === kind) {
    const line = isChain ? `(${printExpression(item)})` : printExpression(item);
    return line.length <= WIDTH
      ? line
      : `${isChain ? '(' : ''}${printBlock(item, indent)}${isChain ? ')' : ''}`;
  }
  const line = `(${printExpression(item)})`;
  if (line.length <= WIDTH) return line;
  const inner = `${indent}  `;
  return `(\n${inner}${printCondition(item, inner)}\n${indent})`;
}

/** CASE and long lists over several lines. */
function printBlock(expression: Expression, indent: string | undefined): string {
  const line = printExpression(expression);
  if (indent === undefined) return line;
  if (line.length <= WIDTH && !(expression.kind === 'case' && expression.branches.length > 1)) return line;
  const inner = `${indent}  `;
  if (expression.kind === 'case') {
    const { subject, branches, otherwise } = expression;
    const lines = [
      `CASE${subject ? ` ${printExpression(subject)}` : ''}`,
      ...branches.map(
        ({ when, result }) =>
          `${inner}WHEN ${printCondition(when, `${inner}  `)} THEN ${printExpression(result)}`,
      ),
      ...(otherwise ? [`${inner}ELSE ${printExpression(otherwise)}`] : []),
    ];
    return `${lines.join('\n')}\n${indent}END`;
  }
  if (expression.kind === 'in') {
    const { value, not, list } = expression;
    const head = `${asOperand(value)} ${not ? 'NOT ' : ''}IN (`;
    return `${head}\n${wrapped(list.map(printExpression), inner)}\n${indent})`;
  }
  if (expression.kind === 'in-query') {
    const { value, not, query } = expression;
    return `${asOperand(value)} ${not ? 'NOT ' : ''}IN (\n${inner}${printSelect(query, inner)}\n${indent})`;
  }
  return line;
}

function wrapped(pieces: readonly string[], indent: string): string {
  const lines: string[] = [];
  let line = '';
  for (const [index, piece] of pieces.entries()) {
    const next = index === pieces.length - 1 ? piece : `${piece},`;
    if (line !== '' && line.length + next.length + 1 > WIDTH) {
      lines.push(line);
      line = next;
    } else line = line === '' ? next : `${line} ${next}`;
  }
  return [...lines, line].map((one) => indent + one).join('\n');
}

/** An expression on one line. */
export function printExpression(expression: Expression): string {
  return handleExpression(printers, expression);
}

const printers: ExpressionHandlers<string> = {
  name: ({ name, quoted }) => (quoted ? nameOf(name) : bareName(name)),
  text: ({ value }) => textOf(value),
  number: ({ text }) => text,
  constant: ({ value }) => String(value).toUpperCase(),
  call: ({ name, star, distinct, arguments: list }) =>
    `${name}(${star ? '*' : `${distinct ? 'DISTINCT ' : ''}${list.map(printExpression).join(', ')}`})`,
  negative: ({ item }) => `-${isPrimary(item) ? printExpression(item) : `(${printExpression(item)})`}`,
  binary: ({ operator, left, right }) => `${asFactor(left)} ${operator} ${asFactor(right)}`,
  comparison: ({ operator, left, right }) => `${asOperand(left)} ${operator} ${asOperand(right)}`,
  and: ({ items }) => items.map(asItem).join(' AND '),
  or: ({ items }) => items.map(asItem).join(' OR '),
  not: ({ item }) => `NOT ${isPrimary(item) ? printExpression(item) : `(${printExpression(item)})`}`,
  'text-test': ({ value, not, operator, pattern }) =>
    `${asOperand(value)} ${not ? 'NOT ' : ''}${operator} ${asOperand(pattern)}`,
  in: ({ value, not, list }) =>
    `${asOperand(value)} ${not ? 'NOT ' : ''}IN (${list.map(printExpression).join(', ')})`,
  'in-query': ({ value, not, query }) => `${asOperand(value)} ${not ? 'NOT ' : ''}IN (${printSelect(query)})`,
  between: ({ value, not, low, high }) =>
    `${asOperand(value)} ${not ? 'NOT ' : ''}BETWEEN ${asOperand(low)} AND ${asOperand(high)}`,
  'is-null': ({ value, not }) => `${asOperand(value)} IS ${not ? 'NOT ' : ''}NULL`,
  'text-search': ({ text }) => `TEXT SEARCH ${textOf(text.value)}`,
  case: ({ subject, branches, otherwise }) =>
    [
      `CASE${subject ? ` ${printExpression(subject)}` : ''}`,
      ...branches.map(({ when, result }) => `WHEN ${printExpression(when)} THEN ${printExpression(result)}`),
      ...(otherwise ? [`ELSE ${printExpression(otherwise)}`] : []),
      'END',
    ].join(' '),
  if: ({ when, result, otherwise }) =>
    `IF ${printExpression(when)} THEN ${printExpression(result)} ELSE ${printExpression(otherwise)}`,
};

function isPrimary({ kind }: Expression): boolean {
  return (
    kind === 'name' ||
    kind === 'text' ||
    kind === 'number' ||
    kind === 'constant' ||
    kind === 'call' ||
    kind === 'case'
  );
}

/** Beside an operator of arithmetic. */
function asFactor(expression: Expression): string {
  const printed = printExpression(expression);
  return isPrimary(expression) ? printed : `(${printed})`;
}

/** Beside a test: arithmetic needs no brackets there. */
function asOperand(expression: Expression): string {
  const printed = printExpression(expression);
  const isBare = isPrimary(expression) || expression.kind === 'binary' || expression.kind === 'negative';
  return isBare ? printed : `(${printed})`;
}

/** Beside AND and OR. */
function asItem(expression: Expression): string {
  const printed = printExpression(expression);
  const { kind } = expression;
  return kind === 'and' || kind === 'or' || kind === 'if' ? `(${printed})` : printed;
}

function isPlain(name: string): boolean {
  return /^[\p{L}_][\p{L}\p{N}\p{M}_$]*$/u.test(name) && !isReserved(name);
}

function bareName(name: string): string {
  return isPlain(name) ? name : nameOf(name);
}

function nameOf(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

function textOf(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
