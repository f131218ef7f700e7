import { stringify } from 'csv-stringify/sync';
import { formulaSafe } from './escape.ts';
import type { ReportDefinition } from './report.ts';
import { columns, toRow } from './row.ts';

/** Cells as CSV text, RFC 4180, formulas neutralised. */
export function csvLine(cells: readonly string[]): string {
  return stringify([cells.map(formulaSafe)]);
}

export const csv: ReportDefinition = {
  name: 'csv',
  description: 'a table with a header for spreadsheets',
  *render(signals) {
    yield csvLine(columns.map(({ heading }) => heading));
    for (const signal of signals) {
      const row = toRow(signal);
      yield csvLine(columns.map(({ key }) => row[key]));
    }
  },
};
