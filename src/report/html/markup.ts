/** Control characters, and marks that turn the direction of what follows them. */
const ACTING = /[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/** Text as HTML text or attribute value: nothing of it is markup, or changes how what follows is read. */
export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')
    .replace(ACTING, (char) => (char === '\n' || char === '\t' ? char : '\u{fffd}'));
}

/** Markup: a text that has been escaped where it came from elsewhere. */
export type Markup = { readonly markup: string };

/**
 * Builds markup: what is put in is escaped, unless it is markup itself. Lists are joined.
 *
 * @example html`<b>${name}</b>`
 */
export function html(parts: TemplateStringsArray, ...values: readonly Value[]): Markup {
  return { markup: parts.map((part, index) => part + textOf(values[index])).join('') };
}

type Value = string | number | undefined | Markup | readonly Markup[];

function textOf(value: Value): string {
  if (value === undefined) return '';
  if (typeof value === 'string') return escapeHtml(value);
  if (typeof value === 'number') return String(value);
  if ('markup' in value) return value.markup;
  return value.map(({ markup }) => markup).join('');
}

/** Markup that is known to be sound. */
export function trusted(markup: string): Markup {
  return { markup };
}
