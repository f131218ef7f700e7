import { type Parser, parse } from 'csv-parse';
import type { JsonObject } from '../core/json.ts';

/**
 * The separator of a table of text whose first line is a header of at least two plain names; undefined when the text
 * is no such table.
 */
export function sniffCsv(head: Buffer): ',' | ';' | '\t' | undefined {
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

/**
 * Rows of a table with a header, as objects of strings. Log Analytics puts the time zone behind a time column's name
 * (`TimeGenerated [UTC]`): it is taken off. Rows of another width than the header keep what they have.
 *
 * @throws csv-parse's error with the line, for a quotation mark that never closes.
 */
export async function* csvRows(
  chunks: AsyncIterable<Buffer>,
  separator: string,
  maxRecordBytes: number,
): AsyncGenerator<{ row: JsonObject; line: number }> {
  const parser: Parser = parse({
    delimiter: separator,
    columns: (header: string[]) => header.map((name) => plainName(name).replace(/ \[[^\]]*\]$/, '')),
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    max_record_size: maxRecordBytes,
    info: true,
  });
  const feeding = (async () => {
    for await (const chunk of chunks) {
      if (parser.destroyed) return;
      if (!parser.write(chunk))
        await new Promise((resolve) => parser.once('drain', resolve).once('close', resolve));
    }
    parser.end();
  })().catch((error: unknown) => {
    parser.destroy(error instanceof Error ? error : new Error(String(error)));
  });
  try {
    for await (const item of parser) {
      const { record, info } = item as { record: JsonObject; info: { lines: number } };
      yield { row: record, line: info.lines };
    }
  } finally {
    parser.destroy();
    await feeding;
  }
}
