import { parseNetwork } from '../../../ir/cidr.ts';
import { call, literal } from '../../../ir/query/build.ts';
import type { Expression, ReplacementPart } from '../../../ir/query/expression.ts';
import { typeOf } from '../../../ir/query/type-of.ts';
import { readDatePattern } from '../date-pattern.ts';
import { groupsOf, regexProblem } from '../regex.ts';
import { readRelativeMoment } from '../times.ts';
import { asNumber, asText, classOf, constantText } from './coerce.ts';
import type { FunctionDefinition, Given } from './function-definition.ts';

const anyNumber = Number.POSITIVE_INFINITY;
/** Longer than any text: SUBSTRING without a count takes the rest. */
const toTheEnd = 2_147_483_647;

function text({ values, nodes, env, call: { name } }: Given, index: number): Expression | undefined {
  const [value, node] = [values[index], nodes[index]];
  return value && node && asText(value, node, name, env.context);
}

function number({ values, nodes, env, call: { name } }: Given, index: number): Expression | undefined {
  const [value, node] = [values[index], nodes[index]];
  return value && node && asNumber(value, node, name, env.context);
}

/** The argument as a text that is known now. */
function constant(
  { values, nodes, env, call: { name } }: Given,
  index: number,
  what: string,
): string | undefined {
  const [value, node] = [values[index], nodes[index]];
  return value && node && constantText(value, node, `${what} of ${name}`, env.context);
}

function ofText(name: 'lower' | 'upper' | 'base64', usage: string, meaning: string): FunctionDefinition {
  return {
    usage,
    meaning,
    least: 1,
    most: 1,
    lower: (given) => {
      const value = text(given, 0);
      return value && call(name, 'text', value);
    },
  };
}

function converting(name: 'to-integer' | 'to-number', usage: string, meaning: string): FunctionDefinition {
  return {
    usage,
    meaning,
    least: 1,
    most: 1,
    lower: ({ values: [value] }) => value && call(name, 'number', value),
  };
}

function replacing(all: boolean, usage: string, meaning: string): FunctionDefinition {
  return { usage, meaning, least: 3, most: 3, lower: (given) => replace(given, all) };
}

function replace(given: Given, all: boolean): Expression | undefined {
  const source = constant(given, 0, 'the expression');
  const value = text(given, 1);
  const written = constant(given, 2, 'the replacement');
  if (source === undefined || !value || written === undefined) return undefined;
  const { context } = given.env;
  const problem = regexProblem(source);
  const [node] = given.nodes;
  if (problem && node) return context.say('regex', problem, node.range);
  const replacement = readReplacement(written);
  const groups = groupsOf(source);
  const missing = replacement.find((part) => part.kind === 'group' && part.index > groups);
  const last = given.nodes[2];
  if (missing?.kind === 'group' && last) {
    return context.say('regex', `the regular expression has no group ${missing.index}`, last.range, {
      help: 'a dollar sign that stands for itself is written \\$',
    });
  }
  return { kind: 'regex-replace', value, source, replacement, all };
}

/** `$1` is the first group, `$0` the whole match, a backslash takes the meaning from the character behind it. */
function readReplacement(written: string): readonly ReplacementPart[] {
  const parts: ReplacementPart[] = [];
  for (const [piece, group] of written.matchAll(/\$(\d)|\\[\s\S]|[^$\\]+|[$\\]/g)) {
    if (group !== undefined) parts.push({ kind: 'group', index: Number(group) });
    else {
      const plain = piece.length > 1 && piece.startsWith('\\') ? piece.slice(1) : piece;
      const last = parts.at(-1);
      if (last?.kind === 'text') parts[parts.length - 1] = { kind: 'text', text: last.text + plain };
      else parts.push({ kind: 'text', text: plain });
    }
  }
  return parts;
}

function datePattern(given: Given, index: number): ReturnType<typeof readDatePattern>['parts'] | undefined {
  const written = constant(given, index, 'the pattern');
  const node = given.nodes[index];
  if (written === undefined || !node) return undefined;
  const { parts, unknown, isUnclosed } = readDatePattern(written);
  const { context } = given.env;
  for (const { letters } of unknown) {
    context.say('datePattern', `the date pattern has '${letters}', which is not supported`, node.range, {
      help: "letters: yyyy MM MMM dd HH hh mm ss SSS a EEE Z XXX; texts stand in ''quotation marks''",
    });
  }
  if (isUnclosed)
    return context.say('datePattern', 'a quotation mark in the date pattern is not closed', node.range);
  return unknown.length > 0 ? undefined : parts;
}

function parseTimestamp(given: Given): Expression | undefined {
  const parts = datePattern(given, 0);
  const value = text(given, 1);
  if (!parts || !value) return undefined;
  const [node] = given.nodes;
  if (node && parts.some(({ kind }) => kind === 'week-year')) {
    return given.env.context.say(
      'datePattern',
      'YYYY is the year of a week, and no date can be read from it',
      node.range,
      {
        help: 'write yyyy',
      },
    );
  }
  return { kind: 'date-parse', value, zone: given.env.context.zoneName, parts };
}

function parseDateTime(given: Given): Expression | undefined {
  const written = constant(given, 0, 'the time');
  const [node] = given.nodes;
  if (written === undefined || !node) return undefined;
  const { context } = given.env;
  const moment = readRelativeMoment(written, context.options.now, context.zone);
  if (moment !== undefined) return literal(moment, 'time');
  return context.say('time', `'${written}' is no time`, node.range, {
    help: "write now, today, yesterday, '2 hours ago' or '2026-03-01 10:00'",
  });
}

function inCidr(given: Given): Expression | undefined {
  const network = constant(given, 0, 'the network');
  const value = text(given, 1);
  const [node] = given.nodes;
  if (network === undefined || !value || !node) return undefined;
  if (parseNetwork(network)) return { kind: 'in-network', value, network };
  return given.env.context.say('cidr', `'${network}' is no network`, node.range, {
    help: "write INCIDR('10.0.0.0/8', sourceip)",
  });
}

/** Functions that compute, by name. */
export const scalarFunctions: Readonly<Record<string, FunctionDefinition>> = {
  BASE64: ofText('base64', 'BASE64(text)', 'the text in Base64'),
  CONCAT: {
    usage: 'CONCAT(a, b, …)',
    meaning: 'the values one behind the other; NULL when one is',
    least: 1,
    most: anyNumber,
    lower: ({ values }) =>
      call(
        'concat',
        'text',
        ...values.map((one) => (classOf(one) === 'text' ? one : call('to-text', 'text', one))),
      ),
  },
  DATEFORMAT: {
    usage: "DATEFORMAT(milliseconds, 'yyyy-MM-dd HH:mm:ss')",
    meaning: 'the time in a pattern of Java, in the zone of --tz',
    least: 2,
    most: 2,
    lower: (given) => {
      const value = number(given, 0);
      const parts = datePattern(given, 1);
      return value && parts && { kind: 'date-format', value, zone: given.env.context.zoneName, parts };
    },
  },
  DOUBLE: converting('to-number', 'DOUBLE(value)', 'the value as a number; NULL where it is none'),
  INCIDR: {
    usage: "INCIDR('10.0.0.0/8', address)",
    meaning: 'whether the address lies in the network',
    least: 2,
    most: 2,
    lower: inCidr,
  },
  LONG: converting(
    'to-integer',
    'LONG(value)',
    'the value as a whole number; of an IPv4 address its 32 bits',
  ),
  LOWER: ofText('lower', 'LOWER(text)', 'in small letters'),
  NOW: {
    usage: 'NOW()',
    meaning: 'the clock, in milliseconds',
    least: 0,
    most: 0,
    lower: ({ env }) => literal(env.context.options.now, 'time'),
  },
  PARSEDATETIME: {
    usage: "PARSEDATETIME('1 hour ago')",
    meaning: 'a time in words: now, today, yesterday, 2 hours ago, 2026-03-01 10:00',
    least: 1,
    most: 1,
    lower: parseDateTime,
  },
  PARSETIMESTAMP: {
    usage: "PARSETIMESTAMP('yyyy-MM-dd HH:mm', text)",
    meaning: 'the text as a time, read by a pattern of Java; NULL where it does not fit',
    least: 2,
    most: 2,
    lower: parseTimestamp,
  },
  REPLACEALL: replacing(
    true,
    "REPLACEALL('expression', text, 'replacement')",
    'every match replaced; $1 is a group',
  ),
  REPLACEFIRST: replacing(
    false,
    "REPLACEFIRST('expression', text, 'replacement')",
    'the first match replaced',
  ),
  STR: {
    usage: 'STR(value)',
    meaning: 'the value as a text',
    least: 1,
    most: 1,
    lower: ({ values: [value] }) =>
      value && (typeOf(value) === 'text' ? value : call('to-text', 'text', value)),
  },
  STRLEN: {
    usage: 'STRLEN(text)',
    meaning: 'how many characters',
    least: 1,
    most: 1,
    lower: (given) => {
      const value = text(given, 0);
      return value && call('length', 'number', value);
    },
  },
  STRPOS: {
    usage: 'STRPOS(text, part[, from])',
    meaning: 'where the part begins, counted from 0; -1 when it is not there',
    least: 2,
    most: 3,
    lower: (given) => {
      const [value, part] = [text(given, 0), text(given, 1)];
      const from = given.values.length > 2 ? number(given, 2) : literal(0);
      return value && part && from && call('position', 'number', value, part, from);
    },
  },
  SUBSTRING: {
    usage: 'SUBSTRING(text, from[, count])',
    meaning: 'a piece of the text; from is counted from 0',
    least: 2,
    most: 3,
    lower: (given) => {
      const [value, from] = [text(given, 0), number(given, 1)];
      const count = given.values.length > 2 ? number(given, 2) : literal(toTheEnd);
      return value && from && count && call('substring', 'text', value, from, count);
    },
  },
  UPPER: ofText('upper', 'UPPER(text)', 'in capitals'),
  UTF8: {
    usage: 'UTF8(payload)',
    meaning: 'the payload as text, which it is here anyway',
    least: 1,
    most: 1,
    lower: (given) => text(given, 0),
  },
};
