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
  *render({ findings }) {
    yield csvLine(columns.map(({ heading }) => heading));
    for (const finding of findings) {
      const row = toRow(finding);
      yield csvLine(columns.map(({ key }) => row[key]));
    }
  },
};
