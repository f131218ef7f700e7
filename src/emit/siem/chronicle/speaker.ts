import { literalText } from '../../../ir/pattern.ts';
import type { FieldCondition, NativeField, ValueTest } from '../condition.ts';
import { acceptsEmpty } from '../empty-text.ts';
import { hasHidden } from '../hidden-text.ts';
import type { Notes } from '../language.ts';
import { textRegex } from '../regex-text.ts';
import type { Speaker, Unsayable } from '../say.ts';
import { dotted, locate } from '../table.ts';
import type { UdmField, UdmTable } from './tables.ts';

type Text = Extract<ValueTest, { kind: 'text' }>;

/** A text in quotes. */
export function yaraString(text: string): string {
  return `"${text.replace(/[\\"]/g, '\\$&').replaceAll('\n', '\\n').replaceAll('\r', '\\r').replaceAll('\t', '\\t')}"`;
}

/** An expression between slashes, which are escaped in it. */
function yaraRegex(source: string): string {
  return `/${source.replace(/\\.|\//gs, (part) => (part === '/' ? '\\/' : part))}/`;
}

export function createSpeaker(table: UdmTable, { differ }: Notes): Speaker<string> {
  return {
    test: ({ field, test }: FieldCondition) => {
      const located = locate(table, field);
      if (!located) return { why: 'no field of the Unified Data Model has it' };
      const { column } = located;
      if (column.filled === undefined) return onField(column, test);
      if (test.kind !== 'filled' && test.kind !== 'exists')
        return { why: 'only whether there was an error is kept' };
      differ(`whether there is ${field.name} is told by the action of the result`);
      return column.filled;
    },
    keyword: () => ({ why: 'rules do not search the text of records' }),
  };
}

/** Who acted, as Google's parsers have it. */
export const PRINCIPAL = '$e.principal.user.userid';

const principals = ['userIdentity.arn', 'caller', 'protoPayload.authenticationInfo.principalEmail'];

/** What events can be joined by: a variable of the match section takes one field. */
export function firstValue(fields: readonly NativeField[], table: UdmTable): string | undefined {
  const paths = fields.flatMap(({ places }) => places.map(dotted));
  if (paths.some((path) => principals.includes(path))) return PRINCIPAL;
  const [column] = fields.flatMap((field) => locate(table, field)?.column ?? []);
  return column && column.filled === undefined ? `$e.${column.path}` : undefined;
}

function onField({ path, type }: UdmField, test: ValueTest): string | Unsayable {
  const value = `$e.${path}`;
  switch (test.kind) {
    case 'text':
      return acceptsEmpty(test) ? `${value} != ""` : onText(value, test);
    case 'regex': {
      const { ignoreCase, multiline } = test.flags;
      if (multiline) return { why: 'expressions of several lines' };
      const matches = `${value} = ${yaraRegex(test.source)}${ignoreCase ? ' nocase' : ''}`;
      return acceptsEmpty(test) ? `(${value} != "" and ${matches})` : matches;
    }
    case 'cidr': {
      if (type !== 'ip') return { why: 'networks of what is no address' };
      const tests = test.networks.map((network) => `net.ip_in_range_cidr(${value}, ${yaraString(network)})`);
      return tests.length === 1 ? tests.join('') : `(${tests.join(' or ')})`;
    }
    case 'filled':
    case 'exists':
      return `${value} != ""`;
    case 'empty':
      return `${value} = ""`;
    case 'boolean':
      return `${value} = "${test.value}" nocase`;
    default:
      return { why: `${test.kind} tests` };
  }
}

function onText(value: string, { op, cased, patterns }: Text): string {
  const suffix = cased ? '' : ' nocase';
  const literals = patterns.map(literalText);
  const [only] = literals;
  if (op === 'equals' && literals.length === 1 && only !== undefined && !hasHidden(only))
    return `${value} = ${yaraString(only)}${suffix}`;
  return `${value} = ${yaraRegex(textRegex(op, patterns))}${suffix}`;
}
