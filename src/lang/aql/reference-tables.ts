import { aggregates } from './lower/aggregates.ts';
import { functions } from './lower/functions.ts';
import { notAql, unsupportedFunctions } from './lower/missing-functions.ts';
import { columns } from './vocabulary/columns.ts';
import type { VocabularyEntry } from './vocabulary/entry.ts';
import { properties } from './vocabulary/properties.ts';

interface Described {
  readonly usage: string;
  readonly meaning: string;
}

/** What the page on AQL lists: `scripts/make-aql-docs.mjs` makes it from this. */
export const aqlReference: {
  readonly columns: readonly VocabularyEntry[];
  readonly properties: readonly VocabularyEntry[];
  readonly functions: readonly Described[];
  readonly aggregates: readonly Described[];
  readonly unsupported: readonly string[];
  readonly notAql: readonly string[];
} = {
  columns,
  properties,
  functions: Object.values(functions),
  aggregates: Object.values(aggregates),
  unsupported: Object.keys(unsupportedFunctions),
  notAql: Object.keys(notAql),
};
