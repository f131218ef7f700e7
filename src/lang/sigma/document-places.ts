import type { Span } from '../../core/diagnostic.ts';
import { applyActions } from './collection.ts';
import { readDocuments, type SourceFile } from './documents.ts';
import { entry, get, type MapNode } from './located.ts';
import { within } from './spans.ts';

/** Finds the place of what stands under keys of a document; the nearest there is when the last is not there. */
export type FindPlace = (keys: readonly string[], word?: string) => Span;

/**
 * Where the parts of the documents of a rule file stand: for conditions and correlations, whose IR keeps no places.
 *
 * @returns for the line of a document (`source.line`) what finds places in it; with a word, the word in the scalar
 */
export function documentPlaces(file: SourceFile): (line: number) => FindPlace {
  const roots = new Map<number, MapNode>();
  const report = (): void => undefined;
  for (const { root, at } of applyActions(readDocuments(file, report), report))
    if (root) roots.set(at.line, root);
  return (line) => {
    const root = roots.get(line);
    return (keys, word) => (root ? find(root, keys, word) : { file: file.path, line, column: 1 });
  };
}

function find(root: MapNode, [key = '', ...others]: readonly string[], word: string | undefined): Span {
  const item = entry(root, key);
  if (!item) return root.at;
  const { keyAt, value } = item;
  if (others.length > 0)
    return value.kind === 'map' && get(value, others[0] ?? '') ? find(value, others, word) : keyAt;
  if (word === undefined) return keyAt;
  const items = value.kind === 'list' ? value.items : [value];
  for (const one of items) {
    if (one.kind !== 'scalar') continue;
    const text = String(one.value);
    const offset = wordOffset(text, word);
    if (offset !== -1) return within(one.at, text, offset, word.length);
  }
  return keyAt;
}

/** A word of a condition, not a piece of a longer one. */
function wordOffset(text: string, word: string): number {
  const inWord = /[\w-]/;
  for (let at = text.indexOf(word); at !== -1; at = text.indexOf(word, at + 1)) {
    const before = text[at - 1] ?? ' ';
    const behind = text[at + word.length] ?? ' ';
    if (!inWord.test(before) && !inWord.test(behind)) return at;
  }
  return -1;
}
