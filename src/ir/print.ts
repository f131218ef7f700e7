import { type Handlers, handle, type Match, type Pattern, type RegexFlags } from './nodes.ts';

/** One line for a match, as an s-expression; for tests, `rules explain` and people. */
export function printMatch(node: Match): string {
  return handle(printers, node);
}

/** A pattern as Sigma would write it, with the escapes that keep literal `*`, `?` and `\` literal. */
export function printPattern(pattern: Pattern): string {
  return pattern
    .map((part) => {
      if (part.kind === 'text') return part.text.replace(/[*?\\]/g, '\\$&');
      if (part.kind === 'set') return `[${part.chars}]`;
      return part.kind === 'any' ? '*' : '?';
    })
    .join('');
}

const list = (name: string, items: readonly string[]): string => `(${[name, ...items].join(' ')})`;

const flagText = (flags: RegexFlags): string =>
  `${flags.ignoreCase ? 'i' : ''}${flags.multiline ? 'm' : ''}${flags.dotAll ? 's' : ''}`;

const printers: Handlers<string> = {
  and: (node) => list('and', node.items.map(printMatch)),
  or: (node) => list('or', node.items.map(printMatch)),
  not: (node) => list('not', [printMatch(node.item)]),
  selection: (node) => node.name,
  quantified: (node) => list('of', [String(node.need), JSON.stringify(node.pattern), ...node.names]),
  string: (node) =>
    list(node.cased ? `${node.op}-cased` : node.op, [
      node.field.name,
      JSON.stringify(printPattern(node.pattern)),
    ]),
  regex: (node) => list('regex', [node.field.name, `/${node.source}/${flagText(node.flags)}`]),
  cidr: (node) => list('cidr', [node.field.name, node.network]),
  number: (node) => list(node.op, [node.field.name, node.value]),
  boolean: (node) => list('is', [node.field.name, String(node.value)]),
  null: (node) => list('null', [node.field.name]),
  empty: (node) => list('empty', [node.field.name]),
  exists: (node) => list(node.value ? 'exists' : 'missing', [node.field.name]),
  fieldref: (node) =>
    list(node.cased ? `${node.op}-field-cased` : `${node.op}-field`, [node.field.name, node.other.name]),
  timestamp: (node) => list(`${node.part}-${node.op}`, [node.field.name, node.value]),
  keyword: (node) =>
    list(node.cased ? 'keyword-cased' : 'keyword', [node.op, JSON.stringify(printPattern(node.pattern))]),
  'keyword-regex': (node) => list('keyword-regex', [`/${node.source}/${flagText(node.flags)}`]),
};
