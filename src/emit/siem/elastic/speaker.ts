import type { StringOp } from '../../../ir/nodes.ts';
import { literalText, wholePattern } from '../../../ir/pattern.ts';
import type { FieldCondition, NativeField, Step, ValueTest } from '../condition.ts';
import { hasHidden } from '../hidden-text.ts';
import type { Notes } from '../language.ts';
import { isIgnored, patternRegex } from '../regex-text.ts';
import type { Speaker, Unsayable } from '../say.ts';
import { locate } from '../table.ts';
import { luceneRegex, quoteLucene } from './lucene-regex.ts';
import { mapTextRegex } from './map-text.ts';
import { claimName, type EsqlField, type EsqlTable } from './tables.ts';

/** A test, and the field without which it is neither true nor false. */
export interface EsqlLeaf {
  readonly text: string;
  readonly field?: string;
}

type Text = Extract<ValueTest, { kind: 'text' }>;

/** A text in quotes. */
export function esqlString(text: string): string {
  const escaped = text
    .replace(/[\\"]/g, '\\$&')
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')
    .replaceAll('\t', '\\t');
  return `"${escaped}"`;
}

/** A field; what is no plain name stands in backquotes. */
export function esqlField(name: string): string {
  return /^[\w@]+(?:\.[\w@]+)*$/.test(name) ? name : `\`${name.replaceAll('`', '``')}\``;
}

export function createSpeaker(table: EsqlTable, { differ }: Notes): Speaker<EsqlLeaf> {
  return {
    test: (condition: FieldCondition) => {
      const said = sayTest(condition);
      return 'why' in said || !hasHidden(said.text)
        ? said
        : { why: 'ES|QL cannot write characters that are not to be seen' };
    },
    keyword: () => ({ why: 'ES|QL does not search all fields' }),
  };

  function sayTest({ field, test }: FieldCondition): EsqlLeaf | Unsayable {
    const located = locate(table, field);
    if (!located) return { why: `${table.name} has no field that ES|QL can read` };
    const { column, below } = located;
    if (column.type === 'map' && below.length > 0) return inMap(column, below, test, field.name, differ);
    if (column.isTrue !== undefined)
      return test.kind === 'boolean' && test.value
        ? { text: column.isTrue }
        : { why: 'it is told by other fields' };
    const name = esqlField(column.type === 'claims' ? claimName(column.name, below) : column.name);
    if (test.kind !== 'same') return onField(name, column, test);
    const other = locate(table, test.other);
    if (!other || other.below.length > 0) return { why: `${table.name} has no field for ${test.other.name}` };
    return same(name, esqlField(other.column.name), test.op, test.cased);
  }
}

/** The value of the first field that is there. */
export function firstValue(fields: readonly NativeField[], table: EsqlTable): string | undefined {
  const names = fields.flatMap((field) => {
    const located = locate(table, field);
    if (
      !located ||
      located.column.isTrue !== undefined ||
      (located.column.type === 'map' && located.below.length > 0)
    )
      return [];
    const { column, below } = located;
    const name = esqlField(column.type === 'claims' ? claimName(column.name, below) : column.name);
    return [column.type === 'keyword' || column.type === 'claims' ? name : `TO_STRING(${name})`];
  });
  return names.length > 1 ? `COALESCE(${names.join(', ')})` : names[0];
}

function inMap(
  { name }: EsqlField,
  below: readonly Step[],
  test: ValueTest,
  shown: string,
  differ: (difference: string) => void,
): EsqlLeaf | Unsayable {
  const source = mapTextRegex(below, test);
  if (source === undefined) return { why: `${test.kind} tests inside the text of parameters` };
  differ(`${shown} is looked for by the name ${below.at(-1)?.key} in the text of ${name}`);
  const value = isIgnored(test) ? `TO_LOWER(${name})` : name;
  return { text: `${value} RLIKE ${esqlString(source)}`, field: name };
}

type OnField = Exclude<ValueTest, { kind: 'same' }>;

function onField(name: string, { type, ip }: EsqlField, test: OnField): EsqlLeaf | Unsayable {
  const asText = type === 'keyword' || type === 'map' || type === 'claims' ? name : `TO_STRING(${name})`;
  switch (test.kind) {
    case 'text':
      return { text: onText(asText, test), field: name };
    case 'regex':
      return onRegex(asText, name, test);
    case 'cidr': {
      const address = esqlField(ip ?? name);
      const value = type === 'ip' || ip ? address : `TO_IP(${address})`;
      return { text: `CIDR_MATCH(${value}, ${test.networks.map(esqlString).join(', ')})`, field: address };
    }
    case 'number': {
      const value = type === 'long' ? name : `TO_DOUBLE(${name})`;
      return { text: `${value} ${comparisons[test.op]} ${test.value}`, field: name };
    }
    case 'boolean':
      return type === 'boolean'
        ? { text: `${name} == ${test.value}`, field: name }
        : { text: `TO_LOWER(${asText}) == "${test.value}"`, field: name };
    case 'filled':
    case 'exists':
      return { text: `${name} IS NOT NULL` };
    case 'empty':
      return { text: `${asText} == ""`, field: name };
    case 'time': {
      const time = type === 'date' ? name : `TO_DATETIME(${name})`;
      return {
        text: `DATE_EXTRACT("${chrono[test.part]}", ${time}) ${comparisons[test.op]} ${test.value}`,
        field: name,
      };
    }
  }
}

const comparisons = { eq: '==', gt: '>', gte: '>=', lt: '<', lte: '<=' } as const;

const chrono = {
  minute: 'MINUTE_OF_HOUR',
  hour: 'HOUR_OF_DAY',
  weekday: 'DAY_OF_WEEK',
  day: 'DAY_OF_MONTH',
  week: 'ALIGNED_WEEK_OF_YEAR',
  month: 'MONTH_OF_YEAR',
  year: 'YEAR',
} as const;

function onRegex(
  value: string,
  name: string,
  { source, flags }: Extract<ValueTest, { kind: 'regex' }>,
): EsqlLeaf | Unsayable {
  const isLower = flags.ignoreCase === true;
  const made = flags.multiline ? undefined : luceneRegex(source, isLower);
  if (made === undefined) return { why: 'its expression has what ES|QL does not have' };
  return { text: `${isLower ? `TO_LOWER(${value})` : value} RLIKE ${esqlString(made)}`, field: name };
}

function onText(value: string, { op, cased, patterns }: Text): string {
  const folded = cased ? value : `TO_LOWER(${value})`;
  const literals = patterns.map((pattern) => literalText(pattern));
  const lower = (text: string): string => (cased ? text : text.toLowerCase());
  const texts = literals.flatMap((literal) => (literal === undefined ? [] : [lower(literal)]));
  if (op === 'equals' && texts.length === patterns.length) {
    const quoted = texts.map(esqlString);
    return quoted.length === 1 ? `${folded} == ${quoted.join('')}` : `${folded} IN (${quoted.join(', ')})`;
  }
  const tests = patterns.map((pattern, index) => {
    const literal = literals[index];
    return literal === undefined ? like(folded, op, pattern, cased) : onLiteral(folded, op, lower(literal));
  });
  return tests.length === 1 ? tests.join('') : `(${tests.join(' OR ')})`;
}

function onLiteral(folded: string, op: StringOp, text: string): string {
  if (op === 'startswith') return `STARTS_WITH(${folded}, ${esqlString(text)})`;
  if (op === 'endswith') return `ENDS_WITH(${folded}, ${esqlString(text)})`;
  if (op === 'equals') return `${folded} == ${esqlString(text)}`;
  return `${folded} LIKE ${esqlString(`*${text.replace(/[*?\\]/g, '\\$&')}*`)}`;
}

function like(folded: string, op: StringOp, pattern: Text['patterns'][number], cased: boolean): string {
  const quote = (text: string): string => quoteLucene(cased ? text : text.toLowerCase());
  return `${folded} RLIKE ${esqlString(patternRegex(wholePattern(op, pattern), undefined, quote))}`;
}

function same(left: string, right: string, op: StringOp, cased: boolean): EsqlLeaf {
  const [a, b] = cased ? [left, right] : [`TO_LOWER(${left})`, `TO_LOWER(${right})`];
  const there = `${left} IS NOT NULL AND ${right} IS NOT NULL`;
  const tests = {
    equals: `${a} == ${b}`,
    contains: `LOCATE(${a}, ${b}) > 0`,
    startswith: `STARTS_WITH(${a}, ${b})`,
    endswith: `ENDS_WITH(${a}, ${b})`,
  };
  return { text: `(${there} AND ${tests[op]})` };
}
