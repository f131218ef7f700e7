import type { CatalogueEntry } from './catalogue.ts';
import { catalogueOf } from './catalogue-index.ts';
import type { RecordHead } from './definition.ts';

/** A head as plain data, for threads and files: the catalogue's entry is named by its place in the catalogue. */
export type PortableHead = Omit<RecordHead, 'entry'> & { readonly entryNumber?: number };

const numbers = new WeakMap<CatalogueEntry, number>();

export function toPortable({ entry, ...head }: RecordHead): PortableHead {
  if (!entry) return head;
  if (!numbers.has(entry)) {
    for (const [number, one] of catalogueOf(head.provider).entries()) numbers.set(one, number);
  }
  const entryNumber = numbers.get(entry);
  return entryNumber === undefined ? head : { ...head, entryNumber };
}

export function fromPortable({ entryNumber, ...head }: PortableHead): RecordHead {
  const entry = entryNumber === undefined ? undefined : catalogueOf(head.provider)[entryNumber];
  return entry ? { ...head, entry } : head;
}
