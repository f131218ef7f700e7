import { fold } from './fold.ts';
import { type Field, type Handlers, handle, type Match, type Pattern, type StringOp } from './nodes.ts';
import type { Rule } from './rule.ts';

/** Texts of which one stands in every record that the rule matches. */
export interface Needles {
  /** In values of these paths, which are no objects or arrays; a quotation mark ties a text to an end of the value. */
  readonly inMembers: readonly { readonly path: string; readonly text: string }[];
  /** In the record's bytes, in whatever case; only characters that JSON writes as they are. */
  readonly anywhere: readonly string[];
}

/** How a path can be searched: its value is looked at, its place is not known beforehand, or it is never there. */
export type PathKind = 'member' | 'anywhere' | 'absent';

interface Context {
  readonly kindOf: (path: string) => PathKind;
  readonly selections: ReadonlyMap<string, Match>;
}

/** Shorter texts stand in every other record. */
const SHORTEST = 3;
const never: Needles = Object.freeze({ inMembers: [], anywhere: [] });

/**
 * The texts of which one has to stand in the bytes of a record for the rule to match it; none at all: it matches no record
 * of this shape. undefined: there are none, the rule has to be tried.
 *
 * @param kindOf how the value at a path can be searched
 */
export function findNeedles(rule: Rule, kindOf: (path: string) => PathKind): Needles | undefined {
  const selections = new Map(rule.selections.map(({ name, match }) => [name, match]));
  return needlesOf(rule.condition, { kindOf, selections });
}

function needlesOf(node: Match, context: Context): Needles | undefined {
  return handle(finders, node, context);
}

const none = (): undefined => undefined;

const finders: Handlers<Needles | undefined, [Context]> = {
  and: ({ items }, context) => best(items.map((item) => needlesOf(item, context))),
  or: ({ items }, context) => union(items.map((item) => needlesOf(item, context))),
  not: none,
  selection: ({ name }, context) => named(name, context),
  quantified: ({ need, names }, context) => {
    const found = names.map((name) => named(name, context));
    return need === 'all' ? best(found) : union(found);
  },
  string: ({ field, op, pattern }, context) => inField(field, anchored(op, pattern), context),
  regex: ({ field, source }, context) => inField(field, literalOfRegex(source), context),
  keyword: ({ pattern }) => somewhere(longestRun(pattern)),
  'keyword-regex': ({ source }) => somewhere(literalOfRegex(source)),
  cidr: none,
  number: none,
  boolean: none,
  null: none,
  empty: none,
  exists: none,
  fieldref: none,
  timestamp: none,
};

function named(name: string, context: Context): Needles | undefined {
  const match = context.selections.get(name);
  return match && needlesOf(match, context);
}

/** The value may come from any of the sources; a derived one is not in the record as it is. */
function inField({ sources }: Field, text: string | undefined, { kindOf }: Context): Needles | undefined {
  const there = sources.filter(({ path }) => kindOf(path) !== 'absent');
  if (sources.some(({ kind }) => kind !== 'path')) return undefined;
  if (there.length === 0) return never;
  if (text === undefined || text.replaceAll('"', '').length < SHORTEST) return undefined;
  if (there.some(({ path }) => kindOf(path) === 'anywhere')) return somewhere(text);
  return { inMembers: there.map(({ path }) => ({ path, text })), anywhere: [] };
}

function somewhere(text: string | undefined): Needles | undefined {
  // Neither what JSON may write in another way nor what may stand between two of its tokens; a number is written in many.
  const runs = (text ?? '').match(/[a-z0-9_@ .*=<>&%$#!?()-]+/g) ?? [];
  const longest = runs.reduce((a, b) => (b.length > a.length ? b : a), '').trim();
  return longest.length >= SHORTEST && /[a-df-z]/.test(longest)
    ? { inMembers: [], anywhere: [longest] }
    : undefined;
}

function union(found: readonly (Needles | undefined)[]): Needles | undefined {
  if (found.includes(undefined)) return undefined;
  const all = found as readonly Needles[];
  return {
    inMembers: all.flatMap(({ inMembers }) => inMembers),
    anywhere: all.flatMap(({ anywhere }) => anywhere),
  };
}

/** A member is looked at for nearly nothing; then the fewer texts, the better. */
function best(found: readonly (Needles | undefined)[]): Needles | undefined {
  let chosen: Needles | undefined;
  for (const one of found) if (one && (!chosen || cost(one) < cost(chosen))) chosen = one;
  return chosen;
}

function cost({ inMembers, anywhere }: Needles): number {
  return anywhere.length * 1000 + inMembers.length;
}

/** The longest part of a pattern without wildcards, tied to the ends of the value where the pattern is. */
function anchored(op: StringOp, pattern: Pattern): string | undefined {
  const [first] = pattern;
  const text = longestRun(pattern);
  if (text === undefined) return undefined;
  const opens =
    (op === 'equals' || op === 'startswith') && first?.kind === 'text' && fold(first.text) === text;
  const last = pattern.at(-1);
  const closes = (op === 'equals' || op === 'endswith') && last?.kind === 'text' && fold(last.text) === text;
  return `${opens ? '"' : ''}${text}${closes ? '"' : ''}`;
}

/** Undefined unless it is plain ASCII: other letters fold in ways that bytes do not show. */
function longestRun(pattern: Pattern): string | undefined {
  const runs = pattern.flatMap((part) => (part.kind === 'text' ? [fold(part.text)] : []));
  return runs
    .filter(isPlain)
    .reduce((a, b) => (b.length > (a?.length ?? 0) ? b : a), undefined as string | undefined);
}

function isPlain(text: string): boolean {
  return /^[\x20\x21\x23-\x5b\x5d-\x7e]+$/.test(text);
}

/** The longest text that a regular expression asks for, if it is as plain as `.+:assumed-role/aws:.+`. */
function literalOfRegex(source: string): string | undefined {
  if (/[()[\]{}|\\^$?]/.test(source)) return undefined;
  // What stands before a star or plus may come any number of times, `*` also none.
  const runs = source.split(/.[*+]|\./);
  return runs
    .map((run) => fold(run))
    .filter((run) => isPlain(run))
    .reduce((a, b) => (b.length > (a?.length ?? 0) ? b : a), undefined as string | undefined);
}
