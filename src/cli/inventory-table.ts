import Table from 'cli-table3';
import { formatTime } from '../core/time.ts';
import type { DiffRow, InventoryDiff } from '../inventory/index.ts';
import { counted } from '../report/counted.ts';
import { csvLine } from '../report/csv.ts';
import { terminalSafe } from '../report/escape.ts';

export const diffFormats = ['table', 'csv', 'ndjson', 'json'] as const;
export type DiffFormat = (typeof diffFormats)[number];

const headings = ['What', 'Cloud', 'Account', 'Region', 'Type', 'Id', 'Why', 'Name', 'By', 'Time'] as const;
/** What fits on a terminal. */
const SHOWN = 7;

/** The differences in a format, ending with a line break where there are any. */
export function renderDiff({ rows, regions }: InventoryDiff, format: DiffFormat, width: number): string {
  switch (format) {
    case 'json':
      return `${JSON.stringify({ rows: rows.map(plain), regions }, null, 2)}\n`;
    case 'ndjson':
      return rows.map((row) => `${JSON.stringify(plain(row))}\n`).join('');
    case 'csv':
      return [[...headings], ...rows.map(cells)].map(csvLine).join('');
    case 'table':
      return table(rows, width);
  }
}

function table(rows: readonly DiffRow[], width: number): string {
  if (rows.length === 0) return 'no differences\n';
  const free = Math.max(70, width - 76);
  const made = new Table({
    head: headings.slice(0, SHOWN),
    style: { head: [], border: [], compact: true },
    colWidths: [23, 7, 15, 14, 10, Math.floor(free * 0.4), Math.ceil(free * 0.6)],
    wordWrap: true,
    wrapOnWordBoundary: false,
  });
  const why = Math.ceil(free * 0.6) - 2;
  for (const row of rows) {
    const shown = cells(row).slice(0, SHOWN).map(terminalSafe);
    made.push([...shown.slice(0, -1), wrapped(shown.at(-1) ?? '', why)]);
  }
  return `${made.toString()}\n`;
}

/** Lines that break between words; the table itself breaks long ids anywhere. */
function wrapped(text: string, width: number): string {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + word.length + 1 > width) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line].join('\n');
}

function cells({ kind, provider, account, region, type, id, reason, name, by, time }: DiffRow): string[] {
  const optional = [name, by, time === undefined ? undefined : formatTime(time)].map((one) => one ?? '');
  return [kind, provider, account ?? '', region ?? '', type, id, reason, ...optional];
}

function plain({ time, ...row }: DiffRow): object {
  return time === undefined ? row : { ...row, time: formatTime(time) };
}

/** What a person wants to know beside the rows: how many of what, the counters of regions, what could not be judged. */
export function diffSummary({ rows, regions, undecided, hasLogs }: InventoryDiff): string {
  const counts = new Map<string, number>();
  for (const { kind } of rows) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  const tally = [...counts].map(([kind, count]) => `${count.toLocaleString('en-US')} ${kind}`).join(', ');
  const lines = [tally === '' ? 'no differences' : tally];
  for (const { provider, account, region, active, stopped, activeBefore } of regions) {
    const rest = stopped > 0 ? `, ${stopped} stopped` : '';
    lines.push(
      `${provider} ${account || 'unknown account'} ${region}: ${counted(active, 'active instance')}${rest} (${activeBefore} before)`,
    );
  }
  for (const [reason, count] of undecided) lines.push(`not judged, ${counted(count, 'resource')}: ${reason}`);
  if (!hasLogs) lines.push('not judged: whether creations and deletions are recorded; give logs with --logs');
  return `${lines.map(terminalSafe).join('\n')}\n`;
}
