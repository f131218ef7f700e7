import { compareTexts } from './text-order.ts';

/**
 * Diagnostics are data. A stage that reads what people wrote (rules, queries, configuration) collects them and
 * never throws; each stage keeps its own catalogue of factories in a file `diagnostics.ts`.
 */
export type Severity = 'error' | 'warning' | 'info';

/** A place in a source text. Lines and columns count from 1; `length` is in UTF-16 units and stays on the line. */
export interface Span {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly length?: number;
}

export interface Diagnostic {
  /** Stable, SCREAMING_SNAKE_CASE, documented. */
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly at?: Span;
  readonly notes?: readonly { readonly message: string; readonly at?: Span }[];
  /** What to do about it. */
  readonly help?: string;
}

/** Code and severity of everything that a stage has to say, by the name that it goes by in code. */
export type DiagnosticCatalogue = Readonly<Record<string, readonly [code: string, severity: Severity]>>;

/** Makes a diagnostic of a catalogue. */
export type Say<Name> = (
  name: Name,
  message: string,
  at: Span | undefined,
  help?: string | undefined,
) => Diagnostic;

/** What makes the diagnostics of a catalogue: nothing is said that it does not list. */
export function sayingOf<C extends DiagnosticCatalogue>(codes: C): Say<keyof C> {
  return (name, message, at, help) => {
    // Names come from the catalogue's own keys.
    const [code, severity] = codes[name] as C[keyof C];
    return { code, severity, message, ...(at ? { at } : {}), ...(help ? { help } : {}) };
  };
}

/** Orders by file, line, column, then code: the order in which a person fixes things. */
export function compareDiagnostics(a: Diagnostic, b: Diagnostic): number {
  return (
    compareTexts(a.at?.file ?? '', b.at?.file ?? '') ||
    (a.at?.line ?? 0) - (b.at?.line ?? 0) ||
    (a.at?.column ?? 0) - (b.at?.column ?? 0) ||
    compareTexts(a.code, b.code)
  );
}

/**
 * Renders one diagnostic for a terminal or a golden file:
 * `file:line:column: severity CODE: message`, the source line with a caret when `source` is given, notes, help.
 */
export function renderDiagnostic(diagnostic: Diagnostic, source?: string): string {
  const { at, code, severity, message, notes = [], help } = diagnostic;
  const lines = [`${place(at)}${severity} ${code}: ${message}`];
  if (at && source !== undefined) lines.push(...frame(at, source));
  for (const note of notes) lines.push(`  note: ${place(note.at)}${note.message}`);
  if (help) lines.push(`  help: ${help}`);
  return lines.join('\n');
}

function place(at: Span | undefined): string {
  return at ? `${at.file}:${at.line}:${at.column}: ` : '';
}

function frame(at: Span, source: string): string[] {
  const line = source.split('\n', at.line)[at.line - 1];
  if (line === undefined) return [];
  const shown = line.replace(/\r$/, '').replaceAll('\t', ' ');
  const gutter = String(at.line);
  const caret = '^'.repeat(Math.max(1, Math.min(at.length ?? 1, shown.length - at.column + 1)));
  return [`  ${gutter} | ${shown}`, `  ${' '.repeat(gutter.length)} | ${' '.repeat(at.column - 1)}${caret}`];
}
