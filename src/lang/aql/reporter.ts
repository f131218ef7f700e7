import type { Diagnostic, Span } from '../../core/diagnostic.ts';
import type { Range } from './ast.ts';
import { type Code, say } from './diagnostic-codes.ts';
import { limits } from './limits.ts';

export interface Details {
  readonly help?: string | undefined;
  readonly notes?: readonly { readonly message: string; readonly at?: Range }[] | undefined;
}

/** Collects what is said about one query, and knows where its parts stand. */
export class Reporter {
  readonly diagnostics: Diagnostic[] = [];
  readonly file: string;
  readonly text: string;
  private readonly lineStarts: number[] = [0];
  private errors = 0;
  private isClosed = false;

  constructor(file: string, text: string) {
    this.file = file;
    this.text = text;
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) this.lineStarts.push(at + 1);
  }

  get hasErrors(): boolean {
    return this.errors > 0;
  }

  /** Nothing more is shown: what takes long to say need not be made up. */
  get isFull(): boolean {
    return this.errors > limits.errors;
  }

  /** How many errors there are so far. */
  get errorCount(): number {
    return this.errors;
  }

  /** Leaves out everything that is said from now on. */
  close(): void {
    this.isClosed = true;
  }

  say(code: Code, message: string, range: Range, { help, notes }: Details = {}): void {
    if (this.isClosed) return;
    const diagnostic = say(code, message, this.span(range), {
      help,
      notes: notes?.map((note) => ({
        message: note.message,
        ...(note.at ? { at: this.span(note.at) } : {}),
      })),
    });
    if (diagnostic.severity === 'error') {
      if (this.isFull) return;
      this.errors += 1;
      if (this.errors === limits.errors + 1) {
        this.diagnostics.push(
          say(
            'tooManyErrors',
            `there are more than ${limits.errors} errors; the rest is not shown`,
            this.span(range),
          ),
        );
        return;
      }
    }
    this.diagnostics.push(diagnostic);
  }

  /** The place of a piece of the text; of several lines, its part on the first. */
  span({ start, end }: Range): Span {
    const line = this.lineOf(start);
    const lineStart = this.lineStarts[line] ?? 0;
    const lineEnd = this.lineStarts[line + 1] ?? this.text.length + 1;
    const length = Math.max(1, Math.min(end, lineEnd - 1) - start);
    return { file: this.file, line: line + 1, column: start - lineStart + 1, length };
  }

  /** What stands there, shortened to what fits into a message. */
  excerpt({ start, end }: Range, most = 40): string {
    const piece = this.text.slice(start, end).replace(/\s+/g, ' ');
    return piece.length > most ? `${piece.slice(0, most - 1)}…` : piece;
  }

  private lineOf(offset: number): number {
    let low = 0;
    let high = this.lineStarts.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((this.lineStarts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}
