import { literalText } from '../../../ir/pattern.ts';
import type { FieldCondition, NativeField, Step, ValueTest } from '../condition.ts';
import { hasHidden } from '../hidden-text.ts';
import type { Notes } from '../language.ts';
import { flagText, textRegex } from '../regex-text.ts';
import type { Speaker, Unsayable } from '../say.ts';
import { dotted, type Located, locate } from '../table.ts';
import type { SplField, SplTable } from './tables.ts';

/** A test in the words of `where`, and in those of `search` where they can say it. */
export interface SplLeaf {
  readonly where: string;
  readonly search?: string;
}

/** A text of `eval` or `search`: both take a backslash before a quote and before a backslash. */
export function splString(text: string): string {
  return `"${text.replace(/[\\"]/g, '\\$&')}"`;
}

/** An expression in quotes, without backquotes: Splunk reads what stands between them, wherever they are. */
function splRegex(source: string): string {
  return splString(source.replace(/\\?`/g, '\\x60'));
}

/** A value: the name of a field for `search`, and an expression. */
interface Place {
  readonly name?: string;
  readonly value: string;
}

export function createSpeaker(table: SplTable, { differ }: Notes): Speaker<SplLeaf> {
  const placeOf = (field: NativeField): Place | Unsayable => {
    const located = locate(table, field);
    return located ? placeIn(located) : { why: `${table.name} has no field for it` };
  };
  const isObject = ({ places }: NativeField): boolean =>
    places.some((steps) => table.objects.includes(dotted(steps)));
  return {
    test: ({ field, test }: FieldCondition) => {
      if (isObject(field)) return onObject(field, test, differ);
      const place = placeOf(field);
      if ('why' in place) return place;
      if (test.kind !== 'same') return onValue(place, test);
      const other = placeOf(test.other);
      if ('why' in other) return other;
      return same(place.value, other.value, test);
    },
    keyword: ({ test }) => {
      differ('keywords are looked for in the whole event, in the names of its members, too');
      return { where: `match(_raw, ${splRegex(regexOf(test))})` };
    },
  };
}

/** The value of the first field that is there. */
export function firstValue(fields: readonly NativeField[], table: SplTable): string | undefined {
  const values = fields.flatMap((field) => {
    const located = locate(table, field);
    const place = located && placeIn(located);
    return place && 'value' in place ? [place.value] : [];
  });
  return values.length > 1 ? `coalesce(${values.join(', ')})` : values[0];
}

function regexOf(test: Extract<ValueTest, { kind: 'text' | 'regex' }>): string {
  if (test.kind === 'regex') return flagText(test.flags) + test.source;
  return `(?${test.cased ? '' : 'i'}s)${textRegex(test.op, test.patterns, '\\z')}`;
}

/** What an object holds is looked for in the text of the event. */
function onObject(
  field: NativeField,
  test: ValueTest,
  differ: (difference: string) => void,
): SplLeaf | Unsayable {
  if (test.kind !== 'text' || test.op !== 'contains') return { why: 'objects have no field of their own' };
  differ(`what ${field.name} holds is looked for in the whole event`);
  return { where: `match(_raw, ${splRegex(regexOf(test))})` };
}

function placeIn({ column, below, steps }: Located<SplField>): Place | Unsayable {
  const { prefix } = column;
  if (prefix.startsWith('=')) return plain(prefix.slice(1));
  const json = steps.findIndex((step) => step.json === true);
  const outer = json < 0 ? steps : steps.slice(0, json + 1);
  const place = plain(`${prefix}${nameOf(outer)}`);
  if (json < 0 || json === steps.length - 1 || 'why' in place || below.length === 0) return place;
  return { value: `spath(${place.value}, ${splString(nameOf(steps.slice(json + 1)))})` };
}

function plain(name: string): Place | Unsayable {
  if (/['"\\`|]/.test(name) || hasHidden(name)) return { why: 'its name has a sign that cannot be escaped' };
  // A star in a name that is searched for stands for other names, too.
  if (name.includes('*')) return { value: `'${name}'` };
  return { name: /^[\w.]+$/.test(name) ? name : `"${name}"`, value: `'${name}'` };
}

/** The name of a field: members with dots between them, `{}` behind a list. */
function nameOf(steps: readonly Step[]): string {
  return steps.map(({ key, each }) => `${key}${each ? '{}' : ''}`).join('.');
}

/** Some value matches: true or false, never null, whether there are values or not. */
function some(value: string, regex: string): string {
  return `isnotnull(mvfind(${value}, ${splRegex(regex)}))`;
}

type OnValue = Exclude<ValueTest, { kind: 'same' }>;

function onValue({ name, value }: Place, test: OnValue): SplLeaf | Unsayable {
  switch (test.kind) {
    case 'text': {
      const search = name === undefined ? undefined : searchText(name, test);
      return { where: some(value, regexOf(test)), ...(search === undefined ? {} : { search }) };
    }
    case 'regex':
      return { where: some(value, regexOf(test)) };
    case 'cidr':
      return inNetworks(value, name, test.networks);
    case 'number':
      return onNumber(value, test.op, test.value);
    case 'boolean': {
      const search = name === undefined ? {} : { search: `${name}="${test.value}"` };
      return { where: some(value, `(?i)^${test.value}\\z`), ...search };
    }
    case 'filled':
    case 'exists':
      return { where: `isnotnull(${value})`, ...(name === undefined ? {} : { search: `${name}=*` }) };
    case 'empty':
      return { where: some(value, '^\\z') };
    case 'time':
      return { why: 'parts of times' };
  }
}

const wildcards = {
  equals: ['', ''],
  contains: ['*', '*'],
  startswith: ['', '*'],
  endswith: ['*', ''],
} as const;

/** `search` ignores case, and has `*` for everything: it can neither be escaped nor be anything else. */
function searchText(
  name: string,
  { op, cased, patterns }: Extract<ValueTest, { kind: 'text' }>,
): string | undefined {
  const literals = patterns.map(literalText);
  const isSayable = (text: string | undefined): text is string =>
    text !== undefined &&
    text !== '' &&
    !/[*`]/.test(text) &&
    !hasHidden(text) &&
    !/^[\da-f.:]+\/\d+$/i.test(text);
  if (cased || !literals.every(isSayable)) return undefined;
  const [before, after] = wildcards[op];
  const quoted = literals.map((text) => splString(`${before}${text}${after}`));
  return quoted.length === 1 ? `${name}=${quoted.join('')}` : `${name} IN (${quoted.join(', ')})`;
}

function inNetworks(value: string, name: string | undefined, networks: readonly string[]): SplLeaf {
  const tests = networks.map((network) => `cidrmatch(${splString(network)}, ${value})`);
  const where = `(isnotnull(${value}) AND (${tests.join(' OR ')}))`;
  const [only] = networks;
  const isPlain = name !== undefined && networks.length === 1 && only?.includes(':') === false;
  return { where, ...(isPlain ? { search: `${name}=${splString(only ?? '')}` } : {}) };
}

const comparisons = { eq: '=', gt: '>', gte: '>=', lt: '<', lte: '<=' } as const;

function onNumber(value: string, op: keyof typeof comparisons, wanted: string): SplLeaf {
  if (op === 'eq' && /^-?\d+$/.test(wanted))
    return { where: some(value, `^\\s*\\+?0*${wanted.replace('-', '\\-')}(?:\\.0*)?\\s*\\z`) };
  return { where: `(isnotnull(tonumber(${value})) AND tonumber(${value})${comparisons[op]}${wanted})` };
}

function same(
  left: string,
  right: string,
  { op, cased }: Extract<ValueTest, { kind: 'same' }>,
): SplLeaf | Unsayable {
  const [a, b] = cased ? [left, right] : [`lower(${left})`, `lower(${right})`];
  const there = `isnotnull(${left}) AND isnotnull(${right})`;
  if (op === 'equals') return { where: `(${there} AND ${a}=${b})` };
  const [before, after] = wildcards[op];
  const pattern = [before === '*' ? '"%"' : '', b, after === '*' ? '"%"' : '']
    .filter((part) => part !== '')
    .join('.');
  return { where: `(${there} AND like(${a}, ${pattern}))` };
}
