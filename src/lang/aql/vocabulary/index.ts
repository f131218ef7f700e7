import { columns } from './columns.ts';
import type { VocabularyEntry } from './entry.ts';
import { activityColumns } from './fields.ts';
import { properties } from './properties.ts';

export type { VocabularyEntry } from './entry.ts';

/** What the events table has, and how it is found. */
export interface Vocabulary {
  /** In the order in which `SELECT *` and the documentation show them. */
  readonly entries: readonly VocabularyEntry[];
  /** By name, case ignored; undefined when there is none. */
  find(name: string): VocabularyEntry | undefined;
}

/** Everything that ships: QRadar's columns, custom properties, fields of the Activity. */
export const shippedEntries: readonly VocabularyEntry[] = [...columns, ...properties, ...activityColumns];

/** A vocabulary; where a name is there twice the first entry has it. */
export function createVocabulary(entries: readonly VocabularyEntry[]): Vocabulary {
  const byName = new Map<string, VocabularyEntry>();
  for (const entry of entries) {
    for (const name of [entry.name, ...(entry.also ?? [])]) {
      const key = name.toLowerCase();
      if (!byName.has(key)) byName.set(key, entry);
    }
  }
  return { entries, find: (name) => byName.get(name.toLowerCase()) };
}

export const shippedVocabulary: Vocabulary = createVocabulary(shippedEntries);

const tag = /^(?:attrs\.)?tags?[.:](.+)$/i;

/** The name of the tag that a column `"tag:Owner"` or `"attrs.tags.Owner"` asks for. */
export function tagOf(name: string): string | undefined {
  return tag.exec(name)?.[1];
}
