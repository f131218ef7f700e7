import type { StringOp } from '../../../ir/nodes.ts';
import { literalText } from '../../../ir/pattern.ts';
import type { FieldCondition, NativeField, Step, ValueTest } from '../condition.ts';
import { hasHidden } from '../hidden-text.ts';
import type { Notes } from '../language.ts';
import { flagText, jsonTextRegex, splitFlags, textRegex } from '../regex-text.ts';
import type { Speaker, Unsayable } from '../say.ts';
import { dotted, locate } from '../table.ts';
import type { AqlTable } from './tables.ts';

/** A test, and the property without which it is neither true nor false. */
export interface AqlLeaf {
  readonly text: string;
  readonly property?: string;
}

type Text = Extract<ValueTest, { kind: 'text' }>;

/** A text in single quotes; a quote is doubled, and nothing else means anything. */
export function aqlString(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** Whether matching is of the whole or a part is not documented: this is both. */
function matches(value: string, source: string): string {
  const { flags, body } = splitFlags(source);
  const start = body.startsWith('^') ? '' : '.*';
  const end = /(?:[^\\]|^)(?:\\\\)*(?:\$|\\z)$/.test(body) ? '' : '.*';
  return `${value} MATCHES ${aqlString(`(?s${flags.replace('s', '')})${start}${body}${end}`)}`;
}

/** What somebody has to define before a query can be run. */
export function customNote(name: string, path: string): string {
  return `the custom property ${name} has to hold ${path}`;
}

const anywhere = 'UTF8(payload)';

export function createSpeaker(table: AqlTable, { differ, assume }: Notes): Speaker<AqlLeaf> {
  return {
    test: ({ field, test }: FieldCondition) => {
      const address = addressTest(field.places, test);
      if (address) return address;
      const located = locate(table, field);
      if (!located) return { why: `${table.name} has no property for it` };
      const { column, steps } = located;
      if (column.kind === 'payload') return inPayload(steps, test, differ);
      if (column.kind === 'custom') assume(customNote(column.name, dotted(steps)));
      return test.kind === 'same'
        ? { why: 'properties are not compared with each other' }
        : onProperty(column.name, test);
    },
    keyword: ({ test }) => {
      differ('keywords are looked for in the whole payload, in the names of its members, too');
      const source =
        test.kind === 'regex'
          ? flagText(test.flags) + test.source
          : `(?${test.cased ? '' : 'i'}s)${textRegex(test.op, test.patterns)}`;
      return { text: matches(anywhere, source) };
    },
  };
}

const addresses = ['sourceIPAddress', 'callerIpAddress', 'protoPayload.requestMetadata.callerIp'];

/** The address that QRadar reads itself is the one for networks. */
function addressTest(places: FieldCondition['field']['places'], test: ValueTest): AqlLeaf | undefined {
  if (test.kind !== 'cidr' || !places.some((steps) => addresses.includes(dotted(steps)))) return undefined;
  const tests = test.networks.map((network) => `INCIDR(${aqlString(network)}, sourceip)`);
  return { text: tests.length === 1 ? tests.join('') : `(${tests.join(' OR ')})`, property: 'sourceip' };
}

const principals = ['userIdentity.arn', 'caller', 'protoPayload.authenticationInfo.principalEmail'];

/** What events can be grouped by. */
export function firstValue(fields: readonly NativeField[], table: AqlTable): string | undefined {
  const paths = fields.flatMap(({ places }) => places.map(dotted));
  if (paths.some((path) => principals.includes(path))) return 'username';
  if (paths.some((path) => addresses.includes(path))) return 'sourceip';
  const columns = fields.flatMap((field) => locate(table, field)?.column ?? []);
  return columns.find(({ kind }) => kind !== 'payload')?.name;
}

function inPayload(
  steps: readonly Step[],
  test: ValueTest,
  differ: (difference: string) => void,
): AqlLeaf | Unsayable {
  const source = jsonTextRegex(steps, test, { isSource: true });
  if (source === undefined) return { why: `${test.kind} tests of members of the payload` };
  differ('members that no property has are looked for by their names in the payload');
  return { text: matches(anywhere, source) };
}

const comparisons = { eq: '=', gt: '>', gte: '>=', lt: '<', lte: '<=' } as const;

function onProperty(name: string, test: Exclude<ValueTest, { kind: 'same' }>): AqlLeaf | Unsayable {
  switch (test.kind) {
    case 'text':
      return { text: onText(name, test), property: name };
    case 'regex':
      return { text: matches(name, flagText(test.flags) + test.source), property: name };
    case 'number':
      return { text: `DOUBLE(${name}) ${comparisons[test.op]} ${test.value}`, property: name };
    case 'boolean':
      return { text: `LOWER(${name}) = '${test.value}'`, property: name };
    case 'filled':
    case 'exists':
      return { text: `${name} IS NOT NULL` };
    case 'empty':
      return { text: `${name} = ''`, property: name };
    case 'cidr':
      return {
        text: `(${test.networks.map((network) => `INCIDR(${aqlString(network)}, ${name})`).join(' OR ')})`,
        property: name,
      };
    case 'time':
      return { why: 'parts of times' };
  }
}

const wild: Readonly<Record<StringOp, readonly [string, string]>> = {
  equals: ['', ''],
  contains: ['%', '%'],
  startswith: ['', '%'],
  endswith: ['%', ''],
};

/** `%` and `_` cannot be escaped in LIKE; texts that have them are matched as expressions. */
function onText(name: string, { op, cased, patterns }: Text): string {
  const literals = patterns.map(literalText);
  const isPlain = (text: string | undefined): text is string =>
    text !== undefined && !hasHidden(text) && (op === 'equals' || !/[%_]/.test(text));
  if (!literals.every(isPlain))
    return matches(name, `(?${cased ? '' : 'i'}s)${textRegex(op, patterns, '\\z')}`);
  if (op === 'equals') {
    const quoted = literals.map((text) => aqlString(cased ? text : text.toLowerCase()));
    const value = cased ? name : `LOWER(${name})`;
    return quoted.length === 1 ? `${value} = ${quoted.join('')}` : `${value} IN (${quoted.join(', ')})`;
  }
  const [before, after] = wild[op];
  const tests = literals.map(
    (text) => `${name} ${cased ? 'LIKE' : 'ILIKE'} ${aqlString(`${before}${text}${after}`)}`,
  );
  return tests.length === 1 ? tests.join('') : `(${tests.join(' OR ')})`;
}
