import type { Span } from '../core/diagnostic.ts';
import { suggest } from '../core/suggest.ts';
import { describe, type Entry, type MapNode, type Node, type ScalarNode } from '../lang/sigma/located.ts';
import { type Report, say } from './diagnostic-codes.ts';
import { type ChangeField, changeFields } from './fields.ts';

/** A text with its place. */
export interface Located {
  readonly text: string;
  readonly at: Span;
}

/** A record as it was written, by the names of the field table. */
export interface Fields {
  readonly texts: ReadonlyMap<string, Located>;
  readonly lists: ReadonlyMap<string, readonly Located[]>;
  readonly tags: ReadonlyMap<string, Located>;
  readonly windows: readonly { readonly start: Located; readonly end: Located }[];
  /** Keys that the record has, right or wrong. */
  readonly given: ReadonlySet<string>;
  readonly at: Span;
  /** False when something was wrong: it has been reported. */
  readonly isWhole: boolean;
}

interface Gathered {
  readonly texts: Map<string, Located>;
  readonly lists: Map<string, readonly Located[]>;
  readonly tags: Map<string, Located>;
  readonly windows: { readonly start: Located; readonly end: Located }[];
}

const byName: ReadonlyMap<string, ChangeField> = new Map(changeFields.map((field) => [field.name, field]));

/** What a number or a word looked like in the file: YAML drops the leading zero of an account. */
export type Written = (node: ScalarNode) => string;

/**
 * Takes a record apart by the field table. Everything that is wrong is reported: keys that do not exist (a misspelt limit
 * would let in more than was meant), wrong types, words that a field does not know.
 */
export function readFields(node: MapNode, written: Written, report: Report): Fields {
  const found: Gathered = { texts: new Map(), lists: new Map(), tags: new Map(), windows: [] };
  let isWhole = true;
  const fail = (...problem: Parameters<typeof say>): void => {
    isWhole = false;
    report(say(...problem));
  };
  const seen = new Set<string>();
  for (const entry of node.entries) {
    const field = byName.get(entry.key);
    if (!field) {
      const near = suggest(entry.key, byName.keys());
      fail(
        'keyUnknown',
        `a record has no key '${entry.key}'`,
        entry.keyAt,
        near && `Did you mean '${near}'?`,
      );
    } else if (seen.has(entry.key)) fail('keyUnknown', `the key '${entry.key}' occurs twice`, entry.keyAt);
    else take(field, entry, written, found, fail);
    seen.add(entry.key);
  }
  for (const { name, required } of changeFields) {
    if (required && !found.texts.has(name) && !seen.has(name))
      fail('keyMissing', `a record has no \`${name}\``, node.at);
  }
  return { ...found, given: seen, at: node.at, isWhole };
}

type Fail = (...problem: Parameters<typeof say>) => void;

function take(
  field: ChangeField,
  { value, keyAt }: Entry,
  written: Written,
  found: Gathered,
  fail: Fail,
): void {
  const { name, type } = field;
  if (value.kind === 'scalar' && value.value === null) {
    // `principals:` with nothing behind it is more likely forgotten than meant.
    fail('type', `\`${name}\` has nothing behind it`, keyAt, 'Write a value, or leave the key out.');
    return;
  }
  if (type === 'map') takeTags(value, written, found, fail);
  else if (type === 'windows') takeWindows(value, written, found, fail);
  else if (type === 'texts') {
    const texts = value.kind === 'list' ? value.items : [value];
    const list = texts.flatMap((item) => scalar(name, item, written, fail) ?? []);
    if (texts.length === 0)
      fail('type', `\`${name}\` is an empty list`, value.at, 'Name something, or leave the key out.');
    for (const one of list) oneOf(field, one, fail);
    found.lists.set(name, list);
  } else {
    const text = scalar(name, value, written, fail);
    if (text && oneOf(field, text, fail)) found.texts.set(name, text);
  }
}

function scalar(name: string, node: Node, written: Written, fail: Fail): Located | undefined {
  const text = node.kind === 'scalar' && node.value !== null ? written(node).trim() : '';
  if (text !== '') return { text, at: node.at };
  fail('type', `\`${name}\` has to be a text, not ${describe(node)}`, node.at);
  return undefined;
}

function oneOf({ name, values }: ChangeField, { text, at }: Located, fail: Fail): boolean {
  if (!values || values.includes(text)) return true;
  const near = suggest(text, values);
  fail(
    'value',
    `\`${name}\` is '${text}'; expected ${values.join(', ')}`,
    at,
    near === undefined ? undefined : `Did you mean '${near}'?`,
  );
  return false;
}

function takeTags(node: Node, written: Written, found: Gathered, fail: Fail): void {
  if (node.kind !== 'map') {
    fail('type', `\`tags\` has to be a map of names and values, not ${describe(node)}`, node.at);
    return;
  }
  for (const { key, value } of node.entries) {
    const text = scalar(`tags.${key}`, value, written, fail);
    if (text) found.tags.set(key, text);
  }
}

function takeWindows(node: Node, written: Written, found: Gathered, fail: Fail): void {
  const items = node.kind === 'list' ? node.items : [node];
  for (const item of items) {
    if (item.kind !== 'map') {
      fail('type', `a window has to be a map with \`start\` and \`end\`, not ${describe(item)}`, item.at);
      continue;
    }
    const parts = new Map<string, Located>();
    for (const { key, keyAt, value } of item.entries) {
      const text = scalar(key, value, written, fail);
      if (key !== 'start' && key !== 'end') fail('keyUnknown', `a window has no key '${key}'`, keyAt);
      else if (text) parts.set(key, text);
    }
    const start = parts.get('start');
    const end = parts.get('end');
    if (start && end) found.windows.push({ start, end });
    else fail('keyMissing', 'a window has both a `start` and an `end`', item.at);
  }
}
