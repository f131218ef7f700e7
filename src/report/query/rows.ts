import { csvLine } from '../csv.ts';
import { terminalSafe } from '../escape.ts';
import { cut } from '../short.ts';

/** A value of a result. */
export type Cell = string | number | boolean | null;

export interface RowColumn {
  readonly name: string;
  readonly type: 'text' | 'number' | 'boolean' | 'time' | 'ip';
}

/** A result as it comes. */
export interface Rows {
  readonly columns: readonly RowColumn[];
  readonly rows: Iterable<readonly Cell[]>;
}

export interface RowContext {
  readonly width: number;
  /** How times are shown to people. */
  readonly time: (time: number) => string;
}

export const rowFormats = ['table', 'csv', 'ndjson', 'json'] as const;
export type RowFormat = (typeof rowFormats)[number];

/** Rows whose widths decide those of the columns of a table. */
const MEASURED = 500;
const GAP = 2;
const NARROWEST = 8;

/** The rows in a format, piece by piece. */
export function* renderRows(result: Rows, format: RowFormat, context: RowContext): Generator<string> {
  switch (format) {
    case 'table':
      yield* table(result, context);
      return;
    case 'csv':
      yield csvLine(result.columns.map(({ name }) => name));
      for (const row of result.rows) yield csvLine(row.map((cell) => (cell === null ? '' : String(cell))));
      return;
    case 'ndjson':
      for (const row of result.rows) yield `${JSON.stringify(objectOf(result.columns, row))}\n`;
      return;
    case 'json': {
      let between = '[\n';
      for (const row of result.rows) {
        yield between + JSON.stringify(objectOf(result.columns, row));
        between = ',\n';
      }
      yield between === '[\n' ? '[]\n' : '\n]\n';
    }
  }
}

function objectOf(columns: readonly RowColumn[], row: readonly Cell[]): Record<string, Cell> {
  return Object.fromEntries(columns.map(({ name }, index) => [name, row[index] ?? null]));
}

function* table({ columns, rows }: Rows, context: RowContext): Generator<string> {
  const heads = columns.map(({ name }) => terminalSafe(name));
  const iterator = rows[Symbol.iterator]();
  const measured: string[][] = [];
  for (let next = iterator.next(); !next.done; next = iterator.next()) {
    measured.push(shown(columns, next.value, context));
    if (measured.length >= MEASURED) break;
  }
  if (measured.length === 0) {
    yield 'no rows\n';
    return;
  }
  const widths = narrowed(
    heads.map((head, index) => Math.max(head.length, ...measured.map((row) => row[index]?.length ?? 0))),
    context.width,
  );
  yield line(columns, heads, widths);
  yield `${widths.map((width) => '─'.repeat(width)).join(' '.repeat(GAP))}\n`;
  for (const row of measured) yield line(columns, row, widths);
  for (let next = iterator.next(); !next.done; next = iterator.next()) {
    yield line(columns, shown(columns, next.value, context), widths);
  }
}

function shown(columns: readonly RowColumn[], row: readonly Cell[], { time }: RowContext): string[] {
  return columns.map(({ type }, index) => {
    const cell = row[index] ?? null;
    if (cell === null) return '';
    return terminalSafe(type === 'time' && typeof cell === 'number' ? time(cell) : String(cell));
  });
}

function line(columns: readonly RowColumn[], cells: readonly string[], widths: readonly number[]): string {
  const padded = widths.map((width, index) => {
    const text = cells[index] ?? '';
    // A number that is cut is another number: rather a line that is too long.
    return columns[index]?.type === 'number' ? text.padStart(width) : cut(text, width).padEnd(width);
  });
  return `${padded.join(' '.repeat(GAP)).trimEnd()}\n`;
}

/** Takes width from the widest columns until all fit. */
function narrowed(wanted: readonly number[], width: number): readonly number[] {
  const widths = [...wanted];
  let over = widths.reduce((sum, one) => sum + one + GAP, -GAP) - width;
  while (over > 0) {
    const widest = Math.max(...widths);
    if (widest <= NARROWEST) break;
    const next = Math.max(NARROWEST, ...widths.filter((one) => one < widest));
    const count = widths.filter((one) => one === widest).length;
    const less = Math.min(widest - next || 1, Math.max(1, Math.floor(over / count)));
    for (const [index, one] of widths.entries()) if (one === widest) widths[index] = one - less;
    over -= less * count;
  }
  return widths;
}
