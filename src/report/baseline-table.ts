import Table from 'cli-table3';
import { formatTime } from '../core/time.ts';
import type { StoredCell } from '../detect/baseline/baseline-file.ts';
import { csvLine } from './csv.ts';
import { terminalSafe } from './escape.ts';

/** One remembered value with the numbers that people ask for. */
export interface BaselineRow {
  readonly dimension: string;
  readonly scope: string;
  readonly value: string;
  /** Epoch milliseconds. */
  readonly first: number;
  readonly last: number;
  /** How often, and on how many days. */
  readonly count: number;
  readonly days: number;
}

export function baselineRow({ dimension, scope, value, days }: StoredCell): BaselineRow {
  return {
    dimension,
    scope,
    value,
    first: Math.min(...days.map(({ first }) => first)),
    last: Math.max(...days.map(({ last }) => last)),
    count: days.reduce((sum, day) => sum + day.count, 0),
    days: days.length,
  };
}

const headings = ['Dimension', 'Scope', 'Value', 'First', 'Last', 'Count', 'Days'] as const;

export type BaselineFormat = 'table' | 'csv' | 'json';

/** Values as text, in a stable order; `mark` stands before each row of a comparison. */
export function baselineText(
  rows: readonly (BaselineRow & { readonly mark?: string })[],
  format: BaselineFormat,
  width: number,
): string {
  if (format === 'json') return `${JSON.stringify(rows.map(plain), null, 2)}\n`;
  const isMarked = rows.some(({ mark }) => mark !== undefined);
  const head = [...(isMarked ? ['Change'] : []), ...headings];
  const cells = rows.map((row) => [...(isMarked ? [row.mark ?? ''] : []), ...cellsOf(row)]);
  if (format === 'csv') return [head, ...cells].map(csvLine).join('');
  const free = Math.max(50, width - 26 - 19 - 19 - 9 - 7 - (isMarked ? 10 : 0) - 8);
  const table = new Table({
    head,
    style: { head: [], border: [], compact: true },
    colWidths: [...(isMarked ? [10] : []), 26, Math.floor(free / 2), Math.ceil(free / 2), 19, 19, 9, 7],
  });
  for (const row of cells) table.push(row.map(terminalSafe));
  return `${table.toString()}\n`;
}

function cellsOf({ dimension, scope, value, first, last, count, days }: BaselineRow): string[] {
  return [dimension, scope, value, minute(first), minute(last), String(count), String(days)];
}

function minute(time: number): string {
  return formatTime(time).replace('T', ' ').slice(0, 16);
}

function plain({ first, last, ...rest }: BaselineRow): object {
  return { ...rest, first: formatTime(first), last: formatTime(last) };
}
