import { withoutControls } from './escape.ts';

/** A table of Markdown whose cells are texts from anywhere. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(escapeCell).join(' | ')} |`;
  return `${[line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')}\n`;
}

/** Texts from logs must neither break the table nor become links, images or HTML. A cell in back-quotes is ours. */
function escapeCell(text: string): string {
  return /^`[\da-f]+`$/.test(text) || text === '---' ? text : plain(text);
}

/**
 * What GitHub and its like make a link or a mention of is broken: schemes and `www.` where they are read, e-mail addresses,
 * `@name` and `#1` by an empty comment, since those are looked for in the text that entities have become.
 */
export function plain(text: string): string {
  return withoutControls(text)
    .replace(/[\\`*_[\]|~#!]/g, '\\$&')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/@|#(?=\d)/g, '$&<!-- -->')
    .replace(/\b(https?|ftp|mailto|xmpp|javascript|data):/gi, '$1&#58;')
    .replace(/www\./gi, (found) => `${found.slice(0, -1)}&#46;`);
}
