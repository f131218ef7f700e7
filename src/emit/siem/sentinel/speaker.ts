import type { StringOp, TimePart } from '../../../ir/nodes.ts';
import { literalText } from '../../../ir/pattern.ts';
import type { FieldCondition, NativeField, Step, ValueTest } from '../condition.ts';
import { acceptsEmpty } from '../empty-text.ts';
import { hasHidden } from '../hidden-text.ts';
import type { Notes } from '../language.ts';
import { flagText, jsonTextRegex, textRegex } from '../regex-text.ts';
import type { Speaker, Unsayable } from '../say.ts';
import { type Located, locate } from '../table.ts';
import type { KqlColumn, KqlTable } from './tables.ts';

type Text = Extract<ValueTest, { kind: 'text' }>;

/** A string literal: quotes and backslashes escaped, control characters by their number. */
export function kqlString(text: string): string {
  const escaped = text
    .replace(/[\\"]/g, '\\$&')
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')
    .replaceAll('\t', '\\t');
  return `"${Array.from(escaped, escapeHidden).join('')}"`;
}

function escapeHidden(char: string): string {
  return hasHidden(char) ? `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}` : char;
}

/** A regular expression as a verbatim literal, in which only the quote is doubled. */
function kqlRegex(source: string): string {
  return /[\n\r\0]/.test(source) ? kqlString(source) : `@'${source.replaceAll("'", "''")}'`;
}

/** The value that a test is made on: an expression that is text; or JSON text in which it is looked for by name. */
type Place =
  | { readonly kind: 'value'; readonly text: string; readonly raw: string; readonly type: KqlColumn['type'] }
  | {
      readonly kind: 'list';
      readonly text: string;
      readonly below: readonly Step[];
      readonly isSource: boolean;
    };

export function createSpeaker(table: KqlTable, { differ }: Notes): Speaker<string> {
  const placeOf = (field: NativeField): Place | undefined => {
    const located = locate(table, field);
    return located && placeIn(located);
  };
  const test = ({ field, test: asked }: FieldCondition): string | Unsayable => {
    const place = placeOf(field);
    if (!place) return { why: `${table.name} has no column for it` };
    if (asked.kind === 'same') {
      const other = placeOf(asked.other);
      if (place.kind === 'list' || other?.kind !== 'value') return { why: 'lists cannot be compared' };
      return same(place.text, other.text, asked.op, asked.cased);
    }
    return place.kind === 'list' ? inList(place, asked, field, differ) : onValue(place, asked);
  };
  return {
    test,
    keyword: ({ test: asked }) =>
      asked.kind === 'regex'
        ? `* matches regex ${kqlRegex(flagText(asked.flags) + asked.source)}`
        : keywords(asked),
  };
}

/** The value of the first field that has one. */
export function firstValue(fields: readonly NativeField[], table: KqlTable): string | undefined {
  const texts = fields.flatMap((field) => {
    const located = locate(table, field);
    const place = located && placeIn(located);
    return place?.kind === 'value' ? [place.text] : [];
  });
  return texts.length > 1 ? `coalesce(${texts.join(', ')})` : texts[0];
}

function placeIn({ column: { name, type }, below, isList }: Located<KqlColumn>): Place {
  const isText = type === 'string' || type === 'json';
  if (isList && below.length > 0)
    return { kind: 'list', text: isText ? name : `tostring(${name})`, below, isSource: type === 'json' };
  if (below.length === 0) {
    return { kind: 'value', text: isText ? name : `tostring(${name})`, raw: name, type };
  }
  let raw = type === 'json' ? `parse_json(${name})` : name;
  const list = below.findIndex(({ each }) => each === true);
  const before = list < 0 ? below : below.slice(0, list);
  for (const [index, { key, json }] of before.entries()) {
    raw += accessor(key);
    if (json && index < below.length - 1) raw = `parse_json(tostring(${raw}))`;
  }
  if (list < 0) return { kind: 'value', text: `tostring(${raw})`, raw, type: 'dynamic' };
  const [first, ...rest] = below.slice(list);
  // A list of plain values is found by its own name, in what it stands in.
  if (rest.length > 0 || !first)
    return {
      kind: 'list',
      text: `tostring(${raw}${accessor(first?.key ?? '')})`,
      below: rest,
      isSource: false,
    };
  const isSource = list === 0 && type === 'json';
  return { kind: 'list', text: isSource ? name : `tostring(${raw})`, below: [first], isSource };
}

function accessor(key: string): string {
  return /^[A-Za-z_]\w*$/.test(key) ? `.${key}` : `[${kqlString(key)}]`;
}

function inList(
  { text, below, isSource }: Extract<Place, { kind: 'list' }>,
  asked: ValueTest,
  field: NativeField,
  differ: (difference: string) => void,
): string | Unsayable {
  const source = jsonTextRegex(below, asked, { isSource });
  if (source === undefined) return { why: `${asked.kind} tests of list members` };
  differ(`${field.name} is looked for by the name ${below.at(-1)?.key} in the text of its list`);
  return `${text} matches regex ${kqlRegex(source)}`;
}

type ValuePlace = Extract<Place, { kind: 'value' }>;

function onValue(place: ValuePlace, asked: Exclude<ValueTest, { kind: 'same' }>): string {
  const { text, type, raw } = place;
  switch (asked.kind) {
    case 'text':
      return acceptsEmpty(asked) ? `isnotempty(${text})` : onText(text, asked);
    case 'regex': {
      const matches = `${text} matches regex ${kqlRegex(flagText(asked.flags) + asked.source)}`;
      return acceptsEmpty(asked) ? `(isnotempty(${text}) and ${matches})` : matches;
    }
    case 'cidr':
      return inNetworks(text, asked.networks);
    case 'number':
      return `coalesce(todecimal(${text}) ${comparisons[asked.op]} decimal(${asked.value}), false)`;
    case 'boolean':
      return type === 'bool' ? `${raw} == ${asked.value}` : `${text} =~ "${asked.value}"`;
    case 'filled':
    case 'exists':
      return `isnotempty(${text})`;
    case 'empty':
      return `isempty(${text})`;
    case 'time':
      return `coalesce(${parts[asked.part](type === 'datetime' ? raw : `todatetime(${text})`)} ${comparisons[asked.op]} ${asked.value}, false)`;
  }
}

const comparisons = { eq: '==', gt: '>', gte: '>=', lt: '<', lte: '<=' } as const;

/** KQL counts the days of the week from Sunday, as a time span; ISO 8601 from Monday, as numbers from 1. */
const parts: Readonly<Record<TimePart, (time: string) => string>> = {
  minute: (time) => `datetime_part("minute", ${time})`,
  hour: (time) => `datetime_part("hour", ${time})`,
  weekday: (time) => `(toint(dayofweek(${time}) / 1d) + 6) % 7 + 1`,
  day: (time) => `datetime_part("day", ${time})`,
  week: (time) => `week_of_year(${time})`,
  month: (time) => `datetime_part("month", ${time})`,
  year: (time) => `datetime_part("year", ${time})`,
};

function inNetworks(text: string, networks: readonly string[]): string {
  const of = (version: 4 | 6): string[] =>
    networks.filter((network) => network.includes(':') === (version === 6));
  const tests = [
    ...of(4).map((network) => `ipv4_is_in_range(${text}, ${kqlString(network)})`),
    ...of(6).map((network) => `ipv6_is_in_range(${text}, ${kqlString(network)})`),
  ].map((call) => `coalesce(${call}, false)`);
  return tests.length === 1 ? tests.join('') : `(${tests.join(' or ')})`;
}

const operators: Readonly<Record<StringOp, readonly [string, string]>> = {
  equals: ['=~', '=='],
  contains: ['contains', 'contains_cs'],
  startswith: ['startswith', 'startswith_cs'],
  endswith: ['endswith', 'endswith_cs'],
};

function onText(text: string, { op, cased, patterns }: Text): string {
  const literals = patterns.map(literalText);
  if (literals.includes(undefined))
    return `${text} matches regex ${kqlRegex(`(?${cased ? '' : 'i'}s)${textRegex(op, patterns)}`)}`;
  const quoted = literals.map((literal) => kqlString(literal ?? ''));
  const operator = operators[op][cased ? 1 : 0];
  const [only] = quoted;
  if (quoted.length === 1) return `${text} ${operator} ${only}`;
  if (op === 'equals') return `${text} ${cased ? 'in' : 'in~'} (${quoted.join(', ')})`;
  return `(${quoted.map((one) => `${text} ${operator} ${one}`).join(' or ')})`;
}

function same(left: string, right: string, op: StringOp, cased: boolean): string {
  return `(isnotempty(${left}) and ${left} ${operators[op][cased ? 1 : 0]} ${right})`;
}

/** Any column of the row. */
function keywords({ op, cased, patterns }: Text): string {
  const tests = patterns.map((pattern) => {
    const literal = op === 'contains' ? literalText(pattern) : undefined;
    return literal === undefined
      ? `* matches regex ${kqlRegex(`(?${cased ? '' : 'i'}s)${textRegex(op, [pattern])}`)}`
      : `* ${operators.contains[cased ? 1 : 0]} ${kqlString(literal)}`;
  });
  return tests.length === 1 ? tests.join('') : `(${tests.join(' or ')})`;
}
