import type { NumberOp, Pattern, RegexFlags, StringOp, TimePart } from '../../ir/nodes.ts';

/** One member on the way to a value of a native record. */
export interface Step {
  readonly key: string;
  /** The member holds a list; or one thing, which stands for a list of one. */
  readonly each?: true;
  /** The member holds JSON as text. */
  readonly json?: true;
}

/**
 * A value of native records. The places are those of the shapes in which a cloud delivers its records (Azure writes
 * `status.value` or `resultType`): a table holds one shape, and the first place that it has a column for counts.
 */
export interface NativeField {
  /** For people. */
  readonly name: string;
  readonly places: readonly (readonly Step[])[];
}

/** What is asked of a value; of a list, some value has to satisfy it. */
export type ValueTest =
  /** One of the patterns matches. */
  | {
      readonly kind: 'text';
      readonly op: StringOp;
      readonly cased: boolean;
      readonly patterns: readonly Pattern[];
    }
  | { readonly kind: 'regex'; readonly source: string; readonly flags: RegexFlags }
  | { readonly kind: 'cidr'; readonly networks: readonly string[] }
  | { readonly kind: 'number'; readonly op: NumberOp; readonly value: string }
  | { readonly kind: 'boolean'; readonly value: boolean }
  /** There is a value other than null. */
  | { readonly kind: 'filled' }
  /** The member is there, be it null. */
  | { readonly kind: 'exists' }
  /** The empty text. */
  | { readonly kind: 'empty' }
  | { readonly kind: 'same'; readonly op: StringOp; readonly cased: boolean; readonly other: NativeField }
  | { readonly kind: 'time'; readonly part: TimePart; readonly op: NumberOp; readonly value: string };

export interface FieldCondition {
  readonly kind: 'test';
  readonly field: NativeField;
  readonly test: ValueTest;
}

/** Some value of the record, wherever it stands. */
export interface KeywordCondition {
  readonly kind: 'keyword';
  readonly test: Extract<ValueTest, { kind: 'text' | 'regex' }>;
}

/**
 * What a converted query asks of native records: what an IR rule says, without selections, with the tests of one field
 * put together, and with what cannot be said named in place.
 */
export type Condition =
  | { readonly kind: 'constant'; readonly value: boolean }
  | { readonly kind: 'all' | 'any'; readonly items: readonly Condition[] }
  | { readonly kind: 'not'; readonly item: Condition }
  | FieldCondition
  | KeywordCondition
  /** Some row of the operation satisfies it: Azure and Google write an operation as several rows. */
  | { readonly kind: 'row'; readonly item: Condition }
  /** The first of them that the target can say: one thing, told in several ways. */
  | { readonly kind: 'first'; readonly items: readonly Condition[] }
  /** It cannot be said. `what` names it as the rule does. */
  | { readonly kind: 'unsayable'; readonly what: string; readonly why: string };

export const always: Condition = Object.freeze({ kind: 'constant', value: true });
export const never: Condition = Object.freeze({ kind: 'constant', value: false });

const keys = new WeakMap<Condition, string>();

/** Equal for equal conditions. */
export function keyOf(condition: Condition): string {
  let key = keys.get(condition);
  if (key === undefined) {
    key = JSON.stringify(condition);
    keys.set(condition, key);
  }
  return key;
}

/** All of them hold. */
export function all(...items: readonly Condition[]): Condition {
  return combine('all', items);
}

/** One of them holds; tests of one field for texts become one test. */
export function any(...items: readonly Condition[]): Condition {
  return combine('any', items);
}

function combine(kind: 'all' | 'any', items: readonly Condition[]): Condition {
  const flat = items.flatMap((item) => (item.kind === kind ? item.items : [item]));
  const neutral = kind === 'all';
  if (flat.some((item) => item.kind === 'constant' && item.value !== neutral))
    return neutral ? never : always;
  const said = flat.filter((item) => item.kind !== 'constant');
  const different = [...new Map(said.map((item) => [keyOf(item), item])).values()];
  const merged = kind === 'any' ? mergeRows(mergeTexts(different)) : different;
  const [only] = merged;
  if (only === undefined) return neutral ? always : never;
  return merged.length === 1 ? only : { kind, items: merged };
}

/** It does not hold. */
export function not(item: Condition): Condition {
  if (item.kind === 'not') return item.item;
  if (item.kind === 'constant') return item.value ? never : always;
  return { kind: 'not', item };
}

/** Some row of the operation satisfies it. */
export function row(item: Condition): Condition {
  return item.kind === 'constant' || item.kind === 'row' ? item : { kind: 'row', item };
}

export function test(field: NativeField, value: ValueTest): Condition {
  return { kind: 'test', field, test: value };
}

/** `a or b` on one field, with one operator, is one test with two patterns. */
function mergeTexts(items: readonly Condition[]): readonly Condition[] {
  const merged = new Map<string, Condition>();
  for (const item of items) {
    const key = textKey(item) ?? keyOf(item);
    const there = merged.get(key);
    merged.set(key, there ? joinTexts(there, item) : item);
  }
  return [...merged.values()];
}

function textKey(item: Condition): string | undefined {
  if (item.kind !== 'test' || item.test.kind !== 'text') return undefined;
  const { op, cased } = item.test;
  return JSON.stringify([item.field, op, cased]);
}

function joinTexts(first: Condition, second: Condition): Condition {
  if (first.kind !== 'test' || first.test.kind !== 'text') return first;
  if (second.kind !== 'test' || second.test.kind !== 'text') return first;
  const patterns = [...first.test.patterns, ...second.test.patterns];
  return test(first.field, { ...first.test, patterns: distinct(patterns) });
}

function distinct(patterns: readonly Pattern[]): readonly Pattern[] {
  return [...new Map(patterns.map((pattern) => [JSON.stringify(pattern), pattern])).values()];
}

/** A row with this or a row with that is a row with one of them. */
function mergeRows(items: readonly Condition[]): readonly Condition[] {
  const rows = items.flatMap((item) => (item.kind === 'row' ? [item.item] : []));
  if (rows.length < 2) return items;
  return [...items.filter((item) => item.kind !== 'row'), row(any(...rows))];
}
