import { contains, parseNetwork } from './cidr.ts';
import { fold } from './fold.ts';
import { type Field, type Handlers, handle, type Match, type NumberOp, type StringTest } from './nodes.ts';
import { compilePattern, foldPattern, type TextTest, wholePattern } from './pattern.ts';
import type { Rule } from './rule.ts';
import { compareDecimals, numberText } from './scalar.ts';

/** `null` among possible values: the path may also be absent. */
export type KnownValue = string | number | boolean | null;

/** For these paths only these values are possible; an empty list says that the path is never there. */
export type Known = ReadonlyMap<string, readonly KnownValue[]>;

/** undefined: it depends on what is not known. */
type Verdict = boolean | undefined;

interface Context {
  readonly known: Known;
  readonly selections: ReadonlyMap<string, Match>;
}

/**
 * Whether the rule could match a record of which only some fields are known. False means that it definitely cannot;
 * true that it might. Every field that is not named in `known` may hold anything. A field that has several sources is
 * known as far as all sources up to the first one with values are known.
 */
export function couldMatch(rule: Rule, known: Known): boolean {
  return verdictOf(rule, known) !== false;
}

/** Whether the rule matches every record of which this is known (true), none (false), or some (undefined). */
export function verdictOf(rule: Rule, known: Known): boolean | undefined {
  const selections = new Map(rule.selections.map(({ name, match }) => [name, match]));
  return decide(rule.condition, { known, selections });
}

/** The same for one node of a rule with these selections. */
export function verdictOfMatch(
  node: Match,
  selections: ReadonlyMap<string, Match>,
  known: Known,
): boolean | undefined {
  return decide(node, { known, selections });
}

function decide(node: Match, context: Context): Verdict {
  return handle(deciders, node, context);
}

const deciders: Handlers<Verdict, [Context]> = {
  and: (node, context) => all(node.items.map((item) => decide(item, context))),
  or: (node, context) =>
    atLeast(
      node.items.map((item) => decide(item, context)),
      1,
    ),
  not: (node, context) => negate(decide(node.item, context)),
  selection: (node, context) => named(node.name, context),
  quantified: (node, context) => {
    const verdicts = node.names.map((name) => named(name, context));
    return node.need === 'all' ? all(verdicts) : atLeast(verdicts, node.need);
  },
  string: (node, context) => {
    const test = testOf(node);
    return each(node.field, context, (value) => test(node.cased ? String(value) : fold(String(value))));
  },
  regex: (node, context) => (isNever(node.field, context) ? false : undefined),
  cidr: (node, context) => {
    const network = parseNetwork(node.network);
    return each(node.field, context, (value) => network !== undefined && contains(network, String(value)));
  },
  number: (node, context) =>
    each(node.field, context, (value) => {
      const text = numberText(value);
      return text !== undefined && satisfies(compareDecimals(text, node.value), node.op);
    }),
  boolean: (node, context) =>
    each(
      node.field,
      context,
      (value) => typeof value !== 'number' && fold(String(value)) === String(node.value),
    ),
  null: (node, context) => negate(present(node.field, context)),
  empty: (node, context) => each(node.field, context, (value) => value === ''),
  exists: (node, context) =>
    node.value ? present(node.field, context) : negate(present(node.field, context)),
  fieldref: (node, context) =>
    isNever(node.field, context) || isNever(node.other, context) ? false : undefined,
  timestamp: (node, context) => (isNever(node.field, context) ? false : undefined),
  keyword: () => undefined,
  'keyword-regex': () => undefined,
};

/** A rule is asked about every operation there is, so its patterns are compiled once. */
const tests = new WeakMap<StringTest, TextTest>();

function testOf(node: StringTest): TextTest {
  const known = tests.get(node);
  if (known) return known;
  const pattern = wholePattern(node.op, node.pattern);
  const test = compilePattern(node.cased ? pattern : foldPattern(pattern));
  tests.set(node, test);
  return test;
}

/** Whether the outcome of a comparison is what the operator asks for. */
export function satisfies(order: number, op: NumberOp): boolean {
  if (op === 'eq') return order === 0;
  if (op === 'gt') return order > 0;
  if (op === 'gte') return order >= 0;
  return op === 'lt' ? order < 0 : order <= 0;
}

function named(name: string, context: Context): Verdict {
  const match = context.selections.get(name);
  return match === undefined ? undefined : decide(match, context);
}

/** The values that the field can have; undefined when it is not known. */
function possible(field: Field, { known }: Context): readonly KnownValue[] | undefined {
  for (const source of field.sources) {
    const values = source.kind === 'path' ? known.get(source.path) : undefined;
    if (values === undefined) return undefined;
    if (values.includes(null) && source !== field.sources.at(-1)) return undefined;
    if (values.length > 0) return values;
  }
  return [];
}

function isNever(field: Field, context: Context): boolean {
  return possible(field, context)?.length === 0;
}

function present(field: Field, context: Context): Verdict {
  const values = possible(field, context);
  if (values === undefined || (values.length > 0 && values.includes(null))) return undefined;
  return values.length > 0;
}

function each(field: Field, context: Context, test: (value: Exclude<KnownValue, null>) => boolean): Verdict {
  const values = possible(field, context);
  if (values === undefined) return undefined;
  const passes = (value: KnownValue): boolean => value !== null && test(value);
  if (!values.some(passes)) return false;
  return values.every(passes) ? true : undefined;
}

function negate(verdict: Verdict): Verdict {
  return verdict === undefined ? undefined : !verdict;
}

function all(verdicts: readonly Verdict[]): Verdict {
  if (verdicts.includes(false)) return false;
  return verdicts.every((verdict) => verdict === true) ? true : undefined;
}

function atLeast(verdicts: readonly Verdict[], need: number): Verdict {
  if (verdicts.filter((verdict) => verdict === true).length >= need) return true;
  return verdicts.filter((verdict) => verdict !== false).length < need ? false : undefined;
}
