/** Control characters, separators of lines, and marks that turn the direction of text: they hide what a query says. */
const hidden = '[\\p{Cc}\\p{Zl}\\p{Zp}\\u061c\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069\\ufeff]';
const some = new RegExp(hidden, 'u');
const each = new RegExp(`\\\\?(${hidden})`, 'gu');

export function hasHidden(text: string): boolean {
  return some.test(text);
}

/** A regular expression in which such characters are written by their numbers. */
export function showHidden(source: string): string {
  return source.replace(each, (_all, char: string) => `\\x{${(char.codePointAt(0) ?? 0).toString(16)}}`);
}
