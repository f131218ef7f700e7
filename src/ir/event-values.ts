import type { JsonObject } from '../core/json.ts';
import type { Field } from './nodes.ts';
import { compileField } from './resolve.ts';
import { scalarText } from './scalar.ts';

/** Different values of one field of one event that count, and all of them; a list may hold any number. */
const MOST_DIFFERENT = 64;
const MOST_VALUES = 1000;

/**
 * Reads fields of an event as texts: for each field its values, equal ones too, since sums need them; none when the field
 * is missing or null.
 */
export function compileValues(
  fields: readonly Field[],
): (event: JsonObject) => readonly (readonly string[])[] {
  const readers = fields.map(compileField);
  return (event) =>
    readers.map((reader) => {
      const found: string[] = [];
      const different = new Set<string>();
      reader.some(event, (value) => {
        const text = scalarText(value);
        if (text === undefined) return false;
        found.push(text);
        return different.add(text).size >= MOST_DIFFERENT || found.length >= MOST_VALUES;
      });
      return found;
    });
}
