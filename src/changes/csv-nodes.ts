import type { Span } from '../core/diagnostic.ts';
import { own } from '../core/json.ts';
import { CsvReader, type Separator } from '../decode/csv.ts';
import type { MapNode } from '../lang/sigma/located.ts';
import { type Report, say } from './diagnostic-codes.ts';

const ROW_BYTES = 1024 * 1024;

/**
 * Rows of a table with a header as maps of texts, each placed at its line. Empty cells are left out. Rows that are
 * broken are reported, the others read.
 */
export function readCsv(path: string, text: string, separator: Separator, report: Report): MapNode[] {
  const rows: MapNode[] = [];
  const reader = new CsvReader(separator, ROW_BYTES, {
    row: (row, { line }) => {
      const at = lineOf(path, line);
      const entries = Object.keys(row).flatMap((key) => {
        const cell = String(own(row, key) ?? '').trim();
        return cell === '' ? [] : [{ key, keyAt: at, value: { kind: 'scalar' as const, value: cell, at } }];
      });
      if (entries.length > 0) rows.push({ kind: 'map', entries, at });
    },
    broken: (_reason, { line }, detail) => report(say('row', detail, lineOf(path, line))),
  });
  reader.feed(Buffer.from(text.replace(/^\ufeff/, '')));
  reader.end(false);
  return rows;
}

function lineOf(file: string, line = 1): Span {
  return { file, line, column: 1, length: 1 };
}
