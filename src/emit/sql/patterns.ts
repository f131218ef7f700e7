import { RE2JS } from 're2js';

/** Shapes of texts as RE2 regular expressions, matched from end to end. */

const byte = '(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])';
const dotted = `${byte}(?:\\.${byte}){3}`;

/** Four decimal numbers without leading zeros. */
export const ipv4Pattern: string = `\\A${dotted}\\z`;

/** Decimal notation with blanks around it. */
export const numberPattern = '\\A\\s*[+-]?(?:[0-9]+\\.?[0-9]*|\\.[0-9]+)(?:[eE][+-]?[0-9]+)?\\s*\\z';

const group = '[0-9A-Fa-f]{1,4}';
const tail = `(?:${group}:${group}|${dotted})`;

/** RFC 3986's grammar of an IPv6 address (section 3.2.2); no zone. */
export const ipv6Pattern: string = `\\A(?:${[
  `(?:${group}:){6}${tail}`,
  `::(?:${group}:){5}${tail}`,
  `(?:${group})?::(?:${group}:){4}${tail}`,
  `(?:(?:${group}:){0,1}${group})?::(?:${group}:){3}${tail}`,
  `(?:(?:${group}:){0,2}${group})?::(?:${group}:){2}${tail}`,
  `(?:(?:${group}:){0,3}${group})?::${group}:${tail}`,
  `(?:(?:${group}:){0,4}${group})?::${tail}`,
  `(?:(?:${group}:){0,5}${group})?::${group}`,
  `(?:(?:${group}:){0,6}${group})?::`,
].join('|')})\\z`;

/**
 * Whether a regular expression may match where nothing is (`x*`, `\\b`): behind a match the engines take such a place for
 * a match of its own, or do not. When in doubt it may.
 */
export function matchesNothing(source: string): boolean {
  // What looks around where it stands may hold elsewhere.
  const consuming = source.replaceAll(/\\[bBAz]|[\^$]/g, '');
  try {
    return RE2JS.compile(consuming).test('');
  } catch {
    return true;
  }
}
