/**
 * A page for people: sections of paragraphs, lists, tables and commands. It is made once and rendered as text, Markdown or
 * HTML. Texts are plain; what they hold is escaped where it is rendered.
 */
export interface Page {
  readonly title: string;
  readonly sections: readonly Section[];
}

export interface Section {
  readonly title: string;
  readonly blocks: readonly Block[];
  readonly sections?: readonly Section[];
}

/** A piece of a line. A link leads to a web page; anything else is text. */
export type Span =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'strong'; readonly text: string }
  | { readonly kind: 'link'; readonly text: string; readonly url: string };

export type Inline = readonly Span[];

export type Block =
  | { readonly kind: 'paragraph'; readonly text: Inline }
  | { readonly kind: 'list'; readonly items: readonly Inline[] }
  | { readonly kind: 'facts'; readonly rows: readonly (readonly [string, Inline])[] }
  | {
      readonly kind: 'table';
      readonly head: readonly string[];
      readonly rows: readonly (readonly Inline[])[];
    }
  | { readonly kind: 'code'; readonly caption?: string; readonly language: string; readonly text: string }
  | { readonly kind: 'commands'; readonly commands: readonly ShownCommand[] };

/** A command as it is typed, word by word, and what it should print. */
export interface ShownCommand {
  /** Words with their quotes. */
  readonly words: readonly string[];
  readonly expect?: string;
}

/** A text in which back-quotes mark code. */
export function inline(text: string): Inline {
  return text
    .split('`')
    .map((part, index): Span => ({ kind: index % 2 === 1 ? 'code' : 'text', text: part }))
    .filter((span) => span.text !== '');
}

export function plain(text: string): Inline {
  return text === '' ? [] : [{ kind: 'text', text }];
}

export function link(text: string, url: string): Inline {
  return [{ kind: 'link', text, url }];
}

export function paragraph(text: string): Block {
  return { kind: 'paragraph', text: inline(text) };
}

export function list(items: readonly string[]): Block {
  return { kind: 'list', items: items.map(inline) };
}

/** Rows whose value is empty are left out. */
export function facts(rows: readonly (readonly [string, Inline])[]): Block {
  return { kind: 'facts', rows: rows.filter(([, value]) => value.length > 0) };
}
