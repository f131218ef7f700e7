import { formatTime } from '../core/time.ts';
import { timeZone, utcZone } from '../core/zone.ts';
import { type RowFormat, type Rows, renderRows } from '../report/query/rows.ts';
import { extensionOf, openOutput } from './output-file.ts';
import type { QueryCommandOptions } from './query-options.ts';
import type { Terminal } from './terminal.ts';

const FILE_WIDTH = 240;

/**
 * Writes the rows of a query, or of a comparison, to where they were asked for.
 *
 * @returns how many rows there were
 */
export async function writeRows(
  result: Rows,
  options: QueryCommandOptions,
  terminal: Terminal,
): Promise<number> {
  const output = await openOutput(options.output, options.force ?? false, terminal);
  const toFile = options.output !== undefined && options.output !== '-';
  const format: RowFormat =
    options.format ?? formatOf(options.output) ?? (terminal.outIsTerminal && !toFile ? 'table' : 'ndjson');
  let count = 0;
  const rows = function* (): Generator<readonly (string | number | boolean | null)[]> {
    for (const row of result.rows) {
      count += 1;
      yield row;
    }
  };
  const context = { width: toFile ? FILE_WIDTH : terminal.width, time: timeWriter(options.tz) };
  for (const text of renderRows({ columns: result.columns, rows: rows() }, format, context))
    await output.writeData(text);
  await output.close();
  return count;
}

function formatOf(path: string | undefined): RowFormat | undefined {
  const extension = extensionOf(path);
  if (extension === 'csv' || extension === 'json') return extension;
  return extension === 'txt' ? 'table' : undefined;
}

/** Times for people, in the zone that was asked for. */
function timeWriter(zone: string): (time: number) => string {
  const { offsetAt } = timeZone(zone) ?? utcZone;
  return (time) =>
    formatTime(time + offsetAt(time))
      .slice(0, 19)
      .replace('T', ' ');
}
