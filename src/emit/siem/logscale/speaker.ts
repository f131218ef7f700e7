import { literalText } from '../../../ir/pattern.ts';
import type { FieldCondition, ValueTest } from '../condition.ts';
import { hasHidden } from '../hidden-text.ts';
import type { Notes } from '../language.ts';
import { flagText, jsonTextRegex, splitFlags, textRegex } from '../regex-text.ts';
import type { Speaker, Unsayable } from '../say.ts';
import { dotted, type Located, locate } from '../table.ts';
import type { CqlField, CqlTable } from './tables.ts';

type Text = Extract<ValueTest, { kind: 'text' }>;

/** A text in quotes. `*` in a value stands for everything, so texts that have one are written as expressions. */
export function cqlString(text: string): string {
  return `"${text.replace(/[\\"]/g, '\\$&').replaceAll('\n', '\\n').replaceAll('\r', '\\r').replaceAll('\t', '\\t')}"`;
}

/** `/…/i`; a slash is escaped, and `d` lets a dot match a line break. */
export function cqlRegex(source: string): string {
  const { flags: inline, body } = splitFlags(source);
  const flags = [...inline].map((flag) => (flag === 's' ? 'd' : flag)).join('');
  return `/${body.replace(/\\.|\//gs, (part) => (part === '/' ? '\\/' : part))}/${flags}`;
}

export function createSpeaker(table: CqlTable, { differ, assume }: Notes): Speaker<string> {
  assume(
    'the tags before the conditions are those of the package that parses the log: put yours in their place',
  );
  return {
    test: ({ field, test }: FieldCondition) => {
      const located = locate(table, field);
      if (!located) return { why: `${table.name} has no field for it` };
      const { steps } = located;
      if (steps.some(({ key }) => hasHidden(key)))
        return { why: 'its name has a sign that cannot be escaped' };
      const isInText = steps.some(
        ({ each, json }, index) => each || (json === true && index < steps.length - 1),
      );
      if (isInText) return inRawText(located, test, differ);
      if (test.kind !== 'same') return onField(nameOf(located), test);
      const other = locate(table, test.other);
      if (!other) return { why: `${table.name} has no field for ${test.other.name}` };
      if (test.op !== 'equals') return { why: 'fields are only compared as a whole' };
      const [a, b] = [nameOf(located), nameOf(other)].map((name) =>
        test.cased ? name : `lower(${cqlString(name)})`,
      );
      return test.cased ? `test(${a}==${b})` : { why: 'fields are compared with their case' };
    },
    keyword: ({ test }) => {
      differ('keywords are looked for in the whole event, in the names of its members, too');
      return `@rawstring=${cqlRegex(regexOf(test))}`;
    },
  };
}

function nameOf({ column, steps }: Located<CqlField>): string {
  const name = column.name ?? `${column.prefix ?? ''}${dotted(steps)}`;
  return /^[\w.#@]+$/.test(name) ? name : cqlString(name);
}

function regexOf(test: Extract<ValueTest, { kind: 'text' | 'regex' }>): string {
  if (test.kind === 'regex') return flagText(test.flags) + test.source;
  return `(?${test.cased ? '' : 'i'}s)${textRegex(test.op, test.patterns)}`;
}

function inRawText(
  { steps }: Located<CqlField>,
  test: ValueTest,
  differ: (difference: string) => void,
): string | Unsayable {
  const source = jsonTextRegex(steps, test, { isSource: true });
  if (source === undefined) return { why: `${test.kind} tests of list members` };
  differ(`${dotted(steps)} is looked for by the name ${steps.at(-1)?.key} in the text of the event`);
  return `@rawstring=${cqlRegex(source)}`;
}

const comparisons = { eq: '=', gt: '>', gte: '>=', lt: '<', lte: '<=' } as const;

function onField(name: string, test: Exclude<ValueTest, { kind: 'same' }>): string | Unsayable {
  switch (test.kind) {
    case 'text':
      return onText(name, test);
    case 'regex':
      return `${name}=${cqlRegex(regexOf(test))}`;
    case 'cidr':
      return `cidr(${name}, subnet=[${test.networks.map(cqlString).join(', ')}])`;
    case 'number':
      return `${name} ${comparisons[test.op]} ${test.value}`;
    case 'boolean':
      return `${name}=/^${test.value}$/i`;
    case 'filled':
    case 'exists':
      return `${name}=*`;
    case 'empty':
      return `${name}=""`;
    case 'time':
      return { why: 'parts of times' };
  }
}

function onText(name: string, test: Text): string {
  const literals = test.patterns.map(literalText);
  const isPlain = (text: string | undefined): text is string =>
    text !== undefined && !text.includes('*') && !hasHidden(text);
  if (test.op !== 'equals' || !literals.every(isPlain)) return `${name}=${cqlRegex(regexOf(test))}`;
  if (literals.length === 1 && test.cased) return `${name}=${literals.map(cqlString).join('')}`;
  if (literals.length === 1) return `${name}=${cqlRegex(regexOf(test))}`;
  const ignore = test.cased ? '' : ', ignoreCase=true';
  return `in(field=${name.startsWith('"') ? name : cqlString(name)}, values=[${literals.map(cqlString).join(', ')}]${ignore})`;
}
