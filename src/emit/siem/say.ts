import type { Condition, FieldCondition, KeywordCondition } from './condition.ts';

/** A condition in the words of a target: what could not be said is gone. */
export type Said<Leaf> =
  | { readonly kind: 'constant'; readonly value: boolean }
  | { readonly kind: 'all' | 'any'; readonly items: readonly Said<Leaf>[] }
  | { readonly kind: 'not'; readonly item: Said<Leaf> }
  /** Some row of the operation satisfies it; `alike`: then all of them do. */
  | { readonly kind: 'row'; readonly item: Said<Leaf>; readonly alike?: true }
  | { readonly kind: 'leaf'; readonly leaf: Leaf };

/** What a conversion loses, and what that does to the query: it finds more, or less. */
export interface Loss {
  readonly what: string;
  readonly why: string;
  readonly effect: 'wider' | 'narrower';
  /** The operations that it is lost for, when not for all. */
  readonly operations?: readonly string[];
}

/** The reason why a test cannot be said. */
export interface Unsayable {
  readonly why: string;
}

/** Says single tests in the words of a target. */
export interface Speaker<Leaf> {
  test(condition: FieldCondition): Leaf | Unsayable;
  keyword(condition: KeywordCondition): Leaf | Unsayable;
}

export function isUnsayable(value: unknown): value is Unsayable {
  return typeof value === 'object' && value !== null && 'why' in value;
}

/**
 * Says a condition. What cannot be said counts as false: a requirement that is lost takes its alternative with it, an
 * exception that is lost is not made. So a query never says more than is known, and each loss is named.
 */
export function say<Leaf>(
  condition: Condition,
  speaker: Speaker<Leaf>,
): { readonly said: Said<Leaf>; readonly losses: readonly Loss[] } {
  let losses = new Map<string, Loss>();
  const lose = (what: string, why: string, isException: boolean): Said<Leaf> => {
    losses.set(`${what} ${isException}`, { what, why, effect: isException ? 'wider' : 'narrower' });
    return { kind: 'constant', value: false };
  };
  const visit = (node: Condition, isException: boolean): Said<Leaf> => {
    switch (node.kind) {
      case 'constant':
        return node;
      case 'all':
      case 'any':
        return join(
          node.kind,
          node.items.map((item) => visit(item, isException)),
        );
      case 'not':
        return negate(visit(node.item, !isException));
      case 'row': {
        const item = visit(node.item, isException);
        return item.kind === 'constant' ? item : { kind: 'row', item };
      }
      case 'first':
        return first(node.items, isException);
      case 'unsayable':
        return lose(node.what, node.why, isException);
      case 'test':
      case 'keyword': {
        const leaf = node.kind === 'test' ? speaker.test(node) : speaker.keyword(node);
        const what = node.kind === 'test' ? node.field.name : 'a keyword';
        return isUnsayable(leaf) ? lose(what, leaf.why, isException) : { kind: 'leaf', leaf };
      }
    }
  };
  const first = (items: readonly Condition[], isException: boolean): Said<Leaf> => {
    const before = losses;
    for (const item of items) {
      losses = new Map();
      const said = visit(item, isException);
      const isWhole = losses.size === 0;
      if (isWhole || item === items.at(-1)) {
        losses = new Map([...before, ...losses]);
        return said;
      }
    }
    losses = before;
    return { kind: 'constant', value: true };
  };
  const said = visit(condition, false);
  return { said, losses: [...losses.values()] };
}

/** Joins what was said, without what decides nothing. */
export function join<Leaf>(kind: 'all' | 'any', items: readonly Said<Leaf>[]): Said<Leaf> {
  const neutral = kind === 'all';
  if (items.some((item) => item.kind === 'constant' && item.value !== neutral))
    return { kind: 'constant', value: !neutral };
  const open = items
    .filter((item) => item.kind !== 'constant')
    .flatMap((item) => (item.kind === kind ? item.items : [item]));
  const distinct = [...new Map(open.map((item) => [keyOf(item), item])).values()];
  const [only] = distinct;
  if (only === undefined) return { kind: 'constant', value: neutral };
  if (distinct.length === 1) return only;
  return neutral ? { kind, items: distinct } : alternatives(distinct);
}

const keys = new WeakMap<object, string>();

function keyOf(said: object): string {
  let key = keys.get(said);
  if (key === undefined) {
    key = JSON.stringify(said);
    keys.set(said, key);
  }
  return key;
}

/** What all alternatives ask alike is asked once; a row with this or a row with that is one row. */
function alternatives<Leaf>(items: readonly Said<Leaf>[]): Said<Leaf> {
  const parts = items.map((item) => (item.kind === 'all' ? item.items : [item]));
  const [first = [], ...others] = parts.map((part) => new Map(part.map((item) => [keyOf(item), item])));
  const shared = new Map([...first].filter(([key]) => others.every((other) => other.has(key))));
  if (shared.size > 0) {
    const rest = parts.map((part) =>
      join(
        'all',
        part.filter((item) => !shared.has(keyOf(item))),
      ),
    );
    return join('all', [...shared.values(), join('any', rest)]);
  }
  const rows = items.flatMap((item) => (item.kind === 'row' ? [item.item] : []));
  if (rows.length < 2) return { kind: 'any', items };
  const row: Said<Leaf> = { kind: 'row', item: join('any', rows) };
  const plain = items.filter((item) => item.kind !== 'row');
  return plain.length === 0 ? row : { kind: 'any', items: [...plain, row] };
}

function negate<Leaf>(item: Said<Leaf>): Said<Leaf> {
  if (item.kind === 'constant') return { kind: 'constant', value: !item.value };
  return item.kind === 'not' ? item.item : { kind: 'not', item };
}

/** How a target writes what leaves are joined with. */
export interface Grammar<Leaf> {
  leaf(leaf: Leaf, isException: boolean): string;
  readonly and: string;
  readonly or: string;
  not(text: string): string;
  /** A shorter way to say that a leaf does not hold, where there is one. */
  notLeaf?(leaf: Leaf): string | undefined;
  readonly yes: string;
  readonly no: string;
}

/** The text of a condition; every group inside another stands in parentheses. */
export function write<Leaf>(said: Said<Leaf>, grammar: Grammar<Leaf>): string {
  const visit = (node: Said<Leaf>, isException: boolean, isInside: boolean): string => {
    if (node.kind === 'constant') return node.value ? grammar.yes : grammar.no;
    if (node.kind === 'leaf') return grammar.leaf(node.leaf, isException);
    if (node.kind === 'row') return visit(node.item, isException, isInside);
    if (node.kind === 'not') {
      const short = node.item.kind === 'leaf' ? grammar.notLeaf?.(node.item.leaf) : undefined;
      return short ?? grammar.not(visit(node.item, !isException, false));
    }
    const text = node.items
      .map((item) => visit(item, isException, true))
      .join(node.kind === 'all' ? grammar.and : grammar.or);
    return isInside ? `(${text})` : text;
  };
  return visit(said, false, false);
}

/** The same with each alternative on a line of its own. */
export function writeLines<Leaf>(said: Said<Leaf>, grammar: Grammar<Leaf>, indent: string): string {
  if (said.kind !== 'any') return write(said, grammar);
  const items = said.items.map((item) =>
    item.kind === 'all' ? `(${write(item, grammar)})` : write(item, grammar),
  );
  return items.join(`\n${indent}${grammar.or.trimStart()}`);
}

/** What each restricts by itself; nothing when everything is meant. */
export function conjuncts<Leaf>(said: Said<Leaf>): readonly Said<Leaf>[] {
  if (said.kind === 'constant' && said.value) return [];
  return said.kind === 'all' ? said.items : [said];
}

/** Each part of a conjunction on a line of its own, behind the word that a pipeline filters with. */
export function filterLines<Leaf>(
  said: Said<Leaf>,
  grammar: Grammar<Leaf>,
  filter: string,
): readonly string[] {
  return conjuncts(said).map((item) => `${filter} ${writeLines(item, grammar, '    ')}`);
}

/** Every leaf of a condition. */
export function leavesOf<Leaf>(said: Said<Leaf>): readonly Leaf[] {
  if (said.kind === 'leaf') return [said.leaf];
  if (said.kind === 'constant') return [];
  return said.kind === 'not' || said.kind === 'row' ? leavesOf(said.item) : said.items.flatMap(leavesOf);
}
