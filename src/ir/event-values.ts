import type { JsonObject } from '../core/json.ts';
import type { Field } from './nodes.ts';
import { compileField } from './resolve.ts';
import { scalarText } from './scalar.ts';

/** Values of one field of one event that count; a list may hold any number. */
const MOST_VALUES = 64;

/** Reads fields of an event as texts: for each field its different values; none when the field is missing or null. */
export function compileValues(
  fields: readonly Field[],
): (event: JsonObject) => readonly (readonly string[])[] {
  const readers = fields.map(compileField);
  return (event) =>
    readers.map((reader) => {
      const found = new Set<string>();
      reader.some(event, (value) => {
        const text = scalarText(value);
        if (text !== undefined) found.add(text);
        return found.size >= MOST_VALUES;
      });
      return [...found];
    });
}
