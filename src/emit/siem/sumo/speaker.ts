import { literalText, wholePattern } from '../../../ir/pattern.ts';
import type { FieldCondition, Step, ValueTest } from '../condition.ts';
import { hasHidden } from '../hidden-text.ts';
import type { Notes } from '../language.ts';
import { flagText, jsonTextRegex, patternRegex, splitFlags, textRegex } from '../regex-text.ts';
import type { Speaker, Unsayable } from '../say.ts';
import { dotted, type Located, locate } from '../table.ts';
import type { SumoField, SumoTable } from './tables.ts';

/** A test, and the members that have to be read out of the message for it. */
export interface SumoLeaf {
  readonly text: string;
  readonly reads: readonly SumoRead[];
}

/** A member of the message as a field. */
export interface SumoRead {
  readonly path: string;
  readonly name: string;
  /** The field that holds JSON as text, where the member stands in that. */
  readonly within?: string;
}

type Text = Extract<ValueTest, { kind: 'text' }>;

export function sumoString(text: string): string {
  return `"${text.replace(/[\\"]/g, '\\$&').replaceAll('\n', '\\n').replaceAll('\r', '\\r').replaceAll('\t', '\\t')}"`;
}

/** The name of a field for a path. */
export function fieldName(path: string): string {
  return path.replace(/[^A-Za-z0-9]+/g, '_').replace(/_+$/, '');
}

/** Names of fields for paths, different ones for different paths. */
function fieldNames(): (path: string) => string {
  const taken = new Map<string, string>();
  return (path) => {
    const name = fieldName(path);
    let free = name;
    for (let count = 2; (taken.get(free) ?? path) !== path; count += 1) free = `${name}_${count}`;
    taken.set(free, path);
    return free;
  };
}

function matches(value: string, source: string): string {
  const { flags, body } = splitFlags(source);
  const start = body.startsWith('^') ? '' : '.*';
  const end = /(?:[^\\]|^)(?:\\\\)*\$$/.test(body) ? '' : '.*';
  const slashed = body.replace(/\\.|\//gs, (part) => (part === '/' ? '\\/' : part));
  return `${value} matches /(?s${flags.replace('s', '')})${start}${slashed}${end}/`;
}

export function createSpeaker(table: SumoTable, { differ }: Notes): Speaker<SumoLeaf> {
  const nameOf = fieldNames();
  return {
    test: ({ field, test }: FieldCondition) => {
      const located = locate(table, field);
      if (!located) return { why: `${table.name} have no member for it` };
      if (located.steps.some(({ key }) => key.includes("'") || hasHidden(key)))
        return { why: 'its name has a sign that cannot be escaped' };
      const reads = readsOf(located, nameOf);
      const name = reads.at(-1)?.name ?? '';
      const isList = located.steps.some(({ each }) => each);
      if (test.kind === 'same') return { why: 'members are not compared with each other' };
      const text = isList ? inList(name, located.steps, test) : onValue(name, test);
      return typeof text === 'string' ? { text, reads } : text;
    },
    keyword: ({ test }) => {
      differ('keywords are looked for in the whole message, in the names of its members, too');
      const source =
        test.kind === 'regex'
          ? flagText(test.flags) + test.source
          : `(?${test.cased ? '' : 'i'}s)${textRegex(test.op, test.patterns)}`;
      return { text: matches('_raw', source), reads: [] };
    },
  };
}

function readsOf(
  { column, steps }: Located<SumoField>,
  nameOf: (path: string) => string,
): readonly SumoRead[] {
  if (column.path !== undefined) return [{ path: column.path, name: nameOf(column.path) }];
  const json = steps.findIndex((step) => step.json === true);
  const outer = json < 0 ? steps : steps.slice(0, json + 1);
  const path = pathOf(outer);
  const first: SumoRead = { path, name: nameOf(dotted(outer)) };
  if (json < 0 || json === steps.length - 1) return [first];
  const inner = steps.slice(json + 1);
  return [first, { path: pathOf(inner), name: nameOf(dotted(steps)), within: first.name }];
}

function pathOf(steps: readonly Step[]): string {
  return steps
    .map(({ key, each }, index) => {
      const name = /^[\w@$-]+$/.test(key) ? `${index > 0 ? '.' : ''}${key}` : `['${key}']`;
      return `${name}${each ? '[*]' : ''}`;
    })
    .join('');
}

/** Values of a list come as the JSON text of a list. */
function inList(name: string, steps: readonly Step[], test: ValueTest): string | Unsayable {
  if (test.kind === 'filled' || test.kind === 'exists') return `(!isBlank(${name}) and ${name} != "[]")`;
  const key = steps.at(-1)?.key ?? '';
  const named = jsonTextRegex([{ key }], test, { isSource: true });
  if (named === undefined) return { why: `${test.kind} tests of list members` };
  const prefix = new RegExp(
    `^(\\(\\?[a-z]+\\))"${key.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}"\\\\s\\*:\\\\s\\*`,
  );
  return matches(name, named.replace(prefix, '$1[\\[,]\\s*'));
}

const comparisons = { eq: '=', gt: '>', gte: '>=', lt: '<', lte: '<=' } as const;

function onValue(name: string, test: Exclude<ValueTest, { kind: 'same' }>): string | Unsayable {
  const there = `!isBlank(${name})`;
  switch (test.kind) {
    case 'text':
      return `(${there} and ${onText(name, test)})`;
    case 'regex':
      return `(${there} and ${matches(name, flagText(test.flags) + test.source)})`;
    case 'cidr': {
      const tests = test.networks.map((network) => {
        const [address = '', bits = '32'] = network.split('/');
        return `compareCIDRPrefix(${sumoString(address)}, ${name}, toInt(${bits}))`;
      });
      const isLong = test.networks.some((network) => network.includes(':'));
      return isLong ? { why: 'networks of IPv6' } : `(${there} and (${tests.join(' or ')}))`;
    }
    case 'number':
      return `(${there} and toDouble(${name}) ${comparisons[test.op]} ${test.value})`;
    case 'boolean':
      return `(${there} and toLowerCase(${name}) = "${test.value}")`;
    case 'filled':
    case 'exists':
      return there;
    case 'empty':
      return `isEmpty(${name})`;
    case 'time':
      return { why: 'parts of times' };
  }
}

function onText(name: string, { op, cased, patterns }: Text): string {
  const literals = patterns.map(literalText);
  const value = cased ? name : `toLowerCase(${name})`;
  if (op === 'equals' && literals.every((text) => text !== undefined && !hasHidden(text))) {
    const quoted = literals.map((text = '') => sumoString(cased ? text : text.toLowerCase()));
    return quoted.length === 1 ? `${value} = ${quoted.join('')}` : `${value} in (${quoted.join(', ')})`;
  }
  const bodies = patterns.map((pattern) => patternRegex(wholePattern(op, pattern)));
  return `${name} matches /(?${cased ? '' : 'i'}s)(?:${bodies.join('|').replace(/\\.|\//gs, (part) => (part === '/' ? '\\/' : part))})/`;
}
