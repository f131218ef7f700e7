import type { JsonObject } from '../core/json.ts';
import { CsvRow } from './csv-row.ts';
import type { Rejection } from './record-sink.ts';
import type { TextPlace } from './value-splitter.ts';

const NEWLINE = 0x0a;
const QUOTE = 0x22;

const problems = Object.freeze({
  open: 'a quotation mark is not closed',
  broken: 'something follows a closing quotation mark',
});

export type Separator = ',' | ';' | '\t';

/**
 * The separator of a table of text whose first line is a header of at least two plain names; undefined when the text
 * is no such table.
 */
export function sniffCsv(head: Buffer): Separator | undefined {
  const text = head.toString('utf8').trimStart();
  if (text.startsWith('{') || text.startsWith('[')) return undefined;
  const line = text.split(/\r?\n/, 1)[0] ?? '';
  for (const separator of [',', '\t', ';'] as const) {
    const names = line.split(separator).map(plainName);
    if (names.length >= 2 && names.every((name) => /^[A-Za-z_@][\w .@$:/()[\]-]{0,127}$/.test(name)))
      return separator;
  }
  return undefined;
}

function plainName(header: string): string {
  return header.trim().replace(/^"(.*)"$/, '$1');
}

export interface CsvOutput {
  row(row: JsonObject, place: TextPlace): void;
  broken(reason: Rejection, place: TextPlace, detail: string): void;
}

/**
 * Rows of a table with a header (RFC 4180), as objects of strings. Log Analytics puts the time zone behind a time column's
 * name (`TimeGenerated [UTC]`): it is taken off. Rows of another width than the header keep what they have.
 *
 * A quotation mark that is not closed would take the rows behind it into its cell. So a row of several lines has to have
 * the width of the header or of the row before; one that is broken costs its first line, and reading goes on with the
 * next. There a line has to be a row of its own, of that width, until one is: what is left of the broken row is not taken
 * for rows.
 */
export class CsvReader {
  private readonly separator: Separator;
  private readonly maxBytes: number;
  private readonly output: CsvOutput;
  private names: readonly string[] | undefined;
  /** Cells of the last row. */
  private width = 0;
  /** What was fed and is not read yet, and where it stands. */
  private pending: Buffer = Buffer.alloc(0);
  private offset = 0;
  private line = 1;
  /** A row whose last line is not there yet: what was read of it, and of how many bytes and lines. */
  private open: { readonly row: CsvRow; bytes: number; lines: number } | undefined;
  private isLost = false;
  /** The rest of a line that is too long is passed over. */
  private isPassing = false;
  /** Bytes of lines that were read in vain, as part of a broken row. */
  private wasted = 0;

  constructor(separator: Separator, maxBytes: number, output: CsvOutput) {
    this.separator = separator;
    this.maxBytes = maxBytes;
    this.output = output;
  }

  feed(chunk: Buffer): void {
    this.pending = this.pending.length === 0 ? chunk : Buffer.concat([this.pending, chunk]);
    this.read(false);
  }

  /** @param isCut the text ends where it is damaged, so that its last line may not be whole */
  end(isCut: boolean): void {
    this.read(true, isCut);
  }

  private read(isLast: boolean, isCut = false): void {
    while (this.step(isLast, isCut));
  }

  /** Reads the next line; false when it takes more text. */
  private step(isLast: boolean, isCut: boolean): boolean {
    const from = this.open?.bytes ?? 0;
    const newline = this.pending.indexOf(NEWLINE, from);
    const end = newline === -1 ? this.pending.length : newline;
    if (this.isPassing) return this.passOver(newline);
    if (end > this.maxBytes) this.tooLarge();
    else if (newline !== -1) this.take(this.pending.subarray(from, end), end + 1);
    else return isLast && this.finish(from, isCut);
    return true;
  }

  /** The text ends: with a line that has no line feed, within a row, or behind one. */
  private finish(from: number, isCut: boolean): boolean {
    if (from < this.pending.length) {
      if (isCut) this.fail('truncated', 'CSV: the last line is cut');
      else this.take(this.pending.subarray(from), this.pending.length);
      return true;
    }
    if (this.open) this.fail('not-json', `CSV: ${problems.open}`);
    return this.pending.length > 0;
  }

  private passOver(newline: number): boolean {
    this.isPassing = newline === -1;
    this.pass(this.isPassing ? this.pending.length : newline + 1, this.isPassing ? 0 : 1);
    return !this.isPassing;
  }

  /** Takes one line, which is a row or a part of one. */
  private take(bytes: Buffer, end: number): void {
    const row = this.open?.row ?? new CsvRow(this.separator);
    const text = bytes.toString('utf8');
    const state = bytes.includes(QUOTE) || this.open ? row.add(text) : row.addPlain(text);
    const lines = (this.open?.lines ?? 0) + 1;
    if (state === 'open' && this.mayGoOn()) this.open = { row, bytes: end, lines };
    else if (state !== 'whole') this.fail('not-json', `CSV: ${problems[state]}`);
    else if (this.hasWrongWidth(row, lines))
      this.fail('not-json', 'CSV: not as many cells as the other rows have');
    else {
      this.give(row.cells);
      this.open = undefined;
      if (!isBlank(row.cells)) this.isLost = false;
      this.pass(end, lines);
    }
  }

  /** Rows of several lines are read again when they are broken: the work for it is bounded by what was read. */
  private mayGoOn(): boolean {
    return !this.isLost && this.names !== undefined && this.wasted <= 4 * this.offset + this.maxBytes;
  }

  private hasWrongWidth({ cells }: CsvRow, lines: number): boolean {
    if (this.names === undefined || (!this.isLost && lines === 1)) return false;
    return cells.length !== this.names.length && cells.length !== this.width && !isBlank(cells);
  }

  private give(cells: readonly string[]): void {
    if (isBlank(cells)) return;
    this.width = cells.length;
    if (!this.names) {
      this.names = cells.map((name) => plainName(name).replace(/ \[[^\]]*\]$/, ''));
      return;
    }
    const row: Record<string, string> = {};
    for (const [index, name] of this.names.entries()) {
      const cell = cells[index];
      if (cell === undefined) break;
      row[name] = cell;
    }
    this.output.row(row, this.place());
  }

  /** The first line of what is being read is broken; reading goes on behind it. */
  private fail(reason: Rejection, detail: string): void {
    this.output.broken(reason, this.place(), detail);
    this.wasted += this.open?.bytes ?? 0;
    this.open = undefined;
    this.isLost = true;
    const newline = this.pending.indexOf(NEWLINE);
    this.pass(newline === -1 ? this.pending.length : newline + 1, 1);
  }

  private tooLarge(): void {
    const newline = this.pending.indexOf(NEWLINE);
    this.isPassing = newline === -1;
    this.fail('record-too-large', `CSV: the row is larger than ${this.maxBytes} bytes`);
    if (this.isPassing) this.line -= 1;
  }

  private place(): TextPlace {
    return { offset: this.offset, line: this.line };
  }

  private pass(bytes: number, lines: number): void {
    this.pending = this.pending.subarray(bytes);
    this.offset += bytes;
    this.line += lines;
  }
}

function isBlank(cells: readonly string[]): boolean {
  return cells.length === 1 && cells[0]?.trim() === '';
}
