/** Names from logs are written by attackers too: output is where they would act. */

const CONTROL =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]/g;

/** Control characters and marks that turn the direction of text, as visible `\u{…}`: safe on a terminal. */
export function terminalSafe(text: string): string {
  return text.replace(CONTROL, (character) => `\\u{${character.charCodeAt(0).toString(16)}}`);
}

/** The same for a text of several lines, whose line ends stay. */
export function safeLines(text: string): string {
  return text.split('\n').map(terminalSafe).join('\n');
}

/** Such characters as blanks: for places where an escape would be in the way. */
export function withoutControls(text: string): string {
  return text.replace(CONTROL, ' ');
}

/**
 * A cell that a spreadsheet would take for a formula gets an apostrophe in front (`=`, `+`, `-`, `@`, tab, carriage
 * return: OWASP, CSV injection). Plain negative numbers stay.
 */
export function formulaSafe(text: string): string {
  return /^[=+\-@\t\r]/.test(text) && !/^-?\d+(\.\d+)?(e[+-]?\d+)?$/.test(text) && text !== '-'
    ? `'${text}`
    : text;
}
